"""A table that goes on over pages is one table; what stands at the edges of pages is no part of it."""

from torikumi.read.document import Cell
from torikumi.read.flow import Body, Line, Part
from torikumi.read.page.joining import join_pages
from torikumi.read.page.layout import PageParts, lay_out_all
from torikumi.read.page.table import PageTable
from unit.read.page.pieces import page, piece, rows_of

XS = (30.0, 60.0, 200.0, 400.0)


def table(number: int, *rows: tuple[str, ...], merged: dict[tuple[int, int], int] | None = None) -> PageTable:
    """Return a ruled table of a page; `merged` are the heights of cells by their row and column, from 1."""
    merged = merged or {}
    taken = {(row + step, column) for (row, column), height in merged.items() for step in range(1, height)}
    cells = tuple(
        Cell(text=text, row=row, column=column, rows=merged.get((row, column), 1), page=number)
        for row, texts in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
        if (row, column) not in taken
    )
    return PageTable(page=number, cells=cells, xs=XS, box=(30.0, 80.0, 400.0, 700.0), ruling="full")


def parts(number: int, *found: Line | PageTable) -> PageParts:
    return PageParts(number=number, height=842.0, parts=found)


def texts(part: Part) -> list[tuple[int, int, str]]:
    assert isinstance(part, Body)
    return [(cell.row, cell.column, cell.text) for cell in part.cells]


HEADER = ("No", "事業名", "担当課")


def test_the_header_of_the_next_page_is_left_out():
    (body,) = join_pages(
        [
            parts(1, table(1, HEADER, ("1", "朝市", "商工課"))),
            parts(2, table(2, HEADER, ("2", "夜市", "商工課"))),
        ]
    )

    assert [entry for entry in texts(body) if entry[1] == 1] == [(1, 1, "No"), (2, 1, "1"), (3, 1, "2")]


def test_a_page_without_a_header_loses_no_row():
    (body,) = join_pages(
        [parts(1, table(1, HEADER, ("1", "朝市", "商工課"))), parts(2, table(2, ("2", "夜市", "商工課")))]
    )

    assert (3, 2, "夜市") in texts(body)


def test_a_heading_between_two_tables_keeps_them_apart():
    found = [
        *join_pages(
            [
                parts(1, table(1, HEADER, ("1", "朝市", "商工課"))),
                parts(
                    2,
                    Line(text="基本目標２", page=2, box=(30, 300, 90, 310)),
                    table(2, HEADER, ("2", "夜市", "課")),
                ),
            ]
        )
    ]

    assert [type(part).__name__ for part in found] == ["Body", "Line", "Body"]


def test_a_label_that_is_printed_on_the_later_page_belongs_to_the_rows_before_it_too():
    one = table(1, HEADER, ("", "朝市", "商工課"), ("", "夜市", "商工課"), merged={(2, 1): 2})
    two = table(2, HEADER, ("産業", "市場", "農政課"), ("", "直売所", "農政課"), merged={(2, 1): 2})

    (body,) = join_pages([parts(1, one), parts(2, two)])

    assert isinstance(body, Body)
    (label,) = [cell for cell in body.cells if cell.text == "産業"]
    assert (label.row, label.rows) == (2, 4)


def test_a_row_that_the_page_end_cuts_is_one_row():
    rows = [(str(number), f"事業{number}", f"{number}課") for number in range(1, 5)]
    one = table(1, HEADER, *rows, ("5", "地域企業による子ども・青少", "企画"))
    two = table(2, HEADER, ("", "年によるまちづくり", "課"), ("6", "事業6", "6課"))

    (body,) = join_pages([parts(1, one), parts(2, two)])

    assert (6, 2, "地域企業による子ども・青少\n年によるまちづくり") in texts(body)
    assert (7, 2, "事業6") in texts(body)


def test_page_numbers_and_running_heads_are_left_out():
    pages = []
    for number in (1, 2, 3):
        rows = rows_of(
            (40, 70, 250), 120, 24, HEADER, *((str(row), f"事業{row}", "企画課") for row in range(4))
        )
        head, foot = piece("みほん市 実施計画", 40, 20), piece(f"- {number} -", 290, 810)
        pages.append(page(head, *rows, foot, number=number))

    found = [part for laid in lay_out_all(pages) for part in laid.parts]

    assert [part.text for part in found if isinstance(part, Line)] == []
    assert sum(isinstance(part, PageTable) for part in found) == 3
