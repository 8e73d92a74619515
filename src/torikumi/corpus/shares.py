"""Shares and what stands beside them: of how many something is counted, and the same among all records of the year.

Engines count whole numbers only. A share is made of two of them afterwards, so it is the same whoever counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ibis


@dataclass(frozen=True, slots=True)
class Share:
    """A share that a table shows: its heading in Japanese, the column that is counted and the one it is counted of."""

    head: str
    count: str
    of: str


def percent(count: int | None, of: int | None) -> str:
    """Return a share in per cent with one decimal, half up (12.5％); "－" where there is nothing to count."""
    if not of or count is None:
        return "－"
    permille = (2000 * count + of) // (2 * of)
    return f"{permille // 10}.{permille % 10}％"


def part(count: int | None, of: int | None) -> float | None:
    """Return a share between 0 and 1, four decimals, None where there is nothing to count."""
    return round(count / of, 4) if of and count is not None else None


def with_whole(cells: Any, by: Sequence[str], *, counted: str, whole: str) -> Any:
    """Return counts with the sum of all counts that share the columns `by`, as `whole`."""
    window = ibis.window(group_by=[*by])
    return cells.mutate(**{whole: cells[counted].sum().over(window).cast("int64")})


def with_stated(cells: Any, by: Sequence[str], value: str, *, counted: str, whole: str) -> Any:
    """Return the same, where records without a value ("") count only for the row that says so.

    The share of a value is then one of the records that state any; that of "" is one of all records.
    """
    window = ibis.window(group_by=[*by])
    stated = ibis.ifelse(cells[value] != "", cells[counted], 0).sum().over(window)
    every = cells[counted].sum().over(window)
    return cells.mutate(**{whole: ibis.ifelse(cells[value] == "", every, stated).cast("int64")})


def beside(cells: Any, rates: Any, keys: Sequence[str]) -> Any:
    """Return counts with the columns of `rates` that have the same keys beside; 0 where there is no such rate."""
    joined = cells.left_join(rates, [*keys]) if keys else cells.cross_join(rates)
    added = [name for name in rates.columns if name not in keys]
    return joined.select(*cells.columns, **{name: joined[name].fill_null(0).cast("int64") for name in added})
