"""Which pairs of projects are looked at closely: those whose names or texts are the nearest, from either side."""

from collections import defaultdict
from collections.abc import Sequence, Set

import numpy as np
from scipy import sparse

from torikumi.compare.lineage.ngrams import Matrix, cosines, weigh
from torikumi.compare.lineage.record import Record

_NEAREST = 12
# Of what was found, so many of each project are looked at closely.
_KEPT = 6
_GRAM = 4
LEAST_NAME = 6  # a shorter name stands in many texts that do not speak of the project
_MOST_NAMED = 20
_ROWS = 400
# Runs of letters that stand in more texts than this share find nobody.
_COMMON = 0.05


def find_pairs(old: Sequence[Record], new: Sequence[Record]) -> np.ndarray:
    """Return pairs (index in old, index in new), each once, sorted."""
    if not old or not new:
        return np.zeros((0, 2), dtype=np.int64)
    found: set[tuple[int, int]] = set()
    likeness: list[tuple[Matrix, Matrix]] = []
    for texts, lengths in (
        (([one.name for one in old], [one.name for one in new]), (2, 3)),
        (([one.text for one in old], [one.text for one in new]), (3,)),
    ):
        before, after = weigh(*texts, lengths=lengths, most_common=_COMMON if len(old) > 100 else 1.0)
        likeness.append((before, after))
        found |= _nearest(before, after)
        found |= {(one, other) for other, one in _nearest(after, before)}
    sure = _same([{one.bare} for one in old], [{one.bare, *one.former} for one in new])
    sure |= _named([one.bare for one in old], [one.words for one in new])
    sure |= {(one, other) for other, one in _named([one.bare for one in new], [one.words for one in old])}
    pairs = np.asarray(sorted(found - sure), dtype=np.int64).reshape(-1, 2)
    kept = pairs[_best(pairs, np.sum([cosines(*each, pairs) for each in likeness], axis=0))]
    return np.asarray(sorted(sure | set(map(tuple, kept.tolist()))), dtype=np.int64).reshape(-1, 2)


def _best(pairs: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Return which pairs are among the best of either of their projects."""
    keep = np.zeros(len(pairs), dtype=bool)
    for side in (0, 1):
        order = np.lexsort((-scores, pairs[:, side]))
        groups = pairs[order, side]
        starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]]) if len(groups) else np.zeros(0, int)
        rank = np.arange(len(groups)) - np.repeat(starts, np.diff(np.r_[starts, len(groups)]))
        keep[order[rank < _KEPT]] = True
    return keep


def _named(names: Sequence[str], texts: Sequence[str]) -> set[tuple[int, int]]:
    """Return (name, text) where the text speaks of the name, for names that few texts speak of."""
    begun: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        if len(name) >= LEAST_NAME:
            begun[name[:_GRAM]].append(at)
    holders: dict[int, set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        for start in range(len(text) - _GRAM + 1):
            for at in begun.get(text[start : start + _GRAM], ()):
                if text.startswith(names[at], start):
                    holders[at].add(number)
    return {(at, number) for at, found in holders.items() if len(found) <= _MOST_NAMED for number in found}


def _nearest(before: Matrix, after: Matrix) -> set[tuple[int, int]]:
    """Return for each row of `after` the rows of `before` that are nearest."""
    found: set[tuple[int, int]] = set()
    turned = sparse.csc_matrix(before.T)
    for start in range(0, after.shape[0], _ROWS):
        products = sparse.csr_matrix(after[start : start + _ROWS] @ turned)
        for row in range(products.shape[0]):
            begin, end = products.indptr[row], products.indptr[row + 1]
            values, columns = products.data[begin:end], products.indices[begin:end]
            best = (
                np.argpartition(-values, _NEAREST)[:_NEAREST]
                if len(values) > _NEAREST
                else range(len(values))
            )
            found |= {(int(columns[at]), start + row) for at in best}
    return found


def _same(old: Sequence[Set[str]], new: Sequence[Set[str]]) -> set[tuple[int, int]]:
    """Return the pairs that share a name, where few have it."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for at, names in enumerate(old):
        for name in names - {""}:
            by_name[name].append(at)
    return {
        (one, other)
        for other, names in enumerate(new)
        for name in names
        for one in by_name.get(name, ())[:20]
    }
