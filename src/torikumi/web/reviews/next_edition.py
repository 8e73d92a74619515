"""What a round would become now: the next edition, what goes into it, and what does not. Reads only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from torikumi.errors import UserError
from torikumi.plan.comment import Comment
from torikumi.plan.model import Plan
from torikumi.plan.place import FieldPlace, Place
from torikumi.plan.project import ReviewState
from torikumi.review.comments import CommentState
from torikumi.review.freeze import FrozenAnswer, freeze
from torikumi.review.proposals import ACCEPTED, ProposalKind, ProposalState, ProposedField
from torikumi.review.round import Round
from torikumi.review.voices import AcceptedProposal, AnsweredComment
from torikumi.text.era import format_fiscal_year
from torikumi.web.accounts.scope import CityQuerySet
from torikumi.web.plans.models import Edition
from torikumi.web.plans.store import load_edition
from torikumi.web.reviews.models import AnswerVersion, Origin, ReviewRound, Sheet
from torikumi.web.reviews.voice_models import Proposal, RoundComment

_JAPAN = ZoneInfo("Asia/Tokyo")


class NotNewestError(UserError):
    """The plan has another newest edition than the one that the round was made on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something of the round that does not go into the edition as things stand."""

    kind: str
    key: int
    title: str
    state: str
    url: str

    def facts(self) -> dict[str, object]:
        """Return what a record keeps of it."""
        return {"kind": self.kind, "key": self.key, "title": self.title, "state": self.state}


@dataclass(frozen=True, slots=True, kw_only=True)
class NextEdition:
    """The edition that a freeze would make of the round now.

    `fingerprint` changes with everything that goes in or is left out: what a person confirmed is what is frozen.
    """

    base: Edition
    before: Plan
    plan: Plan
    approved: tuple[Sheet, ...]
    sheets_left: tuple[LeftOut, ...]
    voices_left: tuple[LeftOut, ...]
    accepted: int
    commented: int
    fingerprint: str

    @property
    def is_different(self) -> bool:
        """Whether the edition would say anything that the one before does not; its own name is nothing."""
        return replace(self.plan, edition=self.before.edition) != self.before

    @property
    def has_new_remarks(self) -> bool:
        """Whether comments on the whole plan come in or get another answer; the comparison tells of parts only."""
        return self.plan.comments != self.before.comments

    @property
    def left(self) -> tuple[LeftOut, ...]:
        """All that does not go in."""
        return (*self.sheets_left, *self.voices_left)


def draft_edition(
    round_: ReviewRound, *, sheets: CityQuerySet[Sheet] | None = None, label: str = ""
) -> NextEdition:
    """Return the edition that the round would become; `sheets` may be the round's sheets with a lock on them.

    Raises NotNewestError where the plan has got another edition meanwhile.
    """
    base, rules = newest_base(round_), round_.rules()
    rows = list((Sheet.objects.within(round_) if sheets is None else sheets).filter(round=round_))
    asked = [sheet for sheet in rows if sheet.taken_out_at is None]
    approved = tuple(sheet for sheet in asked if sheet.state == ReviewState.APPROVED)
    proposals = list(Proposal.objects.within(round_).filter(round=round_).select_related("sheet"))
    comments = list(RoundComment.objects.within(round_).filter(round=round_).select_related("sheet"))
    taken = [one for one in proposals if one.state in ACCEPTED]
    said = [one for one in comments if one.state == CommentState.APPROVED]
    before = load_edition(base)
    plan = freeze(
        before,
        rules,
        _answers(round_, rules, approved),
        proposals=[accepted_proposal(one) for one in taken],
        comments=[_answered(one, year=rules.year) for one in said],
    ).plan
    return NextEdition(
        base=base,
        before=before,
        plan=replace(plan, edition=label or None),
        approved=approved,
        sheets_left=tuple(_left_sheet(sheet) for sheet in asked if sheet.state != ReviewState.APPROVED),
        voices_left=(
            *(_left_voice("proposal", one) for one in proposals if one.state == ProposalState.PROPOSED),
            *(
                _left_voice("comment", one)
                for one in comments
                if one.state in (CommentState.OPEN, CommentState.ANSWERED)
            ),
        ),
        accepted=len(taken),
        commented=len(said),
        fingerprint=_fingerprint(base, round_, rows, proposals, comments),
    )


def newest_base(round_: ReviewRound) -> Edition:
    """Return the edition that the round's next one is made on. Raises NotNewestError where the plan moved on."""
    base = round_.edition or round_.base
    current = Edition.objects.within(round_).of(round_.series).current()
    if current is None or current.pk != base.pk:
        raise NotNewestError(
            ja="評価を始めたあとで、計画に別の版ができています。その取込を取り消すか、計画の版を確かめてから、"
            "もう一度確定してください。",
            en="The plan has got another edition since; undo that import or look at the editions, then freeze again.",
        )
    if round_.year < base.year:
        raise NotNewestError(
            ja=f"計画の最新の版（{format_fiscal_year(base.year)}）より古い年度の評価は、次の版にできません。"
            "評価の年度と計画の版を確かめてください。",
            en="A round of an older year than the newest edition cannot become the next one; check both.",
        )
    return base


