"""A file of sheets with how it looks, read in a process of its own."""

from pathlib import Path

from torikumi.read.book_json import book_from_json
from torikumi.read.gate import require_openable
from torikumi.read.sandbox.ask import Asking, ask
from torikumi.read.sandbox.limits import LIMITS, Limits
from torikumi.text.book import Book


def read_book_apart(path: Path, *, name: str | None = None, limits: Limits = LIMITS) -> Book:
    """Return the sheets of one file. Raises a UserError for a file that may not or cannot be opened, or has no sheets."""
    require_openable(path)
    asked = Asking(task="read-book", files=[path], names=[name or path.name], limits=limits)
    return book_from_json(ask(asked))
