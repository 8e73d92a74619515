"""How a direction looks: one colour, pattern and class name for each outcome, the same in pages, charts and sheets.

The colours are told apart with protanopia, deuteranopia and tritanopia; all the same a letter and a word always
stand beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from torikumi.plan.direction import Direction, Outcome
from torikumi.plan.money import Fund
from torikumi.plan.tints import TINTS, furthest_outcome


class Pattern(StrEnum):
    """What is drawn over a filled area, so that it can be told apart without its colour."""

    SOLID = "solid"
    HATCH = "hatch"
    DOTS = "dots"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The look of one outcome; colours are "#rrggbb".

    `fill` and `on_fill` are an area of a chart and the text on it; `tint` and `ink` a quiet cell and its text.
    """

    css: str
    fill: str
    on_fill: str
    tint: str
    ink: str
    pattern: Pattern = Pattern.SOLID


def _look(outcome: Outcome, fill: str, on_fill: str, pattern: Pattern = Pattern.SOLID) -> Look:
    quiet = TINTS[outcome]
    css = f"badge--{outcome.value}"
    return Look(css=css, fill=fill, on_fill=on_fill, tint=quiet.paper, ink=quiet.ink, pattern=pattern)


LOOKS: Mapping[Outcome, Look] = {
    Outcome.EXPAND: _look(Outcome.EXPAND, "#0017c1", "#ffffff"),
    Outcome.KEEP: _look(Outcome.KEEP, "#97d3ff", "#000000"),
    Outcome.IMPROVE: _look(Outcome.IMPROVE, "#008da6", "#000000", Pattern.DOTS),
    Outcome.SHRINK: _look(Outcome.SHRINK, "#ff7628", "#000000", Pattern.HATCH),
    Outcome.MERGE: _look(Outcome.MERGE, "#cda6ff", "#000000"),
    Outcome.SUSPEND: _look(Outcome.SUSPEND, "#b3b3b3", "#000000", Pattern.HATCH),
    Outcome.ABOLISH: _look(Outcome.ABOLISH, "#4d4d4d", "#ffffff"),
    Outcome.COMPLETE: _look(Outcome.COMPLETE, "#197a4b", "#ffffff"),
    Outcome.POSTPONE: _look(Outcome.POSTPONE, "#ffd43d", "#000000"),
    Outcome.SUNSET: _look(Outcome.SUNSET, "#999999", "#000000", Pattern.DOTS),
    Outcome.TRANSFER: _look(Outcome.TRANSFER, "#6f23d0", "#ffffff"),
    Outcome.REPLACE: _look(Outcome.REPLACE, "#ff8eff", "#000000"),
    Outcome.COORDINATE: _look(Outcome.COORDINATE, "#9ddd15", "#000000", Pattern.DOTS),
    Outcome.UNKNOWN: _look(Outcome.UNKNOWN, "#ffffff", "#1a1a1a"),
}

# Sources of funds are no directions: they have looks of their own, and always their name in a legend.
FUND_LOOKS: Mapping[Fund, Look] = {
    fund: Look(css="", fill=fill, on_fill=on_fill, tint="#ffffff", ink="#333333", pattern=pattern)
    for fund, fill, on_fill, pattern in (
        (Fund.TOTAL, "#cccccc", "#000000", Pattern.SOLID),
        (Fund.NATIONAL, "#0017c1", "#ffffff", Pattern.SOLID),
        (Fund.PREFECTURE, "#008da6", "#000000", Pattern.DOTS),
        (Fund.BOND, "#ff7628", "#000000", Pattern.HATCH),
        (Fund.OTHER, "#ffd43d", "#000000", Pattern.SOLID),
        (Fund.GENERAL, "#97d3ff", "#000000", Pattern.SOLID),
    )
}


def look_of(outcomes: tuple[Outcome, ...]) -> Look:
    """Return the look of a label's outcomes; several outcomes look like the furthest-reaching of them."""
    return LOOKS[furthest_outcome(outcomes)]


def letter_and_word(direction: Direction | None) -> tuple[str, str]:
    """Return what a badge says: ("B", "継続"); the letter is "" where the city's scale has none."""
    if direction is None:
        return "", "記載なし"
    if direction.label:
        return direction.code or "", direction.label
    return "", direction.printed or "記載なし"
