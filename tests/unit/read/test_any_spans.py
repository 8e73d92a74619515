"""Any table, written as a web page, a Word file or an OpenDocument sheet, comes back cell by cell."""

from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path

import docx as python_docx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from torikumi.read.document import Table
from torikumi.read.run import read_document, read_documents
from torikumi.read.sources import docx, html, ods
from unit.read import open_files, word_files

# No white space but line breaks: a page shows the rest of it otherwise than it stands in the source.
WORDS = st.text(st.sampled_from("あ亜ア市ｱAzａ１1①㈱（）()<>&\"'・−－￥髙﨑𠮷"), min_size=1, max_size=8)
TEXTS = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)


@dataclass(frozen=True)
class Spot:
    """A cell of a drawn table; rows and columns count from 1."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@st.composite
def drawn_tables(draw: st.DrawFn) -> tuple[int, list[Spot]]:
    """A number of columns, and cells that cover a grid without a gap."""
    height, width = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    free = {(row, column) for row in range(1, height + 1) for column in range(1, width + 1)}
    spots = []
    for row in range(1, height + 1):
        for column in range(1, width + 1):
            if (row, column) not in free:
                continue
            rows, columns = draw(st.integers(1, 3)), draw(st.integers(1, 3))
            while not {(row, column + c) for c in range(columns)} <= free:
                columns -= 1
            while not {(row + r, column + c) for r in range(rows) for c in range(columns)} <= free:
                rows -= 1
            free -= {(row + r, column + c) for r in range(rows) for c in range(columns)}
            spots.append(Spot(row, column, rows, columns, draw(st.one_of(st.just(""), TEXTS))))
    return height, spots


def filled(spots: list[Spot]) -> list[Spot]:
    return [spot for spot in spots if spot.text]


def found_in(tables: tuple[Table, ...]) -> list[Spot]:
    return [
        Spot(one.row, one.column, one.rows, one.columns, one.text) for table in tables for one in table.cells
    ]


def as_page(height: int, spots: list[Spot]) -> bytes:
    rows = []
    for row in range(1, height + 1):
        cells = [
            f'<td rowspan={spot.rows} colspan="{spot.columns}">{escape(spot.text).replace(chr(10), "<br>")}</td>'
            for spot in spots
            if spot.row == row
        ]
        rows.append(f"<tr>\n  {''.join(cells)}\n</tr>")
    return f"<!DOCTYPE html><table>{''.join(rows)}</table>".encode()


def paragraphs(text: str) -> str:
    return "".join(word_files.paragraph(word_files.run(line)) for line in text.split("\n"))


def as_word(height: int, spots: list[Spot]) -> bytes:
    rows = []
    for row in range(1, height + 1):
        reaching = sorted(
            (spot for spot in spots if spot.row <= row < spot.row + spot.rows), key=lambda spot: spot.column
        )
        cells = []
        for spot in reaching:
            merge = (
                "" if spot.rows == 1 else '<w:vMerge w:val="restart"/>' if spot.row == row else "<w:vMerge/>"
            )
            content = paragraphs(spot.text) if spot.row == row else ""
            properties = f'<w:gridSpan w:val="{spot.columns}"/>{merge}'
            cells.append(word_files.cell(content or word_files.paragraph(""), properties))
        rows.append(word_files.row(*cells))
    return word_files.word_octets(word_files.table(*rows))


def as_sheet(height: int, spots: list[Spot]) -> bytes:
    rows = []
    for row in range(1, height + 1):
        reaching = sorted(
            (spot for spot in spots if spot.row <= row < spot.row + spot.rows), key=lambda spot: spot.column
        )
        cells = []
        for spot in reaching:
            covered = "<table:covered-table-cell/>"
            spans = f'table:number-rows-spanned="{spot.rows}" table:number-columns-spanned="{spot.columns}"'
            inner = "".join(f"<text:p>{escape(line)}</text:p>" for line in spot.text.split("\n"))
            first = open_files.cell(inner, spans) if spot.row == row else covered
            cells.append(first + covered * (spot.columns - 1))
        rows.append(open_files.row(*cells))
    return open_files.ods_octets(open_files.sheet(*rows))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drawn_tables())
def test_a_table_of_a_page_comes_back(drawn: tuple[int, list[Spot]]) -> None:
    found = html.read_tables(as_page(*drawn), name="a.html")[0]

    assert found_in(found) == filled(drawn[1])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drawn_tables())
def test_a_table_of_a_word_file_comes_back(drawn: tuple[int, list[Spot]]) -> None:
    found = docx.read_tables(as_word(*drawn), name="a.docx")[0]

    assert found_in(found) == filled(drawn[1])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drawn_tables())
def test_a_sheet_comes_back_but_for_merges_beyond_its_values(drawn: tuple[int, list[Spot]]) -> None:
    found = ods.read_tables(as_sheet(*drawn), name="a.ods")[0]

    kept = filled(drawn[1])
    assert [(one.row, one.column, one.text) for one in found_in(found)] == [
        (spot.row, spot.column, spot.text) for spot in kept
    ]
    bottom, right = max((s.row for s in kept), default=1), max((s.column for s in kept), default=1)
    assert [(one.rows, one.columns) for one in found_in(found)] == [
        (min(spot.rows, bottom - spot.row + 1), min(spot.columns, right - spot.column + 1)) for spot in kept
    ]


NAMES = st.lists(
    st.text(st.sampled_from("朝夜昼春夏秋冬花茶米森川海山"), min_size=2, max_size=5),
    min_size=3,
    max_size=8,
    unique=True,
)


@st.composite
def drawn_trees(draw: st.DrawFn) -> list[tuple[str, str, list[str]]]:
    """Goals, each with measures, each with projects; no name twice."""
    names = [f"{name}の市" for name in draw(NAMES)]
    tree: list[tuple[str, str, list[str]]] = []
    goals = draw(st.integers(2, 3))
    for goal in range(goals):
        for measure in range(draw(st.integers(1, 3))):
            projects = [
                f"{name}{goal}{measure}事業"
                for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=4))
            ]
            tree.append((f"目当て{'甲乙丙'[goal]}", f"手立て{'子丑寅'[measure]}{'甲乙丙'[goal]}", projects))
    return tree


def rows_of(projects: list[str]) -> list[tuple[str, ...]]:
    header = ("No.", "事業名", "事業概要", "担当課")
    return [header, *((str(n), name, "市を開く。", "商工課") for n, name in enumerate(projects, start=1))]


def expected(tree: list[tuple[str, str, list[str]]]) -> list[tuple[str, ...]]:
    return [(goal, measure, name) for goal, measure, projects in tree for name in projects]


def read_back(octets: bytes, name: str, folder: Path) -> list[tuple[str, ...]]:
    path = folder / name
    path.write_bytes(octets)
    plan = read_documents([path]).plan
    return [
        (*(node.printed for node in plan.path_to(project.node)), project.name) for project in plan.projects
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drawn_trees())
def test_a_tree_of_headings_comes_back(tmp_path_factory, tree: list[tuple[str, str, list[str]]]) -> None:
    folder = tmp_path_factory.mktemp("tree")
    page, blocks = ["<h1>港町市総合計画</h1>"], [word_files.heading(1, "港町市総合計画")]
    last = None
    for goal, measure, projects in tree:
        if goal != last:
            page.append(f"<h2>{goal}</h2>")
            blocks.append(word_files.heading(2, goal))
        last = goal
        page.append(f"<h3>{measure}<span>{len(projects)}件</span></h3>")
        cells = "".join(
            "<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows_of(projects)
        )
        page.append(f"<table>{cells}</table>")
        blocks += [word_files.heading(3, measure), word_files.table(*rows_of(projects))]

    assert read_back("".join(page).encode(), "a.html", folder) == expected(tree)
    assert read_back(word_files.word_octets(*blocks), "a.docx", folder) == expected(tree)


def test_a_file_of_a_common_library_is_read(tmp_path: Path) -> None:
    document = python_docx.Document()
    document.add_heading("港町市総合計画", 0)
    document.add_heading("産業", 1)
    table = document.add_table(rows=3, cols=3)
    for row, line in enumerate(
        (("施策", "事業名", "担当課"), ("商業", "朝市", "商工課"), ("", "夜市", "商工課"))
    ):
        for column, text in enumerate(line):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    packed = BytesIO()
    document.save(packed)
    path = tmp_path / "計画.docx"
    path.write_bytes(packed.getvalue())

    (found,) = read_document(path).tables

    assert [(one.row, one.text, one.heading) for one in found.cells[:2]] == [
        (1, "港町市総合計画", 1),
        (2, "産業", 2),
    ]
    assert [(one.row, one.column, one.rows, one.text) for one in found.cells if one.text == "商業"] == [
        (4, 1, 2, "商業")
    ]