def _answers(round_: ReviewRound, rules: Round, sheets: Iterable[Sheet]) -> list[FrozenAnswer]:
    places = _places(round_)
    last = rules.steps[-1].label if rules.steps else None
    return [
        FrozenAnswer(
            project=sheet.project_key,
            values=sheet.values,
            approved_by=last,
            approved_at=_day(sheet),
            places=places.get(sheet.pk, ()),
        )
        for sheet in sheets
    ]


def _day(sheet: Sheet) -> date | None:
    return sheet.approved_at.astimezone(_JAPAN).date() if sheet.approved_at else None


def _places(round_: ReviewRound) -> dict[int, tuple[FieldPlace, ...]]:
    """The cell of each answer whose newest words came in a workbook, by sheet."""
    rows = AnswerVersion.objects.within(round_).filter(sheet__round=round_)
    touched = rows.filter(origin=Origin.WORKBOOK).values("sheet")
    newest: dict[int, dict[str, AnswerVersion]] = {}
    for row in rows.filter(sheet__in=touched).order_by("sheet", "version"):
        newest[row.sheet_id] = newest.get(row.sheet_id, {}) | dict.fromkeys(row.changes, row)
    return {
        sheet: tuple(
            FieldPlace(key, place) for key, row in by_key.items() if (place := place_of_answer(row, key))
        )
        for sheet, by_key in newest.items()
    }


def place_of_answer(row: AnswerVersion, key: str) -> Place | None:
    """Return the cell that an answer stood in; None where it did not come in a workbook."""
    if row.origin != Origin.WORKBOOK:
        return None
    cells = row.source.get("cells")
    cell = cells.get(key) if isinstance(cells, Mapping) else None
    return Place(file=_text(row.source.get("file")), sheet=_text(row.source.get("sheet")), cell=_text(cell))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def accepted_proposal(row: Proposal) -> AcceptedProposal:
    """Return a proposal as it goes into the edition: with the text of the answer where that changed it."""
    is_changed = row.state == ProposalState.ACCEPTED_CHANGED
    return AcceptedProposal(
        kind=ProposalKind(row.kind),
        project=row.sheet.project_key if row.sheet is not None else None,
        text=row.answer_text if is_changed and row.answer_text else row.text,
        author=row.answered_by if is_changed else row.team,
        is_changed=is_changed,
        partners=tuple(row.partners),
        field=ProposedField(row.field) if row.field else None,
        name=row.name,
        node=row.node_key or None,
        section=row.section,
    )


def _answered(row: RoundComment, *, year: int) -> AnsweredComment:
    comment = Comment(
        text=row.text, by=row.body, year=year, answer=row.answer, answered_by=row.answered_by or None
    )
    return AnsweredComment(
        comment=comment,
        project=row.sheet.project_key if row.sheet is not None else None,
        node=row.node_key or None,
    )


def _left_sheet(sheet: Sheet) -> LeftOut:
    return LeftOut(
        kind="sheet",
        key=sheet.pk,
        title=str(sheet),
        state=f"{sheet.state_word}（{sheet.lead_name}）" if sheet.lead_name else sheet.state_word,
        url=sheet.get_absolute_url(),
    )


def _left_voice(kind: str, row: Proposal | RoundComment) -> LeftOut:
    return LeftOut(kind=kind, key=row.pk, title=str(row), state=row.state_word, url=row.get_absolute_url())


def _fingerprint(
    base: Edition,
    round_: ReviewRound,
    sheets: Iterable[Sheet],
    proposals: Iterable[Proposal],
    comments: Iterable[RoundComment],
) -> str:
    versions = [sorted((row.pk, row.version) for row in rows) for rows in (sheets, proposals, comments)]
    text = json.dumps([base.pk, round_.version, *versions])
    return hashlib.sha256(text.encode()).hexdigest()
