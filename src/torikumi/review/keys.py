"""The keys of rows and the marks of books: short words in hidden cells, with check characters against mistyping.

They say which row is which; they are no secret and no proof. What went out is kept by whoever sent it.
"""

import hashlib
import re
from dataclasses import dataclass

from torikumi.text.names import section_key
from torikumi.text.width import fold_width

_KEY = re.compile(r"([KB])([0-9]{4})-([0-9A-F]{12})-([0-9A-F]{2})")


@dataclass(frozen=True, slots=True)
class Key:
    """A key that is whole: its year and itself as it was written."""

    year: int
    text: str


def row_key(round_id: str, *, year: int, project: str) -> str:
    """Return the key of a project's row: the same in every book of the round, another one in every other round."""
    return _key("K", year, round_id, project)


def book_mark(round_id: str, *, year: int, section: str, rev: int) -> str:
    """Return the mark of a section's book; each sending of it (`rev` counts from 1) has its own."""
    return _key("B", year, round_id, section_key(section), str(rev))


def read_row_key(text: str) -> Key | None:
    """Return the key that a cell holds, whatever its width and case; None where it is damaged."""
    return _read("K", text)


def read_book_mark(text: str) -> Key | None:
    """Return the mark that a cell holds; None where it is damaged."""
    return _read("B", text)


def _key(letter: str, year: int, *words: str) -> str:
    digest = hashlib.sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()
    plain = f"{letter}{year:04}-{digest[:12].upper()}"
    return f"{plain}-{_check(plain)}"


def _check(plain: str) -> str:
    return hashlib.sha256(f"torikumi {plain}".encode()).hexdigest()[:2].upper()


def _read(letter: str, text: str) -> Key | None:
    found = _KEY.fullmatch("".join(fold_width(text).split()).upper())
    if found is None or found[1] != letter:
        return None
    plain, check = found[0][:-3], found[4]
    return Key(year=int(found[2]), text=found[0]) if check == _check(plain) else None
