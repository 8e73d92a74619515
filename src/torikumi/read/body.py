"""The rows under the headers, in order: headings open nodes, projects stand under them, notes go where they belong."""

import re
from collections.abc import Sequence
from dataclasses import replace

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.model import Note, PrintedTotal
from torikumi.plan.place import Place
from torikumi.read.document import Table
from torikumi.read.fields import join_lines, join_prose
from torikumi.read.figures import read_amounts, read_indicators
from torikumi.read.grid import Row
from torikumi.read.header import Block
from torikumi.read.headings import Role
from torikumi.read.path import Path
from torikumi.read.projects import Draft, RowReader
from torikumi.read.roles import Roles
from torikumi.read.rows import Placing, RowKind, count_in, count_in_heading, is_sentence, kind_of
from torikumi.read.titles import Titles, section_above
from torikumi.read.tree import Heading, Tree, parse_heading
from torikumi.text.names import project_key

_TABLE = re.compile(
    r"(?:一覧表?|総括表|集計表|調書|シート|個票)\Z"
)  # the name of a table, and no heading of the plan
_REPEATED = ("（再掲）", "(再掲)", "【再掲】", "[再掲]", "〔再掲〕", "再掲：", "再掲:")


class BodyReader:
    """Reads block after block; what it found lies in its attributes."""

    def __init__(self, titles: Titles, *, year: int | None, several_sheets: bool) -> None:
        self.tree = Tree()
        self.drafts: list[Draft] = []
        self.notes: list[Note] = []
        self.totals: list[PrintedTotal] = []
        self.findings: list[Finding] = []
        self.findings_of_projects: list[tuple[int, Finding]] = []
        self._titles = titles
        self._year = year
        self._several_sheets = several_sheets
        self._names: dict[int, str] = {}
        self._path: Path | None = None
        self._sheet: tuple[str, str | None] | None = None
        self._first: Block | None = None
        self._current: Block | None = None

    def read_block(self, block: Block, roles: Roles) -> None:
        """Read the rows of one block."""
        self.findings.extend(roles.findings)
        table = block.grid.table
        placing = Placing.of(roles)
        rows = _rows_with_kinds(block.rows, placing)
        path = Path.of(self.tree, roles, placing, rows, table)
        is_new_sheet = self._sheet != (table.file, table.sheet)
        if self._path is not None and not is_new_sheet:
            path.go_on_from(self._path)
        self._path, self._sheet = path, (table.file, table.sheet)
        self._first = self._first or block
        self._current = block
        self._enter_lines_above(block, path, table, is_new_sheet=is_new_sheet)
        if block.repeated:
            self.findings.append(_repeated_header(block, table))
        section = section_above(block.before) if roles.position(Role.SECTION) is None else None
        reader = RowReader(roles=roles, table=table, year=self._year, section=section)
        self._read_rows(rows, reader, placing, path)
        self._names |= {level: name for level, name in path.level_names().items() if level not in self._names}
        if not path.is_sure:
            self.findings.append(_level_guessed(table))

    def level_names(self) -> tuple[str, ...]:
        """Return the names of the levels from the top; "" for one that the document does not name."""
        names = self._names | self.tree.labels
        found = tuple(names.get(level, "") for level in range(self.tree.depth()))
        return found if any(found) else ()

    def finish(self) -> None:
        """Join the projects that stand in a second place (再掲) with their first, and say what headings join."""
        self._join_repeated()
        for node in self.tree.nodes.values():
            parts = [part for part in node.name.split("・") if part]
            if len(parts) > 1 and _is_measure(parts[-1]) and any(map(_is_measure, parts[:-1])):
                self.findings.append(
                    _joined_heading(node.id, node.printed, node.places[0].place if node.places else None)
                )

    def _enter_lines_above(self, block: Block, path: Path, table: Table, *, is_new_sheet: bool) -> None:
        is_first = block is self._first
        lines = [row for row in block.before if len(row.distinct()) <= 2]
        if not is_first:
            known = {row.key() for row in (self._first.before if self._first else ())}
            lines = [row for row in lines if row.key() not in known]
        entered = False
        for row in lines:
            heading = parse_heading(join_lines(row.distinct()[0].text))
            is_own = heading.number is not None or _has_headings_above_headers(block)
            is_title = is_first and not (row is lines[-1] and is_own)
            if self._is_heading(heading, is_title=is_title, is_new_sheet=is_new_sheet):
                self._enter_heading(row, [heading], path, table)
                entered = True
        if self._several_sheets and is_new_sheet and not entered and path.is_without_levels:
            self._enter_sheet(path, table)

    def _is_heading(self, heading: Heading, *, is_title: bool, is_new_sheet: bool) -> bool:
        """Tell whether a line above a table opens a node; above the first table only a numbered one right there."""
        if is_sentence(heading.printed) or _is_form_line(heading.printed) or _TABLE.search(heading.printed):
            return False
        if heading.label is not None:
            return True
        if is_title or heading.printed == self._titles.title:
            return False
        return heading.style != "plain" or not is_new_sheet or self._first is self._current

    def _enter_sheet(self, path: Path, table: Table) -> None:
        if table.sheet is None:
            return
        place = Place(file=table.file, sheet=table.sheet, table=table.index)
        path.enter_headings([parse_heading(table.sheet)], [place])
        self.findings.append(
            Finding(
                code="read-sheet-as-level",
                severity=Severity.INFO,
                ja=f"表が何枚ものシートに分かれているため、シート名『{table.sheet}』を施策などの区分として読みました。",
                en=f"The table is spread over several sheets, so the sheet's name “{table.sheet}” was read as a heading.",
                place=place,
            )
        )

    def _enter_heading(self, row: Row, headings: list[Heading], path: Path, table: Table) -> None:
        place = table.place_of(row.distinct()[0])
        path.enter_headings(headings, [place] * len(headings))
        counted = count_in(row)
        if counted is not None and len(row.distinct()) > 1:
            label, count = counted
            self.totals.append(PrintedTotal(label=label, count=count, node=path.node, place=place))

    def _read_rows(
        self, rows: Sequence[tuple[Row, RowKind]], reader: RowReader, placing: Placing, path: Path
    ) -> None:
        roles, table = reader.roles, reader.table
        before: Row | None = None
        last = max(
            (i for i, (_, kind) in enumerate(rows) if kind in (RowKind.PROJECT, RowKind.MORE)), default=-1
        )
        index = 0
        while index < len(rows):
            row, kind = rows[index]
            if kind is RowKind.HEADING:
                run = [row for row, _ in _run(rows, index)]
                self._read_headings(run, path, table, roles)
                index += len(run)
                continue
            if len(row.distinct()) > 1:
                path.enter_columns(row)
            if kind is RowKind.PROJECT:
                self._begin(reader, row, path, roles, table)
                before = row
            elif kind is RowKind.MORE:
                self._extend(reader, row, before, roles, table)
            elif kind is RowKind.NOTE:
                self._read_note(row, placing, path, table, at_end=index > last)
            elif kind is RowKind.TOTAL:
                self._read_total(row, path, table)
            else:
                self._add_to_node(row, path, roles, table)
            index += 1

    def _read_headings(self, run: Sequence[Row], path: Path, table: Table, roles: Roles) -> None:
        cells = [row.distinct()[0] for row in run]
        headings = [parse_heading(join_lines(cell.text)) for cell in cells]
        path.enter_headings(headings, [table.place_of(cell) for cell in cells], cells)
        counted = count_in_heading(headings[-1].printed)
        if counted is not None:
            total = PrintedTotal(
                label=headings[-1].printed, count=counted, node=path.node, place=table.place_of(cells[-1])
            )
            self.totals.append(total)
        for row in run:
            if len(row.distinct()) > 1:
                self._add_to_node(row, path, roles, table)

    def _begin(self, reader: RowReader, row: Row, path: Path, roles: Roles, table: Table) -> None:
        above = self.drafts[-1] if self.drafts else None
        draft = reader.begin(row, node=path.node, above=above)
        self.drafts.append(draft)
        self._add_figures(draft, row, path, roles, table)

    def _extend(self, reader: RowReader, row: Row, before: Row | None, roles: Roles, table: Table) -> None:
        if before is None or not self.drafts:
            return
        reader.extend(self.drafts[-1], row)
        assert self._path is not None  # noqa: S101  set before any row is read
        self._add_figures(self.drafts[-1], row, self._path, roles, table)

    def _add_figures(self, draft: Draft, row: Row, path: Path, roles: Roles, table: Table) -> None:
        name = row.cells[roles.position(Role.NAME) or 0]
        for cell, indicator in read_indicators(row, roles, table):
            if id(cell) in draft.figures:
                continue
            draft.figures.add(id(cell))
            owner = path.owner_of(cell, row) if name is not None and cell.rows > name.rows else None
            if owner is None:
                draft.indicators.append(indicator)
            elif indicator not in self.tree.nodes[owner].indicators:
                node = self.tree.nodes[owner]
                self.tree.nodes[owner] = replace(node, indicators=(*node.indicators, indicator))
        for cell, amount in read_amounts(row, roles, table, unit=self._titles.unit):
            if id(cell) not in draft.figures:
                draft.figures.add(id(cell))
                draft.amounts.append(amount)

    def _add_to_node(self, row: Row, path: Path, roles: Roles, table: Table) -> None:
        """Give what a heading's row holds beside the heading to its node: indicators, a count."""
        node_id = path.node
        if node_id is None:
            return
        node = self.tree.nodes[node_id]
        fresh = tuple(indicator for _, indicator in read_indicators(row, roles, table))
        self.tree.nodes[node_id] = replace(node, indicators=(*node.indicators, *fresh))
        counted = count_in(row)
        if counted is not None:
            place = table.place_of(row.distinct()[0])
            self.totals.append(PrintedTotal(label=counted[0], count=counted[1], node=node_id, place=place))

    def _read_note(self, row: Row, placing: Placing, path: Path, table: Table, *, at_end: bool) -> None:
        cell = (placing.other_cells(row) or row.distinct())[-1]
        note = Note(text=join_prose(cell.text), place=table.place_of(cell))
        marked = cell.text.lstrip().startswith(("※", "＊", "*", "注", "（注", "(注"))
        node = path.node
        has_projects = any(draft.node == node for draft in self.drafts)
        if node is None or marked or (at_end and has_projects):
            self.notes.append(note)
        else:
            self.tree.add_note(node, note)

    def _read_total(self, row: Row, path: Path, table: Table) -> None:
        counted = count_in(row)
        place = table.place_of(row.distinct()[0])
        if counted is None:
            self.findings.append(_total_left_out(row, place))
            return
        label, count = counted
        is_whole = not label.startswith("小計")
        self.totals.append(
            PrintedTotal(label=label, count=count, node=None if is_whole else path.node, place=place)
        )

    def _join_repeated(self) -> None:
        if not any(map(_is_repeated, self.drafts)):
            return
        firsts: dict[str, Draft] = {}
        for draft in self.drafts:
            if not _is_repeated(draft):
                firsts.setdefault(project_key(draft.name), draft)
        kept: list[Draft] = []
        for draft in self.drafts:
            first = firsts.get(project_key(_without_mark(draft.name))) if _is_repeated(draft) else None
            if first is None:
                kept.append(draft)
                if _is_repeated(draft):
                    self.findings_of_projects.append((len(kept) - 1, _lone_repetition(draft)))
            elif draft.node is not None and draft.node not in (first.node, *first.also_under):
                first.also_under.append(draft.node)
        self.drafts = kept


