"""Forms become projects: all forms of one make are one table with a column a label, and every form is a row of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from torikumi.plan.finding import Finding, Severity
from torikumi.read.assign import assign_roles
from torikumi.read.body import BodyReader
from torikumi.read.confidence import field_of
from torikumi.read.document import Cell
from torikumi.read.fields import join_lines
from torikumi.read.form_pairs import Pair
from torikumi.read.forms import Form, is_answer
from torikumi.read.grid import Grid, Row
from torikumi.read.headings import Role
from torikumi.read.path import Path
from torikumi.read.projects import Draft, RowReader
from torikumi.read.roles import RoleColumn, Roles
from torikumi.read.side import Block, Column
from torikumi.read.titles import Titles, read_titles
from torikumi.read.tree import parse_heading
from torikumi.text.era import parse_fiscal_year
from torikumi.text.names import project_key
from torikumi.text.width import search_key

_YEAR_LABELS = frozenset(map(search_key, ("年度", "対象年度", "評価年度", "評価対象年度", "実績年度")))
_SHOWN = 8

_Key = tuple[str, int]  # a label and how often it came before in the same form


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A form as rows of the common table, by the grid that they stand on; the first names the project."""

    form: Form
    rows: tuple[tuple[Grid, Row], ...]
    columns: frozenset[int]


def titles_of_forms(forms: Sequence[Form]) -> Titles:
    """Return what the lines above the first form say."""
    return read_titles([row for _, row in forms[0].above]) if forms else Titles()


def read_forms(forms: Sequence[Form], body: BodyReader, *, year: int | None) -> None:
    """Add the projects of forms to what was read; a form of a project that a list holds adds to that project."""
    if not forms:
        return
    keys = _keys_of(forms)
    sheets = [_sheet_of(form, keys) for form in forms]
    columns = _columns_of(forms, keys)
    rows = tuple(row for sheet in sheets for _, row in sheet.rows)
    roles = assign_roles(Block(grid=forms[0].grids[0], before=(), columns=columns, rows=rows))
    position = roles.position(Role.NAME)
    reader = _FormReader(body, roles, year=year, listed=_by_name(body.drafts))
    for sheet in sheets:
        if position is not None and sheet.rows[0][1].cells[position] is not None:
            reader.read(sheet)
    body.findings.append(_read_as_forms(forms, roles))
    # What was guessed of one label is said once; the labels that were not read stand in the finding above.
    body.findings.extend(finding for finding in roles.findings if finding.severity is Severity.WARNING)


class _FormReader:
    def __init__(
        self, body: BodyReader, roles: Roles, *, year: int | None, listed: dict[str, list[Draft]]
    ) -> None:
        self._body = body
        self._roles = roles
        self._year = year
        self._listed = listed
        self._path: Path | None = None

    def read(self, sheet: _Sheet) -> None:
        present = [column for column in self._roles.columns if column.position in sheet.columns]
        roles = replace(self._roles, columns=tuple(present))
        path = self._path_of(sheet, roles)
        year = self._year or _year_of(sheet.form)
        draft: Draft | None = None
        for grid, row in sheet.rows:
            reader = RowReader(roles=_in_row(roles, row, draft), table=grid.table, year=year)
            if draft is None:
                draft = reader.begin(row, node=path.node, above=None)
            else:
                reader.extend(draft, row)
            self._body.add_figures(draft, row, path, roles, grid.table)
        assert draft is not None  # noqa: S101  a form has a name
        self._read_inner(sheet.form, draft, path)
        known = self._listed.get(project_key(draft.name), [])
        if len(known) == 1 and _is_same(known[0], draft):
            _fill(known[0], draft)
        else:
            self._body.drafts.append(draft)

    def _path_of(self, sheet: _Sheet, roles: Roles) -> Path:
        """Open the headings that the lines above a form and its labels name."""
        levels = [column.position for column in roles.of(Role.LEVEL)]
        held = [(grid, row) for grid, row in sheet.rows if any(row.cells[level] for level in levels)]
        grid, row = held[0] if held else sheet.rows[0]
        live = tuple(level for level in levels if row.cells[level] is not None)
        path = Path(self._body.tree, roles, grid.table, live=live, by_column=False)
        if self._path is not None:
            path.go_on_from(self._path)
        for above, line in sheet.form.above:
            cell = line.distinct()[0]
            heading = parse_heading(join_lines(cell.text))
            if heading.label is not None and len(line.distinct()) == 1:
                path.enter_headings([heading], [above.table.place_of(cell)])
        path.enter_columns(row)
        self._body.keep_level_names(path)
        self._path = path
        return path

    def _read_inner(self, form: Form, draft: Draft, path: Path) -> None:
        for inner in form.inner:
            roles = assign_roles(inner.block)
            for row in inner.block.rows:
                self._body.add_figures(draft, row, path, roles, inner.block.grid.table)


