"""What a rule of rating must hold, so that every value has one grade and a better value is never rated lower."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from torikumi.review.mistakes import Mistake, Spot, id_mistakes, line_mistakes, mistake_at, version_mistakes
from torikumi.review.rating_rule import Grade, RatingRule

_MOST_PERCENT = 1000
_MOST_DIGITS = 4


def rating_mistakes(spot: Spot, rule: RatingRule) -> Iterator[Mistake]:
    """Yield what is wrong with a rule."""
    yield from id_mistakes(spot.at("id"), rule.id)
    yield from version_mistakes(spot.at("version"), rule.version)
    yield from line_mistakes(spot.at("title"), rule.title)
    grades = spot.at("grades")
    if len(rule.grades) < 2:
        yield mistake_at(
            grades,
            ja="が足りません。良いほうから順に二つ以上書いてください。",
            en="must be two at least, the best first.",
        )
    for place, grade in enumerate(rule.grades, start=1):
        yield from line_mistakes(grades.at(place).at("label"), grade.label)
        yield from _limit_mistakes(grades.at(place), grade)
    yield from _order_mistakes(grades, rule)
    if not rule.judged:
        yield from _rest_mistakes(grades, rule)


def _limit_mistakes(spot: Spot, grade: Grade) -> Iterator[Mistake]:
    limits = {"at_least": grade.at_least, "above": grade.above, "base_within": grade.base_within}
    for key, limit in limits.items():
        if limit is not None and not _is_percentage(limit):
            yield mistake_at(
                spot.at(key),
                ja=f"は0から{_MOST_PERCENT}までの割合（％）です。目標どおりは 100、小数は{_MOST_DIGITS}桁までで書いてください。",
                en=f"must be from 0 to {_MOST_PERCENT} per cent with {_MOST_DIGITS} decimals at most; 100 is the target itself.",
            )
    if grade.has_condition and grade.rank is None:
        yield mistake_at(
            spot.at("rank"),
            ja=f"がありません。値で決まる「{grade.label}」には、大きいほど良い数を書いてください。",
            en=f"is missing; {grade.label} is given by value, so it needs a rank, greater for better.",
        )


def _is_percentage(limit: Decimal) -> bool:
    # 1e-999999999 lies in the range, too, and would fill the memory once it is written out.
    return limit.is_finite() and 0 <= limit <= _MOST_PERCENT and limit == round(limit, _MOST_DIGITS)


def _order_mistakes(spot: Spot, rule: RatingRule) -> Iterator[Mistake]:
    ranked = [(place, grade) for place, grade in enumerate(rule.grades, start=1) if grade.rank is not None]
    for (_, before), (place, grade) in pairwise(ranked):
        if before.rank is not None and grade.rank is not None and grade.rank >= before.rank:
            yield mistake_at(
                spot.at(place).at("rank"),
                ja=f"は、前の「{before.label}」の {before.rank} より小さくします。区分は良いほうから順に書いてください。",
                en=f"must be less than the {before.rank} of {before.label}; the best grade comes first.",
            )


def _rest_mistakes(spot: Spot, rule: RatingRule) -> Iterator[Mistake]:
    """The last ranked grade takes the rest, and no other one may: what follows would never be given."""
    ranked = [(place, grade) for place, grade in enumerate(rule.grades, start=1) if grade.rank is not None]
    open_places = [place for place, grade in ranked if not grade.has_condition]
    if not ranked or open_places != [ranked[-1][0]]:
        yield mistake_at(
            spot,
            ja="は、いちばん下の区分だけを条件なしにしてください。どれにも当たらない値がそこに入ります。",
            en="must leave the lowest grade, and only that, without a condition: it takes what is left.",
        )
