"""The explanation of marks and letters that stands beside a table (凡例): no project, but what a letter means."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from torikumi.plan.direction import DirectionScale
from torikumi.plan.model import Note
from torikumi.plan.outcomes import outcomes_of, parse_direction, scale_from
from torikumi.read.document import Table
from torikumi.read.fields import join_lines
from torikumi.read.grid import Row
from torikumi.text.width import search_key

_TITLE = re.compile(
    r"[【\[(（〈<〔■◆●※＊*]*\s*(?:\S{0,12}の)?(?:凡例|\S{0,10}(?:区分|方針|方向性|評価|記号|基準|判定)の(?:説明|見方|意味|内容|定義))"
    r"\s*[】\])）〉>〕:：]*\Z"
)
_CODE = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]|[ア-オｱ-ｵ]|[①-⑨◎○◯〇△▲×✕☆★]")
_IN_LINE = re.compile(
    r"(?:\A|(?<=[\s、,/／【\[(（]))([A-Za-zＡ-Ｚ]|[ア-オ])\s*[:：…=＝・]+\s*([^\s、,/／】\])）]+)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """The rows of a legend as notes, and the meanings of its codes, as printed."""

    notes: tuple[Note, ...] = ()
    meanings: tuple[tuple[str, str], ...] = ()


def part_legend(rows: Sequence[Row], table: Table) -> tuple[list[Row], Legend]:
    """Part the rows of a legend from the others.

    A row of a legend has a code and what it means and nothing else; it stands under a title (凡例), or next to
    another such row. A single line may hold them all (A：拡充 B：継続).
    """
    kept: list[Row] = []
    notes: list[Note] = []
    meanings: list[tuple[str, str]] = []
    index = 0
    while index < len(rows):
        run = _legend_at(rows, index)
        if not run:
            kept.append(rows[index])
            index += 1
            continue
        for row in run:
            cells = row.distinct()
            notes.append(
                Note(text=" ".join(join_lines(cell.text) for cell in cells), place=table.place_of(cells[0]))
            )
            meanings.extend(_meanings(row))
        index += len(run)
    return kept, Legend(notes=tuple(notes), meanings=tuple(meanings))


def scale_of_legend(meanings: Iterable[tuple[str, str]], printed: Iterable[str]) -> DirectionScale | None:
    """Return the scale that a legend explains, where its codes are those that the directions bear alone."""
    known = {search_key(code): f"{code}：{label}" for code, label in meanings if outcomes_of(label)}
    directions = [parse_direction(text, None) for text in printed]
    bare = {search_key(one.code) for one in directions if one.code is not None and one.label is None}
    bare |= {search_key(text) for text in printed if _CODE.fullmatch(text.strip())}
    if not bare or len(known) < 2 or not bare <= set(known):
        return None
    return scale_from(known.values())


def _legend_at(rows: Sequence[Row], start: int) -> Sequence[Row]:
    """Return the rows of a legend that begins at `start`, () where none does."""
    first = rows[start].distinct()
    if len(first) == 1 and len(_IN_LINE.findall(first[0].text)) >= 2:
        return rows[start : start + 1]
    titled = _TITLE.match(join_lines(first[0].text)) is not None and len(first) <= 2
    begin = start + 1 if titled and len(first) == 1 else start
    end = begin
    while end < len(rows) and _is_entry(rows[end]):
        end += 1
    if titled and end > begin:
        return rows[start:end]
    return rows[start:end] if end - start >= 2 else ()


def _is_entry(row: Row) -> bool:
    cells = row.distinct()
    if len(cells) == 1:
        return len(_IN_LINE.findall(cells[0].text)) >= 1
    return (
        len(cells) == 2
        and _CODE.fullmatch(cells[0].text.strip()) is not None
        and not cells[1].text.strip().isdigit()
    )


def _meanings(row: Row) -> list[tuple[str, str]]:
    cells = row.distinct()
    if len(cells) == 2 and _CODE.fullmatch(cells[0].text.strip()):
        return [(cells[0].text.strip(), join_lines(cells[1].text))]
    return [(code, label) for cell in cells for code, label in _IN_LINE.findall(join_lines(cell.text))]
