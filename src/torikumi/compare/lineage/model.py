"""From features to the chance that a pair is one project; the weights are data, learnt from real editions."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from torikumi.compare.lineage.features import FEATURES

WEIGHTS = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Model:
    """A weight for each feature, and the weight of nothing known."""

    bias: float
    weights: tuple[float, ...]

    def chances(self, features: np.ndarray) -> np.ndarray:
        """Return the chance of each row, 0 to 1."""
        said = self.bias + features @ np.asarray(self.weights)
        chances: np.ndarray = 1 / (1 + np.exp(-np.clip(said, -40, 40)))
        return chances


@cache
def load_model() -> Model:
    """Return the model that comes with the package."""
    return read_model(WEIGHTS.read_text(encoding="utf-8"))


def read_model(text: str) -> Model:
    """Return a model of its JSON: {"bias": …, "weights": {feature: …}}."""
    content = json.loads(text)
    return Model(content["bias"], tuple(float(content["weights"].get(name, 0)) for name in FEATURES))


def write_model(model: Model, *, learnt_from: Sequence[str]) -> str:
    """Return a model as JSON, with what it was learnt from."""
    weights = {name: round(weight, 4) for name, weight in zip(FEATURES, model.weights, strict=True)}
    content = {"learnt_from": [*learnt_from], "bias": round(model.bias, 4), "weights": weights}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
