"""One partner for each project: the pairs that together are the likeliest."""

from collections import defaultdict

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

# Pairs less likely than this are never partners.
LEAST = 0.02


def choose_pairs(pairs: np.ndarray, chances: np.ndarray, size: tuple[int, int]) -> list[int]:
    """Return which pairs (rows of `pairs`) are chosen: nobody twice, the sum of log odds the largest.

    `size` is how many projects there are on either side. A pair less likely than not is chosen only where neither
    has anything better.
    """
    kept = np.flatnonzero(chances >= LEAST)
    if not len(kept):
        return []
    old, new = pairs[kept, 0], pairs[kept, 1]
    graph = coo_matrix((np.ones(len(kept)), (old, size[0] + new)), shape=(sum(size), sum(size)))
    _, labels = connected_components(graph, directed=False)
    groups: dict[int, list[int]] = defaultdict(list)
    for at, one in zip(kept, old, strict=True):
        groups[int(labels[one])].append(int(at))
    return sorted(chosen for group in groups.values() for chosen in _choose(group, pairs, chances))


def _choose(group: list[int], pairs: np.ndarray, chances: np.ndarray) -> list[int]:
    if len(group) == 1:
        return group
    rows = {one: at for at, one in enumerate(sorted({int(pairs[at, 0]) for at in group}))}
    columns = {one: at for at, one in enumerate(sorted({int(pairs[at, 1]) for at in group}))}
    # What is no candidate is worth nothing, like being left alone; such a choice is dropped afterwards.
    worth = np.zeros((len(rows), len(columns)))
    which = np.full(worth.shape, -1)
    floor = np.log(LEAST / (1 - LEAST))
    for at in group:
        place = rows[int(pairs[at, 0])], columns[int(pairs[at, 1])]
        chance = min(max(float(chances[at]), 1e-9), 1 - 1e-9)
        # Counted from the floor, so that leaving a project alone never pays.
        worth[place], which[place] = np.log(chance / (1 - chance)) - floor, at
    chosen = linear_sum_assignment(worth, maximize=True)
    return [int(which[place]) for place in zip(*chosen, strict=True) if which[place] >= 0]
