"""Precision, recall and F1 of edges: all, those whose name changed, and merges and splits; and how far confidence holds."""

from collections import Counter
from collections.abc import Mapping, Set
from itertools import pairwise
from typing import TypeAlias

from bench.lineages.sheets import Year

Edge: TypeAlias = tuple[int, int]
Edges: TypeAlias = set[Edge]
Measured: TypeAlias = dict[str, dict[str, float]]

_BANDS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0001)


def measure(found: Set[Edge], gold: Set[Edge], spoken: Set[int], *, old: Year, new: Year) -> Measured:
    """Return the measures of the edges to the new sheets that the source speaks of."""
    told = {edge for edge in found if edge[1] in spoken}
    before, after = Counter(one for one, _ in gold), Counter(other for _, other in gold)
    several = {edge for edge in gold if before[edge[0]] > 1 or after[edge[1]] > 1}
    joined = {other for _, other in several}

    def renamed(edges: Set[Edge]) -> Edges:
        return {(a, b) for a, b in edges if old.sheets[a]["事業名"] != new.sheets[b]["事業名"]}

    def within(edges: Set[Edge]) -> Edges:
        return {edge for edge in edges if edge[1] in joined}

    single_told, single_gold = told - within(told), set(gold) - within(gold)
    return {
        "all": _scores(told, gold),
        "name changed": _scores(renamed(told), renamed(gold)),
        "merges and splits": _scores(within(told), within(gold)),
        "one to one": _scores(single_told, single_gold),
        "one to one, name changed": _scores(renamed(single_told), renamed(single_gold)),
    }


def beside(found: Mapping[Edge, float], spoken: Set[int], *, old: Year, new: Year) -> dict[str, int]:
    """Return how many edges go to new sheets that declare no predecessor of any year: where a wrong edge would hide.

    `own_name` of them have a sheet of their own name in the year before, on which the source is merely silent; of the
    `others`, `sure` have a confidence of nine in ten.
    """
    names = {(sheet["府省庁"], sheet["事業名"]) for sheet in old.sheets}
    edges = [
        edge
        for edge in found
        if edge[1] not in spoken and not new.sheets[edge[1]]["関連する過去のレビューシート"]
    ]
    others = [
        edge for edge in edges if (new.sheets[edge[1]]["府省庁"], new.sheets[edge[1]]["事業名"]) not in names
    ]
    return {
        "own_name": len(edges) - len(others),
        "others": len(others),
        "sure": sum(found[edge] >= 0.9 for edge in others),
    }


def reliability(found: Mapping[Edge, float], gold: Set[Edge], spoken: Set[int]) -> list[dict[str, float]]:
    """Return for bands of confidence how many edges were given it and what share of them is right."""
    rows = []
    for low, high in pairwise(_BANDS):
        edges = [edge for edge, given in found.items() if low <= given < high and edge[1] in spoken]
        if edges:
            right = sum(edge in gold for edge in edges) / len(edges)
            rows.append({"from": low, "to": min(high, 1.0), "count": len(edges), "right": round(right, 4)})
    return rows


def _scores(found: Set[Edge], gold: Set[Edge]) -> dict[str, float]:
    right = len(found & gold)
    precision = right / len(found) if found else 0.0
    recall = right / len(gold) if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {
        "precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4), "edges": len(gold),
    }  # fmt: skip
