"""What a body's words for a direction come to: the canonical map, and what a person said where the map cannot say."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from torikumi.corpus.folder import write_whole
from torikumi.errors import UserError
from torikumi.plan.direction import Direction, Outcome
from torikumi.plan.outcomes import parse_direction
from torikumi.text.width import search_key

NAME = "directions.json"


class LabelError(UserError):
    """An outcome that is none, or a file of remembered labels that cannot be read."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The answers that were given, by body and by the label's key."""

    answers: Mapping[tuple[str, str], Outcome] = field(default_factory=dict)

    def outcome(self, body: str, direction: Direction) -> str:
        """Return the outcome that a body's label comes to; "unknown" while nobody has said it."""
        said = self.answers.get((body, search_key(direction.printed)))
        if said is not None:
            return str(said)
        return str(direction.outcomes[0] if len(direction.outcomes) == 1 else Outcome.UNKNOWN)

    def restated(self, body: str, printed: str) -> str:
        """Return the outcome of a label as it is printed."""
        return self.outcome(body, parse_direction(printed))

    def with_answer(self, body: str, label: str, outcome: str) -> "Labels":
        """Return the labels with one more answer. Raises LabelError for an outcome that is none."""
        try:
            said = Outcome(outcome)
        except ValueError as error:
            known = ", ".join(Outcome)
            raise LabelError(
                ja=f"「{outcome}」という区分はありません。次から選んでください: {known}",
                en=f"There is no outcome {outcome}. Choose one of {known}.",
            ) from error
        return Labels({**self.answers, (body, search_key(label)): said})


def load_labels(folder: Path) -> Labels:
    """Return what was answered for a corpus; nothing where nothing was asked yet."""
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return Labels({(one["body"], one["label"]): Outcome(one["outcome"]) for one in content})
    except FileNotFoundError:
        return Labels()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LabelError(
            ja=f"「{folder / NAME}」が読めません。控えに戻すか、消して答え直してください。",
            en=f"{folder / NAME} cannot be read. Restore it, or remove it and answer again.",
        ) from error


def save_labels(folder: Path, labels: Labels) -> None:
    """Write the answers beside the corpus, whole or not at all."""
    content = [
        {"body": body, "label": label, "outcome": str(outcome)}
        for (body, label), outcome in sorted(labels.answers.items())
    ]
    write_whole(folder / NAME, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
