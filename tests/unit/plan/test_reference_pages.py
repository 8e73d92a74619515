"""The pages of the manual about plan.json and about words say what the code says."""

import re
from dataclasses import fields

import pytest

from shared import REPOSITORY
from torikumi.plan.direction import Outcome
from torikumi.plan.file import load_plan
from torikumi.plan.model import Plan
from torikumi.plan.outcomes import outcomes_of
from torikumi.plan.project import Project
from torikumi.plan.quantity import ValueState

FORMAT = (REPOSITORY / "docs" / "reference" / "plan-json.md").read_text(encoding="utf-8")
GLOSSARY = (REPOSITORY / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")
OUTCOME_ROWS = re.findall(r"^\| ([^|]+) \| `([a-z]+)` \|$", GLOSSARY, re.MULTILINE)


def test_the_example_is_a_plan() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", FORMAT, re.DOTALL)

    assert load_plan(example).projects[0].number == "14"


@pytest.mark.parametrize(
    "word", [field.name for kind in (Plan, Project) for field in fields(kind) if field.name != "id"]
)
def test_every_field_of_a_plan_and_a_project_is_explained(word: str) -> None:
    assert f"`{word}`" in FORMAT


@pytest.mark.parametrize("state", ValueState)
def test_every_state_of_a_number_is_explained(state: ValueState) -> None:
    assert f"`{state}`" in FORMAT


def test_the_glossary_names_every_outcome() -> None:
    assert {code for _, code in OUTCOME_ROWS} == {outcome.value for outcome in Outcome}


@pytest.mark.parametrize(("labels", "code"), OUTCOME_ROWS)
def test_the_words_of_the_glossary_come_to_what_it_says(labels: str, code: str) -> None:
    # 国・県 is one label.
    words = ["国・県" if word == "国" else word for word in labels.split("・") if word != "県"]

    assert {word: outcomes_of(word) for word in words} == {word: (Outcome(code),) for word in words}
