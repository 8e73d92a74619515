"""Forms that hold one project each (評価シート, 調書, 個票): where one begins, and what it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from torikumi.read.form_labels import begun, is_label, is_strict_label, match_label, part_label
from torikumi.read.form_pairs import FormParts, Inner, Pair, read_form_parts
from torikumi.read.grid import Grid, Row
from torikumi.read.headings import Role, plain_heading
from torikumi.read.plan_evidence import VAGUE_NAMES
from torikumi.read.values import is_prose
from torikumi.text.width import search_key

# What makes a form with a name one of a project, and not of a tender or an application.
_PROOFS = frozenset(
    (Role.SUMMARY, Role.DIRECTION, Role.LEVEL, Role.INDICATOR, Role.AMOUNT, Role.PROGRESS, Role.EVALUATION,
     Role.RESULT, Role.REASON, Role.SECTION, Role.DEPARTMENT)
)  # fmt: skip
_PLAN_PROOFS = _PROOFS - {Role.SUMMARY, Role.SECTION, Role.DEPARTMENT, Role.AMOUNT}
_VAGUE = VAGUE_NAMES | frozenset(map(search_key, ("補助金名", "交付金名", "計画名", "取組")))
_NONE = frozenset(("-", "－", "―", "—", "なし", "無し", "該当なし", "○", "×", "無", "有"))


@dataclass(slots=True)
class Form:
    """One form: its pairs in order, its tables of indicators, and the lines above it."""

    pairs: list[Pair] = field(default_factory=list)
    inner: list[Inner] = field(default_factory=list)
    above: list[tuple[Grid, Row]] = field(default_factory=list)

    @property
    def name(self) -> Pair | None:
        """The pair that names the project; None where the form is empty or none."""
        return next((pair for pair in self.pairs if is_name(pair) and pair.values), None)

    @property
    def grids(self) -> list[Grid]:
        """The grids that the form stands on: more than one where its page holds several tables."""
        return list({id(pair.grid): pair.grid for pair in self.pairs}.values())


def is_name(pair: Pair) -> bool:
    """Tell whether a pair names the project."""
    return pair.role is Role.NAME and not _is_vague(pair)


def find_forms(grids: Sequence[Grid]) -> tuple[Form, ...]:
    """Return the forms of a document in order; () where its tables are lists, or no plan at all."""
    runs = [list(_split(run)) for run in _runs(grids)]
    makes = [_make(form) for forms in runs if _are_forms(forms) for form in forms if _is_filled(form)]
    if not makes:
        return ()
    of_make = dict.fromkeys(makes)
    return tuple(
        form
        for forms in runs
        for form in forms
        if form.name is not None and not _heads_a_list(form.name)
        if any(_is_of_make(_make(form), make) for make in of_make)
    )


def _make(form: Form) -> frozenset[str]:
    return frozenset(_key(pair) for pair in form.pairs)


def _is_of_make(labels: frozenset[str], make: frozenset[str]) -> bool:
    """Tell whether a form asks what another one asks; it may leave empty what makes the other one sure."""
    return len(labels & make) >= 0.7 * len(labels | make)


def _runs(grids: Sequence[Grid]) -> Iterator[list[tuple[Grid, FormParts]]]:
    """Yield the grids that follow one another: each sheet alone, the tables of a page or a file together."""
    run: list[tuple[Grid, FormParts]] = []
    for grid in (part for whole in grids for part in _side_by_side(whole)):
        parts = read_form_parts(grid)
        apart = grid.table.sheet is not None or bool(parts.lists)
        if run and (apart or grid.table.file != run[-1][0].table.file):
            yield run
            run = []
        if not parts.lists:
            run.append((grid, parts))
    if run:
        yield run


def _side_by_side(grid: Grid) -> Iterator[Grid]:
    """Yield a grid, or its parts where forms stand side by side: the label of the name comes again in one row."""
    starts = next((found for row in grid.rows if len(found := _names_in(row)) > 1), [])
    if not starts or any(after - before < 2 for before, after in pairwise(starts)):
        yield grid
        return
    ends = [*starts[1:], len(grid.rows[0].cells)]
    for start, end in zip([0, *starts[1:]], ends, strict=True):
        rows = (replace(row, cells=row.cells[start:end]) for row in grid.rows)
        yield Grid(table=grid.table, rows=tuple(row for row in rows if row.distinct()))


def _names_in(row: Row) -> list[int]:
    """Return where the same label of a name stands in a row."""
    found = [
        (position, search_key(plain_heading(cell.text)))
        for position, cell in enumerate(row.cells)
        if cell is not None and is_strict_label(cell.text) and cell not in row.cells[:position]
        if (match := match_label(cell.text)) is not None and match.role is Role.NAME
    ]
    return [position for position, key in found if key == found[0][1]]


def _split(run: Sequence[tuple[Grid, FormParts]]) -> Iterator[Form]:
    form = Form()
    for part in _in_order(run):
        if isinstance(part, Pair) and form.name is not None and _begins_next(part, form):
            following = _take_back(form, part)
            yield form
            form = following
        if isinstance(part, Pair):
            form.pairs.append(part)
        elif isinstance(part, Inner):
            form.inner.append(part)
        else:
            form.above.append(part)
    yield form


def _in_order(run: Sequence[tuple[Grid, FormParts]]) -> Iterator[Pair | Inner | tuple[Grid, Row]]:
    for grid, parts in run:
        at: dict[int, list[Pair | Inner]] = {}
        for pair in parts.pairs:
            at.setdefault(pair.row, []).append(pair)
        for inner in parts.inner:
            at.setdefault(inner.row, []).append(inner)
        for index, row in enumerate(grid.rows):
            if index in at:
                yield from at[index]
            elif _is_line(row):
                yield grid, row


def _is_line(row: Row) -> bool:
    cells = row.distinct()
    return len(cells) <= 2 and len(begun(row)) == len(cells) and not is_label(cells[0].text)


def _begins_next(part: Pair, form: Form) -> bool:
    """Tell whether a pair belongs to the next form: it names a project under the same label as this one's name."""
    name = form.name
    return is_name(part) and bool(part.values) and name is not None and _key(part) == _key(name)


