"""Steps of a chain as TOML tables, in the settings of a round and in the ready-made ones."""

from torikumi.review.round import Step
from torikumi.review.tables import Table
from torikumi.review.words import ROLE_WORDS

STEP_KEYS = ("id", "label", "role", "due")


def read_step(table: Table) -> Step:
    """Return the step of one [[steps]] table; without id and label it is called by its role."""
    table.allow(*STEP_KEYS)
    role = table.one_of("role", ROLE_WORDS)
    return Step(
        id=table.text("id", role.value),
        label=table.text("label", ROLE_WORDS[role]),
        role=role,
        due=table.day("due"),
    )


def step_entries(step: Step) -> dict[str, object]:
    """Return a step as the entries of its table."""
    return {
        "id": None if step.id == step.role else step.id,
        "label": step.label,
        "role": step.role.value,
        "due": step.due,
    }
