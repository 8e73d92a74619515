"""Two texts for one field, side by side: what somebody else wrote meanwhile, and what was to be written."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from torikumi.publish.view import Badge
from torikumi.review.questions import Question, questions_of
from torikumi.web.plans.fields import Part, split_parts
from torikumi.web.plans.store import load_project
from torikumi.web.reviews.days import moment_words
from torikumi.web.reviews.entering import SheetRoom
from torikumi.web.reviews.fields import Filling, view_field
from torikumi.web.reviews.models import Sheet
from torikumi.web.reviews.refusals import Collision, StaleSheetError
from torikumi.web.reviews.sent import Sent
from torikumi.web.reviews.sheet_page import edit_step


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedField:
    """One field with both texts, in pieces so that what differs can be marked."""

    key: str
    label: str
    theirs: str
    mine: str
    theirs_parts: tuple[Part, ...]
    mine_parts: tuple[Part, ...]
    theirs_badge: Badge | None
    mine_badge: Badge | None
    who: str
    can_edit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The page that asks which text is to stay; `rest` are the other fields that were sent, with what was seen."""

    sheet: Sheet
    sentence: str
    action: str
    do: str
    note: str
    fields: tuple[ComparedField, ...]
    rest: tuple[tuple[str, str, str], ...]


def view_comparison(room: SheetRoom, sent: Sent, error: StaleSheetError, *, sentence: str = "") -> Comparison:
    """Return both texts of every field in which they differ."""
    number = edit_step(room) or 0
    project = load_project(room.sheet.project)
    questions = questions_of(room.rules, project, step=room.rules.steps[number].id)
    collisions = {each.key: each for each in error.collisions}
    if sent.version is None:
        collisions = {each.key: each for each in _all_differences(room.sheet, sent)}
    fields = tuple(_field(room, q, collisions[q.key]) for q in questions if q.key in collisions)
    return Comparison(
        sheet=room.sheet,
        sentence=sentence or error.ja,
        action=reverse("reviews:rate" if number else "reviews:answer", args=[room.sheet.pk]),
        do=sent.do,
        note=sent.note,
        fields=fields,
        rest=tuple(
            (key, text, sent.seen.get(key, room.sheet.values.get(key, "")))
            for key, text in sent.values.items()
            if key not in collisions
        ),
    )


def _all_differences(sheet: Sheet, sent: Sent) -> list[Collision]:
    return [
        Collision(key=key, stored=sheet.values.get(key, ""), wanted=text, by="", at=None)
        for key, text in sent.values.items()
        if text.replace("\r\n", "\n") != sheet.values.get(key, "")
    ]


def _field(room: SheetRoom, question: Question, collision: Collision) -> ComparedField:
    theirs, mine = split_parts(collision.stored, collision.wanted)
    stored = view_field(room.rules, question, {question.key: collision.stored}, Filling())
    wanted = view_field(room.rules, question, {question.key: collision.wanted}, Filling())
    at = moment_words(collision.at)
    return ComparedField(
        key=question.key,
        label=question.label,
        theirs=collision.stored,
        mine=collision.wanted,
        theirs_parts=theirs,
        mine_parts=mine,
        theirs_badge=stored.badge,
        mine_badge=wanted.badge,
        who=" ".join(word for word in (collision.by, at) if word),
        can_edit=not stored.options,
    )
