"""What the check says of a sheet: of its project as the plan has it, and of the answers as they would come into it.

The answers are put into the project as a freeze would, and all rules run over this one project, before and after. What
is new is said of the answers. Rules that need the whole plan stay silent so, and what only comes of looking at one
project alone is there before as well as after, and falls out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from torikumi.plan.finding import Finding
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.review.form import FieldKind
from torikumi.review.freeze import FrozenAnswer, freeze
from torikumi.review.questions import Question, questions_of
from torikumi.review.round import Round
from torikumi.web.plans.all_rules import find_all
from torikumi.web.plans.finding_view import FindingView, view_finding
from torikumi.web.plans.rule_stand import RuleStand

OF_PLAN, OF_ANSWER = "今の計画", "この回答"
_Name = tuple[str, str | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFindings:
    """Findings by the key of the question that they stand beside, and those that stand beside none."""

    by_question: Mapping[str, tuple[FindingView, ...]]
    summary: tuple[FindingView, ...]
    others: tuple[FindingView, ...]


def place_findings(
    of_plan: Sequence[FindingView],
    of_answers: Mapping[str, Sequence[FindingView]],
    questions: Sequence[Question],
) -> SheetFindings:
    """Return the findings where people look for them: those of the plan beside the question about the same field."""
    by_question: dict[str, list[FindingView]] = {key: list(views) for key, views in of_answers.items()}
    summary, others = [], []
    for view in of_plan:
        said = replace(view, source=OF_PLAN)
        question = _question_about(view, questions)
        if question is not None:
            by_question.setdefault(question.key, []).append(said)
        elif view.field in ("summary", "layers"):
            summary.append(view)
        else:
            others.append(view)
    return SheetFindings(
        by_question={key: tuple(views) for key, views in by_question.items()},
        summary=tuple(summary),
        others=tuple(others),
    )


def find_in_answers(
    rules: Round,
    project: Project,
    values: Mapping[str, str],
    *,
    questions: Sequence[Question],
    head: Plan,
    stand: RuleStand,
) -> dict[str, list[FindingView]]:
    """Return what the answers bring about, by the key of the answer without which it would not be said.

    `head` is the edition without its projects. Only answers that somebody wrote count: what a sheet began with is
    nobody's slip. Of several answers the one that the finding's field is about comes first, then the form's order.
    """
    known = {question.key: question for question in questions}
    asked = {key: text for key, text in values.items() if key in known}
    written = [key for key in known if _is_written(known[key], asked.get(key, ""))]
    # Alone in its plan the project stands below no heading.
    alone = replace(project, node=None, also_under=())
    desk = _Desk(rules=rules, plan=replace(head, nodes=(), projects=(alone,)))
    news = desk.news(asked, written)
    # A rule that speaks once a project may have had its say before: then the answers are looked at without the rest.
    spoken = {finding.code for finding in desk.look({})}
    if spoken and written:
        bare = replace(alone, summary=None, layers=(), reviews=())
        others = replace(desk, plan=replace(desk.plan, projects=(bare,))).news(asked, written)
        news |= {finding: keys for finding, keys in others.items() if finding.code in spoken}
    found: dict[str, list[FindingView]] = {}
    for finding, keys in news.items():
        if finding.code in stand.severities and keys:
            causes = [known[key] for key in keys]
            best = next((cause for cause in causes if _is_about(finding.field, cause)), causes[0])
            found.setdefault(best.key, []).append(_of_answer(finding, stand))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """One project, alone in its plan, to which answers are given."""

    rules: Round
    plan: Plan

    def look(self, values: Mapping[str, str]) -> tuple[Finding, ...]:
        """Return what the rules say with these answers; the edition before is the one that is asked about."""
        answer = FrozenAnswer(project=self.plan.projects[0].id, values=values)
        return find_all(freeze(self.plan, self.rules, [answer]).plan, previous=self.plan)

    def news(self, values: Mapping[str, str], written: Sequence[str]) -> dict[Finding, list[str]]:
        """Return what the answers bring about, each with those of the written ones without which it is not said."""
        before = {_name(finding) for finding in self.look({})}
        new = [finding for finding in self.look(values) if _name(finding) not in before]
        if not new:
            return {}
        without = {key: {_name(finding) for finding in self.look(_without(values, key))} for key in written}
        return {finding: [key for key in written if _name(finding) not in without[key]] for finding in new}


def questions_in_steps(
    rules: Round, project: Project, steps: frozenset[str], *, edition: int | None
) -> tuple[Question, ...]:
    """Return the questions of some steps, in the order of the form."""
    return tuple(
        question for question in questions_of(rules, project, edition=edition) if question.field.step in steps
    )


def _of_answer(finding: Finding, stand: RuleStand) -> FindingView:
    # An answer stands in no document: the place would be that of the project it is about.
    return replace(view_finding(finding), severity=stand.severities[finding.code], source=OF_ANSWER, place="")


def _name(finding: Finding) -> _Name:
    return finding.code, finding.field, finding.ja


def _is_written(question: Question, text: str) -> bool:
    return bool(text.strip()) and text != (question.first or "")


def _without(values: Mapping[str, str], key: str) -> dict[str, str]:
    return {name: text for name, text in values.items() if name != key}


def _is_about(field: str | None, question: Question) -> bool:
    match field:
        case "direction":
            return question.kind is FieldKind.DIRECTION
        case "indicators":
            return question.indicator is not None
        case "amounts":
            return question.kind is FieldKind.AMOUNT
        case "reviews":
            return question.kind in (FieldKind.TEXT, FieldKind.LINE, FieldKind.CHOICE)
        case _:
            return False


def _question_about(view: FindingView, questions: Sequence[Question]) -> Question | None:
    """The question about the same field of the plan; what a plan says of a year's answers is about no question."""
    if view.field not in ("direction", "indicators", "amounts"):
        return None
    about = [question for question in questions if _is_about(view.field, question)]
    named = (question for question in about if question.label and question.label in view.ja)
    return next(named, next(iter(about), None))
