"""The columns of a section's workbook: the project, last year beside this year, indicators in groups, the check."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.review.form import Field, FieldKind
from torikumi.review.questions import Question, last_word, questions_of
from torikumi.review.round import Round

KEY, NUMBER, NAME, CHECK, SUMMARY, PART, SECTIONS = (
    "@key", "@number", "@name", "@check", "@summary", "@part", "@sections",
)  # fmt: skip
# What a row's content is told by, where its key is gone.
IDENTITY = (NUMBER, NAME, SUMMARY)


class ColumnRole(StrEnum):
    """What stands in a column."""

    KEY = "key"
    PROJECT = "project"
    CHECK = "check"
    LAST = "last"  # an earlier answer, an indicator's name or target
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; `id` stands in the hidden row, `band` above its heading. `width` is in characters of half width.

    The id of a column that is answered is the key of the question.
    """

    id: str
    label: str
    role: ColumnRole
    width: float
    band: str = "事業"
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A project with its questions of the section's step, by key."""

    project: Project
    lead: bool
    questions: dict[str, Question]


_WIDTHS = {
    FieldKind.TEXT: 36.0,
    FieldKind.LINE: 24.0,
    FieldKind.DIRECTION: 13.0,
    FieldKind.CHOICE: 12.0,
    FieldKind.NUMBER: 12.0,
    FieldKind.AMOUNT: 13.0,
    FieldKind.INDICATORS: 11.0,
}
_THIS_YEAR = "今年度の記入"
# Earlier answers of several years in one column: each cell says its own.
MIXED = "これまで"
# Two levels above a project are enough to know it by; plans with five would fill the page with them.
_LEVELS = 2


def section_step(round_: Round) -> str:
    """Return the id of the step that the workbooks are for: the first one."""
    return round_.steps[0].id if round_.steps else "section"


def ask_row(round_: Round, project: Project, *, lead: bool, edition: int | None = None) -> AskedRow:
    """Return the project with what the section is asked about it; `edition` is the year of the plan's edition."""
    asked = questions_of(round_, project, step=section_step(round_), edition=edition)
    return AskedRow(project, lead, {question.key: question for question in asked})


def columns_of(plan: Plan, round_: Round, rows: Sequence[AskedRow]) -> tuple[Column, ...]:
    """Return the columns for these projects: as many indicators as the one with the most has."""
    columns = [*_project_columns(plan, rows)]
    for field in ordered_fields(round_):
        if field.kind is FieldKind.INDICATORS:
            columns.extend(_indicator_columns(field, round_, rows))
        else:
            columns.extend(_field_columns(field, round_, rows))
    return tuple(_with_own_labels(columns))


def ordered_fields(round_: Round) -> tuple[Field, ...]:
    """Return the fields of the section's step in the city's own order; those that it does not name follow."""
    fields = round_.form.of_step(section_step(round_))
    order = {key: place for place, key in enumerate(round_.columns)}
    return tuple(sorted(fields, key=lambda field: order.get(field.key, len(order))))


def _project_columns(plan: Plan, rows: Sequence[AskedRow]) -> Iterator[Column]:
    project = ColumnRole.PROJECT
    yield Column(id=KEY, label="キー", role=ColumnRole.KEY, width=8)
    yield Column(id=NUMBER, label="No.", role=project, width=6)
    yield Column(id=NAME, label="事業名", role=project, width=26)
    yield Column(id=CHECK, label="確認", role=ColumnRole.CHECK, width=11)
    if any(len(row.project.sections) > 1 for row in rows):
        yield Column(id=PART, label="役割", role=project, width=7)
        yield Column(id=SECTIONS, label="担当課", role=project, width=12)
    for level in levels_shown(plan):
        yield Column(id=f"@level.{level + 1}", label=_level_word(plan, level), role=project, width=13)
    if any(row.project.summary for row in rows):
        yield Column(id=SUMMARY, label="事業概要", role=project, width=34)


def levels_shown(plan: Plan) -> range:
    """Return the levels of the tree that the book names: the two lowest that have headings."""
    depth = max((node.level for node in plan.nodes), default=-1) + 1
    return range(max(0, depth - _LEVELS), depth)


def _level_word(plan: Plan, level: int) -> str:
    own = plan.levels[level].strip() if level < len(plan.levels) else ""
    return own or f"体系{level + 1}"


def words_before(round_: Round, rows: Sequence[AskedRow], key: str) -> str:
    """Return what the earlier answers to a question are called (昨年度); これまで where they are not all of one year."""
    asked = [row.questions[key] for row in rows if key in row.questions]
    words = {last_word(question.last_year, round_) for question in asked if question.last}
    return words.pop() if len(words) == 1 else MIXED


def _field_columns(field: Field, round_: Round, rows: Sequence[AskedRow]) -> Iterator[Column]:
    asked = [row.questions[field.key] for row in rows if field.key in row.questions]
    band = field.block or _THIS_YEAR
    width = _WIDTHS[field.kind]
    if any(question.last for question in asked):
        yield Column(
            id=f"@last.{field.key}",
            label=f"{words_before(round_, rows, field.key)}の{field.label}",
            role=ColumnRole.LAST,
            width=min(width, 28),
            band=band,
            field=field,
        )
    label = asked[0].label if asked else field.label
    yield Column(
        id=field.key,
        label=f"{label}（{field.unit}）" if field.unit else label,
        role=ColumnRole.ANSWER,
        width=width,
        band=band,
        field=field,
    )


def _indicator_columns(field: Field, round_: Round, rows: Sequence[AskedRow]) -> Iterator[Column]:
    most = max((len(row.project.indicators) for row in rows), default=0)
    kinds = [other for other in ordered_fields(round_) if other.kind is FieldKind.INDICATORS]
    actual = "実績" if len(kinds) == 1 else field.label
    for number in range(1, most + 1):
        key = f"{field.key}.{number}"
        asked = [row.questions[key] for row in rows if key in row.questions]
        band = f"指標{number}"
        locked = [("@name", "名称", 20.0), ("@target", "目標", 10.0)]
        if any(question.last for question in asked):
            locked.append(("@last", words_before(round_, rows, key), 10.0))
        for prefix, word, width in locked:
            yield Column(
                id=f"{prefix}.{key}",
                label=f"指標{number} {word}",
                role=ColumnRole.LAST,
                width=width,
                band=band,
                field=field,
            )
        yield Column(
            id=key,
            label=f"指標{number} {actual}",
            role=ColumnRole.ANSWER,
            width=_WIDTHS[field.kind],
            band=band,
            field=field,
        )


def _with_own_labels(columns: Sequence[Column]) -> Iterator[Column]:
    """No two headings alike: where the hidden row is gone, columns are known by them."""
    seen: dict[str, int] = {}
    for column in columns:
        seen[column.label] = times = seen.get(column.label, 0) + 1
        yield column if times == 1 else replace(column, label=f"{column.label}（{times}）")
