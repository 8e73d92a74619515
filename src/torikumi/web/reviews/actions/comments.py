"""Comments of the committee and their answers: on the version that the person saw, one transaction each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from torikumi.errors import UserError
from torikumi.review.comments import (
    MOVE_WORDS,
    NEEDS_REASON,
    CommentMove,
    CommentState,
    may_move_comment,
    move_comment,
)
from torikumi.web.accounts.models import User
from torikumi.web.accounts.permissions import Permission
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.models import StoredNode
from torikumi.web.plans.store import refuse_unstorable_text
from torikumi.web.reviews.actions.access import city_of
from torikumi.web.reviews.actions.proposals import StaleVoiceError, person_of
from torikumi.web.reviews.days import day_of
from torikumi.web.reviews.models import ReviewRound, RoundState, Sheet
from torikumi.web.reviews.queries.standing import standing_of
from torikumi.web.reviews.refusals import NotAllowedError, NoteMissingError, RoundClosedError
from torikumi.web.reviews.standing import Standing
from torikumi.web.reviews.voice_models import CommentMoveRow, RoundComment
from torikumi.web.reviews.voices import comment_parts

_LONGEST = 4_000
_LONGEST_NAME = 100


class IncompleteCommentError(UserError):
    """A comment that says nothing, or is about what is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a comment says, whose it is (委員会の名前), and what about: a sheet, a heading, or neither for the whole.

    `section` answers a comment that is about no sheet; "" leaves it to the planning section.
    """

    text: str
    body: str
    sheet: int | None = None
    node: str = ""
    section: str = ""


@transaction.atomic
def make_comment(*, round_id: int, said: Said, by: Actor, at: datetime) -> RoundComment:
    """Put a comment before those who answer it. Raises IncompleteCommentError, RoundClosedError."""
    city = city_of(by, Permission.COMMENT)
    round_ = ReviewRound.objects.within(city).select_for_update(of=("self",)).get(pk=round_id)
    _require_open(round_)
    person = person_of(by)
    row = RoundComment.objects.create(
        municipality=city,
        round=round_,
        author_role=by.role,
        created_by=by.name,
        created_at=at,
        **_columns(round_, said),
    )
    _keep(row, CommentMove.CHANGE, note="", person=person, at=at)
    record(by=by, at=at, action="make_comment", kind="comment", key=row.pk, after=_says(row))
    return row


@transaction.atomic
def change_comment(*, comment_id: int, version: int, said: Said, by: Actor, at: datetime) -> RoundComment:
    """Write a comment anew that nobody has answered yet."""
    row, standing = _open(comment_id, version, CommentMove.CHANGE, by, at)
    before = _says(row)
    for name, value in _columns(row.round, said).items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    _keep(row, CommentMove.CHANGE, note="", person=standing, at=at)
    record(by=by, at=at, action="move_comment", kind="comment", key=row.pk, before=before, after=_says(row))
    return row


@transaction.atomic
def answer_comment(*, comment_id: int, version: int, answer: str, by: Actor, at: datetime) -> RoundComment:
    """Write what the city does about it (対応方針); it waits for the planning section's approval."""
    row, standing = _open(comment_id, version, CommentMove.ANSWER, by, at)
    answer = _tidy(answer)
    if not answer:
        raise NoteMissingError(ja="対応方針を書いてください。", en="Write the answer.")
    before = {"answer": row.answer, "state": row.state}
    row.state = move_comment(CommentState(row.state), CommentMove.ANSWER)
    row.answer, row.answered_by, row.answered_at = answer, _office(row), at
    row.version += 1
    row.save()
    _keep(row, CommentMove.ANSWER, note="", person=standing, at=at)
    record(by=by, at=at, action="move_comment", kind="comment", key=row.pk, before=before, after=_says(row))
    return row


@transaction.atomic
def decide_comment(
    *, comment_id: int, version: int, move: CommentMove, note: str, by: Actor, at: datetime
) -> RoundComment:
    """Approve an answer, send it back, take an approval back, or withdraw the comment."""
    if move in (CommentMove.CHANGE, CommentMove.ANSWER):
        raise NotAllowedError(ja="画面を開き直してください。", en="Open the page again.")
    row, standing = _open(comment_id, version, move, by, at)
    note = _tidy(note)
    if move in NEEDS_REASON and not note:
        raise NoteMissingError(
            ja=f"「{MOVE_WORDS[move]}」の理由を書いてください。答える課に伝わります。",
            en="Write why; the section that answers will read it.",
        )
    before = row.state
    row.state = move_comment(CommentState(row.state), move)
    row.version += 1
    row.save()
    _keep(row, move, note=note, person=standing, at=at)
    record(
        by=by,
        at=at,
        action="move_comment",
        kind="comment",
        key=row.pk,
        before={"state": before},
        after={"state": row.state, "move": move, "version": row.version},
        reason=note,
    )
    return row


