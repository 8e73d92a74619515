"""The tables that a published edition keeps beside its projects: sections, money and indicators, tied by 対象ID."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from torikumi.plan.indicator import Counting, Good, Indicator, IndicatorKind, YearValue
from torikumi.plan.model import Node
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.place import FieldPlace, Place
from torikumi.plan.project import SectionRef, SectionRole
from torikumi.plan.quantity import parse_quantity
from torikumi.read.doubts import sections_elsewhere
from torikumi.read.grid import Grid, Row
from torikumi.read.projects import Draft

# The words that a published edition writes, and what they stand for.
_ROLES = {"主管": SectionRole.LEAD, "関係": SectionRole.CONTRIBUTOR}
_PHASES = {
    "要求額": Phase.REQUEST, "当初予算": Phase.INITIAL, "補正予算": Phase.SUPPLEMENT, "繰越": Phase.CARRIED,
    "予算現額": Phase.CURRENT, "決算額": Phase.SETTLED,
}  # fmt: skip
_FUNDS = {
    "事業費": Fund.TOTAL, "国庫支出金": Fund.NATIONAL, "都道府県支出金": Fund.PREFECTURE, "地方債": Fund.BOND,
    "その他": Fund.OTHER, "一般財源": Fund.GENERAL,
}  # fmt: skip
_KINDS = {
    "投入指標": IndicatorKind.INPUT, "活動指標": IndicatorKind.OUTPUT, "成果指標": IndicatorKind.OUTCOME,
}  # fmt: skip
_GOODS = {"増えるとよい": Good.UP, "減るとよい": Good.DOWN, "保つとよい": Good.KEEP}
_COUNTINGS = {"単年度の値": Counting.YEARLY, "累計の値": Counting.CUMULATIVE}
_KEY, _OWNER = "対象ID", "対象名"
_SECTIONS = frozenset((_KEY, "担当課", "役割", "原文"))
_AMOUNTS = frozenset((_KEY, "見出し", "段階", "財源", "原文"))
_INDICATORS = frozenset((_KEY, _OWNER, "指標番号", "指標名", "値の種類", "原文"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A row of a companion by the names of its columns, with the place of its first cell."""

    fields: Mapping[str, str]
    place: Place

    def get(self, name: str) -> str:
        return self.fields.get(name, "")

    def year(self, name: str) -> int | None:
        text = self.get(name)
        return int(text) if text.isdigit() else None


def is_companion(grid: Grid) -> bool:
    """Tell whether a table holds more about projects of another table and no projects itself."""
    names = set(_names(grid).values())
    return any(wanted <= names for wanted in (_SECTIONS, _AMOUNTS, _INDICATORS))


def _names(grid: Grid) -> dict[int, str]:
    header = grid.rows[0].cells if grid.rows else ()
    return {position: cell.text for position, cell in enumerate(header) if cell is not None}


def join_companions(grids: Sequence[Grid], drafts: Sequence[Draft], nodes: dict[str, Node]) -> None:
    """Give the projects and the headings what the companions hold of them."""
    by_key = {draft.key: draft for draft in drafts if draft.key}
    for grid in filter(is_companion, grids):
        names = set(_names(grid).values())
        lines: dict[str, list[_Line]] = {}
        for line in _lines(grid):
            lines.setdefault(line.get(_KEY), []).append(line)
        if names >= _SECTIONS:
            _join_sections(lines, by_key)
        elif names >= _AMOUNTS:
            _join_amounts(lines, by_key)
        elif names >= _INDICATORS:
            _join_indicators(lines, by_key, nodes)
    for draft in drafts:
        if draft.section_count is not None and draft.section_count > len(draft.sections):
            draft.doubts.append(
                sections_elsewhere(draft.name, draft.section_count, draft.places.get("sections"))
            )


def _lines(grid: Grid) -> Iterator[_Line]:
    names = _names(grid)
    for row in grid.rows[1:]:
        yield _Line(fields=_fields(row, names), place=grid.table.place_of(row.distinct()[0]))


def _fields(row: Row, names: Mapping[int, str]) -> dict[str, str]:
    filled = ((names.get(position), cell) for position, cell in enumerate(row.cells))
    return {name: cell.text for name, cell in filled if name is not None and cell is not None}


def _join_sections(lines: Mapping[str, Sequence[_Line]], drafts: Mapping[str, Draft]) -> None:
    for key, group in lines.items():
        if key in drafts:
            drafts[key].sections = tuple(
                SectionRef(
                    printed=line.get("原文") or line.get("担当課"),
                    name=line.get("担当課"),
                    facility=line.get("施設") or None,
                    others=line.get("ほか") == "1",
                    role=_ROLES.get(line.get("役割"), SectionRole.LEAD),
                )
                for line in group
            )
            drafts[key].places["sections"] = group[0].place


def _join_amounts(lines: Mapping[str, Sequence[_Line]], drafts: Mapping[str, Draft]) -> None:
    for key, group in lines.items():
        if key in drafts:
            drafts[key].amounts = [
                Amount(
                    label=line.get("見出し"),
                    year=line.year("金額の年度"),
                    phase=_PHASES.get(line.get("段階")),
                    fund=_FUNDS.get(line.get("財源"), Fund.TOTAL),
                    value=replace(parse_quantity(line.get("原文")), unit=line.get("単位") or None),
                    places=(FieldPlace("value", line.place),),
                )
                for line in group
            ]


def _join_indicators(
    lines: Mapping[str, Sequence[_Line]], drafts: Mapping[str, Draft], nodes: dict[str, Node]
) -> None:
    by_name = {node.printed: identity for identity, node in nodes.items()}
    for key, group in lines.items():
        found = _indicators(group)
        node_id = by_name.get(group[0].get(_OWNER))
        if key in drafts:
            drafts[key].indicators = found
        elif node_id is not None:
            nodes[node_id] = replace(nodes[node_id], indicators=tuple(found))


def _indicators(lines: Sequence[_Line]) -> list[Indicator]:
    groups: dict[str, list[_Line]] = {}
    for line in lines:
        groups.setdefault(line.get("指標番号"), []).append(line)
    return [_indicator(group) for group in groups.values()]


def _indicator(lines: Sequence[_Line]) -> Indicator:
    first = lines[0]
    return Indicator(
        name=first.get("指標名"),
        unit=next((line.get("単位") for line in lines if line.get("単位")), None),
        kind=_KINDS.get(first.get("種類")),
        good=_GOODS.get(first.get("望ましい向き")),
        counting=_COUNTINGS.get(first.get("数え方")),
        base=next(iter(_values(lines, "基準値")), None),
        final_target=next(iter(_values(lines, "最終目標値")), None),
        targets=tuple(_values(lines, "目標値")),
        actuals=tuple(_values(lines, "実績値")),
        places=(FieldPlace("name", first.place),),
    )


def _values(lines: Sequence[_Line], kind: str) -> list[YearValue]:
    return [
        YearValue(year=line.year("値の年度"), value=parse_quantity(line.get("原文")))
        for line in lines
        if line.get("値の種類") == kind
    ]
