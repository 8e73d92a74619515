"""Any sheet is judged without a crash, and in little time where its merged cells are made to do harm."""

from hypothesis import given
from hypothesis import strategies as st

from torikumi.check.machine_readable.report import to_csv, to_json, to_text
from torikumi.check.machine_readable.run import judge_book
from torikumi.text.book import Area, Book, BookKind, BookSheet, SheetLook
from torikumi.text.cells import CellKind, CellSheet, SheetCell

_positions = st.integers(min_value=1, max_value=8)
_texts = st.one_of(
    st.sampled_from(
        ["市名", "事業費（千円）", "年度", "令和5年度", "1,234", "12", "〃", "…", "①", "a\nb", "　"]
    ),
    st.text(max_size=8),
)
_areas = st.tuples(_positions, _positions, _positions, _positions).map(
    lambda four: Area(
        top=min(four[0], four[1]),
        left=min(four[2], four[3]),
        bottom=max(four[0], four[1]),
        right=max(four[2], four[3]),
    )
)


@st.composite
def books(draw: st.DrawFn) -> Book:
    kind = draw(st.sampled_from(BookKind))
    places = draw(st.sets(st.tuples(_positions, _positions), max_size=30))
    cells = tuple(
        SheetCell(row, column, draw(_texts), draw(st.sampled_from(CellKind)), draw(st.booleans()))
        for row, column in sorted(places)
    )
    look = SheetLook(
        merged=tuple(draw(st.lists(_areas, max_size=4))), objects=draw(st.sampled_from([None, ()]))
    )
    sheet = BookSheet(cells=CellSheet(name=draw(st.text(max_size=5)), cells=cells), look=look)
    return Book(
        name="a", kind=kind, sheets=(sheet,), encoding=draw(st.sampled_from([None, "UTF-8", "CP932"]))
    )


@given(books())
def test_any_book_is_judged_and_reported(book: Book) -> None:
    judged = judge_book(book)

    assert len(judged) == 17
    assert to_text(judged, book, language="ja").startswith("a\n")
    assert to_json(judged, book)
    assert to_csv(judged, language="en")


def test_merged_cells_over_one_another_do_not_hold_anyone_up() -> None:
    cells = tuple(SheetCell(row, column, "甲") for row in range(1, 40) for column in range(1, 400))
    merged = tuple(Area(top=1 + n % 30, left=1, bottom=1_048_576, right=16_384) for n in range(20_000))
    sheet = BookSheet(cells=CellSheet(name="一覧", cells=cells), look=SheetLook(merged=merged, objects=()))

    judged = judge_book(Book(name="a", kind=BookKind.XLSX, sheets=(sheet,)), select=frozenset(["1-4", "1-6"]))

    # Without a bound this is 20,000 × 16,000 steps for each of 30 rows: nobody would see the end.
    assert [len(one.judgement.spots) for one in judged] == [20_000, 398]
