"""The yearly review sheets of the national government (行政事業レビューシート) as JUDGIT! gives them: one JSON object a line.

Each ministry and year becomes one plan. A sheet has no direction in this form; its money is in 百万円, and its own fiscal
year is that in which it was published (公開年度), the figures reach to the year before.
"""

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from torikumi.errors import UserError, reason_ja
from torikumi.plan.indicator import Indicator, IndicatorKind, YearValue
from torikumi.plan.model import Municipality, Node, Plan
from torikumi.plan.money import Amount, Phase
from torikumi.plan.project import Project, SectionRef
from torikumi.plan.quantity import Quantity, ValueState

Sheet = Mapping[str, Any]
CREDIT = "JUDGIT!（構想日本ほか）、CC BY 4.0"
_NATION = "国"
_UNIT = "百万円"
_PHASES = {
    "当初予算": Phase.INITIAL, "補正予算": Phase.SUPPLEMENT, "予算計": Phase.CURRENT, "執行額": Phase.SETTLED,
    "要求額": Phase.REQUEST,
}  # fmt: skip
_NEEDED = ("公開年度", "事業名", "府省庁")


class SheetsError(UserError):
    """A file of review sheets that cannot be read."""


def read_sheets(path: Path) -> Iterator[Plan]:
    """Yield a plan for each ministry and year in a file (.ndjson, or .ndjson.gz), in order of name and year.

    A project's id is its 事業ID, the same through the years; of two sheets of one id in one plan the second has "-2".
    Raises SheetsError that names the line which is none of a sheet.
    """
    by_plan: dict[tuple[str, int], list[Sheet]] = {}
    for sheet in open_sheets(path):
        by_plan.setdefault((str(sheet["府省庁"]), int(sheet["公開年度"])), []).append(sheet)
    for (ministry, year), sheets in sorted(by_plan.items()):
        yield _plan_of(ministry, year, sheets)


def open_sheets(path: Path) -> Iterator[Sheet]:
    """Yield the sheets of a file as they stand. Raises SheetsError."""
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8") as lines
        ):
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _sheet(line, number, path)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        reason = reason_ja(error) if isinstance(error, OSError) else "途中で切れているか、UTF-8ではありません"
        raise SheetsError(
            ja=f"「{path.name}」を読めません（{reason}）。ファイルを取り直してください。",
            en=f"Cannot read {path.name} ({error}). Fetch the file again.",
        ) from error


def project_of(sheet: Sheet, *, project_id: str, node: str | None) -> Project:
    """Return the project that a sheet is about."""
    section = " ".join(str(sheet[name]) for name in ("担当部局庁", "担当課室") if sheet.get(name))
    text = "\n".join(str(sheet[name]) for name in ("事業目的", "事業概要") if sheet.get(name))
    return Project(
        id=project_id,
        number=str(sheet["事業番号"]) if sheet.get("事業番号") else None,
        name=str(sheet["事業名"]),
        node=node,
        summary=text,
        sections=(SectionRef(printed=section, name=section),) if section else (),
        amounts=tuple(_amounts(sheet)),
        indicators=tuple(_indicators(sheet)),
    )


def _sheet(line: str, number: int, path: Path) -> Sheet:
    needed = "、".join(_NEEDED)
    wrong = SheetsError(
        ja=f"「{path.name}」の{number}行目はレビューシートではありません（{needed} のあるJSONを、1行に1件書いてください）。",
        en=f"Line {number} of {path.name} is no review sheet (a JSON object a line, with {needed}).",
    )
    try:
        sheet = json.loads(line)
    except ValueError as error:
        raise wrong from error
    if not isinstance(sheet, dict) or any(not sheet.get(name) for name in _NEEDED):
        raise wrong
    if not str(sheet["公開年度"]).isdecimal():
        raise wrong
    return sheet


def _plan_of(ministry: str, year: int, sheets: list[Sheet]) -> Plan:
    policies = list(dict.fromkeys(_policy(sheet) for sheet in sheets))
    nodes = {name: Node(id=f"N-{at}", level=0, printed=name, name=name) for at, name in enumerate(policies)}
    seen: Counter[str] = Counter()
    projects = []
    for at, sheet in enumerate(sheets):
        key = f"R-{sheet['事業ID']}" if sheet.get("事業ID") else f"R-{year}-{at}"
        seen[key] += 1
        unique = key if seen[key] == 1 else f"{key}-{seen[key]}"
        projects.append(project_of(sheet, project_id=unique, node=nodes[_policy(sheet)].id))
    return Plan(
        title=f"{ministry} 行政事業レビュー",
        municipality=Municipality(code=f"N:{ministry}", name=ministry, prefecture=_NATION),
        year=year,
        levels=("主要施策",),
        nodes=tuple(nodes.values()),
        projects=tuple(projects),
        credit=CREDIT,
    )


def _policy(sheet: Sheet) -> str:
    policies = sheet.get("主要施策")
    return str(policies[0]) if isinstance(policies, list) and policies and policies[0] else "その他"


def _amounts(sheet: Sheet) -> Iterator[Amount]:
    for line in sheet.get("予算") or ():
        for name, phase in _PHASES.items():
            if line.get(name) is not None and line.get("年度") is not None:
                value = _quantity(line[name], unit=_UNIT)
                yield Amount(label=name, year=int(line["年度"]), phase=phase, value=value)


def _indicators(sheet: Sheet) -> Iterator[Indicator]:
    for kind, name, measured, aimed, means in (
        ("アウトカム", "成果指標", "成果実績", "目標値", IndicatorKind.OUTCOME),
        ("アウトプット", "活動指標", "活動実績", "当初見込み", IndicatorKind.OUTPUT),
    ):
        for each in sheet.get(kind) or ():
            years = [line for line in each.get(measured) or () if line.get("年度") is not None]
            yield Indicator(
                name=str(each.get(name) or ""),
                unit=each.get("単位"),
                kind=means,
                actuals=tuple(
                    _year_value(line, measured) for line in years if _is_number(line.get(measured))
                ),
                targets=tuple(_year_value(line, aimed) for line in years if _is_number(line.get(aimed))),
            )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) < 1e15


def _year_value(line: Mapping[str, Any], name: str) -> YearValue:
    return YearValue(year=int(line["年度"]), value=_quantity(line[name]))


def _quantity(value: float, *, unit: str | None = None) -> Quantity:
    number = Decimal(repr(value)) if _is_number(value) else None
    state = ValueState.NUMBER if number is not None else ValueState.UNREADABLE
    return Quantity(raw=str(value), state=state, number=number, unit=unit)
