"""Letters of a round: sent by a person or by the timer, handed out as texts; and when the timer sends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from torikumi.errors import UserError
from torikumi.web.accounts.models import Municipality
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.jobs.models import Job
from torikumi.web.mail.actions.letters import check_letter
from torikumi.web.mail.letters import LetterKind, LetterText
from torikumi.web.mail.models import SentMail
from torikumi.web.mail.posting import send_mails
from torikumi.web.mail.queries import current_letter
from torikumi.web.mail.writing import NewMail, Occasion
from torikumi.web.reviews.actions.access import city_of_manager
from torikumi.web.reviews.days import day_of
from torikumi.web.reviews.models import ReviewRound, RoundState
from torikumi.web.reviews.queries.reminders import days_of, parties_for, rule_of, sent_on
from torikumi.web.reviews.refusals import RoundClosedError, StaleRoundError
from torikumi.web.reviews.reminder_models import Reminder, ReminderRule, ReminderWay
from torikumi.web.reviews.reminders import Days, Party, Setting, write_mails_to


class NobodyToWriteToError(UserError):
    """None of those who were chosen can be written to now."""


class RepeatedLetterError(UserError):
    """The same letter went to the same section today already; `names` says to which ones."""

    def __init__(self, kind: LetterKind, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__(
            ja=f"「{kind.label}」は、今日すでに{'、'.join(names)}に送っています。もう一度送るときは、下の欄に印を付けてから送ってください。",
            en=f"This letter went to {', '.join(names)} today already; tick the box below to send it again.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWish:
    """A letter that somebody wants sent: its text, to whom (keys), and what it says of the sender."""

    kind: LetterKind
    text: LetterText
    keys: frozenset[str]
    address: str
    sender: str
    reply_to: str = ""
    also_heads: bool = False
    is_repeat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What was written: the job that sends it, and how many mails to how many sections. `missed` could not be reached."""

    job: Job
    mails: int
    parties: int
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bundle:
    """The mails of one party."""

    party: Party
    mails: tuple[NewMail, ...]


@transaction.atomic
def send_letters(*, round_id: int, wish: LetterWish, by: Actor, at: datetime) -> Sent:
    """Write one mail to each person of the chosen sections, sent by one job.

    Raises RepeatedLetterError, NobodyToWriteToError, MailOffError, and a UserError for a text that cannot be sent:
    then nothing is.
    """
    round_ = _lock_open(round_id, by)
    bundles, missed = _bundles(round_, wish, day_of(at))
    before = sent_on(round_, wish.kind, day_of(at))
    again = [one.party.name for one in bundles if one.party.key in before]
    if again and not wish.is_repeat:
        raise RepeatedLetterError(wish.kind, again)
    job = _send(round_, wish.kind, bundles, way=ReminderWay.MAIL, by=by, at=at)
    mails = sum(len(one.mails) for one in bundles)
    return Sent(job=job, mails=mails, parties=len(bundles), missed=missed)


@transaction.atomic
def hand_out_letters(*, round_id: int, wish: LetterWish, by: Actor, at: datetime) -> tuple[NewMail, ...]:
    """Return the mails for somebody to send elsewhere, and keep that they were handed out."""
    round_ = _lock_open(round_id, by)
    bundles, _ = _bundles(round_, wish, day_of(at))
    for one in bundles:
        _keep(round_, wish.kind, one.party, way=ReminderWay.HANDED, mails=[], by=by, at=at)
    mails = tuple(mail for one in bundles for mail in one.mails)
    _record(round_, "hand_out_letters", wish.kind, bundles, by=by, at=at)
    return mails


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleWish:
    """When somebody wants the timer to write. `made_on` is the number of the rule that was on the page, 0 for none."""

    days: Days
    is_on: bool
    also_heads: bool
    address: str
    made_on: int


@transaction.atomic
def save_reminder_rule(*, round_id: int, wish: RuleWish, by: Actor, at: datetime) -> ReminderRule:
    """Say when the timer writes. Raises StaleRoundError where somebody else said so meanwhile."""
    round_ = _lock_open(round_id, by)
    before = rule_of(round_)
    if (before.pk if before else 0) != wish.made_on:
        raise StaleRoundError
    rule = ReminderRule.objects.create(
        municipality_id=round_.municipality_id,
        round=round_,
        is_on=wish.is_on,
        before=sorted(wish.days.before, reverse=True),
        on_the_day=wish.days.on_the_day,
        every=wish.days.every,
        also_heads=wish.also_heads,
        address=wish.address,
        by=by.name,
        at=at,
    )
    record(
        by=by,
        at=at,
        action="save_reminder_rule",
        kind="round",
        key=round_.pk,
        before=_facts(before) if before else None,
        after=_facts(rule),
    )
    return rule


@transaction.atomic
def send_due_letters(*, city: Municipality, round_id: int, by: Actor, at: datetime) -> Sent | None:
    """Send what the round's rule says for the day of `at` in Japan; None where that is nothing. No person asks.

    Run again on the same day it finds nothing to do: whoever had the letter today, from whomever, gets no second one.
    """
    round_ = ReviewRound.objects.within(city).select_for_update().get(pk=round_id)
    due = due_letters(round_, day_of(at))
    rule = rule_of(round_)
    if rule is None or not due:
        return None
    wish = _wish_of_timer(round_, rule, due)
    bundles = _written(round_, wish, due, day_of(at))
    job = _send(round_, wish.kind, bundles, way=ReminderWay.TIMER, by=by, at=at)
    return Sent(job=job, mails=sum(len(one.mails) for one in bundles), parties=len(bundles))


