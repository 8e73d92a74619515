"""What came back, before anything is stored: rows with their projects, values with their cells, and what is doubtful."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from torikumi.plan.finding import Finding
from torikumi.plan.model import Plan
from torikumi.review.answers import Problem
from torikumi.review.merge import Fate, Merged
from torikumi.review.round import Round
from torikumi.review.sent import SentBook
from torikumi.text.cells import CellSheet

Stored = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CameFile:
    """A file that came back, as the reader of sheets gave it; `sha256` of its bytes."""

    name: str
    sha256: str
    sheets: tuple[CellSheet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a file is held against: everything that went out in the round, and what is stored now."""

    plan: Plan
    round: Round
    books: tuple[SentBook, ...]
    stored: Stored


class Doubt(StrEnum):
    """Why a row changes nothing until a person has confirmed it."""

    NEW = "new-row"  # neither key nor content is one that went out
    COPIED = "copied-row"  # the key of another row, with other content
    DUPLICATE = "duplicate-row"  # the same project twice, with different answers
    ELSEWHERE = "content-of-another-row"  # the key says one project, the content another
    UNKNOWN = "content-unknown"  # the key is known, name and summary are nobody's
    SHIFTED = "column-shifted"  # one column was moved or sorted by itself
    OTHER_SECTION = "row-of-another-section"
    OTHER_ROUND = "key-of-another-round"
    DAMAGED = "key-damaged"


@dataclass(frozen=True, slots=True)
class Note:
    """How a cell was read where it does not say it that way itself."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CameValue:
    """One answer with its cell ("J12"). `typed` is what the cell holds, `merged` what becomes of it."""

    cell: str
    typed: str
    merged: Merged
    note: Note | None = None

    @property
    def key(self) -> str:
        """The question that it answers."""
        return self.merged.key

    @property
    def is_change(self) -> bool:
        """Whether something was written here that is not stored."""
        return self.merged.fate in (Fate.TAKE, Fate.CONFLICT, Fate.EMPTIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CameRow:
    """A row that came back. `project` is None where nobody can say which; `candidates` are those it may be.

    A row with doubts changes nothing. `problems` are those of the answer as it would be stored.
    """

    sheet: str
    row: int
    project: str | None
    candidates: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    values: tuple[CameValue, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether the row may be taken as it is."""
        return self.project is not None and not self.doubts


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What one file says about one book; `book` is None where the file is no workbook of this round.

    `missing` are the projects of the book that the file lacks.
    """

    file: str
    sha256: str
    book: SentBook | None
    rows: tuple[CameRow, ...] = ()
    missing: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
