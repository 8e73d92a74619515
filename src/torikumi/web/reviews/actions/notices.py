"""What the planning section tells while a round runs: a later last day for one section, and announcements."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from torikumi.text.era import format_day
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.store import fold_section, refuse_unstorable_text
from torikumi.web.reviews.actions.access import city_of_manager
from torikumi.web.reviews.actions.membership import tidy_reason
from torikumi.web.reviews.models import ReviewRound, RoundState, SheetSection
from torikumi.web.reviews.notice_models import Announcement, SectionDue
from torikumi.web.reviews.queries.deadlines import due_of
from torikumi.web.reviews.refusals import NoteMissingError, RoundClosedError, WrongDayError

_LONGEST = 1_000


@transaction.atomic
def extend_due(*, round_id: int, section: str, due: date, reason: str, by: Actor, at: datetime) -> SectionDue:
    """Give one section a later last day than the round's. Raises WrongDayError for an earlier one."""
    reason = tidy_reason(reason)
    round_ = _lock_open(round_id, by)
    key = fold_section(section)
    if not SheetSection.objects.within(round_).filter(round=round_, key=key, is_lead=True).exists():
        raise WrongDayError(
            ja="この評価で回答する課から選んでください。", en="Choose a section that answers in this round."
        )
    if round_.due is None or due <= round_.due:
        first = (
            "この評価には締切がありません。"
            if round_.due is None
            else f"評価の締切は{format_day(round_.due)}です。"
        )
        raise WrongDayError(
            ja=f"{first}延ばすときは、それより後の日を入れてください。",
            en="Give a day after the round's own.",
        )
    before = due_of(round_, key)
    row = SectionDue.objects.create(
        municipality_id=round_.municipality_id,
        round=round_,
        key=key,
        name=section.strip(),
        due=due,
        reason=reason,
        by=by.name,
        at=at,
    )
    record(
        by=by,
        at=at,
        action="extend_due",
        kind="round",
        key=round_.pk,
        before={"section": row.name, "due": before},
        after={"section": row.name, "due": due},
        reason=reason,
    )
    return row


@transaction.atomic
def announce(*, round_id: int, text: str, by: Actor, at: datetime) -> Announcement:
    """Put words on the round's page for everybody who answers."""
    round_ = _lock_open(round_id, by)
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > _LONGEST:
        raise NoteMissingError(
            ja=f"お知らせを{_LONGEST:,}字までで書いてください。", en=f"Write at most {_LONGEST} characters."
        )
    refuse_unstorable_text(text)
    row = Announcement.objects.create(
        municipality_id=round_.municipality_id, round=round_, text=text, by=by.name, at=at
    )
    record(by=by, at=at, action="announce", kind="round", key=round_.pk, after={"text": text})
    return row


@transaction.atomic
def withdraw_announcement(*, announcement_id: int, by: Actor, at: datetime) -> Announcement:
    """Take an announcement away from the round's page; it stays in the records."""
    city = city_of_manager(by)
    row = Announcement.objects.within(city).select_for_update().get(pk=announcement_id)
    if row.withdrawn_at is None:
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        record(
            by=by,
            at=at,
            action="withdraw_announcement",
            kind="round",
            key=row.round_id,
            before={"text": row.text},
        )
    return row


def _lock_open(round_id: int, by: Actor) -> ReviewRound:
    city = city_of_manager(by)
    round_ = ReviewRound.objects.within(city).select_for_update().get(pk=round_id)
    if round_.state != RoundState.OPEN:
        raise RoundClosedError(
            ja=f"この評価は{RoundState(round_.state).label}なので、それはできません。",
            en=f"The round is {round_.state}, so this cannot be done.",
        )
    return round_
