"""A plan, or any table, as a logical sheet: lines of prose and tables of cells with spans, before anything is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from hypothesis import strategies as st

from tests.generated.trees import Entry, Written


class Kind(StrEnum):
    """What a cell is; how it is drawn depends on it."""

    HEADER = "header"
    BAND = "band"
    LEVEL = "level"
    VALUE = "value"
    TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A cell: rows and columns count from 0. `mark` is the mark of a footnote, small and raised behind the text."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    kind: Kind = Kind.VALUE
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table; `weights` say how wide its columns are, `header` how many rows its header has."""

    weights: tuple[float, ...]
    header: int
    slots: tuple[Slot, ...]
    is_plan: bool = True

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return max(slot.row + slot.rows for slot in self.slots)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A line outside the tables; `size` is its letter size against that of the table."""

    text: str
    size: float = 1.0


Part = Prose | Sheet


class Levels(StrEnum):
    """Where the headings of the plan stand."""

    BANDS = "bands"
    COLUMNS = "columns"
    MIXED = "the first as bands, the others as columns"
    ABOVE = "the first as headings above tables"


HEADERS = (
    ("No.", "事業名", "事業概要", "今後の方針", "担当課"),
    ("番号", "事務事業名", "事業内容", "方向性", "所管課"),
    ("整理番号", "取組名", "取組の概要", "今後の方向性", "主管課"),
    ("事業番号", "事業名称", "内容", "担当課の今後の方針", "担当部署"),
)
ORDERS = ((0, 1, 2, 3, 4), (0, 1, 2, 4, 3), (0, 1, 4, 2, 3))
_WEIGHTS = (1.0, 3.5, 8.0, 2.2, 2.6)
_LEVEL_WEIGHT, _FIGURE_WEIGHT = 2.4, 1.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a plan becomes a table."""

    levels: Levels
    words: tuple[str, ...]
    order: tuple[int, ...]
    split_header: bool
    total: bool
    notes: int
    aside: bool
    merge_sections: bool


layouts = st.builds(
    Layout,
    levels=st.sampled_from(Levels),
    words=st.sampled_from(HEADERS),
    order=st.sampled_from(ORDERS),
    split_header=st.booleans(),
    total=st.sampled_from((False, False, True)),
    notes=st.sampled_from((0, 0, 1, 2)),
    aside=st.sampled_from((False, False, False, True)),
    merge_sections=st.sampled_from((False, False, True)),
)
NOTES = ("※事業の内容は、予算の状況により変わることがあります。", "※担当課は令和６年４月１日現在の名称です。")
ASIDE = (("区分", "人口", "世帯数"), ("東地区", "12,345", "5,012"), ("西地区", "9,876", "4,105"))


@dataclass(frozen=True, slots=True)
class _Column:
    heading: str
    weight: float
    values: tuple[str, ...]
    group: str | None = None
    kind: Kind = Kind.VALUE


def parts_of(plan: Written, layout: Layout) -> tuple[Part, ...]:
    """Return the plan as it is laid out: its title, its tables with what stands above them, the notes at the end."""
    parts: list[Part] = [Prose(text=plan.title, size=1.5)]
    if layout.aside:
        parts += [Prose(text="地区別の人口と世帯数"), aside()]
    if layout.levels is Levels.ABOVE:
        for first in dict.fromkeys(entry.path[0] for entry in plan.entries):
            own = [entry for entry in plan.entries if entry.path[0] == first]
            parts += [Prose(text=first, size=1.2), _table(plan, own, layout, above=1)]
    else:
        parts.append(_table(plan, plan.entries, layout, above=0))
    return (*parts, *(Prose(text=note) for note in NOTES[: layout.notes]))


def marked(part: Part) -> Part:
    """Return a part whose header bears the marks of footnotes."""
    if isinstance(part, Prose):
        return part
    slots = [
        replace(slot, mark=f"※{slot.column + 1}")
        if slot.kind is Kind.HEADER and slot.column % 3 == 1
        else slot
        for slot in part.slots
    ]
    return replace(part, slots=tuple(slots))


def aside() -> Sheet:
    """Return a small table beside the plan that is none."""
    return sheet_of(ASIDE, weights=(2.0, 1.0, 1.0), is_plan=False)


