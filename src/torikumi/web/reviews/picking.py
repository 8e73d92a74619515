"""Choosing the projects of a round, by ticks that survive searching and turning pages."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from torikumi.review.round import AskKind, Asks

_LONGEST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """What is ticked: `kept` from before, without the rows that were `shown`, and those of them that are `ticked`."""

    kept: frozenset[str]
    shown: frozenset[str]
    ticked: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """Everything that is ticked now, on this page and on others."""
        return (self.kept - self.shown) | (self.ticked & self.shown)


def read_kept(text: str) -> frozenset[str]:
    """Return the keys of a hidden field; whatever is no list of texts counts as nothing."""
    try:
        values = json.loads(text[:_LONGEST]) if text else []
    except ValueError:
        return frozenset()
    return (
        frozenset(value for value in values if isinstance(value, str))
        if isinstance(values, list)
        else frozenset()
    )


def write_kept(keys: Collection[str]) -> str:
    """Return the keys for a hidden field."""
    return json.dumps(sorted(keys), ensure_ascii=False)


def asks_of(kind: AskKind, chosen: Collection[str], *, order: Sequence[str], every: int | None) -> Asks:
    """Return what a round asks about; `chosen` are projects or sections, kept in the plan's `order`.

    What is chosen but stands no more in the plan comes last, so that nothing is lost by looking.
    """
    places = {key: place for place, key in enumerate(order)}
    sorted_keys = tuple(sorted(chosen, key=lambda key: (places.get(key, len(places)), key)))
    match kind:
        case AskKind.ALL:
            return Asks()
        case AskKind.CHOSEN:
            return Asks(kind=kind, projects=sorted_keys)
        case AskKind.SECTIONS:
            return Asks(kind=kind, sections=sorted_keys)
        case AskKind.ROTATING:
            return Asks(kind=kind, every=every, always=sorted_keys)


def chosen_in(asks: Asks, kind: AskKind) -> frozenset[str]:
    """Return what a round of this kind of question has chosen so far."""
    if asks.kind is not kind:
        return frozenset()
    return frozenset(
        {
            AskKind.ALL: (),
            AskKind.CHOSEN: asks.projects,
            AskKind.SECTIONS: asks.sections,
            AskKind.ROTATING: asks.always,
        }[kind]
    )
