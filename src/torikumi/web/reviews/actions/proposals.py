"""Making proposals and answering them: on the version that the person saw, one transaction each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from torikumi.errors import UserError
from torikumi.review.proposals import (
    MOVE_WORDS,
    NEEDS_REASON,
    ProposalKind,
    ProposalMove,
    ProposalState,
    ProposedField,
    may_move_proposal,
    move_proposal,
)
from torikumi.web.accounts.models import User
from torikumi.web.accounts.permissions import Permission
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.models import StoredNode, StoredProject
from torikumi.web.plans.store import refuse_unstorable_text
from torikumi.web.reviews.actions.access import city_of
from torikumi.web.reviews.days import day_of
from torikumi.web.reviews.models import ReviewRound, RoundState, Sheet
from torikumi.web.reviews.queries.standing import standing_of
from torikumi.web.reviews.refusals import NotAllowedError, NoteMissingError, RoundClosedError
from torikumi.web.reviews.standing import Standing
from torikumi.web.reviews.voice_models import Proposal, ProposalMoveRow
from torikumi.web.reviews.voices import proposal_parts

_LONGEST = 4_000
_LONGEST_NAME = 100


class StaleVoiceError(UserError):
    """The proposal or comment was changed by somebody else since it was opened."""

    def __init__(self) -> None:
        super().__init__(
            ja="開いている間に、ほかの人がこれを変えました。まだ保存していません。画面を開き直して、今の内容を確かめてください。",
            en="Somebody else has changed this since you opened it; nothing was saved. Open the page again.",
        )


class IncompleteProposalError(UserError):
    """A proposal that lacks what its kind needs, or names what is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What a proposal says. `sheet` is the number of the sheet; `partners` are ids of projects of the round's edition."""

    kind: ProposalKind
    text: str
    reason: str
    team: str
    sheet: int | None = None
    field: ProposedField | None = None
    partners: tuple[str, ...] = ()
    name: str = ""
    node: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer to a proposal: the text as accepted where it was changed, and why."""

    text: str = ""
    reason: str = ""


@transaction.atomic
def make_proposal(*, round_id: int, proposed: Proposed, by: Actor, at: datetime) -> Proposal:
    """Put a proposal before the section that is responsible. Raises IncompleteProposalError, RoundClosedError."""
    city = city_of(by, Permission.PROPOSE)
    round_ = ReviewRound.objects.within(city).select_for_update(of=("self",)).get(pk=round_id)
    _require_open(round_)
    person = person_of(by)
    values = _columns(round_, proposed)
    row = Proposal.objects.create(
        municipality=city,
        round=round_,
        author_role=by.role,
        created_by=by.name,
        created_at=at,
        **values,
    )
    _keep(row, ProposalMove.CHANGE, note="", person=person, at=at)
    record(by=by, at=at, action="make_proposal", kind="proposal", key=row.pk, after=_says(row))
    return row


@transaction.atomic
def change_proposal(
    *, proposal_id: int, version: int, proposed: Proposed, by: Actor, at: datetime
) -> Proposal:
    """Write a proposal anew that nobody has answered yet."""
    row, _ = _open(proposal_id, version, ProposalMove.CHANGE, by, at)
    before = _says(row)
    for name, value in _columns(row.round, proposed).items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    _keep(row, ProposalMove.CHANGE, note="", person=person_of(by), at=at)
    record(by=by, at=at, action="move_proposal", kind="proposal", key=row.pk, before=before, after=_says(row))
    return row


@transaction.atomic
def decide_proposal(
    *, proposal_id: int, version: int, move: ProposalMove, reply: Reply, by: Actor, at: datetime
) -> Proposal:
    """Accept, accept with changes, decline, withdraw or reopen a proposal.

    Raises ProposalRefusedError, NotAllowedError, NoteMissingError and StaleVoiceError.
    """
    row, standing = _open(proposal_id, version, move, by, at)
    text, reason = _tidy(reply.text), _tidy(reply.reason)
    if move in NEEDS_REASON and not reason:
        raise NoteMissingError(
            ja=f"「{MOVE_WORDS[move]}」の理由を書いてください。提案した人に伝わります。",
            en="Write why; those who proposed will read it.",
        )
    if move is ProposalMove.ACCEPT_CHANGED and not text:
        raise NoteMissingError(
            ja="修正した文を書いてください。この文が次の版に入ります。",
            en="Write the text as you accept it; it goes into the next edition.",
        )
    before = row.state
    row.state = move_proposal(ProposalState(row.state), move)
    is_answer = move in (ProposalMove.ACCEPT, ProposalMove.ACCEPT_CHANGED, ProposalMove.DECLINE)
    row.answer_text = text if move is ProposalMove.ACCEPT_CHANGED else ""
    row.answer_reason = reason if is_answer else ""
    row.answered_by = _office(row) if is_answer else ""
    row.answered_at = at if is_answer else None
    row.version += 1
    row.save()
    _keep(row, move, note=reason, person=standing, at=at)
    record(
        by=by,
        at=at,
        action="move_proposal",
        kind="proposal",
        key=row.pk,
        before={"state": before},
        after={"state": row.state, "move": move, "text": row.answer_text, "version": row.version},
        reason=reason,
    )
    return row


def person_of(by: Actor) -> User:
    """Return the account of who acts. Raises PermissionDenied for somebody unknown."""
    person = User.objects.of_municipality(by.municipality).active().filter(login_name=by.name).first()
    if person is None:
        raise PermissionDenied
    return person


def _open(
    proposal_id: int, version: int, move: ProposalMove, by: Actor, at: datetime
) -> tuple[Proposal, Standing]:
    person = person_of(by)
    rows = Proposal.objects.within(person).select_related("round", "sheet")
    row = rows.select_for_update(of=("self",)).get(pk=proposal_id)
    standing = standing_of(person, day_of(at))
    if not may_move_proposal(proposal_parts(standing, row), move):
        raise NotAllowedError(
            ja=f"この提案の「{MOVE_WORDS[move]}」は、今のあなたの役割ではできません。担当する人に頼んでください。",
            en=f"Your role does not allow you to {move} this proposal; ask the person in charge.",
        )
    _require_open(row.round)
    move_proposal(ProposalState(row.state), move)
    if row.version != version:
        raise StaleVoiceError
    return row, standing


def _require_open(round_: ReviewRound) -> None:
    if round_.state != RoundState.OPEN:
        raise RoundClosedError(
            ja=f"この評価は{RoundState(round_.state).label}なので、提案は変えられません。必要なときは企画担当に相談してください。",
            en=f"The round is {round_.state}: its proposals cannot be changed.",
        )


def _columns(round_: ReviewRound, proposed: Proposed) -> dict[str, object]:
    """The columns of a proposal; raises IncompleteProposalError for what its kind lacks."""
    text, reason, team = _tidy(proposed.text), _tidy(proposed.reason), _tidy(proposed.team)
    if not text or not reason or not team:
        raise _incomplete("提案の内容、理由、部会の名前を書いてください。", "Give text, reason and team.")
    sheet = _sheet(round_, proposed)
    name, section = _tidy(proposed.name), _tidy(proposed.section)
    if max(len(team), len(section), len(name)) > _LONGEST_NAME:
        raise _incomplete(f"名前は{_LONGEST_NAME}字までにしてください。", "Names may have 100 characters.")
    if proposed.kind is ProposalKind.ADD and not name:
        raise _incomplete("新しい事業の名前を書いてください。", "Give the new project's name.")
    if proposed.kind is ProposalKind.FIELD and proposed.field is None:
        raise _incomplete("変える項目を選んでください。", "Choose the field.")
    is_new = proposed.kind is ProposalKind.ADD
    return {
        "kind": proposed.kind,
        "sheet": sheet,
        "field": proposed.field or "" if proposed.kind is ProposalKind.FIELD else "",
        "partners": _partners(round_, proposed, sheet),
        "name": name if is_new else "",
        "node_key": _node(round_, proposed.node) if is_new else "",
        "section": section if is_new else "",
        "text": text,
        "reason": reason,
        "team": team,
    }


def _sheet(round_: ReviewRound, proposed: Proposed) -> Sheet | None:
    if proposed.kind is ProposalKind.ADD:
        return None
    rows = Sheet.objects.within(round_).filter(
        round=round_, pk=proposed.sheet or 0, taken_out_at__isnull=True
    )
    sheet = rows.first()
    if sheet is None:
        raise _incomplete("どの事業についての提案かを選んでください。", "Choose the project.")
    return sheet


def _partners(round_: ReviewRound, proposed: Proposed, sheet: Sheet | None) -> list[str]:
    if proposed.kind is not ProposalKind.MERGE or sheet is None:
        return []
    wanted = [key for key in dict.fromkeys(proposed.partners) if key != sheet.project_key]
    rows = StoredProject.objects.within(round_).filter(edition=round_.base_id, key__in=wanted)
    known = set(rows.values_list("key", flat=True))
    if not wanted or known != set(wanted):
        raise _incomplete(
            "統合する相手の事業を、この計画から選んでください。", "Choose the projects to merge."
        )
    return wanted


def _node(round_: ReviewRound, key: str) -> str:
    if not key:
        return ""
    if not StoredNode.objects.within(round_).filter(edition=round_.base_id, key=key).exists():
        raise _incomplete("新しい事業を置く見出しを、この計画から選んでください。", "Choose a heading.")
    return key


def _incomplete(ja: str, en: str) -> IncompleteProposalError:
    return IncompleteProposalError(ja=ja, en=en)


def _tidy(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > _LONGEST:
        raise _incomplete(
            f"一つの欄に入れられるのは{_LONGEST:,}字までです。", f"{_LONGEST} characters at most."
        )
    refuse_unstorable_text(text)
    return text


def _office(row: Proposal) -> str:
    return row.sheet.lead_name if row.sheet is not None and row.sheet.lead_name else "企画担当"


def _says(row: Proposal) -> dict[str, object]:
    names = ("kind", "sheet_id", "field", "partners", "name", "node_key", "section", "text", "reason", "team")
    return {name: getattr(row, name) for name in (*names, "state", "answer_text", "answer_reason", "version")}


def _keep(row: Proposal, move: ProposalMove, *, note: str, person: User | Standing, at: datetime) -> None:
    ProposalMoveRow.objects.create(
        municipality_id=row.municipality_id,
        proposal=row,
        version=row.version,
        move=move,
        state=row.state,
        says=_says(row),
        note=note,
        by=person.login_name,
        by_name=person.display_name,
        at=at,
    )
