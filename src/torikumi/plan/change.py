"""What differs between two editions of a plan."""

from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """What became of a project or node."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field before and after; for a project that came or went, `field` is "" and one side is None.

    `subject` is the project's or node's id, `title` its number and name as people say it.
    """

    kind: ChangeKind
    subject: str
    title: str
    field: str = ""
    before: str | None = None
    after: str | None = None