def _rows_with_kinds(rows: Sequence[Row], placing: Placing) -> list[tuple[Row, RowKind]]:
    kinds: list[tuple[Row, RowKind]] = []
    before: Row | None = None
    for row in rows:
        kind = kind_of(row, placing, before)
        before = row if kind is RowKind.PROJECT else None if kind is RowKind.HEADING else before
        kinds.append((row, kind))
    return kinds


def _has_headings_above_headers(block: Block) -> bool:
    """Tell whether a heading stands right above the header where it comes again: then one does above the first."""
    lone = {row.number for row in block.rows if len(row.distinct()) == 1}
    return any(number - 1 in lone for number in block.repeated)


def _run(rows: Sequence[tuple[Row, RowKind]], start: int) -> Sequence[tuple[Row, RowKind]]:
    end = start
    while end < len(rows) and rows[end][1] is RowKind.HEADING:
        end += 1
    return rows[start:end]


def _is_form_line(text: str) -> bool:
    return text.startswith(("（", "(")) or "単位" in text


def _is_repeated(draft: Draft) -> bool:
    return draft.repeated or any(mark in draft.name for mark in _REPEATED)


def _without_mark(name: str) -> str:
    for mark in _REPEATED:
        name = name.replace(mark, "")
    return name.strip()


def _is_measure(part: str) -> bool:
    # 「親子の同居・近居を促進する」 is one measure with a ・ inside; only whole predicates make several.
    return len(part) >= 5 and part.endswith(
        ("する", "る", "す", "く", "む", "ぶ", "推進", "促進", "充実", "支援", "形成", "向上", "強化", "整備")
    )


