"""A mail as bytes: Japanese headers as RFC 2047, names of attachments as RFC 2231, the text as UTF-8."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import encoders
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from typing import cast

from torikumi.web.mail.addresses import check_address, check_line

_WIRE = compat32.clone(linesep="\r\n", max_line_length=76)
LONGEST_SUBJECT = 200
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of a mail; `media_type` like "text/csv"."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Headers:
    """What stands above the text; names may be empty."""

    sender: tuple[str, str]
    to: tuple[str, str]
    subject: str
    message_id: str
    at: datetime
    reply_to: str = ""


def make_message(headers: Headers, body: str, attachments: Sequence[Attachment] = ()) -> bytes:
    """Return the mail as it goes over the wire, with CRLF. Raises HeaderTextError, NotAnAddressError.

    Every text is checked again here: whatever came before, no header can begin inside another one.
    """
    text = MIMEText(_with_plain_line_ends(body), "plain", "utf-8")
    whole: MIMEText | MIMEMultipart = text
    if attachments:
        whole = MIMEMultipart("mixed")
        whole.attach(text)
        for attachment in attachments:
            whole.attach(_make_part(attachment))
    subject = check_line(headers.subject, what="件名", longest=LONGEST_SUBJECT)
    # compat32 folds a Header by its own rules; a text that is encoded already would be folded a second time.
    message = cast("Message[Header | str, Header | str]", whole)
    message["From"] = _mailbox("From", *headers.sender)
    message["To"] = _mailbox("To", *headers.to)
    if headers.reply_to:
        message["Reply-To"] = check_address(headers.reply_to)
    message["Subject"] = Header(subject, "utf-8", header_name="Subject")
    message["Date"] = format_datetime(headers.at)
    message["Message-ID"] = check_line(headers.message_id, what="Message-ID", longest=LONGEST_SUBJECT)
    # RFC 3834: who is away does not answer a machine.
    message["Auto-Submitted"] = "auto-generated"
    return message.as_bytes(policy=_WIRE)


def make_draft(*, to: tuple[str, str], subject: str, body: str) -> bytes:
    """Return a mail as a file that a mail program opens as one to be sent: it has no sender, date or number yet.

    Raises HeaderTextError, NotAnAddressError.
    """
    message = cast(
        "Message[Header | str, Header | str]", MIMEText(_with_plain_line_ends(body), "plain", "utf-8")
    )
    message["X-Unsent"] = "1"  # Outlook opens what bears this for writing, not for reading
    message["To"] = _mailbox("To", *to)
    line = check_line(subject, what="件名", longest=LONGEST_SUBJECT)
    message["Subject"] = Header(line, "utf-8", header_name="Subject")
    return message.as_bytes(policy=_WIRE)


def _mailbox(header: str, name: str, address: str) -> Header | str:
    check_line(name, what="宛名", longest=LONGEST_NAME)
    if not name:
        return check_address(address)
    # A name of Latin letters is encoded, too: then no comma or quote in it means anything.
    mailbox = Header(name, "utf-8", header_name=header)
    mailbox.append(f"<{check_address(address)}>", "us-ascii")
    return mailbox


def _make_part(attachment: Attachment) -> MIMEBase:
    main, _, sub = attachment.media_type.partition("/")
    part = MIMEBase(main, sub)
    part.set_payload(attachment.content)
    encoders.encode_base64(part)
    name = check_line(attachment.name, what="添付ファイルの名前", longest=LONGEST_SUBJECT)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    return part


def _with_plain_line_ends(body: str) -> str:
    return body.replace("\r\n", "\n").replace("\r", "\n")
