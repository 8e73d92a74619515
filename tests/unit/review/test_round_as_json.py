import json
from datetime import date

import pytest

from torikumi.plan.codec import PlanValueError, decode, encode
from torikumi.plan.direction import DirectionLabel, DirectionScale, Outcome
from torikumi.review.form import Field, FieldKind, Form, Meaning
from torikumi.review.library.ratings import ratings_by_name
from torikumi.review.round import AskKind, Asks, Round, Step, StepRole

ROUND = Round(
    title="令和6年度 年度評価",
    year=2024,
    form=Form(
        id="f",
        title="評価シート",
        fields=(Field(key="d", label="方針", kind=FieldKind.DIRECTION, meaning=Meaning.DIRECTION),),
    ),
    scale=DirectionScale(
        id="s", labels=(DirectionLabel(code="A", label="充実", outcomes=(Outcome.EXPAND,)),)
    ),
    steps=(Step(id="section", label="担当課", role=StepRole.SECTION, due=date(2025, 6, 30)),),
    asks=Asks(kind=AskKind.ROTATING, every=3),
    opens=date(2025, 5, 1),
    rating=ratings_by_name()["nagayo-goals"],
)


def test_a_round_written_as_json_is_read_back_the_same() -> None:
    assert decode(Round, json.loads(json.dumps(encode(ROUND)))) == ROUND


@pytest.mark.parametrize("wrong", ["2025-06-31", "6/30", "", 20250630, None])
def test_a_wrong_date_is_refused_with_its_spot(wrong: object) -> None:
    raw = encode(ROUND)
    raw["steps"][0]["due"] = wrong  # type: ignore[index]

    if wrong is None:
        assert decode(Round, raw).due is None
    else:
        with pytest.raises(PlanValueError) as caught:
            decode(Round, raw)
        assert caught.value.path == "steps[0].due"
