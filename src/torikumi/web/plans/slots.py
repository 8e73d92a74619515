"""How many documents are read at once, whichever of the server's processes reads them."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings

from torikumi.errors import UserError

SLOTS = 2
RETRY_SECONDS = 30


class ReadersBusyError(UserError):
    """As many documents are being read as may be at once."""

    def __init__(self) -> None:
        super().__init__(
            ja="いま、ほかの文書を読み取っています。少し待ってから、文書をもう一度選んで送ってください。",
            en="Other documents are being read; wait a moment, then choose the document again and send it.",
        )


@contextmanager
def reading_slot() -> Iterator[int]:
    """Hold one of the few slots; raises ReadersBusyError where none is free.

    A slot is a lock on a file, so the operating system frees it when its holder dies. The reader's own process is handed
    the file descriptor that is given here: the slot stays taken while that process lives, whatever became of its parent.
    """
    folder = settings.HOME / "var"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for number in range(SLOTS):
        slot = os.open(folder / f"reading-{number}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            with suppress(BlockingIOError):
                fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
                yield slot
                return
        finally:
            os.close(slot)
    raise ReadersBusyError
