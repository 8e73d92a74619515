"""OpenDocument sheets: values as the person sees them, repetitions unrolled, and what the file hides."""

import pytest

from torikumi.read.archive import BrokenArchiveError, OversizedArchiveError, ProtectedMemberError
from torikumi.read.sources import ods
from torikumi.read.xml_scan import ForbiddenXmlError
from unit.read.open_files import cell, ods_octets, row, sheet, value


def cells(*rows: str) -> list[tuple[int, int, int, int, str]]:
    ((table,), _) = ods.read_tables(ods_octets(sheet(*rows)), name="a.ods")
    return [(one.row, one.column, one.rows, one.columns, one.text) for one in table.cells]


def test_values_are_the_text_that_stands_in_the_sheet() -> None:
    found = cells(
        row(
            value("float", 'office:value="14"'),
            value("float", 'office:value="14.50"'),
            value("float", 'office:value="1E+21"'),
            value("percentage", 'office:value="0.351"'),
            value("currency", 'office:value="1200" office:currency="JPY"', "￥1,200"),
            value("date", 'office:date-value="2026-04-01"', "R8.4.1"),
            value("date", 'office:date-value="2026-04-01T09:30:00"'),
            value("boolean", 'office:boolean-value="true"', "真"),
            value("string", 'office:string-value=""', "#DIV/0!"),
            value("float", 'office:value="NaN"', "－"),
        )
    )

    assert [text for *_, text in found] == [
        "14", "14.5", "1000000000000000000000", "35.1%", "1200", "2026-04-01", "2026-04-01 09:30:00", "TRUE",
        "#DIV/0!", "－",
    ]  # fmt: skip


def test_lines_spaces_and_ruby_of_a_cell() -> None:
    inner = (
        "<office:annotation><text:p>メモ</text:p></office:annotation><text:p>北<text:ruby><text:ruby-base>港</text:ruby-base>"
        '<text:ruby-text>みなと</text:ruby-text></text:ruby>の<text:s text:c="2"/>道<text:line-break/>二行目</text:p>'
        "<text:p>三行目</text:p>"
    )

    assert cells(row(cell(inner))) == [(1, 1, 1, 1, "北港の  道\n二行目\n三行目")]


def test_merged_cells_are_one_cell_with_spans_that_end_with_the_values() -> None:
    found = cells(
        row(
            cell("目標", 'table:number-columns-spanned="16384"'),
            '<table:covered-table-cell table:number-columns-repeated="2"/>',
        ),
        row(cell("a", 'table:number-rows-spanned="2"'), "b"),
        row("<table:covered-table-cell/>", "c"),
    )

    assert found == [(1, 1, 1, 2, "目標"), (2, 1, 2, 1, "a"), (2, 2, 1, 1, "b"), (3, 2, 1, 1, "c")]


def test_repetitions_are_unrolled() -> None:
    found = cells(
        row(
            '<table:table-cell table:number-columns-repeated="2"/>',
            cell("a", 'table:number-columns-repeated="2"'),
        ),
        row("<table:table-cell/>", attributes='table:number-rows-repeated="3"'),
        row("b", attributes='table:number-rows-repeated="2"'),
    )

    assert [(one[0], one[1], one[4]) for one in found] == [(1, 3, "a"), (1, 4, "a"), (5, 1, "b"), (6, 1, "b")]


def test_empty_rows_to_the_end_of_the_sheet_cost_nothing() -> None:
    endless = row(
        '<table:table-cell table:number-columns-repeated="16384"/>',
        attributes='table:number-rows-repeated="1048576"',
    )

    assert cells(row("a"), endless, endless) == [(1, 1, 1, 1, "a")]


def test_a_table_inside_a_cell_is_no_sheet() -> None:
    found = cells(row("a", cell(f"<text:p>外</text:p>{sheet(row('中'))}"), "b"))

    assert [text for *_, text in found] == ["a", "外", "b"]


def test_hidden_sheets_rows_and_columns_are_named() -> None:
    shown = sheet(
        '<table:table-column/><table:table-column table:visibility="collapse"/>',
        row("a", "b"),
        row("c", attributes='table:visibility="filter"'),
    )
    hidden = sheet(row("昨年"), name="昨年", attributes='table:style-name="h"')
    styles = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'

    tables, findings = ods.read_tables(ods_octets(shown, hidden, styles=styles), name="a.ods")

    assert [(table.sheet, table.hidden_rows, table.hidden_columns) for table in tables] == [
        ("一覧", frozenset({2}), frozenset({2}))
    ]
    assert [finding.code for finding in findings] == [
        "read-hidden-rows",
        "read-hidden-columns",
        "read-hidden-sheet",
    ]


FULL = row(
    cell("x", 'table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="1048576"'
)
OVER_ONE_ANOTHER = [
    row(*[cell("x", 'table:number-rows-spanned="3000" table:number-columns-spanned="300"')] * 300)
] * 300  # fmt: skip


@pytest.mark.parametrize(
    ("octets", "error"),
    [
        (ods_octets(sheet(FULL)), OversizedArchiveError),
        (ods_octets(sheet(*OVER_ONE_ANOTHER)), OversizedArchiveError),
        (ods_octets("<table:a>" * 100 + "</table:a>" * 100), OversizedArchiveError),
        (ods_octets(sheet(row("a")), before='<!DOCTYPE x [<!ENTITY a "b">]>'), ForbiddenXmlError),
        (ods_octets(sheet(row("a")), manifest="<encryption-data/>"), ProtectedMemberError),
        (ods_octets("<table:table>"), BrokenArchiveError),
    ],
)
def test_what_may_not_be_opened_is_refused(octets: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        ods.read_tables(octets, name="a.ods")