@transaction.atomic
def record_export(*, round_id: int, form: str, count: int, by: Actor, at: datetime) -> None:
    """Write that somebody took the list of comments with them."""
    city = city_of(by, Permission.EXPORT_ROUNDS)
    round_ = ReviewRound.objects.within(city).get(pk=round_id)
    record(
        by=by, at=at, action="export_comments", kind="round", key=round_.pk,
        after={"form": form, "comments": count},
    )  # fmt: skip


def _open(
    comment_id: int, version: int, move: CommentMove, by: Actor, at: datetime
) -> tuple[RoundComment, Standing]:
    person = person_of(by)
    rows = RoundComment.objects.within(person).select_related("round", "sheet")
    row = rows.select_for_update(of=("self",)).get(pk=comment_id)
    standing = standing_of(person, day_of(at))
    if not may_move_comment(comment_parts(standing, row), move):
        raise NotAllowedError(
            ja=f"この意見の「{MOVE_WORDS[move]}」は、今のあなたの役割ではできません。担当する人に頼んでください。",
            en=f"Your role does not allow you to {move} this comment; ask the person in charge.",
        )
    _require_open(row.round)
    move_comment(CommentState(row.state), move)
    if row.version != version:
        raise StaleVoiceError
    return row, standing


def _require_open(round_: ReviewRound) -> None:
    """A frozen round takes comments and answers still: they go into the next edition by a correction."""
    if round_.state not in (RoundState.OPEN, RoundState.FROZEN):
        raise RoundClosedError(
            ja=f"この評価は{RoundState(round_.state).label}なので、意見は変えられません。必要なときは企画担当に相談してください。",
            en=f"The round is {round_.state}: its comments cannot be changed.",
        )


def _columns(round_: ReviewRound, said: Said) -> dict[str, object]:
    text, body, section = _tidy(said.text), _tidy(said.body), _tidy(said.section)
    if not text or not body:
        raise IncompleteCommentError(ja="意見と、委員会の名前を書いてください。", en="Give text and body.")
    if max(len(body), len(section)) > _LONGEST_NAME:
        raise IncompleteCommentError(
            ja=f"名前は{_LONGEST_NAME}字までにしてください。", en="Names may have 100 characters."
        )
    if said.sheet is not None:
        sheet = Sheet.objects.within(round_).filter(round=round_, pk=said.sheet).first()
        if sheet is None:
            raise IncompleteCommentError(ja="事業を選び直してください。", en="Choose the project again.")
        return _about(text, body, sheet=sheet)
    if said.node:
        nodes = StoredNode.objects.within(round_).filter(edition=round_.base_id, key=said.node)
        node = nodes.first()
        if node is None:
            raise IncompleteCommentError(ja="見出しを選び直してください。", en="Choose the heading again.")
        return {**_about(text, body), "node_key": node.key, "node_name": node.printed, "section": section}
    return {**_about(text, body), "section": section}


def _about(text: str, body: str, *, sheet: Sheet | None = None) -> dict[str, object]:
    return {"text": text, "body": body, "sheet": sheet, "node_key": "", "node_name": "", "section": ""}


def _tidy(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > _LONGEST:
        raise IncompleteCommentError(
            ja=f"一つの欄に入れられるのは{_LONGEST:,}字までです。", en=f"{_LONGEST} characters at most."
        )
    refuse_unstorable_text(text)
    return text


def _office(row: RoundComment) -> str:
    if row.sheet is not None and row.sheet.lead_name:
        return row.sheet.lead_name
    return row.section or "企画担当"


def _says(row: RoundComment) -> dict[str, object]:
    names = ("sheet_id", "node_key", "section", "text", "body", "state", "answer", "version")
    return {name: getattr(row, name) for name in names}


def _keep(row: RoundComment, move: CommentMove, *, note: str, person: User | Standing, at: datetime) -> None:
    CommentMoveRow.objects.create(
        municipality_id=row.municipality_id,
        comment=row,
        version=row.version,
        move=move,
        state=row.state,
        says=_says(row),
        note=note,
        by=person.login_name,
        by_name=person.display_name,
        at=at,
    )
