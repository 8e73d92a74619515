"""What a section wants to do with a project (今後の方向性・方針), and the scale that says it."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What a direction comes to, comparable between cities; letters are not (A is 充実 here, 現状維持 there)."""

    EXPAND = "expand"
    KEEP = "keep"
    IMPROVE = "improve"
    SHRINK = "shrink"
    MERGE = "merge"
    SUSPEND = "suspend"
    ABOLISH = "abolish"
    COMPLETE = "complete"
    POSTPONE = "postpone"
    SUNSET = "sunset"
    TRANSFER = "transfer"
    REPLACE = "replace"
    COORDINATE = "coordinate"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionLabel:
    """One step of a city's scale; two outcomes (休止・廃止) mean that only a person can say which."""

    code: str | None
    label: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionScale:
    """The labels that may be chosen, in the city's order (方針の区分)."""

    id: str
    version: int = 1
    labels: tuple[DirectionLabel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """A direction as printed ("B：継続") and as understood; code and outcomes are empty where it is not."""

    printed: str
    code: str | None = None
    label: str | None = None
    outcomes: tuple[Outcome, ...] = ()
