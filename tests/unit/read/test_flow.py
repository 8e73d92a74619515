"""Lines and tables of a document that flows become tables with their lines above them."""

from torikumi.read.document import Cell, Table
from torikumi.read.flow import Line, tables_of


def texts(table: Table) -> list[tuple[int, int, str]]:
    return [(cell.row, cell.column, cell.text) for cell in table.cells]


def cells(*rows: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple(
        Cell(text=text, row=row, column=column)
        for row, line in enumerate(rows, start=1)
        for column, text in enumerate(line, start=1)
    )


def test_lines_stand_above_the_table_that_follows_them() -> None:
    (table,) = tables_of([Line(text="基本目標１", heading=2), cells(("No", "事業名"), ("1", "あ"))], file="a")

    assert texts(table) == [(1, 1, "基本目標１"), (2, 1, "No"), (2, 2, "事業名"), (3, 1, "1"), (3, 2, "あ")]
    assert table.cells[0].heading == 2


def test_two_tables_are_two_tables() -> None:
    one, two = tables_of([cells(("a", "b")), Line(text="間"), cells(("c", "d"))], file="a")

    assert (one.index, two.index) == (0, 1)
    assert texts(one) == [(1, 1, "a"), (1, 2, "b")]
    assert texts(two) == [(1, 1, "間"), (2, 1, "c"), (2, 2, "d")]


def test_what_follows_the_last_table_belongs_to_it_after_a_blank_row() -> None:
    (table,) = tables_of([cells(("a", "b")), Line(text="※ 注")], file="a")

    assert texts(table) == [(1, 1, "a"), (1, 2, "b"), (3, 1, "※ 注")]


def test_a_document_of_lines_alone_is_one_table() -> None:
    (table,) = tables_of([Line(text="市長挨拶"), Line(text="皆さん、")], file="a")

    assert texts(table) == [(1, 1, "市長挨拶"), (2, 1, "皆さん、")]


def test_an_empty_document_has_no_table() -> None:
    assert tables_of([], file="a") == ()
