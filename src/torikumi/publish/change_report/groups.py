"""The lines of the list of changes by project, as a page and a paper show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from torikumi.compare.change_list import ChangeList, Kind, ListedChange
from torikumi.publish.change_report.words import KINDS, field_of, remark_on
from torikumi.publish.phrase_diff import Fate, Piece, diff_phrases

# Shorter texts are read faster before and after than with marks in them.
_SHORT = 24
_LISTS = frozenset(("node", "also_under", "sections", "merges", "lineage"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """One change: what it is about (区分), what changed, and both sides; `pieces` where phrases are marked in one text."""

    kind: str
    field: str
    before: str | None
    after: str | None
    pieces: tuple[Piece, ...]
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSubject:
    """A project or heading, where it stands, and what changed about it."""

    title: str
    path: str
    sections: str
    kinds: tuple[str, ...]
    changes: tuple[ShownChange, ...]


def group_lines(lines: Iterable[ListedChange]) -> tuple[ChangedSubject, ...]:
    """Return the lines by project or heading, in their order."""
    groups: dict[str, list[ListedChange]] = {}
    for line in lines:
        groups.setdefault(line.change.subject, []).append(line)
    return tuple(_subject(group) for group in groups.values())


def changed_subjects(listed: ChangeList) -> tuple[ChangedSubject, ...]:
    """Return what changed about projects and headings, without the records of the year."""
    return group_lines(line for line in listed.lines if not line.is_record)


def recorded_subjects(listed: ChangeList) -> tuple[ChangedSubject, ...]:
    """Return what only says that a year went by: figures, money, answers, numbers."""
    return group_lines(line for line in listed.lines if line.is_record)


def _subject(lines: list[ListedChange]) -> ChangedSubject:
    first = lines[0]
    return ChangedSubject(
        title=f"No.{first.number} {first.name}" if first.number and first.kind is not Kind.HEADING
        else f"{first.number or ''} {first.name}".strip(),
        path=" ＞ ".join(first.path),
        sections="、".join(first.sections),
        kinds=tuple(dict.fromkeys(KINDS[line.kind] for line in lines)),
        changes=tuple(map(_shown, lines)),
    )  # fmt: skip


def _shown(line: ListedChange) -> ShownChange:
    return ShownChange(
        kind=KINDS[line.kind],
        field=field_of(line),
        before=line.change.before,
        after=line.change.after,
        pieces=marked_pieces(line),
        remark=remark_on(line),
    )


def marked_pieces(line: ListedChange) -> tuple[Piece, ...]:
    """Return both texts as one with its phrases marked; () for short ones, lists, and texts with nothing in common."""
    before, after = line.change.before, line.change.after
    if not before or not after or line.change.field in _LISTS or max(len(before), len(after)) <= _SHORT:
        return ()
    found = diff_phrases(before, after)
    return found if any(piece.fate is Fate.SAME for piece in found) else ()
