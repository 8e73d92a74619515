"""The values of a project on a form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from torikumi.plan.comment import Comment
from torikumi.plan.model import Plan
from torikumi.plan.project import Project, Review, ReviewState
from torikumi.publish.forms.indicator_values import EFFECTS, indicator_scope
from torikumi.publish.forms.money_values import money_scopes, year_money
from torikumi.publish.forms.scope import ANSWER, UNKNOWN, Scope, Value
from torikumi.publish.project_list import direction_words
from torikumi.publish.words import MERGES, STATES, heading_words, name_words, section_words
from torikumi.text.era import format_fiscal_year
from torikumi.text.width import fold_width, search_key

_CHOSEN, _NOT_CHOSEN = "☑", "□"


def known(words: str | None) -> Value:
    """Return the words, or that they are not known where there are none."""
    return words if words and words.strip() else UNKNOWN


@dataclass(frozen=True, slots=True)
class ProjectReader:
    """Makes the scopes of a plan's projects; see `FormReader` for what the fields mean."""

    plan: Plan
    year: int | None
    previous: Plan | None
    with_internal: bool
    _made: dict[str, Scope] = field(default_factory=dict)

    def scope(self, project: Project) -> Scope:
        """Return the scope of a project; a project stands in several lists, and is read once."""
        if project.id not in self._made:
            self._made[project.id] = self._read(project)
        return self._made[project.id]

    def _read(self, project: Project) -> Scope:
        path = self.plan.path_to(project.node) if project.node in self.plan.node_by_id else ()
        headings = [heading_words(node) for node in path]
        return {
            "事業番号": known(project.number),
            "事業名": name_words(project),
            "事業概要": known(project.summary),
            "位置づけ": known("\n".join(headings)),
            "目標": headings[0] if headings else UNKNOWN,
            "施策": headings[-1] if headings else UNKNOWN,
            "担当課": known("、".join(section_words(section) for section in project.sections)),
            "今後の方針": direction_words(project.direction) if project.direction else UNKNOWN,
            "前の方針": self._before(project),
            "統合": known("\n".join(f"{MERGES[merge.kind]}：{merge.partner}" for merge in project.merges)),
            **self._answers(project),
            "年度評価ごと": tuple(
                self._review(review) for review in sorted(self._approved(project), key=lambda one: one.year)
            ),
            "指標ごと": tuple(indicator_scope(one, self.year) for one in project.indicators),
            "費用ごと": money_scopes(project.amounts),
            **year_money(project.amounts, self.year),
            "備考": known("\n".join(project.notes)),
            "事業への意見ごと": tuple(comment_scope(comment) for comment in project.comments),
        }

    def _before(self, project: Project) -> Value:
        earlier = self.previous.project_by_id.get(project.id) if self.previous else None
        return direction_words(earlier.direction) if earlier and earlier.direction else UNKNOWN

    def _approved(self, project: Project) -> Iterator[Review]:
        return (review for review in project.reviews if review.state is ReviewState.APPROVED)

    def _answers(self, project: Project) -> dict[str, Value]:
        """Return the year's answers; of several raters the first that says something is the one."""
        own = [review for review in self._approved(project) if review.year == self.year]
        every = next((review for review in project.reviews if review.year == self.year), None)
        answered = self._named(own)
        return {
            "進捗": _first(review.progress for review in own),
            "評価": _first(review.evaluation for review in own),
            "実績": _first(review.result for review in own),
            "理由": _first(review.reason for review in own),
            "回答の状態": STATES[every.state] if every else UNKNOWN,
            **answered,
            **_boxes(answered),
        }

    def _review(self, review: Review) -> Scope:
        return {
            "評価の年度": format_fiscal_year(review.year),
            "評価した人": review.rater,
            "進捗": known(review.progress),
            "評価": known(review.evaluation),
            "評価の方針": direction_words(review.direction) if review.direction else UNKNOWN,
            "実績": known(review.result),
            "理由": known(review.reason),
            **self._named([review]),
        }

    def _named(self, reviews: Sequence[Review]) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for review in reviews:
            for answer in review.others:
                name = f"{ANSWER}{fold_width(answer.label).strip()}"
                if answer.text.strip() and (self.with_internal or not answer.internal):
                    found.setdefault(name, answer.text)
        return found


def comment_scope(comment: Comment) -> Scope:
    """Return the scope of a committee's comment."""
    return {
        "意見の年度": format_fiscal_year(comment.year),
        "意見を出した会議": comment.by,
        "意見": comment.text,
        "意見への対応": known(comment.answer),
    }


def _first(words: Iterator[str | None]) -> Value:
    return next((each for each in words if each and each.strip()), UNKNOWN)


def _boxes(answered: dict[str, Value]) -> dict[str, Value]:
    """Return the four steps of effect as boxes; the one is ticked that an answer gives in its words."""
    given = {search_key(text) for text in answered.values() if isinstance(text, str)}
    ticked = [_says(step, given) for step in EFFECTS]
    return {
        f"効果{number}": _CHOSEN if tick and sum(ticked) == 1 else _NOT_CHOSEN
        for number, tick in enumerate(ticked, start=1)
    }


def _says(step: str, given: set[str]) -> bool:
    # The state's own forms put 「地方創生に」 before each step.
    return any(text.endswith(search_key(step)) and _before_step(text, step) for text in given)


def _before_step(text: str, step: str) -> bool:
    before = text.removesuffix(search_key(step))
    return before in ("", search_key("地方創生に"), search_key("地方創生に対して"))