def due_letters(round_: ReviewRound, day: date) -> tuple[Party, ...]:
    """Return the sections to whom the timer writes on `day`, and has not yet."""
    rule = rule_of(round_)
    if round_.state != RoundState.OPEN or rule is None or not rule.is_on:
        return ()
    days, had = days_of(rule), sent_on(round_, LetterKind.REMINDER, day)
    return tuple(
        party
        for party in parties_for(LetterKind.REMINDER, round_, round_.rules(), day)
        if party.due is not None
        and days.include(day, due=party.due)
        and party.key not in had
        and party.recipients(also_heads=rule.also_heads)
    )


def _wish_of_timer(round_: ReviewRound, rule: ReminderRule, due: Sequence[Party]) -> LetterWish:
    return LetterWish(
        kind=LetterKind.REMINDER,
        text=current_letter(round_, LetterKind.REMINDER).text,
        keys=frozenset(party.key for party in due),
        address=rule.address,
        sender=round_.rules().contact or round_.municipality.name,
        also_heads=rule.also_heads,
    )


def _bundles(round_: ReviewRound, wish: LetterWish, day: date) -> tuple[tuple[_Bundle, ...], tuple[str, ...]]:
    """The mails of the chosen parties, and the names of those who were chosen and cannot be reached."""
    check_letter(wish.kind, wish.text)
    parties = parties_for(wish.kind, round_, round_.rules(), day)
    chosen = [party for party in parties if party.key in wish.keys]
    reached = [party for party in chosen if party.recipients(also_heads=wish.also_heads)]
    if not reached:
        raise NobodyToWriteToError(
            ja="選んだ相手に、メールの届く人がいません。残りのある課を選ぶか、管理者に利用者のメールアドレスを登録してもらってください。",
            en="Nobody among those chosen can be reached by mail; choose others, or have their addresses entered.",
        )
    missed = tuple(party.name for party in chosen if party not in reached)
    return _written(round_, wish, reached, day), missed


def _written(
    round_: ReviewRound, wish: LetterWish, parties: Sequence[Party], day: date
) -> tuple[_Bundle, ...]:
    setting = setting_of(round_, wish, day)
    return tuple(
        _Bundle(
            party=party,
            mails=write_mails_to(
                party,
                kind=wish.kind,
                text=wish.text,
                setting=setting,
                also_heads=wish.also_heads,
                reply_to=wish.reply_to,
            ),
        )
        for party in parties
    )


def setting_of(round_: ReviewRound, wish: LetterWish, day: date) -> Setting:
    """Return what the letter says that is the same for all."""
    page = "reviews:approvals" if wish.kind is LetterKind.APPROVAL else "reviews:round"
    return Setting(
        city=round_.municipality.name,
        plan=round_.series.title,
        year=round_.year,
        address=wish.address.rstrip("/") + reverse(page, args=[round_.pk]),
        sender=wish.sender,
        day=day,
    )


def _send(
    round_: ReviewRound,
    kind: LetterKind,
    bundles: Sequence[_Bundle],
    *,
    way: ReminderWay,
    by: Actor,
    at: datetime,
) -> Job:
    mails = [mail for one in bundles for mail in one.mails]
    occasion = Occasion(kind=kind.value, about=f"round:{round_.pk}", about_label=round_.title)
    job = send_mails(mails, city=round_.municipality, occasion=occasion, by=by, at=at)
    # Written down in this order, so read back in it.
    written = SentMail.objects.within(round_).filter(batch=str(job.arguments["batch"])).order_by("pk")
    numbers = list(written.values_list("pk", flat=True))
    for one in bundles:
        own, numbers = numbers[: len(one.mails)], numbers[len(one.mails) :]
        _keep(round_, kind, one.party, way=way, mails=own, by=by, at=at)
    _record(round_, "send_letters", kind, bundles, by=by, at=at)
    return job


def _keep(
    round_: ReviewRound,
    kind: LetterKind,
    party: Party,
    *,
    way: ReminderWay,
    mails: list[int],
    by: Actor,
    at: datetime,
) -> None:
    Reminder.objects.create(
        municipality_id=round_.municipality_id,
        round=round_,
        kind=kind,
        key=party.key,
        name=party.name,
        way=way,
        day=day_of(at),
        left=party.left,
        mails=mails,
        by=by.name,
        at=at,
    )


def _record(
    round_: ReviewRound,
    action: str,
    kind: LetterKind,
    bundles: Sequence[_Bundle],
    *,
    by: Actor,
    at: datetime,
) -> None:
    after = {
        "letter": kind.value,
        "sections": [one.party.name for one in bundles],
        "mails": sum(len(one.mails) for one in bundles),
    }
    record(by=by, at=at, action=action, kind="round", key=round_.pk, after=after)


def _facts(rule: ReminderRule) -> dict[str, object]:
    return {
        "is_on": rule.is_on,
        "before": rule.before,
        "on_the_day": rule.on_the_day,
        "every": rule.every,
        "also_heads": rule.also_heads,
    }


def _lock_open(round_id: int, by: Actor) -> ReviewRound:
    city = city_of_manager(by)
    round_ = ReviewRound.objects.within(city).select_for_update().get(pk=round_id)
    if round_.state != RoundState.OPEN:
        raise RoundClosedError(
            ja=f"この評価は{RoundState(round_.state).label}なので、知らせを送れません。",
            en=f"The round is {round_.state}: no letters are sent.",
        )
    return round_
