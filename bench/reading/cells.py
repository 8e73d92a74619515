"""How many cells of a table came out right: F1 of the cells found against those that a person sees."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from torikumi.read.headings import match_heading
from torikumi.text.radicals import fold_radicals

from .tables import FoundTable

Record = dict[str, object]
_FIELDS = ("number", "name", "summary", "direction")
_LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class CellScore:
    """The share of cells that agree, and which do not: of the gold not found, and found but not gold."""

    f1: float
    missed: tuple[str, ...]
    extra: tuple[str, ...]


def gold_cells(records: Sequence[Record]) -> list[str]:
    """Return the cells of a table of records: those of each row, and each heading where it begins."""
    cells: list[str] = []
    last: dict[str, object] = {}
    for record in records:
        for level in ("goal", "measure"):
            if record.get(level) and record[level] != last.get(level):
                cells.append(str(record[level]))
            last[level] = record.get(level)
        cells.extend(str(record[field]) for field in _FIELDS if record.get(field))
        if record.get("section_raw"):
            cells.append(str(record["section_raw"]))
    return cells


def score_cells(gold: Iterable[str], tables: Sequence[FoundTable], key: Callable[[str], str]) -> CellScore:
    """Return the score of the tables' cells under a key of comparison.

    Left out on the side of the reader: cells that head a column, and lines that stand alone in their row (the title,
    notes), for whether a reader gives the text around a table is no question of its cells.
    """
    want = Counter(key(text) for text in gold)
    found: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for table in tables:
        for row in table.rows():
            texts = [key(text) for text in row if text and text.strip()]
            (alone if len(texts) == 1 else found).update(texts)
    found.update(alone & (want - found))
    right = want & found
    extra = Counter({text: n for text, n in (found - right).items() if not _is_heading(text)})
    total = sum(want.values()) + sum(right.values()) + sum(extra.values())
    return CellScore(
        f1=2 * sum(right.values()) / total if total else 0.0,
        missed=tuple((want - right).elements()),
        extra=tuple(extra.elements()),
    )


def raw_key(text: str) -> str:
    """Return the text as it is coded, without white space: lines are broken where a column ends."""
    return "".join(text.split())


def folded_key(text: str) -> str:
    """Return the text after NFKC and with radicals made ideographs, without white space."""
    return "".join(unicodedata.normalize("NFKC", fold_radicals(text)).split())


def _is_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and match_heading(text) is not None
