"""How a sheet came to say what it says: writes and moves in one line, as far as the person may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from torikumi.plan.project import ReviewState
from torikumi.review.states import MOVE_WORDS, STATE_WORDS, Move
from torikumi.web.plans.fields import Part, split_parts
from torikumi.web.plans.store import load_project
from torikumi.web.reviews.entering import SheetRoom
from torikumi.web.reviews.models import AnswerVersion, Origin, SheetMove
from torikumi.web.reviews.next_edition import place_of_answer
from torikumi.web.reviews.queries.people import names_by_login
from torikumi.web.reviews.queries.writers import SAME_PERSON, approved_by_writers, moves_of, versions_of
from torikumi.web.reviews.sheet_page import field_labels

_ONE_SITTING = timedelta(minutes=10)
# What somebody outside sees of the way: that an answer was handed in, went on, and was corrected later.
_SEEN_BY_ALL = frozenset({Move.SUBMIT, Move.APPROVE, Move.REVISE})


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDiff:
    """One field before and after; `cell` is where a workbook had it."""

    key: str
    field: str
    before: str
    after: str
    cell: str = ""

    def parts(self) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
        """Return both texts in pieces; found only when a page asks, because it takes a moment."""
        return split_parts(self.before, self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened: what, who, when; the note, and the fields that changed."""

    title: str
    detail: str
    who: str
    at: datetime
    version: int
    is_move: bool
    note: str = ""
    changes: tuple[FieldDiff, ...] = ()


def view_timeline(room: SheetRoom) -> list[Entry]:
    """Return what happened to the sheet, newest first.

    Those who may see drafts get every write and every note, of the steps that they may read. Everybody else gets the
    moves that lead on, and what a correction changed between two approved answers; no return, no note but the reason
    of a correction.
    """
    versions, moves = list(versions_of(room.sheet)), list(moves_of(room.sheet))
    names = names_by_login(room.sheet, _logins(versions, moves))
    labels = _readable_labels(room)
    if room.may_see_drafts:
        entries = [entry for row in versions if (entry := _write_entry(row, labels, names))]
        own = approved_by_writers(moves)
        entries += [_move_entry(move, names, note=move.note, own=own) for move in moves]
        return _put_together(sorted(entries, key=lambda entry: entry.version))[::-1]
    return _outside(versions, moves, labels, names)


def _outside(
    versions: list[AnswerVersion], moves: list[SheetMove], labels: Mapping[str, str], names: Mapping[str, str]
) -> list[Entry]:
    entries = []
    own = approved_by_writers(moves)
    approved: dict[str, str] | None = None
    for move in moves:
        if Move(move.move) not in _SEEN_BY_ALL:
            continue
        changes: tuple[FieldDiff, ...] = ()
        if move.to_state == ReviewState.APPROVED:
            values = values_at(versions, move.version)
            if approved is not None:
                changes = _diffs(
                    {key: (approved.get(key, ""), values.get(key, "")) for key in labels}, labels
                )
            approved = values
        reason = move.note if Move(move.move) is Move.REVISE else ""
        entries.append(_move_entry(move, names, note=reason, own=own, changes=changes))
    return entries[::-1]


def values_at(versions: Iterable[AnswerVersion], version: int) -> dict[str, str]:
    """Return the answers as they stood at a version of the sheet, by replaying every write up to it."""
    return {
        key: after for row in versions if row.version <= version for key, (_, after) in row.changes.items()
    }


def _readable_labels(room: SheetRoom) -> dict[str, str]:
    """What the fields are called that the person may read."""
    labels = field_labels(room, load_project(room.sheet.project))
    seen = room.steps_seen
    hidden = tuple(
        field.key
        for field in room.rules.form.fields
        if field.step not in seen or (field.internal and room.is_from_outside)
    )
    return {
        key: label for key, label in labels.items() if key not in hidden and key.split(".")[0] not in hidden
    }


def _write_entry(row: AnswerVersion, labels: Mapping[str, str], names: Mapping[str, str]) -> Entry | None:
    changes = _diffs({key: (before, after) for key, (before, after) in row.changes.items()}, labels)
    if not changes:
        return None
    places = {change.key: place_of_answer(row, change.key) for change in changes}
    return Entry(
        title="引継ぎ" if row.origin == Origin.CARRIED else "保存",
        detail=_origin_words(row),
        who=_who(names, row.by, row.on_behalf_of),
        at=row.at,
        version=row.version,
        is_move=False,
        changes=tuple(
            replace(change, cell=(place.cell or "") if (place := places[change.key]) else "")
            for change in changes
        ),
    )


def _origin_words(row: AnswerVersion) -> str:
    """How a write came in, where it was not typed on the page: with its file, or with the file whose taking it undoes."""
    file = row.source.get("file")
    if row.origin == Origin.WORKBOOK and file:
        return f"（Excel「{file}」から）"
    if undone := row.source.get("undone_file"):
        return f"（「{undone}」の取込を元に戻した）"
    return "" if row.origin in (Origin.CARRIED, Origin.FORM) else f"（{Origin(row.origin).label}から）"


def _move_entry(
    move: SheetMove,
    names: Mapping[str, str],
    *,
    note: str,
    own: frozenset[int],
    changes: tuple[FieldDiff, ...] = (),
) -> Entry:
    to_state = ReviewState(move.to_state)
    return Entry(
        title=MOVE_WORDS[Move(move.move)],
        detail=f"（{move.office}）→ {STATE_WORDS[to_state]}"
        + (f"（{SAME_PERSON}）" if move.version in own else ""),
        who=_who({**names, move.by: move.by_name}, move.by, move.on_behalf_of),
        at=move.at,
        version=move.version,
        is_move=True,
        note=note,
        changes=changes,
    )


def _diffs(pairs: Mapping[str, tuple[str, str]], labels: Mapping[str, str]) -> tuple[FieldDiff, ...]:
    return tuple(
        FieldDiff(key=key, field=labels[key], before=before, after=after)
        for key, (before, after) in pairs.items()
        if key in labels and before != after
    )


def _put_together(entries: Iterable[Entry]) -> list[Entry]:
    """Saves of one person one after another, where each only writes on what the one before wrote, are one entry."""
    together: list[Entry] = []
    for entry in entries:
        if together and _goes_on(together[-1], entry):
            together[-1] = _join(together[-1], entry)
        else:
            together.append(entry)
    return together


def _goes_on(first: Entry, second: Entry) -> bool:
    if first.is_move or second.is_move:
        return False
    if (first.title, first.detail, first.who) != (second.title, second.detail, second.who):
        return False
    if second.at - first.at > _ONE_SITTING:
        return False
    written = {change.key: change.after for change in first.changes}
    return all(
        change.key not in written or change.after.startswith(written[change.key]) for change in second.changes
    )


def _join(first: Entry, second: Entry) -> Entry:
    changes = {change.key: change for change in first.changes}
    for change in second.changes:
        before = changes[change.key].before if change.key in changes else change.before
        changes[change.key] = replace(change, before=before)
    return replace(second, changes=tuple(changes.values()))


def _who(names: Mapping[str, str], login: str, away: str) -> str:
    name = names.get(login, login)
    return f"{name}（{names.get(away, away)}の代理）" if away else name


def _logins(versions: Iterable[AnswerVersion], moves: Iterable[SheetMove]) -> set[str]:
    rows: list[AnswerVersion | SheetMove] = [*versions, *moves]
    return {login for row in rows for login in (row.by, row.on_behalf_of)}
