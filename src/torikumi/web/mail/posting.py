"""The job that sends the mails of a batch, one after another, each at most once.

A mail is 「sending」 before the first word to the server. Where the job is killed then, nobody can know whether the mail
left: it becomes 「unknown, look」 and is never sent again by itself. Everything that certainly did not leave waits and is
tried again, each time a little later.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import assert_never

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from torikumi.web.accounts.models import Municipality
from torikumi.web.audit.actor import Actor
from torikumi.web.jobs.models import Job
from torikumi.web.jobs.tasks import Course, Outcome, Task, TryLaterError
from torikumi.web.mail.actions.mails import (
    Batch,
    begin_mail,
    give_back_mail,
    own_up,
    put_off_batch,
    refuse_when_off,
    settle_mail,
    write_mails,
)
from torikumi.web.mail.delivery import Delivery, MailMode
from torikumi.web.mail.filing import file_mail
from torikumi.web.mail.models import MailState, SentMail
from torikumi.web.mail.pace import take_mail_turn
from torikumi.web.mail.post import Answer, Post, PostAwayError, PostRefusesUsError, Reply
from torikumi.web.mail.queries import as_message, count_states, waiting_mails
from torikumi.web.mail.writing import NewMail, Occasion

# After each try that certainly came to nothing.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
MOST_TRIES = len(WAITS) + 1


def send_mail(mail: NewMail, *, city: Municipality, occasion: Occasion, by: Actor, at: datetime) -> Job:
    """Have one mail sent after the commit. Raises MailOffError, and a UserError for what cannot be sent."""
    return send_mails([mail], city=city, occasion=occasion, by=by, at=at)


def send_mails(
    mails: Sequence[NewMail], *, city: Municipality, occasion: Occasion, by: Actor, at: datetime
) -> Job:
    """Have several mails sent by one job, whose page shows how far it is. Raises as `send_mail`: then none is sent."""
    return write_mails(mails, task=POST_BATCH, city=city, occasion=occasion, by=by, at=at)


def post_batch(course: Course, batch: Batch) -> Outcome:
    """Send what still waits of a batch; put off what cannot be sent now."""
    refuse_when_off()
    own_up(city=course.city, batch=batch.batch, by=course.by, at=timezone.now())
    if settings.MAIL.mode is MailMode.FILES:
        _file_all(course, batch.batch)
    else:
        _post_all(course, batch.batch, settings.MAIL)
    _try_the_rest_later(course.city, batch.batch)
    return Outcome(
        message=_tell(count_states(course.city, batch.batch)),
        url=reverse("mail:log", query={"batch": batch.batch}),
    )


def _file_all(course: Course, batch: str) -> None:
    for mail, message in _in_hand(course, batch, most=None):
        name = file_mail(settings.HOME, mail, message)
        settle_mail(
            city=course.city,
            mail_id=mail.pk,
            state=MailState.FILED,
            words=name,
            by=course.by,
            at=timezone.now(),
        )


def _post_all(course: Course, batch: str, delivery: Delivery) -> None:
    if not waiting_mails(course.city, batch):
        return
    try:
        with Post(delivery) as post:
            for mail, message in _in_hand(course, batch, most=delivery.a_minute):
                _settle(course, mail, _deliver(course, post, mail, message))
    except PostAwayError as error:
        # The server is away for all of them: each has had its try.
        put_off_batch(
            city=course.city, batch=batch, words=error.ja, most=MOST_TRIES, by=course.by, at=timezone.now()
        )


def _deliver(course: Course, post: Post, mail: SentMail, message: bytes) -> Reply:
    try:
        return post.deliver(mail.to_address, message)
    except PostRefusesUsError as error:
        _give_back(course, mail.pk, error.ja)
        raise


def _in_hand(course: Course, batch: str, *, most: int | None) -> Iterator[tuple[SentMail, bytes]]:
    """Give each mail that waits, in turn and at most so many a minute, as 「sending」 and as bytes."""
    city, whole = course.city, sum(count_states(course.city, batch).values())
    waiting = waiting_mails(city, batch)
    for place, pk in enumerate(waiting):
        course.tell(whole - len(waiting) + place, whole)
        message = as_message(SentMail.objects.within(city).get(pk=pk))
        if most is not None:
            _wait_for_turn(most)
        mail = begin_mail(city=city, mail_id=pk, now=timezone.now())
        if mail is not None:
            yield mail, message


def _wait_for_turn(most: int) -> None:
    wait = take_mail_turn(settings.HOME, now=timezone.now(), most=most)
    if wait:
        raise TryLaterError(
            wait=wait,
            ja=f"1分に{most}通までなので、残りは次の1分に送ります。",
            en="The rest follows in the next minute.",
        )


def _settle(course: Course, mail: SentMail, reply: Reply) -> None:
    match reply.answer:
        case Answer.ACCEPTED:
            state = MailState.ACCEPTED
        case Answer.REFUSED:
            state = MailState.REFUSED
        case Answer.UNKNOWN:
            state = MailState.UNKNOWN
        case Answer.LATER:
            _give_back(course, mail.pk, reply.words)
            return
        case _:
            assert_never(reply.answer)
    settle_mail(
        city=course.city, mail_id=mail.pk, state=state, words=reply.words, by=course.by, at=timezone.now()
    )


def _give_back(course: Course, mail_id: int, words: str) -> None:
    give_back_mail(
        city=course.city, mail_id=mail_id, words=words, most=MOST_TRIES, by=course.by, at=timezone.now()
    )


def _try_the_rest_later(city: Municipality, batch: str) -> None:
    tries = [
        *SentMail.objects.within(city)
        .filter(batch=batch, state=MailState.WAITING)
        .values_list("tries", flat=True)
    ]
    if not tries:
        return
    wait = WAITS[min(max(min(tries) - 1, 0), len(WAITS) - 1)]
    raise TryLaterError(
        wait=wait,
        ja=f"{len(tries)}通は、まだ送れていません。{_minutes(wait)}後に、もう一度送ります。",
        en=f"{len(tries)} mails could not be sent yet; another try follows.",
    )


def _minutes(wait: timedelta) -> str:
    minutes = int(wait.total_seconds() // 60)
    return f"{minutes // 60}時間" if minutes >= 60 else f"{minutes}分"


def _tell(counted: dict[MailState, int]) -> str:
    said = [f"{state.label}：{counted[state]}通" for state in MailState if counted.get(state)]
    return "、".join(said) + "。" if said else "送るものはありませんでした。"


POST_BATCH = Task(name="post_mails", label="メールの送信", arguments=Batch, work=post_batch)
