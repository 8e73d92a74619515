"""Pieces and rules of a page become lines and tables."""

from torikumi.read.flow import Line
from torikumi.read.page.layout import lay_out
from torikumi.read.page.table import PageTable
from torikumi.read.ruled import Rule
from unit.read.page.pieces import page, piece, rows_of

LEFTS = (40.0, 70.0, 200.0, 420.0)
ENDS = (38.0, 68.0, 198.0, 418.0, 520.0)
PLAN = (
    ("No", "事業名", "事業概要", "担当課"),
    ("1", "朝市の開催", "毎月の朝市を市役所前で開く。", "商工課"),
    ("2", "空き家の活用", "空き家の情報を集め、移り住む人に\n紹介する。", "都市計画課"),
    ("3", "図書館の充実", "本を増やす。", "中央図書館"),
)


def grid(*heights: float, ends: tuple[float, ...] = ENDS) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    return (
        tuple(Rule(height, ends[0], ends[-1]) for height in heights),
        tuple(Rule(end, heights[0], heights[-1]) for end in ends),
    )


def rows(table: PageTable) -> list[list[str]]:
    return [
        [cell.text for cell in sorted(table.cells, key=lambda cell: cell.column) if cell.row == row]
        for row in range(1, table.row_count + 1)
    ]


def tables(parts: tuple[Line | PageTable, ...]) -> list[PageTable]:
    return [part for part in parts if isinstance(part, PageTable)]


def lines(parts: tuple[Line | PageTable, ...]) -> list[str]:
    return [part.text for part in parts if isinstance(part, Line)]


def test_rules_around_the_cells_make_a_table():
    across, down = grid(98, 118, 138, 168, 188)
    pieces = rows_of(LEFTS, 103, 20, *PLAN[:3]) + rows_of(LEFTS, 173, 20, PLAN[3])

    (table,) = tables(lay_out(page(*pieces, across=across, down=down)).parts)

    assert rows(table) == [list(row) for row in PLAN]
    assert table.ruling == "full"
    assert table.cells[4].box == (38.0, 118.0, 68.0, 138.0)


def test_rules_across_alone_make_the_same_table():
    across, _ = grid(98, 118, 138, 168, 188)
    pieces = rows_of(LEFTS, 103, 20, *PLAN[:3]) + rows_of(LEFTS, 173, 20, PLAN[3])

    (table,) = tables(lay_out(page(*pieces, across=across)).parts)

    assert rows(table) == [list(row) for row in PLAN]
    assert table.ruling == "partial"


def test_rules_down_alone_make_the_same_table():
    _, down = grid(98, 118, 138, 168, 188)
    pieces = rows_of(LEFTS, 103, 20, *PLAN[:3]) + rows_of(LEFTS, 173, 20, PLAN[3])

    (table,) = tables(lay_out(page(*pieces, down=down)).parts)

    assert [row for row in rows(table) if any(row)] == [list(row) for row in PLAN]


def test_no_rules_make_the_same_table():
    pieces = rows_of(LEFTS, 103, 24, *PLAN[:3]) + rows_of(LEFTS, 187, 24, PLAN[3])

    (table,) = tables(lay_out(page(*pieces)).parts)

    assert rows(table) == [list(row) for row in PLAN]
    assert table.ruling == "none"


def test_a_rule_below_the_header_and_one_at_the_end_leave_the_rows_to_their_lines():
    across, _ = grid(98, 118, 220)
    pieces = rows_of(LEFTS, 103, 24, *PLAN[:3]) + rows_of(LEFTS, 187, 24, PLAN[3])

    (table,) = tables(lay_out(page(*pieces, across=across)).parts)

    assert rows(table) == [list(row) for row in PLAN]


def test_a_table_open_at_both_sides_is_closed_there():
    across, down = grid(98, 118, 138, 168, 188)
    pieces = rows_of(LEFTS, 103, 20, *PLAN[:3]) + rows_of(LEFTS, 173, 20, PLAN[3])

    (table,) = tables(lay_out(page(*pieces, across=across, down=down[1:-1])).parts)

    assert rows(table) == [list(row) for row in PLAN]


def test_a_heading_over_the_table_is_one_cell():
    pieces = [*rows_of(LEFTS, 103, 24, PLAN[0]), piece("基本目標１ 働きやすいまちをつくる", 40, 127)]
    pieces += rows_of(LEFTS, 151, 24, *PLAN[1:3]) + rows_of(LEFTS, 211, 24, PLAN[3])

    (table,) = tables(lay_out(page(*pieces)).parts)

    (heading,) = [cell for cell in table.cells if cell.row == 2 and cell.text]
    assert (heading.text, heading.column) == ("基本目標１ 働きやすいまちをつくる", 1)


def test_text_that_is_too_long_for_its_cell_stays_in_it():
    across, down = grid(98, 118, 138)
    pieces = [
        *rows_of(LEFTS, 103, 20, PLAN[0]),
        piece("1", 40, 123),
        piece("地産地消飲食店応援事業拡充版", 70, 123),
    ]

    (table,) = tables(lay_out(page(*pieces, across=across, down=down)).parts)

    assert rows(table)[1] == ["1", "地産地消飲食店応援事業拡充版", "", ""]


def test_numbers_at_the_right_of_a_column_stand_below_their_heading():
    pieces = [piece("年度", 40, 100), piece("人口", 150, 100), piece("世帯", 260, 100)]
    for index in range(4):
        height = 124 + 24 * index
        pieces += [
            piece(f"令和{index + 1}年", 40, height),
            piece("12,345", 190, height),
            piece("6,789", 305, height),
        ]

    (table,) = tables(lay_out(page(*pieces)).parts)

    assert rows(table)[:2] == [["年度", "人口", "世帯"], ["令和1年", "12,345", "6,789"]]


def test_prose_is_no_table():
    sentences = [
        "本市では、少子高齢化が進んでいます。",
        "このため、次の取組を進めます。",
        "皆さまの声をお寄せください。",
    ]

    parts = lay_out(page(*(piece(text, 40, 100 + 18 * index) for index, text in enumerate(sentences)))).parts

    assert tables(parts) == []
    assert lines(parts) == sentences


def test_two_columns_of_prose_are_no_table():
    left = "本市の人口は減り続けていますので暮らしを支える"
    right = "仕組みを市民の皆さまとともに考えていく必要があ"
    pieces = [piece(text, x, 100 + 18 * row) for row in range(6) for text, x in ((left, 40), (right, 320))]

    assert tables(lay_out(page(*pieces)).parts) == []


def test_a_table_of_contents_is_no_table():
    pieces = [
        piece(f"第{row}章 取組の方針........................", 40, 100 + 18 * row) for row in range(1, 6)
    ]
    pieces += [piece(str(row * 7), 480, 100 + 18 * row) for row in range(1, 6)]

    assert tables(lay_out(page(*pieces)).parts) == []


def test_rules_of_a_chart_are_no_table():
    across = tuple(Rule(100 + 4 * index, 40, 400) for index in range(40))
    down = tuple(Rule(40 + 5 * index, 100, 256) for index in range(73))

    parts = lay_out(page(piece("35.2%", 100, 150), piece("41.0%", 220, 190), across=across, down=down)).parts

    assert tables(parts) == []
