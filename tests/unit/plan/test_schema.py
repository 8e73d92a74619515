"""schema.json says what plan.json may hold."""

import json

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from strategies import plans
from torikumi.plan.file import dump_plan
from torikumi.plan.model import Plan
from torikumi.plan.schema import SCHEMA_PATH, schema_text

SCHEMA = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_the_file_is_current() -> None:
    assert SCHEMA_PATH.read_text(encoding="utf-8") == schema_text(), "run: python -m torikumi.plan.schema"


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(plans())
def test_what_is_written_keeps_to_the_schema(plan: Plan) -> None:
    VALIDATOR.validate(json.loads(dump_plan(plan)))


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"title": "計画"},
        {"torikumi_plan": 2},
        {"torikumi_plan": 1, "title": "計画"},
        {"torikumi_plan": 2, "title": 3},
        {"torikumi_plan": 2, "title": "計画", "colour": "red"},
        {"torikumi_plan": 2, "title": "計画", "year": "2019"},
        {"torikumi_plan": 2, "title": "計画", "projects": [{"id": "P-1"}]},
        {"torikumi_plan": 2, "title": "計画", "notes": [{"text": "a", "place": {"box": [1, 2, 3]}}]},
        {
            "torikumi_plan": 2,
            "title": "計画",
            "projects": [{"id": "P-1", "name": "a", "merges": [{"kind": "swallowed", "partner": "b"}]}],
        },
        {
            "torikumi_plan": 2,
            "title": "計画",
            "projects": [
                {
                    "id": "P-1",
                    "name": "a",
                    "amounts": [{"label": "", "value": {"raw": "", "state": "number", "number": 1}}],
                }
            ],
        },
    ],
)
def test_what_is_wrong_does_not(wrong: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(wrong)


def test_every_value_is_described() -> None:
    assert all(definition["description"] for definition in SCHEMA["$defs"].values())