def _keys_of(forms: Iterable[Form]) -> list[_Key]:
    """Return the labels of all forms in the order of the forms, the levels first as in a list.

    A label that few forms have stands after the one before it.
    """
    keys: list[_Key] = []
    levels: set[_Key] = set()
    known: set[_Key] = set()
    for form in forms:
        last = -1
        for key, pair in _keyed(form):
            if pair.role in (Role.LEVEL, Role.LEVEL_NUMBER):
                levels.add(key)
            if key not in known:
                keys.insert(last + 1, key)
                known.add(key)
                last += 1
            else:
                last = max(last, keys.index(key))
    return sorted(keys, key=lambda key: key not in levels)


def _keyed(form: Form) -> list[tuple[_Key, Pair]]:
    counts: dict[str, int] = {}
    found = []
    for pair in form.pairs:
        key = search_key(" ".join(pair.words))
        counts[key] = counts.get(key, 0) + 1
        found.append(((key, counts[key]), pair))
    return found


def _sheet_of(form: Form, keys: Sequence[_Key]) -> _Sheet:
    position_of = {key: position for position, key in enumerate(keys)}
    name = form.name
    assert name is not None  # noqa: S101  only forms with a name are read
    lines: dict[tuple[int, int], dict[int, Cell]] = {(id(name.grid), 0): {}}
    grids = {id(grid): grid for grid in form.grids}
    columns = set()
    for key, pair in _keyed(form):
        columns.add(position_of[key])
        values = pair.values if pair.role is not Role.LEVEL or is_answer(pair) else ()
        for index, value in enumerate(values):
            # How tall its cell is says nothing of a value in a form.
            flat = value if value.rows == 1 else replace(value, rows=1)
            lines.setdefault((id(pair.grid), index), {})[position_of[key]] = flat
    rows = []
    for (grid, _), cells in lines.items():
        filled = tuple(cells.get(position) for position in range(len(keys)))
        rows.append((grids[grid], Row(number=name.label.row, cells=filled)))
    return _Sheet(form, tuple(rows), frozenset(columns))


def _columns_of(forms: Iterable[Form], keys: Sequence[_Key]) -> tuple[Column, ...]:
    pairs: dict[_Key, Pair] = {}
    for form in forms:
        for key, pair in _keyed(form):
            pairs.setdefault(key, pair)
    return tuple(
        Column(position=position, parts=pairs[key].words, cell=pairs[key].label)
        for position, key in enumerate(keys)
    )


def _in_row(roles: Roles, row: Row, draft: Draft | None) -> Roles:
    """Return the roles for one row of a form: what the first row leaves empty is empty, in the others it is elsewhere."""
    if draft is None:
        return roles
    return replace(roles, columns=tuple(c for c in roles.columns if row.cells[c.position] is not None))


def _year_of(form: Form) -> int | None:
    for pair in form.pairs:
        if search_key(pair.words[-1]) in _YEAR_LABELS and pair.values:
            return parse_fiscal_year(pair.values[0].text)
    return read_titles([row for _, row in form.above]).year


def _by_name(drafts: Iterable[Draft]) -> dict[str, list[Draft]]:
    found: dict[str, list[Draft]] = {}
    for draft in drafts:
        found.setdefault(project_key(draft.name), []).append(draft)
    return found


def _is_same(known: Draft, fresh: Draft) -> bool:
    return not known.number or not fresh.number or known.number == fresh.number


def _fill(known: Draft, fresh: Draft) -> None:
    """Add to a project of a list what only its form says."""
    for name in (
        "number",
        "summary",
        "direction",
        "node",
        "sections",
        "indicators",
        "amounts",
        "reviews",
        "notes",
    ):
        if not getattr(known, name) and getattr(fresh, name):
            setattr(known, name, getattr(fresh, name))
            if name in fresh.places:
                known.places[name] = fresh.places[name]
            known.sources.extend(source for source in fresh.sources if field_of(source.column.role) == name)
    known.doubts.extend(fresh.doubts)


def _read_as_forms(forms: Sequence[Form], roles: Roles) -> Finding:
    unread = [_printed(column) for column in roles.columns if column.role is Role.UNREAD and column.values]
    names = list(dict.fromkeys(unread))
    listed = "、".join(names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")
    grid = forms[0].grids[0]
    name = forms[0].name
    assert name is not None  # noqa: S101  only forms with a name are read
    return Finding(
        code="read-forms",
        severity=Severity.INFO,
        ja=f"1枚に1事業の様式として{len(forms)}件を読みました。"
        + (f"計画のどの項目にも当たらない欄は読んでいません（{listed}）。" if names else ""),
        en=f"{len(forms)} forms of one project each were read. "
        + (f"Labels that are no part of a plan were not read ({listed})." if names else ""),
        place=grid.table.place_of(name.label),
    )


def _printed(column: RoleColumn) -> str:
    return column.column.heading[:20]