def sheet_of(rows: Sequence[Sequence[str]], *, weights: tuple[float, ...], is_plan: bool = False) -> Sheet:
    """Return a table without merged cells whose first row is its header."""
    slots = [
        Slot(text=text, row=r, column=c, kind=Kind.HEADER if r == 0 else Kind.VALUE)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    return Sheet(weights=weights, header=1, slots=tuple(slots), is_plan=is_plan)


def _table(plan: Written, entries: Sequence[Entry], layout: Layout, *, above: int) -> Sheet:
    as_columns = {Levels.BANDS: plan.depth, Levels.MIXED: 1}.get(layout.levels, above)
    columns = _columns(plan, entries, layout, first=as_columns)
    header = _header(columns, split=layout.split_header)
    height = 2 if any(slot.rows == 2 or slot.row == 1 for slot in header) else 1
    bands = [] if layout.levels in (Levels.COLUMNS, Levels.ABOVE) else _bands(entries, as_columns)
    rows = _rows(entries, bands, height)
    slots = [*header]
    slots += [
        Slot(text=text, row=row, column=0, columns=len(columns), kind=Kind.BAND) for row, text in rows.bands
    ]
    for index, column in enumerate(columns):
        slots += _down(column, index, rows.of_entries, entries, as_columns, merge=layout.merge_sections)
    if layout.total:
        last = rows.of_entries[-1] + 1
        slots.append(
            Slot(text=f"合計 {len(entries)}事業", row=last, column=0, columns=len(columns), kind=Kind.TOTAL)
        )
    return Sheet(weights=tuple(column.weight for column in columns), header=height, slots=tuple(slots))


def _columns(plan: Written, entries: Sequence[Entry], layout: Layout, *, first: int) -> list[_Column]:
    columns = [
        _Column(name, _LEVEL_WEIGHT, tuple(entry.path[level] for entry in entries), kind=Kind.LEVEL)
        for level, name in enumerate(plan.level_names)
        if level >= first
    ]
    own = (
        [entry.number for entry in entries],
        [entry.name for entry in entries],
        [entry.summary for entry in entries],
        [entry.direction for entry in entries],
        [entry.separator.join(section.printed for section in entry.sections) for entry in entries],
    )
    for field in layout.order:
        values = own[field]
        if all(value is not None for value in values):
            columns.append(
                _Column(layout.words[field], _WEIGHTS[field], tuple(value or "" for value in values))
            )
    if any(entry.indicator for entry in entries):
        for index, heading in enumerate(("指標名", "基準値", "目標値")):
            values = [entry.indicator[index] if entry.indicator else "" for entry in entries]
            weight = _FIGURE_WEIGHT * (1.4 if index == 0 else 0.8)
            columns.append(_Column(heading, weight, tuple(values), group="重要業績評価指標（KPI）"))
    for index, heading in enumerate(plan.money):
        values = [entry.amounts[index] for entry in entries]
        columns.append(_Column(heading, _FIGURE_WEIGHT, tuple(values), group="事業費"))
    return columns


def _header(columns: Sequence[_Column], *, split: bool) -> list[Slot]:
    """Return the header: one line, or two where columns of figures have a common word above them."""
    groups = [column.group if split else None for column in columns]
    if not any(groups):
        return [Slot(text=c.heading, row=0, column=i, kind=Kind.HEADER) for i, c in enumerate(columns)]
    slots = []
    for index, column in enumerate(columns):
        group = groups[index]
        if group is None:
            slots.append(Slot(text=column.heading, row=0, column=index, rows=2, kind=Kind.HEADER))
            continue
        if index == 0 or groups[index - 1] != group:
            width = groups.count(group)
            slots.append(Slot(text=group, row=0, column=index, columns=width, kind=Kind.HEADER))
        slots.append(Slot(text=column.heading, row=1, column=index, kind=Kind.HEADER))
    return slots


@dataclass(frozen=True, slots=True)
class _Rows:
    bands: list[tuple[int, str]]
    of_entries: list[int]


def _bands(entries: Sequence[Entry], depth: int) -> list[list[str]]:
    """Return for each project the headings that open right above it."""
    opened: list[list[str]] = []
    before: tuple[str, ...] = ()
    for entry in entries:
        same = 0
        while same < min(depth, len(before)) and before[same] == entry.path[same]:
            same += 1
        opened.append([*entry.path[same:depth]])
        before = entry.path
    return opened


def _rows(entries: Sequence[Entry], bands: list[list[str]], start: int) -> _Rows:
    rows = _Rows([], [])
    row = start
    for index in range(len(entries)):
        for text in bands[index] if bands else ():
            rows.bands.append((row, text))
            row += 1
        rows.of_entries.append(row)
        row += 1
    return rows


def _down(
    column: _Column, index: int, rows: Sequence[int], entries: Sequence[Entry], first: int, *, merge: bool
) -> list[Slot]:
    """Return the cells of a column; those of a level are merged as long as its heading holds."""
    slots: list[Slot] = []
    level = first + index
    for position, (row, text) in enumerate(zip(rows, column.values, strict=True)):
        last = slots[-1] if slots else None
        joins = last is not None and last.row + last.rows == row
        if column.kind is Kind.LEVEL:
            joins = joins and entries[position].path[: level + 1] == entries[position - 1].path[: level + 1]
        else:
            is_section = merge and column.heading in {words[4] for words in HEADERS}
            joins = joins and is_section and last is not None and last.text == text
        if joins and last is not None:
            slots[-1] = replace(last, rows=last.rows + 1)
        else:
            slots.append(Slot(text=text, row=row, column=index, kind=column.kind))
    return slots
