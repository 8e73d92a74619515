"""Mail as files, for networks that mail cannot leave: somebody carries them, and opens and sends them elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

from django.utils import timezone

from torikumi.web.mail.models import SentMail


def file_mail(home: Path, mail: SentMail, message: bytes) -> str:
    """Write the mail as an .eml file and return its place below the home folder.

    The name is the mail's own, and the file is put there whole: done twice, it is the same one file.
    """
    day = timezone.localtime(mail.made_at).strftime("%Y-%m-%d")
    place = Path("var") / "mail" / mail.municipality.code / day / f"{mail.pk:08}.eml"
    path = home / place
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_suffix(".part")
    with half.open("wb") as file:
        file.write(message)
        file.flush()
        os.fsync(file.fileno())
    half.chmod(0o600)
    half.replace(path)
    return str(place)
