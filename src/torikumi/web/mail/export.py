"""The log of mail as CSV, for Excel and for the file of the case."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from torikumi.web.mail.models import SentMail
from torikumi.web.mail.words import kind_label

COLUMNS = (
    "番号", "書いた日時", "書いた人", "種類", "何について", "宛名", "宛先", "件名", "本文", "添付ファイル",
    "状態", "サーバーの言葉", "試みた回数", "終わった日時",
)  # fmt: skip
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_log(mails: Iterable[SentMail]) -> str:
    """Return the mails as CSV with a byte order mark, so that Excel reads it as UTF-8; no cell is a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for mail in mails:
        writer.writerow([_harmless(cell) for cell in _row(mail)])
    return out.getvalue()


def _row(mail: SentMail) -> tuple[str, ...]:
    return (
        str(mail.pk),
        _moment(mail.made_at),
        mail.made_by,
        kind_label(mail.kind),
        mail.about_label or mail.about,
        mail.to_name,
        mail.to_address,
        mail.subject,
        mail.body,
        "、".join(enclosure.name for enclosure in mail.enclosures.all()),
        mail.get_state_display(),
        mail.words,
        str(mail.tries),
        _moment(mail.ended_at),
    )


def _moment(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S") if at else ""


def _harmless(cell: str) -> str:
    return "'" + cell if cell.startswith(_STARTS_A_FORMULA) else cell
