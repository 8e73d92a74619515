"""The answers of a file, approved as a whole by whoever runs the review without a server, and what is not ready for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from torikumi.errors import UserError
from torikumi.plan.model import Plan
from torikumi.plan.place import FieldPlace, Place
from torikumi.plan.project import Project
from torikumi.review.answers import Problem, find_problems, has_errors
from torikumi.review.answers_file import Answer, AnswerBook
from torikumi.review.freeze import FrozenAnswer
from torikumi.review.round import Round, asked_projects


@dataclass(frozen=True, slots=True, kw_only=True)
class Unready:
    """A project that was asked about and does not go in; no problems: nobody answered."""

    project: Project
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedBook:
    """The answers that go into the next edition, and the projects that stay as they were."""

    answers: tuple[FrozenAnswer, ...]
    unready: tuple[Unready, ...]


def approve_book(book: AnswerBook, plan: Plan, round_: Round, *, day: date) -> ApprovedBook:
    """Return the answers of a file as approved on `day` by the last step of the round.

    What could not be handed in on a server, because a field is missing or cannot be read, is not approved here either.
    Raises UserError where the plan is newer than the round.
    """
    if plan.year is not None and round_.year < plan.year:
        raise UserError(
            ja=f"計画（{plan.year}年度）より古い年度（{round_.year}年度）の評価は、次の版にできません。"
            "評価の設定と計画を確かめてください。",
            en=f"A round of {round_.year} cannot follow a plan of {plan.year}; check both.",
        )
    answered = {answer.project: answer for answer in book.answers}
    approved: list[FrozenAnswer] = []
    unready: list[Unready] = []
    for project in asked_projects(plan, round_.asks, year=round_.year):
        answer = answered.get(project.id)
        if answer is None or not any(value.text.strip() for value in answer.values):
            unready.append(Unready(project=project))
        elif problems := tuple(_errors(round_, project, answer)):
            unready.append(Unready(project=project, problems=problems))
        else:
            approved.append(_approved(answer, round_, day))
    return ApprovedBook(answers=tuple(approved), unready=tuple(unready))


def _errors(round_: Round, project: Project, answer: Answer) -> Iterator[Problem]:
    for step in round_.steps:
        found = find_problems(round_, project, answer.texts(), step=step.id)
        yield from (problem for problem in found if has_errors([problem]))


def _approved(answer: Answer, round_: Round, day: date) -> FrozenAnswer:
    return FrozenAnswer(
        project=answer.project,
        values=answer.texts(),
        approved_by=round_.steps[-1].label if round_.steps else None,
        approved_at=day,
        places=tuple(
            FieldPlace(value.key, Place(file=origin.file, sheet=origin.sheet, cell=origin.cell))
            for value in answer.values
            if (origin := value.origin) is not None
        ),
    )
