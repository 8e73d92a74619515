"""Invented lives: when each project begins and ends, is renamed, and how its direction, money and figures go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from torikumi.corpus.invented.bodies import InventedBody
from torikumi.corpus.schema import BAND_ENDS

# Yearly rates, chosen: of a hundred projects three end, one is merged, four are new, two are renamed, five reworded.
ENDS, MERGES, RENAMES, REWORDS = 0.03, 0.01, 0.02, 0.05
NEW = ENDS + MERGES
# Directions of a year, chosen. In totals that cities print, "keep" or its like is 51 to 93 in a hundred, most often near
# 80; of one city's 394 projects 78 in a hundred were kept, 11 expanded, 4 improved, 4 merged, 1 each shrunk, ended and done.
_OUTCOMES = ("keep", "expand", "improve", "shrink", "abolish", "complete", "unknown")
_CHANCES = (0.82, 0.08, 0.06, 0.02, 0.005, 0.005, 0.01)
_LAST = {
    "ended": (("abolish", "complete", "keep"), (0.4, 0.25, 0.35)),
    "merged": (("merge", "keep"), (0.6, 0.4)),
}


@dataclass(frozen=True, slots=True)
class Lives:
    """Lines and rows of many bodies; `line_*` has a value a line, the others a value a row, rows of a line together."""

    line_body: np.ndarray
    line_first: np.ndarray
    line_last: np.ndarray
    line_fate: np.ndarray
    row_line: np.ndarray
    row_year: np.ndarray
    version: np.ndarray
    outcome: np.ndarray
    budget: np.ndarray
    settled: np.ndarray
    judged: np.ndarray
    met: np.ndarray


def invent_lives(
    bodies: Sequence[InventedBody], years: range, mean_projects: float, rng: np.random.Generator
) -> Lives:
    """Return the lives of the projects of some bodies; money in yen, -1 where no amount is known."""
    weights = np.asarray([one.weight for one in bodies])
    sizes = np.maximum(np.round(weights * mean_projects), 20).astype(int)
    span = len(years)
    starts, owners = [], []
    for at, size in enumerate(sizes):
        born = np.r_[size, rng.poisson(size * NEW, span - 1)]
        starts.append(np.repeat(np.arange(span), born))
        owners.append(np.full(born.sum(), at))
    first, owner = np.concatenate(starts), np.concatenate(owners)
    last = np.minimum(first + rng.geometric(ENDS + MERGES, len(first)) - 1, span - 1)
    merged = rng.random(len(first)) < MERGES / (ENDS + MERGES)
    fate = np.where(last == span - 1, "open", np.where(merged, "merged", "ended"))
    lengths = last - first + 1
    row_line = np.repeat(np.arange(len(first)), lengths)
    begin = np.repeat(np.cumsum(lengths) - lengths, lengths)
    offset = np.arange(len(row_line)) - begin
    row_year = first[row_line] + offset
    changed = (rng.random(len(row_line)) < RENAMES + REWORDS) & (offset > 0)
    counted = np.cumsum(changed)
    version = counted - counted[begin]
    is_last = offset == lengths[row_line] - 1
    return Lives(
        line_body=owner,
        line_first=first + years[0],
        line_last=last + years[0],
        line_fate=fate,
        row_line=row_line,
        row_year=row_year + years[0],
        version=version,
        outcome=_outcomes(bodies, owner[row_line], np.where(is_last, fate[row_line], ""), rng),
        **_money(len(first), row_line, offset, rng),
        **_figures(len(first), row_line, rng),
    )


def bands_of(budget: np.ndarray) -> np.ndarray:
    """Return the band of each budget, 0 where it is not known (-1)."""
    return np.where(budget < 0, 0, 1 + np.searchsorted(np.asarray(BAND_ENDS), budget, side="right")).astype(
        np.int8
    )


def _outcomes(
    bodies: Sequence[InventedBody], owner: np.ndarray, ending: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    outcome = rng.choice(_OUTCOMES, len(owner), p=_CHANCES).astype("<U10")
    for fate, (values, chances) in _LAST.items():
        at = np.flatnonzero(ending == fate)
        outcome[at] = rng.choice(values, len(at), p=chances)
    silent = np.asarray([not one.has_directions for one in bodies])
    outcome[silent[owner]] = ""
    return outcome


def _money(
    lines: int, row_line: np.ndarray, offset: np.ndarray, rng: np.random.Generator
) -> Mapping[str, np.ndarray]:
    base = rng.normal(np.log(5_000_000), 1.6, lines)
    trend = rng.normal(-0.005, 0.06, lines)
    known = rng.random(lines) < 0.85
    logs = base[row_line] + trend[row_line] * offset + rng.normal(0, 0.08, len(row_line))
    budget = (np.exp(logs) // 1000 * 1000).astype(np.int64)
    settled = (budget * rng.uniform(0.85, 1.0, len(row_line)) // 1000 * 1000).astype(np.int64)
    return {
        "budget": np.where(known[row_line], budget, -1),
        "settled": np.where(known[row_line] & (rng.random(len(row_line)) < 0.7), settled, -1),
    }


def _figures(lines: int, row_line: np.ndarray, rng: np.random.Generator) -> Mapping[str, np.ndarray]:
    count = np.where(rng.random(lines) < 0.6, rng.integers(1, 4, lines), 0)
    chance = rng.beta(2, 1.6, lines)
    judged = count[row_line] * (rng.random(len(row_line)) < 0.9)
    return {"judged": judged, "met": rng.binomial(judged, chance[row_line])}
