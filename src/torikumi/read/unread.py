"""What a document holds beside the plan, and was not read, in sentences."""

from collections.abc import Collection, Iterator, Sequence

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.model import Plan
from torikumi.plan.place import Place
from torikumi.read.document import Cell, Document
from torikumi.read.fields import join_lines
from torikumi.read.grid import Grid
from torikumi.read.headings import Role, match_heading
from torikumi.read.roles import Roles
from torikumi.read.side import Block


def unread_blocks(
    found: Sequence[tuple[Block, Roles]], plans: Sequence[tuple[Block, Roles]]
) -> Iterator[Finding]:
    """Say which tables beside the plan, on the same sheet, were not read."""
    read = {id(block.columns) for block, _ in plans}
    grids = {id(block.grid) for block, _ in plans}
    for block, _ in found:
        if id(block.columns) in read or id(block.grid) not in grids or not block.rows:
            continue
        table = block.grid.table
        cell = next(column.cell for column in block.columns if column.cell is not None)
        headings = ", ".join(column.heading for column in block.columns if column.heading)[:60]
        yield Finding(
            code="read-unread-table",
            severity=Severity.INFO,
            ja=f"{cell.row}行目からの表（見出し: {headings}）には事業の列がないため、読み取りませんでした。",
            en=f"The table from row {cell.row} on (headings: {headings}) lists no projects and was not read.",
            place=table.place_of(cell),
        )


def unread_sheets(grids: Sequence[Grid], read: Sequence[Grid]) -> Iterator[Finding]:
    """Say which sheets and tables were not read; `read` are those that were."""
    known = {grid.table.index for grid in read}
    for grid in grids:
        if grid.table.index in known or not grid.rows:
            continue
        table = grid.table
        if table.flows:
            yield from _unread_table(grid)
            continue
        printed = f"シート「{table.sheet}」" if table.sheet is not None else f"「{table.file}」"
        yield Finding(
            code="read-unread-table",
            severity=Severity.INFO,
            ja=f"{printed}には計画の表がないため、読み取りませんでした。",
            en=f"{table.sheet or table.file} holds no table of projects and was not read.",
            place=Place(file=table.file, sheet=table.sheet, table=table.index),
        )


def _unread_table(grid: Grid) -> Iterator[Finding]:
    """Name a table of a document that flows by its first full row; lines alone are no table."""
    row = next((row for row in grid.rows if len(row.distinct()) > 2), None)
    if row is None:
        return
    words = "、".join(join_lines(cell.text)[:12] for cell in row.distinct()[:5])
    if any(map(_names_projects, row.distinct())):
        yield Finding(
            code="read-unread-list",
            severity=Severity.WARNING,
            ja=f"「{words}」で始まる表は事業の一覧のようですが、読み取れませんでした。文書のその場所を確かめてください。",
            en=f"The table that begins with “{words}” looks like a list of projects and could not be read. "
            "Look at that place of the document.",
            place=grid.table.place_of(row.distinct()[0]),
        )
        return
    yield Finding(
        code="read-unread-table",
        severity=Severity.INFO,
        ja=f"「{words}」で始まる表には事業の列がないため、読み取りませんでした。",
        en=f"The table that begins with “{words}” lists no projects and was not read.",
        place=grid.table.place_of(row.distinct()[0]),
    )


def _names_projects(cell: Cell) -> bool:
    match = match_heading(cell.text)
    return match is not None and match.role is Role.NAME and match.strength >= 0.8 and len(cell.text) > 2


def files_of(plan: Plan) -> frozenset[str]:
    """Return the names of the files that headings and projects of a plan were read from."""
    places = [entry.place for node in plan.nodes for entry in node.places]
    places += [entry.place for project in plan.projects for entry in project.places]
    return frozenset(place.file for place in places if place.file is not None)


def unread_files(documents: Sequence[Document], read: Collection[str]) -> Iterator[Finding]:
    """Name the files, of several, of which nothing is in the plan; `read` are the names of those of which something is."""
    for document in documents:
        if len(documents) > 1 and document.name not in read:
            yield Finding(
                code="read-unread-file",
                severity=Severity.WARNING,
                ja=f"「{document.name}」からは何も読み取りませんでした。計画の表のファイルか確かめ、違えば指定から外してください。",
                en=f"Nothing was read from {document.name}. See whether it holds the plan's table; if not, leave it out.",
                place=Place(file=document.name),
            )
