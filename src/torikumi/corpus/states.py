"""What may differ from year to year under one wording, as numbers: year, outcome, band of budget, result.

A wording stands for several years. To filter and to count exactly, the index holds the set of its states, and for each
choice of outcome, band and result the set of their combinations.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from torikumi.corpus.schema import BAND_ENDS, OUTCOMES, Result

OUTCOME_VALUES = ("", *OUTCOMES)
BAND_VALUES = tuple(range(len(BAND_ENDS) + 2))
RESULT_VALUES = tuple(str(one) for one in Result)
FIRST_YEAR, LAST_YEAR = 1900, 2155
_BITS: Mapping[str, int] = {"outcome": 8, "band": 4, "result": 0}
_YEAR_BITS = 12
_VALUES: Mapping[str, tuple[str | int, ...]] = {
    "outcome": OUTCOME_VALUES,
    "band": BAND_VALUES,
    "result": RESULT_VALUES,
}
PARTS = ("outcome", "band", "result")
# The sets that the index holds beside that of whole states: every choice of the three parts.
SETS: tuple[tuple[str, ...], ...] = tuple(
    tuple(part for part, taken in zip(PARTS, chosen, strict=True) if taken)
    for chosen in product((True, False), repeat=3)
    if any(chosen)
)


def set_name(parts: Collection[str]) -> str:
    """Return the name of the field that holds the combinations of some parts."""
    return "set_" + "_".join(part for part in PARTS if part in parts)


def all_name(part: str) -> str:
    """Return the name of the field that holds all values of a part in one text, parted by commas."""
    return f"all_{part}"


@dataclass(frozen=True, slots=True)
class State:
    """One year of a project as it is filtered and counted."""

    year: int
    outcome: str
    band: int
    result: str

    def number(self) -> int:
        """Return the state as one number; those of one year stand together."""
        return of_year(self.without_year(PARTS), self.year)

    def without_year(self, parts: Iterable[str]) -> int:
        """Return the number of some parts alone, the others nought."""
        return sum(_at(part, getattr(self, part)) << _BITS[part] for part in parts)


def of_year(number: int, year: int) -> int:
    """Return the number of a state whose year was left out."""
    return ((year - FIRST_YEAR) << _YEAR_BITS) | number


@cache
def part_of(number: int, part: str) -> str | int:
    """Return the value of one part in a number with or without its year."""
    if part == "year":
        return (number >> _YEAR_BITS) + FIRST_YEAR
    return _VALUES[part][(number >> _BITS[part]) & 15]


def combined(chosen: Mapping[str, Collection[str | int]]) -> list[int]:
    """Return the numbers, without year, of all combinations of chosen values of some parts."""
    parts = [part for part in PARTS if chosen.get(part)]
    return [
        sum(_at(part, value) << _BITS[part] for part, value in zip(parts, values, strict=True))
        for values in product(*(chosen[part] for part in parts))
    ]


def _at(part: str, value: str | int) -> int:
    return _VALUES[part].index(value)
