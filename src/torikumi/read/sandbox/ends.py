"""Why a reading process ended without an answer, each as a sentence with the next step."""

import re
import signal
from collections.abc import Sequence

from torikumi.errors import UserError

_NO_MEMORY = re.compile(
    r"memory allocation|bad_alloc|MemoryError|out of memory|Cannot allocate", re.IGNORECASE
)


class UnreadableDocumentError(UserError):
    """Reading ended without an answer: it went over a limit, broke, or was stopped."""


class StoppedReadingError(UnreadableDocumentError):
    """A person stopped the reading."""


class ReaderBrokeError(UnreadableDocumentError):
    """The reader itself ended; `said` is what it wrote last, for whoever mends it."""

    def __init__(self, ja: str, en: str, *, said: str) -> None:
        super().__init__(ja, en)
        self.said = said


def stopped(names: Sequence[str]) -> StoppedReadingError:
    """Return the error for a reading that a person stopped."""
    return StoppedReadingError(
        ja=f"「{_call(names)}」の読み取りを止めました。もう一度読むときは、文書を選び直してください。",
        en=f"Reading {_call(names)} was stopped; choose the document again to read it.",
    )


def too_long(names: Sequence[str]) -> UnreadableDocumentError:
    """Return the error for a reading that made no progress in the time it has."""
    return UnreadableDocumentError(
        ja=f"「{_call(names)}」の読み取りは途中で止まりました（時間の上限）。計画の表があるページだけの文書にして、もう一度読んでください。",
        en=f"Reading {_call(names)} took too long (limit of time); keep only the pages with the plan's table and try again.",
    )


def out_of_memory(names: Sequence[str]) -> UnreadableDocumentError:
    """Return the error for a reading that asked for more memory than it may have."""
    return UnreadableDocumentError(
        ja=f"「{_call(names)}」の読み取りは途中で止まりました（メモリーの上限）。計画の表だけを新しい文書に写して、もう一度読んでください。",
        en=f"Reading {_call(names)} needs too much memory (limit of memory); copy only the plan's table into a new document.",
    )


def too_much(names: Sequence[str]) -> UnreadableDocumentError:
    """Return the error for a reading whose answer is larger than can be kept."""
    return UnreadableDocumentError(
        ja=f"「{_call(names)}」の読み取りは途中で止まりました（結果の大きさの上限）。計画ごとに文書を分けて、もう一度読んでください。",
        en=f"What was read from {_call(names)} is too large (limit of size); cut the document into one for each plan.",
    )


def why_it_ended(return_code: int, said: str, *, names: Sequence[str]) -> UnreadableDocumentError:
    """Return the error that the end of the process tells of; a wrapper adds 128 to the number of a signal."""
    number = -return_code if return_code < 0 else return_code - 128 if return_code > 128 else 0
    if number == signal.SIGXCPU:
        return too_long(names)
    if _NO_MEMORY.search(said):
        return out_of_memory(names)
    what = signal.Signals(number).name if number in set(signal.Signals) else str(return_code)
    return ReaderBrokeError(
        ja=f"「{_call(names)}」の読み取りは途中で止まりました（読み取り部品の異常終了 {what}）。"
        "元のソフトで開いて保存し直すか、計画の表だけを新しい文書に写して、もう一度読んでください。",
        en=f"Reading {_call(names)} ended early (the reader broke: {what}); save the document again, "
        "or copy only the plan's table into a new one.",
        said=said,
    )


def _call(names: Sequence[str]) -> str:
    return "」「".join(names)
