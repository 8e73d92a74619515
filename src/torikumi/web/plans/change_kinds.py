"""Which changes say that a project itself is another, and which only that a year went by."""

from __future__ import annotations

# New figures every year, and a number that moves with its neighbours: worth comparing, not worth a mark in a list.
RECORD_FIELDS = frozenset({"indicators", "amounts", "reviews", "comments", "number"})


def is_content(field: str) -> bool:
    """Whether a change of the field changes what the project is (内容), not only its records of a year (年度の記録)."""
    return field not in RECORD_FIELDS
