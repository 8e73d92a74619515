"""How far the forecast of an indicator is off, and how often its range holds, on real series of yearly values.

    python bench/forecast.py

Every series of the national review sheets (../shared/data/judgit, or TORIKUMI_SHARED) that has five years or more
without a gap: the last one, two or three years are put aside, forecast from those before, and compared. Beside it: the
last value as it is, the straight line of least squares (with the range of the same coverage), and the line through the
first and the last value. Errors are in units of the series' own mean yearly change; of ten times it, and more, ten count.
"""

import gzip
import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median

from scipy.special import stdtrit

from torikumi.indicators.forecast import COVERAGE, FEWEST, Forecast, forecast
from torikumi.plan.indicator import Good, Indicator, YearValue
from torikumi.plan.quantity import Quantity, ValueState

SHARED = Path(os.environ.get("TORIKUMI_SHARED") or Path(__file__).resolve().parents[2] / "shared" / "data")
_LISTS = (("アウトプット", "活動指標", "活動実績"), ("アウトカム", "成果指標", "成果実績"))
_WORST = 10.0

Guess = tuple[float, float, float] | None
Way = Callable[[Sequence[int], Sequence[float], int], Guess]


@dataclass
class Score:
    """What a way of forecasting came to."""

    errors: list[float] = field(default_factory=list)
    held: list[bool] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)


def main() -> None:
    """Print a table for each horizon."""
    ways: Mapping[str, Way] = {
        "torikumi": _ours,
        "last value": _last,
        "least squares": _line,
        "first to last": _chord,
    }
    for ahead in (1, 2, 3):
        scores = {name: Score() for name in ways}
        count = 0
        for years, values in _series():
            if len(years) < FEWEST + ahead:
                continue
            known, rest = values[:-ahead], values[-1]
            scale = fmean(abs(b - a) for a, b in pairwise(known))
            if not scale:
                continue
            count += 1
            for name, way in ways.items():
                _add(scores[name], way(years[:-ahead], known, years[-1]), rest, scale)
        print(f"{ahead} year(s) ahead, {count} series")
        for name, score in scores.items():
            held = f"{100 * fmean(score.held):5.1f} %" if score.held else "    - "
            width = f"{median(score.widths):5.2f}" if score.widths else "    -"
            print(
                f"  {name:14} median error {median(score.errors):5.2f}  mean {fmean(score.errors):5.2f}"
                f"  range holds {held}  half its width {width}  given {len(score.errors)}"
            )


def _add(score: Score, guess: Guess, truth: float, scale: float) -> None:
    if guess is None:
        return
    middle, low, high = guess
    score.errors.append(min(abs(middle - truth) / scale, _WORST))
    if low != high:
        score.held.append(low <= truth <= high)
        score.widths.append((high - low) / 2 / scale)


def _series() -> Iterator[tuple[list[int], list[float]]]:
    found: dict[tuple[object, ...], dict[int, float]] = defaultdict(dict)
    for path in sorted((SHARED / "judgit").glob("*.ndjson.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                sheet = json.loads(line)
                for block, name, values in _LISTS:
                    for one in sheet.get(block) or ():
                        words = re.sub(r"\s", "", one.get(name) or "")[:40]
                        key = (sheet["府省庁"], sheet["事業ID"], block, words, one.get("単位"))
                        for year in one.get(values) or ():
                            if isinstance(year.get(values), int | float) and year.get("年度"):
                                found[key][int(year["年度"])] = float(year[values])
    for values in found.values():
        years = sorted(values)
        if years[-1] - years[0] == len(years) - 1:
            yield years, [values[year] for year in years]


def _ours(years: Sequence[int], values: Sequence[float], year: int) -> Guess:
    actuals = tuple(
        YearValue(year=at, value=_quantity(value)) for at, value in zip(years, values, strict=True)
    )
    target = YearValue(year=year, value=_quantity(values[-1]))
    seen = forecast(Indicator(name="", good=Good.UP, actuals=actuals, final_target=target))
    if not isinstance(seen, Forecast):
        return None
    return float(seen.value), float(seen.low), float(seen.high)


def _quantity(value: float) -> Quantity:
    return Quantity(raw=repr(value), number=Decimal(repr(value)), state=ValueState.NUMBER)


def _last(_: Sequence[int], values: Sequence[float], __: int) -> Guess:
    return values[-1], values[-1], values[-1]


def _chord(years: Sequence[int], values: Sequence[float], year: int) -> Guess:
    at = values[-1] + (values[-1] - values[0]) / (years[-1] - years[0]) * (year - years[-1])
    return at, at, at


def _line(years: Sequence[int], values: Sequence[float], year: int) -> Guess:
    mean_year, mean = fmean(years), fmean(values)
    square = sum((at - mean_year) ** 2 for at in years)
    slope = sum((at - mean_year) * (value - mean) for at, value in zip(years, values, strict=True)) / square
    rest = sum(
        (value - mean - slope * (at - mean_year)) ** 2 for at, value in zip(years, values, strict=True)
    )
    freedom = len(years) - 2
    spread = (rest / freedom * (1 + 1 / len(years) + (year - mean_year) ** 2 / square)) ** 0.5
    half = float(stdtrit(freedom, (1 + COVERAGE) / 2)) * spread
    at = mean + slope * (year - mean_year)
    return at, at - half, at + half


if __name__ == "__main__":
    main()
