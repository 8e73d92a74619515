"""What a rule about the form of a file is, and what it finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from torikumi.check.machine_readable.grid import SheetGrid
from torikumi.text.book import Book
from torikumi.text.cells import cell_name

_LONGEST_SHOWN = 30


class Verdict(StrEnum):
    """What is said of a rule about a file."""

    KEPT = "kept"  # 守られている
    BROKEN = "broken"  # 守られていない
    UNSEEN = "unseen"  # 見ていない: the file does not let it be seen, or there is nothing to look at


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in both languages."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place where a rule is broken. `place` is "A1", "A1:C1", "3:7" (rows) or "" for a whole sheet or file."""

    sheet: str
    place: str
    ja: str
    en: str

    @property
    def address(self) -> str:
        """The place as spreadsheets name it: 一覧!A1."""
        return f"{self.sheet}!{self.place}" if self.sheet and self.place else self.sheet or self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a rule found; `unseen` says why nobody looked, and counts only where nothing was found."""

    spots: tuple[Spot, ...] = ()
    unseen: Words | None = None

    @property
    def verdict(self) -> Verdict:
        """Whether the rule is kept."""
        if self.spots:
            return Verdict.BROKEN
        return Verdict.KEPT if self.unseen is None else Verdict.UNSEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedBook:
    """A file with the tables that were found on its sheets, in the order of the sheets."""

    book: Book
    grids: tuple[SheetGrid, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRule:
    """One rule; `code` is its number in the state's list (1-4), or one of ours (T-1)."""

    code: str
    title: Words
    what: Words
    advice: Words
    look: Callable[[CheckedBook], Judgement]

    @property
    def is_ours(self) -> bool:
        """Whether the rule is none of the state's list."""
        return self.code.startswith("T-")


def spot_at(grid: SheetGrid, row: int, column: int, words: Words) -> Spot:
    """Return the spot of one cell."""
    return Spot(sheet=grid.name, place=cell_name(row, column), ja=words.ja, en=words.en)


def shown(text: str) -> str:
    """Return the text of a cell, short and on one line, as a sentence names it."""
    line = text.replace("\n", "↵").replace("\r", "").replace("\t", "⇥")
    return line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + "…"


def quoted(text: str) -> Words:
    """Return the text of a cell in quotes."""
    return Words(f"「{shown(text)}」", f"“{shown(text)}”")


def judge(spots: Iterable[Spot], *, unseen: Words | None = None) -> Judgement:
    """Return the judgement over these spots."""
    return Judgement(spots=tuple(spots), unseen=unseen)
