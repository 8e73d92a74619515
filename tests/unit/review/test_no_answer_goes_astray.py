"""Whatever is done to the rows, no answer is taken for another project: it arrives at its own, or waits for a person.

What nobody can see is left out: answers moved by themselves, over cells that went out empty, or name and summary moved
without them.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from invented_round import ROUND, ROUND_ID
from torikumi.plan.model import Plan
from torikumi.plan.project import Project, SectionRef
from torikumi.read.cells import read_cells
from torikumi.review.came import CameFile, Ground, Returned
from torikumi.review.returned import read_returned
from torikumi.review.sheets import WrittenBook, write_workbooks
from torikumi.text.cells import CellSheet, SheetCell

PROJECTS = 6
FIRST = 6
Grid = list[dict[int, str]]


@cache
def _sent() -> tuple[Plan, WrittenBook, CellSheet, dict[str, int]]:
    section = (SectionRef(printed="企画課", name="企画課"),)
    projects = tuple(
        Project(id=f"P-{n}", number=str(n), name=f"事業{n}", summary=f"事業{n}の概要。", sections=section)
        for n in range(PROJECTS)
    )
    # Two of them share a name, as in real plans; what tells them apart is their summary.
    projects = (*projects[:-1], replace(projects[-1], name="事業0"))
    plan = Plan(title="計画", projects=projects)
    (book,) = write_workbooks(plan, ROUND, round_id=ROUND_ID, stored={})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        path.write_bytes(book.octets)
        sheet = next(one for one in read_cells(path).sheets if one.name == "評価シート")
    return plan, book, sheet, {column.id: place for place, column in enumerate(book.sent.columns, start=1)}


def _answered(grid: Grid, ids: dict[str, int]) -> None:
    for number, row in enumerate(grid):
        row[ids["result"]] = f"P-{number}の実績として書いたもの。"
        row[ids["memo"]] = f"P-{number}の担当"


places = st.integers(0, PROJECTS - 1)
# A range that is moved has the name or the summary in it, and reaches to the answers or begins at the key.
ranges = st.sampled_from([("@key", ""), ("@number", ""), ("@name", ""), ("@summary", ""), ("@key", "@name")])
steps = st.one_of(
    st.tuples(st.just("delete"), places),
    st.tuples(st.just("insert"), places),
    st.tuples(st.just("swap"), places, places, ranges),
    st.tuples(st.just("copy"), places, places),
    st.tuples(st.just("paste over"), places, places, ranges),
    st.tuples(st.just("clear"), places, st.sampled_from(["@key", "@number", "@name"])),
    st.tuples(st.just("type over"), places, st.sampled_from(["@key", "@number", "@name"])),
)


def _do(grid: Grid, step: tuple, ids: dict[str, int]) -> None:
    name, place, *more = step
    if not grid:
        return
    place %= len(grid)
    if name == "delete":
        del grid[place]
    elif name == "insert":
        grid.insert(place, {ids["@name"]: "新しい事業", ids["result"]: "新しい事業の実績"})
    elif name == "copy":
        grid.insert(more[0] % len(grid), dict(grid[place]))
    elif name == "clear":
        grid[place].pop(ids[more[0]], None)
    elif name == "type over":
        grid[place][ids[more[0]]] = "書き換えた"
    else:
        other, (first, last) = more[0] % len(grid), more[1]
        for column in range(ids[first], (ids[last] if last else max(ids.values())) + 1):
            here, there = grid[place].get(column), grid[other].get(column)
            for row, text in ((place, there), (other, here if name == "swap" else there)):
                if text is None:
                    grid[row].pop(column, None)
                else:
                    grid[row][column] = text


def _read(grid: Grid) -> Returned:
    plan, book, sheet, _ = _sent()
    top = tuple(cell for cell in sheet.cells if cell.row < FIRST)
    rows = tuple(
        SheetCell(FIRST + number, column, text)
        for number, row in enumerate(grid)
        for column, text in sorted(row.items())
        if text
    )
    came = CameFile(name="a.xlsx", sha256="", sheets=(CellSheet(name="評価シート", cells=(*top, *rows)),))
    (returned,) = read_returned(came, Ground(plan=plan, round=ROUND, books=(book.sent,), stored={}))
    return returned


@settings(max_examples=500, deadline=None)
@given(st.lists(steps, max_size=4))
def test_no_answer_is_taken_for_another_project(done: list[tuple]) -> None:
    _, _, sheet, ids = _sent()
    grid: Grid = [{} for _ in range(PROJECTS)]
    for cell in sheet.cells:
        if cell.row >= FIRST:
            grid[cell.row - FIRST][cell.column] = cell.text
    _answered(grid, ids)
    for step in done:
        _do(grid, step, ids)

    returned = _read(grid)

    taken = [
        (row.project, value.merged.value)
        for row in returned.rows
        if row.is_certain
        for value in row.values
        if value.is_change and value.merged.value
    ]
    assert [(project, text) for project, text in taken if not text.startswith(f"{project}の")] == []
    # Nothing is passed over without a word either.
    written = {row.get(ids["result"]) for row in grid} - {None}
    told = {value.merged.returned for row in returned.rows for value in row.values}
    if written - told - {"新しい事業の実績"}:
        assert returned.findings
