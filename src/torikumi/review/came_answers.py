"""The answers of the rows that came back: each with its cell, merged with what is stored, and what is odd about it."""

from torikumi.plan.finding import Severity
from torikumi.plan.project import Project
from torikumi.review.answers import find_problems
from torikumi.review.came import CameRow, CameValue, Ground, Note
from torikumi.review.came_rows import Found
from torikumi.review.came_values import read_answer
from torikumi.review.came_words import Told
from torikumi.review.columns import section_step
from torikumi.review.merge import merge_values
from torikumi.review.questions import Question, questions_of
from torikumi.review.section_table import indicator_words
from torikumi.review.sent import SentRow
from torikumi.text.cells import cell_name


class RowReader:
    """Reads the answers of rows."""

    def __init__(self, ground: Ground, told: Told) -> None:
        self.ground = ground
        self.told = told
        self.step = section_step(ground.round)

    def read(self, one: Found) -> CameRow:
        """Return a row with its answers, and tell what is to be known about its cells."""
        sent = next(iter(one.candidates), None) if one.doubts else one.sent
        project = self.ground.plan.project_by_id.get(sent.project) if sent else None
        values: tuple[CameValue, ...] = ()
        if sent is not None and project is None:
            self.told.tell(
                "project-gone", Severity.ERROR,
                f"{one.row}行目の事業は、この計画にありません。送ったときの計画を指定してください。",
                f"The project of row {one.row} is not in this plan; name the plan that the workbooks were made from.",
                place=self.told.place(one.laid, one.row), subject=sent.project,
            )  # fmt: skip
        if sent is not None and project is not None:
            values = self._values(one, sent, project)
        row = CameRow(
            sheet=one.laid.sheet.name,
            row=one.row,
            project=sent.project if project and sent and not one.doubts else None,
            candidates=tuple(candidate.project for candidate in one.candidates),
            doubts=tuple(one.doubts),
            values=values,
        )
        return self._with_problems(row)

    def _values(self, one: Found, sent: SentRow, project: Project) -> tuple[CameValue, ...]:
        questions = {q.key: q for q in questions_of(self.ground.round, project, step=self.step)}
        stored = self.ground.stored.get(sent.project, {})
        before = {value.key: value.text for value in sent.values}
        read: dict[str, tuple[str, Note | None]] = {}
        for key, question in questions.items():
            if (
                key in before
                and key in one.laid.columns
                and self._is_same_indicator(one, sent, project, question)
            ):
                text, note = self._text(one, question, sent, known=(before[key], stored.get(key, "")))
                if text is not None:
                    read[key] = (text, note)
        merged = merge_values(
            keys=read,
            sent=before,
            stored=stored,
            returned={key: text for key, (text, _) in read.items()},
            empty_erases=self.ground.round.empty_erases,
        )
        return tuple(
            CameValue(
                cell=cell_name(one.row, one.laid.columns[one_merged.key]),
                typed=one.laid.text(one.row, one_merged.key),
                merged=one_merged,
                note=read[one_merged.key][1],
            )
            for one_merged in merged
        )

    def _is_same_indicator(self, one: Found, sent: SentRow, project: Project, question: Question) -> bool:
        """Tell whether an indicator is still the one that went out: answers are kept by its place among the others."""
        if question.indicator is None:
            return True
        went = next((value.text for value in sent.locked if value.key == f"@name.{question.key}"), None)
        now = indicator_words(project.indicators[question.indicator])
        if went == now:
            return True
        self.told.tell(
            "indicator-changed",
            Severity.ERROR,
            f"指標「{went}」は、送ったあとで計画が変わり「{now}」になっています。この値は読みません。",
            f"The indicator {went!r} became {now!r} in the plan since the workbook went out; its value was not read.",
            place=self.told.place(one.laid, one.row, one.laid.columns[question.key]),
            subject=sent.project,
            field=question.key,
        )
        return False

    def _text(
        self, one: Found, question: Question, sent: SentRow, *, known: tuple[str, ...]
    ) -> tuple[str | None, Note | None]:
        cell = one.laid.cell(one.row, question.key)
        read = read_answer(cell, question, self.ground.round, known=known)
        if read.remark is not None:
            self.told.tell(
                read.remark.code,
                Severity.ERROR if read.remark.refused else Severity.WARNING,
                f"「{question.label}」は{read.remark.ja}",
                f"{question.label} {read.remark.en}",
                place=self.told.place(one.laid, one.row, one.laid.columns[question.key]),
                subject=sent.project,
                field=question.key,
            )
        return read.text, read.note

    def _with_problems(self, row: CameRow) -> CameRow:
        if row.project is None:
            return row
        project = self.ground.plan.project_by_id[row.project]
        values = dict(self.ground.stored.get(row.project, {}))
        values |= {value.key: value.merged.value for value in row.values if value.merged.value is not None}
        problems = find_problems(self.ground.round, project, values, step=self.step)
        return CameRow(
            sheet=row.sheet, row=row.row, project=row.project, candidates=row.candidates, doubts=row.doubts,
            values=row.values, problems=problems,
        )  # fmt: skip
