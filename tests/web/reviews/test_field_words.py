"""What a field says beside itself: how a number is read that was typed in other characters."""

import pytest

from torikumi.review.form import Field, FieldKind, Meaning
from torikumi.review.questions import Question
from torikumi.web.reviews.fields import FieldView

MONEY = Field(key="settled", label="決算額", kind=FieldKind.AMOUNT, meaning=Meaning.SETTLED, unit="千円")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("５，４８１", "5,481千円"),
        ("５４８１千円", "5,481千円"),
        ("5481", ""),
        ("5,481千円", ""),
        ("△3", ""),
        ("約５０", ""),
        ("五千", ""),
        ("", ""),
    ],
)
def test_a_number_in_full_width_is_shown_as_it_is_read(typed: str, said: str) -> None:
    question = Question(key="settled", label="決算額", field=MONEY, unit="千円")

    assert FieldView(question=question, value=typed, stored=typed).read_as == said
