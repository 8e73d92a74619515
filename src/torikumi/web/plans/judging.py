"""By which rule a plan's indicators are graded. Apps above this one know the city's rule: they ask to be asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from torikumi.review.library.ratings import all_ratings, ratings_by_name
from torikumi.review.rating_rule import RatingRule
from torikumi.web.plans.models import PlanSeries

Question = Callable[[PlanSeries], RatingRule | None]

OWN = "own-of-the-round"
_DEFAULT = "four-marks"
_questions: list[Question] = []


def ask_for_rating(question: Question) -> None:
    """Have `question` asked of every plan whose indicators are looked at; None where it knows of no rule."""
    if question not in _questions:
        _questions.append(question)


def rating_choices(series: PlanSeries) -> Sequence[tuple[str, str]]:
    """Return the rules that can be chosen, each with its name; the city's own first, where there is one."""
    own = _own(series)
    named = [(OWN, f"年度評価の規則「{own.title or own.id}」")] if own is not None else []
    return [*named, *((entry.value.id, entry.value.title) for entry in all_ratings())]


def find_rating(series: PlanSeries, name: str) -> RatingRule:
    """Return the rule of a name; the city's own, else the plain one, where no such rule is."""
    own = _own(series)
    if own is not None and name in ("", OWN):
        return own
    rules = ratings_by_name()
    return rules.get(name, rules[_DEFAULT])


def chosen_name(series: PlanSeries, rule: RatingRule) -> str:
    """Return the name by which a rule is chosen."""
    return OWN if rule == _own(series) else rule.id


def _own(series: PlanSeries) -> RatingRule | None:
    return next((rule for question in _questions if (rule := question(series)) is not None), None)
