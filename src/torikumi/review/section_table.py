"""What a section's workbook says: its columns, and for each project the text of every cell."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from torikumi.plan.indicator import Indicator
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.review.answers import read_direction, write_direction
from torikumi.review.columns import (
    CHECK,
    KEY,
    MIXED,
    NAME,
    NUMBER,
    PART,
    SECTIONS,
    SUMMARY,
    AskedRow,
    Column,
    ColumnRole,
    ask_row,
    columns_of,
    levels_shown,
    words_before,
)
from torikumi.review.form import FieldKind
from torikumi.review.keys import row_key
from torikumi.review.questions import Question, last_word
from torikumi.review.round import Round
from torikumi.review.sections import SectionWork
from torikumi.review.sent import SentColumn, SentRow, SentValue

LEAD_WORD, HELP_WORD = "主管", "関係"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A project's row. `texts` by column id; an answer's column is there where the project is asked it."""

    key: str
    project: Project
    lead: bool
    questions: Mapping[str, Question]
    texts: Mapping[str, str]

    def asks(self, column: Column) -> bool:
        """Tell whether the section writes into this column of the row."""
        return column.role is ColumnRole.ANSWER and column.id in self.questions


@dataclass(frozen=True, slots=True)
class SectionTable:
    """The table of one section."""

    section: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]

    def sent_columns(self) -> tuple[SentColumn, ...]:
        """Return the columns as the record of the sending keeps them."""
        return tuple(
            SentColumn(id=column.id, label=column.label, answer=column.role is ColumnRole.ANSWER)
            for column in self.columns
        )

    def sent_rows(self) -> tuple[SentRow, ...]:
        """Return the rows as the record of the sending keeps them."""
        return tuple(self._sent_row(row) for row in self.rows)

    def _sent_row(self, row: TableRow) -> SentRow:
        locked, values = [], []
        for column in self.columns:
            if row.asks(column):
                values.append(SentValue(column.id, row.texts.get(column.id, "")))
            elif column.role in (ColumnRole.PROJECT, ColumnRole.LAST) and column.id in row.texts:
                locked.append(SentValue(column.id, row.texts[column.id]))
        return SentRow(
            key=row.key, project=row.project.id, lead=row.lead, locked=tuple(locked), values=tuple(values)
        )


def make_table(
    plan: Plan, round_: Round, work: SectionWork, *, round_id: str, values: Mapping[str, Mapping[str, str]]
) -> SectionTable:
    """Return the table of a section; `values` are the answers that are stored now, by project and question."""
    asked = [ask_row(round_, one.project, lead=one.lead, edition=plan.year) for one in work.projects]
    columns = columns_of(plan, round_, asked)
    keys = dict.fromkeys(key for row in asked for key in row.questions)
    mixed = frozenset(key for key in keys if words_before(round_, asked, key) == MIXED)
    names = {node.id: node.printed for node in plan.nodes}
    rows = tuple(
        TableRow(
            key=(key := row_key(round_id, year=round_.year, project=row.project.id)),
            project=row.project,
            lead=row.lead,
            questions=row.questions,
            texts={
                **_project_texts(plan, row, names),
                **_question_texts(row, round_, mixed),
                **{k: text for k, text in values.get(row.project.id, {}).items() if k in row.questions},
                KEY: key,
                CHECK: "",
            },
        )
        for row in asked
    )
    return SectionTable(section=work.name, columns=columns, rows=rows)


def _project_texts(plan: Plan, row: AskedRow, names: Mapping[str, str]) -> dict[str, str]:
    project = row.project
    texts = {
        NUMBER: project.number or "",
        NAME: project.name,
        SUMMARY: project.summary or "",
        PART: LEAD_WORD if row.lead else HELP_WORD,
        SECTIONS: "\n".join(section.printed for section in project.sections),
    }
    path = plan.path_to(project.node) if project.node in plan.node_by_id else ()
    texts |= {f"@level.{node.level + 1}": names[node.id] for node in path if node.level in levels_shown(plan)}
    return texts


def _question_texts(row: AskedRow, round_: Round, mixed: Collection[str]) -> dict[str, str]:
    """Earlier answers, with their year where a column has several, and the names and targets of the indicators."""
    texts: dict[str, str] = {}
    for key, question in row.questions.items():
        if question.last is not None:
            year = f"（{last_word(question.last_year, round_)}）" if key in mixed and question.last else ""
            texts[f"@last.{key}"] = _last_text(question, round_) + year
        if question.indicator is not None:
            indicator = row.project.indicators[question.indicator]
            texts[f"@name.{key}"] = indicator_words(indicator)
            texts[f"@target.{key}"] = question.target or ""
    return texts


def _last_text(question: Question, round_: Round) -> str:
    """The earlier answer; a direction in the words of this year's list, so that the two can be compared in the cell."""
    last = question.last or ""
    if question.kind is not FieldKind.DIRECTION:
        return last
    label = read_direction(last, round_.scale_of(question.key))
    return write_direction(label) if label else last


def indicator_words(indicator: Indicator) -> str:
    """Return what the workbook calls an indicator: its name and unit."""
    return f"{indicator.name}（{indicator.unit}）" if indicator.unit else indicator.name


def answer_columns(columns: Sequence[Column]) -> Iterator[tuple[int, Column]]:
    """Yield the columns that the section writes into, with their place from 0."""
    for place, column in enumerate(columns):
        if column.role is ColumnRole.ANSWER:
            yield place, column
