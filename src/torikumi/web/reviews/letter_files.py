"""Letters as files, for networks that mail cannot leave: one .eml a person, in a ZIP."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from io import BytesIO

from torikumi.web.mail.message import make_draft
from torikumi.web.mail.writing import NewMail

# What Windows takes in no file name.
_NO_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_OLDEST = (1980, 1, 1, 0, 0, 0)


def zip_drafts(mails: Iterable[NewMail]) -> bytes:
    """Return a ZIP with one mail a file, in order; each opens as a mail to be sent."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, mail in enumerate(mails, start=1):
            name = _NO_NAME.sub("_", mail.to_name or mail.to_address)[:40]
            entry = zipfile.ZipInfo(f"{number:03}_{name}.eml", date_time=_OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            draft = make_draft(to=(mail.to_name, mail.to_address), subject=mail.subject, body=mail.body)
            archive.writestr(entry, draft)
    return buffer.getvalue()
