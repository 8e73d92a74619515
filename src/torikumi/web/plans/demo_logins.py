"""The note of the demo's passwords, so that a second start of the demo can print them again."""

import json
from pathlib import Path

from django.conf import settings


def read_logins() -> dict[str, str]:
    """Return the demo's passwords by log-in name."""
    note = _note()
    return dict(json.loads(note.read_text(encoding="utf-8"))) if note.exists() else {}


def write_logins(logins: dict[str, str]) -> None:
    """Keep the demo's passwords, for nobody else on the machine to read."""
    note = _note()
    note.parent.mkdir(parents=True, exist_ok=True)
    note.touch(mode=0o600)
    note.write_text(json.dumps(logins, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _note() -> Path:
    return Path(settings.HOME) / "var" / "demo-logins.json"
