"""Which changes say that a project itself is another, and which only that a year went by."""

from __future__ import annotations

from torikumi.compare.change_list import RECORD_FIELDS

__all__ = ["RECORD_FIELDS", "is_content"]


def is_content(field: str) -> bool:
    """Whether a change of the field changes what the project is (内容), not only its records of a year (年度の記録)."""
    return field not in RECORD_FIELDS
