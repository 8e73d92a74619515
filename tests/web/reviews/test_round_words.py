"""A round calls the direction and the year before as its own plan does; days are written one way."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.web.reviews.rounds import make_round
from torikumi.review.form import Meaning
from torikumi.review.round import Round
from torikumi.web.plans.models import Edition
from torikumi.web.reviews.days import moment_words
from torikumi.web.reviews.models import ReviewRound
from torikumi.web.reviews.wording import before_word, direction_words


def _called(label: str) -> Round:
    rules = make_round()
    fields = tuple(
        replace(field, label=label) if field.meaning is Meaning.DIRECTION else field
        for field in rules.form.fields
    )
    return replace(rules, form=replace(rules.form, fields=fields))


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("今後の方針", ("今後の方針", "方針")),
        ("今後の方向性", ("今後の方向性", "方向性")),
        ("方向性", ("方向性", "方向性")),
        ("担当課として考えるこれからの方向性", ("今後の方針", "方針")),
        ("判定", ("今後の方針", "方針")),
    ],
)
def test_the_direction_is_called_as_the_form_calls_it(label: str, words: tuple[str, str]) -> None:
    assert direction_words(_called(label)) == words


@pytest.mark.parametrize(
    ("year", "label", "word"),
    [
        (2024, "", "昨年度"),
        (2022, "", "今の計画（令和4年度版）"),
        (2022, "中間見直し版", "今の計画（中間見直し版）"),
    ],
)
def test_last_year_is_said_only_of_last_year_s_edition(year: int, label: str, word: str) -> None:
    round_ = ReviewRound(year=2025, base=Edition(year=year, label=label))

    assert before_word(round_) == word


def test_a_moment_is_told_by_the_clock_of_japan() -> None:
    assert moment_words(datetime(2026, 6, 30, 15, 5, tzinfo=UTC)) == "2026年7月1日（水）00:05"
    assert moment_words(None) == ""
