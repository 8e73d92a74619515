"""What people call the fields of a project, and how a change of one is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.core.paginator import Page, Paginator

from torikumi.compare.report import FIELD_WORDS
from torikumi.plan.change import Change, ChangeKind
from torikumi.web.plans.change_kinds import is_content
from torikumi.web.plans.models import StoredChange
from torikumi.web.plans.staged import ReadProject

GROUPS_A_PAGE = 50
_SHORTEST, _LONGEST, _SMALLEST_BLOCK = 8, 2000, 3
_SORTS = ("content", "added", "removed", "records")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text, and whether the other text has it as well."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field before and after, in words; `None` stands for what was not known."""

    subject: str
    title: str
    kind: ChangeKind
    field: str
    before: str | None
    after: str | None
    is_content: bool = True

    def parts(self) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
        """Return both texts in pieces; found only when a page asks, because it takes a moment."""
        return split_parts(self.before or "", self.after or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectChanges:
    """Everything that changed about one project or heading; `read` is the project as an import read it."""

    subject: str
    title: str
    kind: ChangeKind
    fields: tuple[FieldChange, ...]
    is_heading: bool = False
    read: ReadProject | None = None

    @property
    def sort(self) -> str:
        """What a page puts together: "content" and "records" of what changed, "added", "removed"."""
        if self.kind is not ChangeKind.CHANGED:
            return self.kind.value
        return "content" if any(change.is_content for change in self.fields) else "records"

    @property
    def field_words(self) -> str:
        """The names of the fields, each once."""
        return "、".join(dict.fromkeys(change.field for change in self.fields))

    @property
    def direction(self) -> FieldChange | None:
        """The change of the direction, which people look for first."""
        return next((change for change in self.fields if change.field == field_word("direction")), None)


def show_change(change: Change | StoredChange) -> FieldChange:
    """Return one difference in words."""
    return FieldChange(
        subject=change.subject,
        title=change.title,
        kind=ChangeKind(change.kind),
        field=field_word(change.field),
        before=change.before,
        after=change.after,
        is_content=is_content(change.field),
    )


def split_parts(before: str, after: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return both texts in pieces, so that a page can mark what only one of them has.

    Texts that are short, very long or hardly alike are marked whole: specks of equal letters help nobody.
    """
    if min(len(before), len(after)) < _SHORTEST or max(len(before), len(after)) > _LONGEST:
        return _whole(before), _whole(after)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size >= _SMALLEST_BLOCK]
    if sum(block.size for block in blocks) * 2 < min(len(before), len(after)):
        return _whole(before), _whole(after)
    return (
        _pieces(before, [(block.a, block.a + block.size) for block in blocks]),
        _pieces(after, [(block.b, block.b + block.size) for block in blocks]),
    )


def _whole(text: str) -> tuple[Part, ...]:
    return (Part(text, True),) if text else ()


def _pieces(text: str, same: Iterable[tuple[int, int]]) -> tuple[Part, ...]:
    parts: list[Part] = []
    end = 0
    for start, stop in [*same, (len(text), len(text))]:
        parts.extend((Part(text[end:start], True), Part(text[start:stop], False)))
        end = stop
    return tuple(part for part in parts if part.text)


def field_word(field: str) -> str:
    """Return what people call a field; the name itself where there is no word for it."""
    return FIELD_WORDS[field][0] if field in FIELD_WORDS else field


def group_changes(
    changes: Iterable[Change | StoredChange], *, headings: Collection[str]
) -> list[SubjectChanges]:
    """Return the differences by project or heading: what changed, what came, what went, then new records of a year.

    A changed direction comes before all other changes, projects (those not in `headings`) before headings.
    """
    groups: dict[str, list[FieldChange]] = {}
    for change in changes:
        groups.setdefault(change.subject, []).append(show_change(change))
    found = [
        SubjectChanges(
            subject=subject,
            title=shown[0].title,
            kind=shown[0].kind,
            fields=tuple(one for one in shown if one.field),
            is_heading=subject in headings,
        )
        for subject, shown in groups.items()
    ]
    return sorted(
        found, key=lambda group: (_SORTS.index(group.sort), group.is_heading, group.direction is None)
    )


def cut_groups(groups: Sequence[SubjectChanges], number: str | None) -> Page[SubjectChanges]:
    """Return one page of the differences."""
    return Paginator(groups, GROUPS_A_PAGE).get_page(number)
