"""A mail as somebody asks for it, before it is kept: checked here, so that nothing unsendable is written down."""

from __future__ import annotations

from dataclasses import dataclass

from torikumi.errors import UserError
from torikumi.web.mail.addresses import check_address, check_line
from torikumi.web.mail.letters import LONGEST_BODY
from torikumi.web.mail.message import LONGEST_NAME, LONGEST_SUBJECT, Attachment

MOST_BYTES = 10 * 1024 * 1024


class UnsendableError(UserError):
    """A mail that cannot be sent as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMail:
    """One mail to one person: others never see the address."""

    to_address: str
    to_name: str = ""
    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()
    reply_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Why mails are written: their kind ("reminder"), what they speak of ("round:12"), and that in words."""

    kind: str
    about: str = ""
    about_label: str = ""


def check_mail(mail: NewMail) -> None:
    """Raise a UserError for a mail that cannot be sent as it is."""
    check_address(mail.to_address)
    if mail.reply_to:
        check_address(mail.reply_to)
    check_line(mail.to_name, what="宛名", longest=LONGEST_NAME)
    check_line(mail.subject, what="件名", longest=LONGEST_SUBJECT)
    if not mail.subject.strip():
        raise UnsendableError(
            ja="件名がありません。件名を入れてください。", en="The mail has no subject; give one."
        )
    _check_body(mail.body)
    for attachment in mail.attachments:
        check_line(attachment.name, what="添付ファイルの名前", longest=LONGEST_SUBJECT)
    size = sum(len(attachment.content) for attachment in mail.attachments)
    if size > MOST_BYTES:
        raise UnsendableError(
            ja=f"添付ファイルが大きすぎます（合わせて{size / 1024**2:.1f}MB）。{MOST_BYTES // 1024**2}MBまでにしてください。",
            en=f"The attachments are too large ({size} bytes); at most {MOST_BYTES}.",
        )


def _check_body(body: str) -> None:
    if len(body) > LONGEST_BODY * 5:
        raise UnsendableError(
            ja=f"本文が長すぎます（{len(body)}文字）。一覧は添付ファイルにしてください。",
            en=f"The text is too long ({len(body)} letters); attach the list.",
        )
    if "\x00" in body or any("\ud800" <= letter <= "\udfff" for letter in body):
        raise UnsendableError(
            ja="本文に表せない文字があります。入れ直してください。",
            en="The text has letters that cannot be written; enter it again.",
        )
