"""Tables that are no plan: number tables, price lists, timetables, in Japanese and in English, some cells merged."""

from dataclasses import dataclass, replace
from random import Random

from hypothesis import strategies as st

from tests.generated.paper import Label, Paper, Rules, Vertical, papers
from tests.generated.sheet import Kind, Sheet, Slot

_HEADERS = {
    "en": ("Item", "Material", "Unit", "Price", "Stock", "Supplier", "Remarks", "Code"),
    "ja": ("品目", "材質", "単位", "単価", "在庫", "仕入先", "摘要", "品番"),
    "time": ("Stop", "Line 1", "Line 2", "Line 3", "Night", "Sunday", "Holiday", "Fare"),
    "numbers": ("年", "総数", "男", "女", "出生", "死亡", "転入", "転出"),
}
_WORDS = {
    "en": (
        "oak board",
        "steel",
        "Bolt M8",
        "box of 12",
        "out of stock",
        "North Mill",
        "see note",
        "glass",
        "rope 5 mm",
    ),
    "ja": (
        "杉板",
        "ステンレス鋼",
        "六角ボルトＭ８",
        "１箱（12本）",
        "取寄せ",
        "北製材所",
        "備考欄を参照",
        "強化ガラス",
        "ﾛｰﾌﾟ5mm",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOnPaper:
    """A table and how it is drawn; `beside` is a second one on its right."""

    sheet: Sheet
    paper: Paper
    beside: Sheet | None = None


@st.composite
def tables(draw: st.DrawFn) -> Sheet:
    """A table of two to eight columns and two to twelve rows; some cells are merged, some empty, some have two lines."""
    kind = draw(st.sampled_from(tuple(_HEADERS)))
    columns = draw(st.integers(2, 8))
    rows = draw(st.integers(2, 12))
    merges = draw(st.integers(0, 3))
    choice = Random(draw(st.integers(0, 2**31)))
    weights = tuple(float(choice.choice((2, 2, 3, 4))) for _ in range(columns))
    taken: dict[tuple[int, int], Slot] = {}
    for _ in range(merges):
        _merge(choice, taken, rows, columns)
    slots = [Slot(text=_HEADERS[kind][c], row=0, column=c, kind=Kind.HEADER) for c in range(columns)]
    for row in range(1, rows):
        for column in range(columns):
            slot = taken.get((row, column), Slot(text="", row=row, column=column))
            if (slot.row, slot.column) == (row, column):
                slots.append(
                    replace(
                        slot, text=_text(choice, kind, column, may_be_empty=slot.rows == slot.columns == 1)
                    )
                )
    return Sheet(weights=weights, header=1, slots=tuple(slots), is_plan=True)


def _merge(choice: Random, taken: dict[tuple[int, int], Slot], rows: int, columns: int) -> None:
    row, column = choice.randint(1, rows - 1), choice.randint(0, columns - 1)
    height, width = choice.choice(((1, 2), (2, 1), (3, 1), (2, 2), (1, 3)))
    places = [(r, c) for r in range(row, row + height) for c in range(column, column + width)]
    if row + height > rows or column + width > columns or any(place in taken for place in places):
        return
    slot = Slot(text="", row=row, column=column, rows=height, columns=width)
    taken.update(dict.fromkeys(places, slot))


def _text(choice: Random, kind: str, column: int, *, may_be_empty: bool) -> str:
    if may_be_empty and column > 0 and choice.random() < 0.12:
        return ""
    if kind == "time" and column:
        return f"{choice.randint(5, 23)}:{choice.randint(0, 59):02}"
    if kind == "numbers":
        return f"{choice.randint(0, 99999):,}" if column else f"平成{choice.randint(2, 30)}"
    words = _WORDS["ja" if kind == "ja" else "en"]
    text = choice.choice(words)
    if column in (3, 4):
        return choice.choice(
            (f"{choice.randint(1, 999)}.{choice.randint(0, 99):02}", f"{choice.randint(1, 9999):,}", "－")
        )
    return f"{text}\n{choice.choice(words)}" if choice.random() < 0.15 else text


@st.composite
def tables_on_paper(draw: st.DrawFn) -> TableOnPaper:
    """A table on a page; merged cells only where rules show them."""
    paper = draw(papers())
    sheet = draw(tables())
    if paper.rules is not Rules.FULL:
        sheet = replace(sheet, slots=tuple(_apart(sheet)))
    beside = draw(st.one_of(st.none(), st.none(), tables()))
    if paper.rules is not Rules.FULL:
        beside = None
    label = Label.TOP if paper.label is Label.EACH else paper.label
    paper = replace(paper, vertical=Vertical.NO, label=label, marks=paper.marks and beside is None)
    return TableOnPaper(sheet=sheet, paper=paper, beside=beside)


def _apart(sheet: Sheet) -> list[Slot]:
    """Return the cells of a table with those that were merged set apart, each with the text; none is empty."""
    return [
        replace(slot, text=slot.text or "0", row=row, column=column, rows=1, columns=1)
        for slot in sheet.slots
        for row in range(slot.row, slot.row + slot.rows)
        for column in range(slot.column, slot.column + slot.columns)
    ]
