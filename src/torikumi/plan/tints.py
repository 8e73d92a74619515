"""The quiet colours of a direction: a tint and the ink on it for each outcome, the same in pages and in workbooks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from torikumi.plan.direction import Outcome


@dataclass(frozen=True, slots=True)
class Tint:
    """The colour of a cell and of its text, "#rrggbb"; the ink stands out by 4.5 to 1 at least."""

    paper: str
    ink: str


TINTS: Mapping[Outcome, Tint] = {
    Outcome.EXPAND: Tint("#d9e6ff", "#00118f"),
    Outcome.KEEP: Tint("#f0f9ff", "#00316a"),
    Outcome.IMPROVE: Tint("#e9f7f9", "#004c59"),
    Outcome.SHRINK: Tint("#ffeee2", "#6d2700"),
    Outcome.MERGE: Tint("#f1eafa", "#41048e"),
    Outcome.SUSPEND: Tint("#f2f2f2", "#333333"),
    Outcome.ABOLISH: Tint("#e6e6e6", "#1a1a1a"),
    Outcome.COMPLETE: Tint("#e6f5ec", "#0c472a"),
    Outcome.POSTPONE: Tint("#fbf5e0", "#604b00"),
    Outcome.SUNSET: Tint("#f2f2f2", "#333333"),
    Outcome.TRANSFER: Tint("#ecddff", "#41048e"),
    Outcome.REPLACE: Tint("#f3e5f4", "#6c006c"),
    Outcome.COORDINATE: Tint("#ebfad9", "#2c4100"),
    Outcome.UNKNOWN: Tint("#ffffff", "#333333"),
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


def furthest_outcome(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the furthest-reaching of several outcomes; UNKNOWN where there is none."""
    found = frozenset(outcomes)
    return next((outcome for outcome in _REACH if outcome in found), Outcome.UNKNOWN)
