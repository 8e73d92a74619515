"""What went out: kept by whoever sent it, since nothing that a file says about itself can be trusted."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from torikumi.errors import UserError
from torikumi.plan.codec import decode, decode_all, encode, encode_all
from torikumi.review.round import Round

VERSION = 1
_VERSION_KEY = "torikumi_sent"


@dataclass(frozen=True, slots=True)
class SentValue:
    """The text of one cell by its column."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentColumn:
    """A column as sent: its id in the hidden row, its heading, and whether the section writes there."""

    id: str
    label: str
    answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRow:
    """The row of a project as sent. `locked` are the cells nobody writes, `values` the answers it began with.

    A column that does not concern the project (a third indicator where it has two) is in neither.
    """

    key: str
    project: str
    lead: bool
    locked: tuple[SentValue, ...]
    values: tuple[SentValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBook:
    """A section's workbook as sent; `rev` counts its sendings in the round from 1."""

    mark: str
    round_id: str
    round_title: str
    year: int
    section: str
    rev: int
    file: str
    sha256: str
    columns: tuple[SentColumn, ...]
    rows: tuple[SentRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sendings:
    """Everything that went out in a round, the oldest sending first, with the round as it was then."""

    round_id: str
    round: Round
    books: tuple[SentBook, ...]


class SentFileError(UserError):
    """The record of what went out cannot be read."""


def dump_sendings(sendings: Sendings) -> str:
    """Return the record as JSON; the same sendings always give the same text."""
    content = {
        _VERSION_KEY: VERSION,
        "round_id": sendings.round_id,
        "round": encode(sendings.round),
        "books": encode_all(sendings.books),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def load_sendings(text: str, *, name: str) -> Sendings:
    """Return the record that `dump_sendings` wrote. Raises SentFileError for all else."""
    try:
        content: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _wrong(name) from error
    if not isinstance(content, dict) or content.get(_VERSION_KEY) != VERSION:
        raise _wrong(name)
    round_id = content.get("round_id")
    if not isinstance(round_id, str):
        raise _wrong(name)
    return Sendings(
        round_id=round_id,
        round=decode(Round, content.get("round")),
        books=decode_all(SentBook, content.get("books")),
    )


def latest(books: Iterable[SentBook]) -> dict[str, SentBook]:
    """Return the newest sending of each section, by the section's name."""
    newest: dict[str, SentBook] = {}
    for book in books:
        if book.section not in newest or newest[book.section].rev < book.rev:
            newest[book.section] = book
    return newest


def _wrong(name: str) -> SentFileError:
    return SentFileError(
        ja=f"「{name}」は送付の控えではないか、壊れています。ブックを送ったときのフォルダーにある控えを指定してください。",
        en=f"{name} is no record of what was sent, or it is damaged. Name the one in the folder of the sending.",
    )
