"""Mail: written down, taken in hand, settled; written once more where a person decides so."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from torikumi.errors import UserError
from torikumi.web.accounts.models import Municipality
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.jobs.actions import enqueue
from torikumi.web.jobs.models import Job
from torikumi.web.jobs.tasks import Task
from torikumi.web.mail.delivery import MailMode
from torikumi.web.mail.message import Attachment
from torikumi.web.mail.models import Enclosure, MailFile, MailState, SentMail
from torikumi.web.mail.writing import NewMail, Occasion, check_mail

_UNKNOWN = (
    "送っている途中でサーバーが止まりました。届いたかどうか分かりません。相手に確かめるか、"
    "二重に届いてもよければ「もう一度送る」を押してください。"
)


class MailOffError(UserError):
    """The installation sends no mail."""


class WrongMailStateError(UserError):
    """The mail is not in the state that this step needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The mails that were asked for at once."""

    batch: str


def refuse_when_off() -> None:
    """Raise MailOffError where mail is off (the default)."""
    if settings.MAIL.mode is MailMode.OFF:
        raise MailOffError(
            ja="メールを送る設定になっていません。管理者に TORIKUMI_MAIL の設定を頼むか、文面を写して送ってください。",
            en="Mail is off; have an administrator set TORIKUMI_MAIL, or copy the text and send it yourself.",
        )


@transaction.atomic
def write_mails(
    mails: Sequence[NewMail],
    *,
    task: Task[Batch],
    city: Municipality,
    occasion: Occasion,
    by: Actor,
    at: datetime,
) -> Job:
    """Write mails down and have them sent after the commit, by one job.

    Raises MailOffError, and a UserError for the first mail that cannot be sent: then none is.
    """
    refuse_when_off()
    batch = uuid.uuid4().hex
    for mail in mails:
        check_mail(mail)
        row = _write(mail, city=city, batch=batch, occasion=occasion, by=by, at=at)
        for attachment in mail.attachments:
            _enclose(row, attachment)
        record(by=by, at=at, action="write_mail", kind="mail", key=row.pk, after=row.facts())
    return enqueue(task, city=city, arguments=Batch(batch=batch), by=by, at=at)


@transaction.atomic
def send_again(
    *, task: Task[Batch], city: Municipality, mail_id: int, by: Actor, at: datetime
) -> tuple[SentMail, Job]:
    """Write a mail that did not go out, or of which that is not known, once more: a new row beside the old one.

    Raises WrongMailStateError where the server took it, MailOffError.
    """
    refuse_when_off()
    old = SentMail.objects.within(city).select_for_update().get(pk=mail_id)
    again = SentMail.objects.within(city).filter(again_of=old).first()
    if not old.is_mendable() or again is not None:
        raise WrongMailStateError(
            ja="もう一度送れるのは、断られたか、送れなかったか、届いたか分からないメールを、1回だけです。記録を開き直してください。",
            en="Only a mail that was refused, failed or is unknown can be sent again, once; open the log again.",
        )
    occasion = Occasion(kind=old.kind, about=old.about, about_label=old.about_label)
    mail = NewMail(
        to_address=old.to_address,
        to_name=old.to_name,
        subject=old.subject,
        body=old.body,
        reply_to=old.reply_to,
    )
    batch = uuid.uuid4().hex
    new = _write(mail, city=city, batch=batch, occasion=occasion, by=by, at=at, again_of=old)
    for enclosure in Enclosure.objects.within(city).filter(mail=old):
        Enclosure.objects.create(
            mail=new, file_id=enclosure.file_id, name=enclosure.name, media_type=enclosure.media_type
        )
    after = {**new.facts(), "again_of": old.pk}
    record(by=by, at=at, action="send_mail_again", kind="mail", key=new.pk, after=after)
    return new, enqueue(task, city=city, arguments=Batch(batch=batch), by=by, at=at)


@transaction.atomic
def begin_mail(*, city: Municipality, mail_id: int, now: datetime) -> SentMail | None:
    """Take a mail in hand: once this is kept, it is never sent a second time by itself. None where it is settled.

    No act of a person, so no event.
    """
    mine = SentMail.objects.within(city).filter(pk=mail_id, state=MailState.WAITING)
    if mine.update(state=MailState.SENDING, tries=F("tries") + 1, tried_at=now) != 1:
        return None
    return SentMail.objects.within(city).get(pk=mail_id)


@transaction.atomic
def settle_mail(
    *, city: Municipality, mail_id: int, state: MailState, words: str, by: Actor, at: datetime
) -> None:
    """Keep what became of a mail. What the server said stands above 「unknown」, which was only our guess."""
    mail = SentMail.objects.within(city).select_for_update().get(pk=mail_id)
    if mail.state not in {MailState.WAITING, MailState.SENDING, MailState.UNKNOWN}:
        return
    mail.state, mail.words, mail.ended_at = state, words, at
    mail.save(update_fields=["state", "words", "ended_at"])
    record(by=by, at=at, action="settle_mail", kind="mail", key=mail.pk, after=mail.facts())


@transaction.atomic
def own_up(*, city: Municipality, batch: str, by: Actor, at: datetime) -> None:
    """A job begins again: of what was being sent when it was killed, nobody knows whether it left."""
    for mail in SentMail.objects.within(city).filter(batch=batch, state=MailState.SENDING):
        mail.state, mail.words, mail.ended_at = MailState.UNKNOWN, _UNKNOWN, at
        mail.save(update_fields=["state", "words", "ended_at"])
        record(by=by, at=at, action="settle_mail", kind="mail", key=mail.pk, after=mail.facts())


@transaction.atomic
def give_back_mail(
    *, city: Municipality, mail_id: int, words: str, most: int, by: Actor, at: datetime
) -> None:
    """A mail certainly did not leave: it waits again, until it was tried `most` times."""
    mail = SentMail.objects.within(city).select_for_update().get(pk=mail_id)
    mail.words = words
    mail.state, mail.ended_at = (MailState.FAILED, at) if mail.tries >= most else (MailState.WAITING, None)
    mail.save(update_fields=["state", "words", "ended_at"])
    record(by=by, at=at, action="give_back_mail", kind="mail", key=mail.pk, after=mail.facts())


@transaction.atomic
def put_off_batch(*, city: Municipality, batch: str, words: str, most: int, by: Actor, at: datetime) -> None:
    """The server is away: everything of the batch that has not left has had one more try, and waits again."""
    held = SentMail.objects.within(city).select_for_update().filter(batch=batch)
    for mail in held.filter(state__in=[MailState.WAITING, MailState.SENDING]):
        mail.tries += mail.state == MailState.WAITING
        mail.words, mail.tried_at = words, at
        mail.state, mail.ended_at = (
            (MailState.FAILED, at) if mail.tries >= most else (MailState.WAITING, None)
        )
        mail.save(update_fields=["state", "words", "tries", "tried_at", "ended_at"])
        record(by=by, at=at, action="give_back_mail", kind="mail", key=mail.pk, after=mail.facts())


def _write(
    mail: NewMail,
    *,
    city: Municipality,
    batch: str,
    occasion: Occasion,
    by: Actor,
    at: datetime,
    again_of: SentMail | None = None,
) -> SentMail:
    domain = settings.MAIL.sender_address.rpartition("@")[2]
    return SentMail.objects.create(
        municipality=city,
        batch=batch,
        kind=occasion.kind,
        about=occasion.about,
        about_label=occasion.about_label[:200],
        to_address=mail.to_address.strip(" \u3000"),
        to_name=mail.to_name,
        reply_to=mail.reply_to,
        subject=mail.subject,
        body=mail.body,
        # The same at every try: whoever gets it twice all the same, sees one.
        message_id=f"<{uuid.uuid4().hex}@{domain}>",
        made_by=by.name,
        made_at=at,
        again_of=again_of,
    )


def _enclose(mail: SentMail, attachment: Attachment) -> None:
    digest = hashlib.sha256(attachment.content).hexdigest()
    file, _ = MailFile.objects.within(mail).get_or_create(
        municipality_id=mail.municipality_id,
        sha256=digest,
        defaults={"size": len(attachment.content), "content": attachment.content},
    )
    Enclosure.objects.create(mail=mail, file=file, name=attachment.name, media_type=attachment.media_type)
