"""How many mails leave in a minute, over all cities and processes of this machine: the server's limit knows no cities.

Kept in a file of the home folder, not in the database: what left has left, whatever a transaction does afterwards.
"""

from __future__ import annotations

import fcntl
from datetime import datetime, timedelta
from pathlib import Path


def take_mail_turn(home: Path, *, now: datetime, most: int) -> timedelta:
    """Count one more mail in this minute and return zero; where `most` left already, the time until the next minute."""
    minute = now.replace(second=0, microsecond=0)
    path = home / "var" / "mail-minute.lock"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # given back when the file is closed
        file.seek(0)
        said, _, counted = file.read().partition(" ")
        # A file that was cut by a crash counts as a new minute.
        count = int(counted) if said == minute.isoformat() and counted.isdigit() else 0
        if count >= most:
            return minute + timedelta(minutes=1) - now
        file.truncate(0)
        file.write(f"{minute.isoformat()} {count + 1}")
    return timedelta()