def _take_back(form: Form, part: Pair) -> Form:
    """Move what stands before a name and belongs to it (事業番号 above 事業名) out of the form before it."""
    first = _key(form.pairs[0])
    start = len(form.pairs)
    for index in range(len(form.pairs) - 1, 0, -1):
        if _key(form.pairs[index]) == first and not is_name(form.pairs[index]):
            start = index
            break
    else:
        same_row = [i for i, pair in enumerate(form.pairs) if pair.grid is part.grid and pair.row == part.row]
        start = max(1, same_row[0]) if same_row else start
    moved = form.pairs[start:]
    row = moved[0].row if moved else part.row
    grid = moved[0].grid if moved else part.grid
    form.pairs[start:] = []
    # A line with labels on both sides belongs to the form below it: its title, or the goal above it.
    last = form.pairs[-1]
    lines = [line for line in form.above if _is_after(line, last) and _is_before(line, grid, row)]
    form.above = [line for line in form.above if line not in lines]
    return Form(pairs=moved, above=lines)


def _is_after(line: tuple[Grid, Row], pair: Pair) -> bool:
    if line[0] is not pair.grid:
        return line[0].table.index > pair.grid.table.index
    return line[1].number > pair.label.row


def _is_before(line: tuple[Grid, Row], grid: Grid, row: int) -> bool:
    return line[0] is not grid or line[1].number < grid.rows[row].number


def _key(pair: Pair) -> str:
    return search_key(plain_heading(pair.words[-1]) or pair.words[-1])


def _are_forms(forms: Sequence[Form]) -> bool:
    """Tell whether tables are forms: labels and values in turn over several rows."""
    filled = [form for form in forms if _is_filled(form)]
    if not filled or any(form.name and _heads_a_list(form.name) for form in forms):
        return False
    least = 3 if len(filled) == 1 else 2
    return sum(_rows_of(form) >= least or _is_dense(form) for form in filled) * 2 > len(filled)


def _rows_of(form: Form) -> int:
    return len({(id(pair.grid), pair.row) for pair in form.pairs})


def _is_dense(form: Form) -> bool:
    """Tell whether two rows of labels ask enough for a form: what both of them ask, only a plan does.

    One of them may only name the project, where both stand in one table.
    """
    asked = {(id(pair.grid), pair.row) for pair in form.pairs if pair.role in _PROOFS and pair.values}
    named = {(id(form.name.grid), form.name.row)} if form.name is not None and len(form.grids) == 1 else set()
    return len(asked | named) == 2 and len(_roles_of(form) & _PROOFS) >= 3


def _is_filled(form: Form) -> bool:
    name = form.name
    # 「予算書の名前を書いてください。」 explains the label and is no name.
    if name is None or "。" in name.values[0].text or len(name.values[0].text) > 80:
        return False
    roles = _roles_of(form)
    return len(roles & _PROOFS) >= 2 or (bool(roles & _PLAN_PROOFS) and len(form.pairs) >= 3)


def _roles_of(form: Form) -> set[Role]:
    return {pair.role for pair in form.pairs if pair.values} | {Role.INDICATOR for _ in form.inner}


def _heads_a_list(name: Pair) -> bool:
    """Tell whether the label is the header of a column: values stand below it, and no label in the next rows."""
    rows = name.grid.rows[name.row + 1 : name.row + 4]
    beside = bool(name.values) and name.values[0].row == name.label.row
    cells = [cell for row in rows for cell in begun(row)]
    asks = any(
        _asks(cell.text) or (cell.column == name.label.column and is_label(cell.text)) for cell in cells
    )
    if not beside or asks:
        return False
    return any(cell.column == name.label.column for row in rows for cell in begun(row) if len(begun(row)) > 1)


def _asks(text: str) -> bool:
    return is_strict_label(text) or part_label(text) is not None


def _is_vague(pair: Pair) -> bool:
    return search_key(plain_heading(pair.words[-1])) in _VAGUE


def is_answer(pair: Pair) -> bool:
    """Tell whether a level of a form names a heading of the plan, and is neither a mark nor a sentence."""
    texts = [value.text.strip() for value in pair.values]
    return bool(texts) and texts[0] not in _NONE and not (is_prose(texts[0]) and "。" in texts[0])
