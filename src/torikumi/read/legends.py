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
from torikumi.read.options import is_option
from torikumi.text.width import search_key

_TITLE = re.compile(
    r"[【\[(（〈<〔■◆●※＊*]*\s*(?:\S{0,12}の)?(?:凡例|\S{0,10}(?:区分|方針|方向性|評価|記号|基準|判定)の(?:説明|見方|意味|内容|定義))"
    r"\s*[】\])）〉>〕:：]*\Z"
)
_CODE = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]|[ア-オｱ-ｵ]|[①-⑨]")
_SIGN = re.compile(r"[◎○◯〇△▲×✕☆★]")
_DIGIT = re.compile(r"[0-9０-９]")
_IN_LINE = re.compile(
    r"(?:\A|(?<=[\s、,/／【\[(（]))([A-Za-zＡ-Ｚ]|[ア-オ])\s*[:：…=＝・]+\s*([^\s、,/／】\])）]+)"
)
_NUMBERED_IN_LINE = re.compile(
    r"(?:\A|(?<=[\s、,/／【\[(（:：]))([0-9０-９]|[①-⑨])\s*[:：…=＝・．.]*\s*([^\s、,/／】\])）0-9０-９①-⑨]+)"
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
    bare |= {search_key(text) for text in printed if _is_code(text.strip())}
    if not bare or len(known) < 2 or not bare <= set(known):
        return None
    return scale_from(known.values())


def _legend_at(rows: Sequence[Row], start: int) -> Sequence[Row]:
    """Return the rows of a legend that begins at `start`, () where none does."""
    first = rows[start].distinct()
    if len(first) == 1 and len(_in_line(first[0].text)) >= 2:
        return rows[start : start + 1]
    titled = _TITLE.match(join_lines(first[0].text)) is not None and len(first) <= 2
    begin = start + 1 if titled else start
    end = begin
    while end < len(rows) and (_is_entry(rows[end]) if titled else _is_clear_entry(rows[end])):
        end += 1
    return rows[start:end] if end - begin >= (1 if titled else 2) else ()


def _is_clear_entry(row: Row) -> bool:
    """Tell whether a row without a title above it can only be a legend's: a number and a project look alike."""
    cells = row.distinct()
    if len(row.cells) < 3 or len(cells) != 2:
        return False
    code, label = (cell.text.strip() for cell in cells)
    if _SIGN.fullmatch(code):
        return not label.isdigit()
    return _is_code(code) and is_option(label) and len(label) <= 8


def _is_entry(row: Row) -> bool:
    cells = row.distinct()
    if len(cells) == 1:
        return bool(_in_line(cells[0].text))
    code = cells[0].text.strip()
    return len(cells) == 2 and _is_code(code) and not cells[1].text.strip().isdigit()


def _in_line(text: str) -> list[tuple[str, str]]:
    """Return the codes and their meanings in one line: letters, or digits before steps of a direction."""
    found: list[tuple[str, str]] = _IN_LINE.findall(text)
    if len(found) < 2:
        numbered: list[tuple[str, str]] = _NUMBERED_IN_LINE.findall(text)
        return numbered if len(numbered) > 1 and all(is_option(label) for _, label in numbered) else found
    return found


def _is_code(text: str) -> bool:
    return any(form.fullmatch(text) for form in (_CODE, _SIGN, _DIGIT))


def _meanings(row: Row) -> list[tuple[str, str]]:
    cells = row.distinct()
    if len(cells) == 2 and _is_code(cells[0].text.strip()):
        return [(cells[0].text.strip(), join_lines(cells[1].text))]
    return [(code, label) for cell in cells for code, label in _in_line(join_lines(cell.text))]
