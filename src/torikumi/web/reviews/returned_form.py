"""What the page of a workbook sends: sheet by sheet what was seen, whether it is taken, and the texts chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping

from torikumi.web.reviews.actions.taking import Decision, Pick, SheetDecision

_CHOICES = frozenset({"stored", "returned", "edit"})
_SEEN = re.compile(r"seen-([0-9]{1,10})")
_DIGITS = 10


def read_decision(post: Mapping[str, str]) -> Decision:
    """Return the decision that a form sends; what it does not say was not decided."""
    sheets = {
        int(found[1]): _sheet(found[1], post) for name in post if (found := _SEEN.fullmatch(name)) is not None
    }
    return Decision(
        version=read_version(post.get("version", "")), sheets=sheets, hands_in=post.get("hand_in") == "yes"
    )


def read_version(text: str) -> int:
    """Return a version as a form names it; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0


def _sheet(number: str, post: Mapping[str, str]) -> SheetDecision:
    prefix = f"pick-{number}-"
    picks = {
        name.removeprefix(prefix): Pick(
            choice=choice, text=post.get(f"text-{number}-{name.removeprefix(prefix)}", "")
        )
        for name, choice in post.items()
        if name.startswith(prefix) and choice in _CHOICES
    }
    return SheetDecision(
        version=read_version(post[f"seen-{number}"]),
        is_taken=post.get(f"take-{number}") == "yes",
        picks=picks,
    )
