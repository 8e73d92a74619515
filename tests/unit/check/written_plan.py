"""Makes a plan of a case file: the small Japanese form in which a clerk writes down a plan."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from torikumi.plan.direction import DirectionScale
from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.model import Municipality, Node, Note, Period, Plan, PrintedTotal
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.outcomes import parse_direction, scale_from
from torikumi.plan.project import Merge, MergeKind, Project, SectionRef
from torikumi.plan.quantity import parse_quantity
from torikumi.text.names import is_provisional, second_name

PLAN_KEYS = {"事業", "施策", "期間", "区分", "団体コード", "合計", "段の名前"}
ROW_KEYS = {"番号", "事業名", "概要", "方針", "担当課", "施策", "再掲", "統合", "指標", "金額"}
NODE_KEYS = {"見出し", "上", "段", "説明", "指標"}
MERGE_KINDS = {"を統合": MergeKind.ABSORBED, "に統合": MergeKind.INTO, "と統合": MergeKind.WITH}
PHASES = {"当初": Phase.INITIAL, "決算": Phase.SETTLED}
FUNDS = {
    "事業費": Fund.TOTAL,
    "国庫": Fund.NATIONAL,
    "県": Fund.PREFECTURE,
    "地方債": Fund.BOND,
    "その他": Fund.OTHER,
    "一般財源": Fund.GENERAL,
}
type_of_case = Mapping[str, Any]


def plan_of(case: type_of_case) -> Plan:
    """Return the plan that a case writes down."""
    rows = case.get("事業", [])
    headings = _headings(case.get("施策", []), rows)
    scale = scale_from(tuple(case["区分"])) if "区分" in case else None
    used = scale or scale_from(tuple(row["方針"] for row in rows if row.get("方針")))
    nodes = tuple(_node(heading, headings) for heading in headings)
    period = case.get("期間")
    return Plan(
        title="例の計画",
        municipality=Municipality(code=str(case["団体コード"]), name="例の市")
        if "団体コード" in case
        else None,
        period=Period(first=period[0], last=period[1]) if period else None,
        levels=tuple(case.get("段の名前", ())),
        scale=scale,
        nodes=nodes,
        projects=tuple(_project(row, position, used) for position, row in enumerate(rows, start=1)),
        totals=tuple(
            PrintedTotal(label=total["表示"], count=total["数"], node=total.get("施策"))
            for total in case.get("合計", [])
        ),
    )


def refuse_unknown_keys(case: type_of_case, known: Iterable[str]) -> None:
    """Raise for a key that nobody reads: a mistyped one would make a case that tests nothing."""
    unknown = set(case) - set(known)
    if unknown:
        raise ValueError(f"unknown keys in a case: {sorted(unknown)}")


def _headings(written: Sequence[type_of_case], rows: Sequence[type_of_case]) -> list[type_of_case]:
    known = {heading["見出し"] for heading in written}
    named = dict.fromkeys(row["施策"] for row in rows if "施策" in row)
    return [*written, *({"見出し": name} for name in named if name not in known)]


def _node(heading: type_of_case, headings: Sequence[type_of_case]) -> Node:
    refuse_unknown_keys(heading, NODE_KEYS)
    by_name = {each["見出し"]: each for each in headings}
    level, parent = 0, heading.get("上")
    above = parent
    while above is not None:
        level, above = level + 1, by_name[above].get("上")
    return Node(
        id=heading["見出し"],
        level=heading.get("段", level),
        parent=parent,
        printed=heading["見出し"],
        name=heading["見出し"],
        notes=(Note(text=heading["説明"]),) if "説明" in heading else (),
        indicators=tuple(_indicator(each) for each in heading.get("指標", [])),
    )


def _project(row: type_of_case, position: int, scale: DirectionScale | None) -> Project:
    refuse_unknown_keys(row, ROW_KEYS)
    name = str(row.get("事業名", ""))
    number = row.get("番号")
    return Project(
        id=f"P-{position:012x}",
        number=None if number is None else str(number),
        name=name,
        second_name=second_name(name),
        provisional=is_provisional(name),
        node=row.get("施策"),
        also_under=tuple(row.get("再掲", ())),
        summary=row.get("概要"),
        direction=parse_direction(row["方針"], scale) if "方針" in row else None,
        sections=tuple(_section(text) for text in row.get("担当課", "").split("、") if text),
        merges=tuple(
            Merge(kind=MERGE_KINDS[kind], partner=partner)
            for kind, partner in (pair for merge in row.get("統合", []) for pair in merge.items())
        ),
        indicators=tuple(_indicator(each) for each in row.get("指標", [])),
        amounts=tuple(_amount(each) for each in row.get("金額", [])),
    )


def _section(printed: str) -> SectionRef:
    plain = printed.removesuffix("ほか").strip()
    name, _, rest = plain.replace("(", "（").replace(")", "）").partition("（")
    return SectionRef(
        printed=printed,
        name=name.strip(),
        facility=rest.removesuffix("）") or None,
        others=plain != printed.strip(),
    )


def _indicator(written: type_of_case) -> Indicator:
    refuse_unknown_keys(written, {"名前", "基準", "目標", "最終目標", "実績"})
    base, final = written.get("基準"), written.get("最終目標")
    return Indicator(
        name=written["名前"],
        base=None if base is None else YearValue(year=None, value=parse_quantity(base)),
        final_target=None if final is None else YearValue(year=None, value=parse_quantity(final)),
        targets=_values(written.get("目標", {})),
        actuals=_values(written.get("実績", {})),
    )


def _values(written: Mapping[int, str]) -> tuple[YearValue, ...]:
    return tuple(YearValue(year=year, value=parse_quantity(raw)) for year, raw in written.items())


def _amount(written: type_of_case) -> Amount:
    refuse_unknown_keys(written, {"表示", "年度", "段階", "財源", "値"})
    return Amount(
        label=written["表示"],
        year=written.get("年度"),
        phase=PHASES[written["段階"]] if "段階" in written else None,
        fund=FUNDS[written.get("財源", "事業費")],
        value=parse_quantity(written["値"]),
    )
