"""How many documents are read at once, whichever of the server's processes reads them."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from torikumi.errors import UserError

SLOTS = 2
RETRY_SECONDS = 30
DRAWING_PATIENCE_SECONDS = 15


class ReadersBusyError(UserError):
    """As many documents are being read as may be at once."""

    def __init__(self) -> None:
        super().__init__(
            ja="いま、ほかの文書を読み取っています。少し待ってから、文書をもう一度選んで送ってください。",
            en="Other documents are being read; wait a moment, then choose the document again and send it.",
        )


class DrawersBusyError(UserError):
    """As many pages are being drawn as may be at once."""

    def __init__(self) -> None:
        super().__init__(
            ja="いま、ほかのページの画像を作っています。少し待ってから、画面を開き直してください。",
            en="Other pages are being drawn; wait a moment, then open the page again.",
        )


@contextmanager
def reading_slot() -> Iterator[int]:
    """Hold one of the few slots; raises ReadersBusyError where none is free.

    A slot is a lock on a file, so the operating system frees it when its holder dies. The reader's own process is handed
    the file descriptor that is given here: the slot stays taken while that process lives, whatever became of its parent.
    """
    slot = _take("reading")
    if slot is None:
        raise ReadersBusyError
    try:
        yield slot
    finally:
        os.close(slot)


@contextmanager
def drawing_slot() -> Iterator[None]:
    """Hold one of the few slots for pictures, waiting a little; raises DrawersBusyError where none becomes free."""
    end = time.monotonic() + DRAWING_PATIENCE_SECONDS
    while (slot := _take("drawing")) is None:
        if time.monotonic() >= end:
            raise DrawersBusyError
        time.sleep(0.1)
    try:
        yield
    finally:
        os.close(slot)


def _take(kind: str) -> int | None:
    folder = settings.HOME / "var"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for number in range(SLOTS):
        slot = os.open(folder / f"{kind}-{number}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(slot)
        else:
            return slot
    return None
