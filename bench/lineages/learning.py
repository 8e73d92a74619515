"""Learning the weights: a logistic regression over pairs whose answer the sources know."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from bench.lineages.sheets import Year, edges_by_id, edges_by_link
from scipy.optimize import minimize

from torikumi.compare.lineage.candidates import find_pairs
from torikumi.compare.lineage.features import FEATURES, measure_pairs
from torikumi.compare.lineage.model import Model
from torikumi.compare.lineage.record import Record, records_of

# The ids join nearly always under one name: many rows, little news in each.
_WEIGHT_OF_IDS = 0.15
_PULL = 0.5


def rows_of(old: Year, new: Year, *, gold: str) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield features, answers and weights: with all that is known, and with parts of it hidden as in a plan that lacks them.

    Of pairs whose ends both have no partner in the source nothing is learnt: the ids do not join what was renamed.
    """
    edges, _ = (edges_by_id if gold == "ids" else edges_by_link)(old, new)
    olds, news = {one for one, _ in edges}, {other for _, other in edges}
    before, after = records_of(old.plan), records_of(new.plan)
    pairs = find_pairs(before, after)
    known = np.asarray(
        [(one in olds or other in news) if gold == "ids" else other in news for one, other in pairs]
    )
    answers = np.asarray([(one, other) in edges for one, other in map(tuple, pairs.tolist())], dtype=float)[
        known
    ]
    weight = _WEIGHT_OF_IDS if gold == "ids" else 1.0
    for share, hidden in ((1.0, ()), (0.5, _NUMBERS), (0.5, ("text", *_NUMBERS)), (0.3, ("text",))):
        sides = [[_without(record, hidden) for record in side] for side in (before, after)]
        yield measure_pairs(*sides, pairs)[known], answers, np.full(len(answers), weight * share)


_NUMBERS = ("money", "values", "indicators")


def _without(record: Record, hidden: tuple[str, ...]) -> Record:
    nothing = {"text": "", "money": {}, "values": frozenset(), "indicators": ""}
    return replace(record, **{name: nothing[name] for name in hidden})


def learn(rows: list[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> Model:
    """Return the model that fits the rows best, weights pulled towards nought.

    What is alike never speaks against a pair: where few things are known, nothing else would hold such weights.
    """
    features = np.vstack([one for one, _, _ in rows])
    answers, weights = (np.concatenate([each[at] for each in rows]) for at in (1, 2))
    table = np.c_[np.ones(len(features)), features]

    def loss(at: np.ndarray) -> tuple[float, np.ndarray]:
        said = table @ at
        pulled = np.r_[0.0, at[1:]]
        cost = ((np.logaddexp(0, said) - answers * said) * weights).sum() + _PULL * (pulled @ pulled) / 2
        slope = table.T @ ((1 / (1 + np.exp(-said)) - answers) * weights) + _PULL * pulled
        return float(cost), slope

    bounds = [(None, None), *((None, None) if name.endswith("_known") else (0, None) for name in FEATURES)]
    start = np.zeros(table.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2000}).x
    return Model(float(found[0]), tuple(map(float, found[1:])))
