"""What was sent in a round and what became of it, and when the timer sends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from torikumi.review.round import Round
from torikumi.web.mail.letters import LetterKind
from torikumi.web.mail.models import MailState, SentMail
from torikumi.web.reviews.models import ReviewRound
from torikumi.web.reviews.queries.parties import rater_parties, section_parties, staff_of
from torikumi.web.reviews.queries.people import names_by_login
from torikumi.web.reviews.reminder_models import Reminder, ReminderRule, ReminderWay
from torikumi.web.reviews.reminders import Days, Party, only_of

SENT_BY_MAIL = (ReminderWay.MAIL, ReminderWay.TIMER)
_TROUBLE = frozenset({MailState.REFUSED, MailState.FAILED, MailState.UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One letter to one section, by whom, and what became of its mails in words."""

    reminder: Reminder
    by: str
    outcome: str
    is_trouble: bool


def parties_for(kind: LetterKind, round_: ReviewRound, rules: Round, day: date) -> tuple[Party, ...]:
    """Return those whom a letter of the kind concerns today, each with the sheets that it speaks of."""
    staff = staff_of(round_, day)
    if kind is LetterKind.APPROVAL:
        return rater_parties(round_, rules, staff)
    return only_of(kind, section_parties(round_, staff))


def rule_of(round_: ReviewRound) -> ReminderRule | None:
    """Return when the timer writes; None where nobody has said so."""
    return ReminderRule.objects.within(round_).filter(round=round_).order_by("-pk").first()


def days_of(rule: ReminderRule) -> Days:
    """Return the days of a rule as a value."""
    return Days(before=tuple(rule.before), on_the_day=rule.on_the_day, every=rule.every)


def sent_on(round_: ReviewRound, kind: LetterKind, day: date) -> dict[str, str]:
    """Return to whom a letter of the kind went by mail on that day: names by key."""
    rows = Reminder.objects.within(round_).filter(round=round_, kind=kind, day=day, way__in=SENT_BY_MAIL)
    return dict(rows.order_by("pk").values_list("key", "name"))


def last_days(round_: ReviewRound, kind: LetterKind) -> dict[str, date]:
    """Return the newest day on which a letter of the kind went to each section, by key."""
    rows = Reminder.objects.within(round_).filter(round=round_, kind=kind)
    return dict(rows.order_by("day", "pk").values_list("key", "day"))


def log_lines(round_: ReviewRound, reminders: Iterable[Reminder]) -> list[LogLine]:
    """Return letters with what became of their mails, two questions for all of them."""
    rows = list(reminders)
    wanted = [pk for row in rows for pk in row.mails]
    states = dict(SentMail.objects.within(round_).filter(pk__in=wanted).values_list("pk", "state"))
    names = names_by_login(round_, (row.by for row in rows))
    lines = []
    for row in rows:
        counted = Counter(MailState(states[pk]) for pk in row.mails if pk in states)
        lines.append(
            LogLine(
                reminder=row,
                by="自動" if row.way == ReminderWay.TIMER else names.get(row.by, row.by),
                outcome="、".join(
                    f"{state.label} {counted[state]}通" for state in MailState if counted[state]
                )
                or ReminderWay(row.way).label,
                is_trouble=not _TROUBLE.isdisjoint(counted),
            )
        )
    return lines


def reminders_of(round_: ReviewRound) -> list[Reminder]:
    """Return the newest hundred letters of the round."""
    return list(Reminder.objects.within(round_).filter(round=round_).order_by("-pk")[:100])
