"""How a direction looks: one colour, pattern and class name for each outcome, the same in pages, charts and sheets.

The colours are told apart with protanopia, deuteranopia and tritanopia; all the same a letter and a word always
stand beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from torikumi.plan.direction import Direction, Outcome


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


def _look(name: str, fill: str, on_fill: str, tint: str, ink: str, pattern: Pattern = Pattern.SOLID) -> Look:
    return Look(css=f"badge--{name}", fill=fill, on_fill=on_fill, tint=tint, ink=ink, pattern=pattern)


LOOKS: Mapping[Outcome, Look] = {
    Outcome.EXPAND: _look("expand", "#0017c1", "#ffffff", "#d9e6ff", "#00118f"),
    Outcome.KEEP: _look("keep", "#97d3ff", "#000000", "#f0f9ff", "#00316a"),
    Outcome.IMPROVE: _look("improve", "#008da6", "#000000", "#e9f7f9", "#004c59", Pattern.DOTS),
    Outcome.SHRINK: _look("shrink", "#ff7628", "#000000", "#ffeee2", "#6d2700", Pattern.HATCH),
    Outcome.MERGE: _look("merge", "#cda6ff", "#000000", "#f1eafa", "#41048e"),
    Outcome.SUSPEND: _look("suspend", "#b3b3b3", "#000000", "#f2f2f2", "#333333", Pattern.HATCH),
    Outcome.ABOLISH: _look("abolish", "#4d4d4d", "#ffffff", "#e6e6e6", "#1a1a1a"),
    Outcome.COMPLETE: _look("complete", "#197a4b", "#ffffff", "#e6f5ec", "#0c472a"),
    Outcome.POSTPONE: _look("postpone", "#ffd43d", "#000000", "#fbf5e0", "#604b00"),
    Outcome.SUNSET: _look("sunset", "#999999", "#000000", "#f2f2f2", "#333333", Pattern.DOTS),
    Outcome.TRANSFER: _look("transfer", "#6f23d0", "#ffffff", "#ecddff", "#41048e"),
    Outcome.REPLACE: _look("replace", "#ff8eff", "#000000", "#f3e5f4", "#6c006c"),
    Outcome.COORDINATE: _look("coordinate", "#9ddd15", "#000000", "#ebfad9", "#2c4100", Pattern.DOTS),
    Outcome.UNKNOWN: _look("unknown", "#ffffff", "#1a1a1a", "#ffffff", "#333333"),
}

# 休止・廃止 leaves it to a person to say which; it is shown as the further-reaching of the two.
_REACH = (
    Outcome.ABOLISH,
    Outcome.SUSPEND,
    Outcome.SUNSET,
    Outcome.SHRINK,
    Outcome.MERGE,
    Outcome.REPLACE,
    Outcome.TRANSFER,
    Outcome.POSTPONE,
    Outcome.COMPLETE,
    Outcome.COORDINATE,
    Outcome.IMPROVE,
    Outcome.EXPAND,
    Outcome.KEEP,
)


def look_of(outcomes: tuple[Outcome, ...]) -> Look:
    """Return the look of a label's outcomes; several outcomes look like the furthest-reaching of them."""
    for outcome in _REACH:
        if outcome in outcomes:
            return LOOKS[outcome]
    return LOOKS[Outcome.UNKNOWN]


def letter_and_word(direction: Direction | None) -> tuple[str, str]:
    """Return what a badge says: ("B", "継続"); the letter is "" where the city's scale has none."""
    if direction is None:
        return "", "記載なし"
    if direction.label:
        return direction.code or "", direction.label
    return "", direction.printed or "記載なし"