def _joined_heading(subject: str, printed: str, place: Place | None) -> Finding:
    return Finding(
        code="read-joined-heading",
        severity=Severity.INFO,
        ja=f"見出し『{printed}』は複数の施策を「・」でつないだものかもしれません。1つの見出しのまま読みました。",
        en=f"The heading “{printed}” may join several measures by ・. It was kept as one.",
        subject=subject,
        field="name",
        place=place,
    )


def _repeated_header(block: Block, table: Table) -> Finding:
    rows = "、".join(map(str, block.repeated[:8])) + ("…" if len(block.repeated) > 8 else "")
    return Finding(
        code="read-duplicate-header",
        severity=Severity.INFO,
        ja=f"{rows}行目は見出しの繰り返しなので読み飛ばしました。",
        en=f"Repeated header rows were left out (rows {rows}).",
        place=Place(file=table.file, sheet=table.sheet, table=table.index, row=block.repeated[0]),
    )


def _level_guessed(table: Table) -> Finding:
    return Finding(
        code="read-level-guessed",
        severity=Severity.WARNING,
        ja="見出しの番号だけでは上下の関係がわからず、並び順から階層を決めました。区分の木を確かめてください。",
        en="The numbering of the headings does not tell their levels; they were taken from the order. Check the tree.",
        place=Place(file=table.file, sheet=table.sheet, table=table.index),
    )


def _total_left_out(row: Row, place: Place) -> Finding:
    return Finding(
        code="read-total-left-out",
        severity=Severity.INFO,
        ja=f"{row.number}行目は合計の行なので、事業として読みませんでした。",
        en=f"Row {row.number} is a total and was not read as a project.",
        place=place,
    )


def _lone_repetition(draft: Draft) -> Finding:
    return Finding(
        code="read-repetition-without-first",
        severity=Severity.WARNING,
        ja=f"『{draft.name}』は再掲とありますが、元の事業が見つかりません。元の行の事業名を確かめてください。",
        en=f"“{draft.name}” is marked as a repetition (再掲), but its first place was not found. Check the names.",
        field="name",
        place=draft.places.get("name"),
    )
