"""The levels of headings: by their styles or marks, or, where a document has none, by how they look and are numbered."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.place import Place
from torikumi.read.fields import join_lines
from torikumi.read.flow import CAPTION, Line
from torikumi.read.nesting import STRESSED, Piece
from torikumi.read.rows import is_sentence
from torikumi.read.running_text import NEAR
from torikumi.read.tree import Outline, parse_heading

_CONTENTS = re.compile(r"(?:[…‥・.．]{2,}|\t)\s*[0-9０-９]+\s*\Z")
_MOST = 0.85  # of the lines; between tables there may be little but headings
_LONGEST = 60  # characters of a heading


def with_levels(parts: Sequence[Piece], *, name: str) -> tuple[list[Piece], tuple[Finding, ...]]:
    """Return the parts with the levels of their headings from 1 on, and a doubt where looks alone tell them.

    A title is at level 0, a line that only looks like a heading at STRESSED. One heading alone is the document's title:
    what else looks like a heading may be one then.
    """
    given = [
        index for index, part in enumerate(parts) if _level(part) is not None and _level(part) != STRESSED
    ]
    guessed = _guessed(parts, given) if len(given) < 2 else {}
    if len(guessed) - len(given) < 2:
        lift = 1 if any(_level(parts[index]) == 0 for index in given) else 0
        levels = {index: (_level(parts[index]) or 0) + lift for index in given}
        return _placed(parts, levels), ()
    return _placed(parts, guessed), (_looks_like_headings(name),)


def _level(part: Piece) -> int | None:
    """Return the level that a line of the document has, None for text, tables and captions."""
    is_heading = isinstance(part, Line) and part.heading is not None and part.heading < CAPTION
    return part.heading if isinstance(part, Line) and is_heading else None


def _placed(parts: Sequence[Piece], levels: Mapping[int, int]) -> list[Piece]:
    return [
        replace(part, heading=levels.get(index))
        if isinstance(part, Line) and (index in levels or _level(part) is not None)
        else part
        for index, part in enumerate(parts)
    ]


def _guessed(parts: Sequence[Piece], given: Sequence[int]) -> dict[int, int]:
    """Return the levels of the lines that look like headings, by their place among the parts."""
    lines = [part for part in parts if isinstance(part, Line)]
    stressed = sum(1 for line in lines if line.heading == STRESSED)
    above = frozenset() if stressed else _right_above_tables(parts)
    likely = [
        index
        for index, part in enumerate(parts)
        if isinstance(part, Line) and _is_likely(part, is_above=index in above)
    ]
    if stressed > _MOST * len(lines):
        return {}  # where everything is bold, nothing stands out
    levels: dict[int, int] = dict.fromkeys(given, 1)
    if not given and likely and _is_plain(parts[likely[0]]):
        levels[likely[0]] = 1
    likely = [index for index in likely if index not in levels]
    outline = Outline()
    # Lines right under one another have consecutive places: place less rank is the same for all of them.
    for _, run in groupby(enumerate(likely), key=lambda entry: entry[1] - entry[0]):
        places = [index for _, index in run]
        headings = [parse_heading(join_lines(_text(parts[index]))) for index in places]
        levels |= {index: level + 2 for index, level in zip(places, outline.levels_of(headings), strict=True)}
    return levels


def _right_above_tables(parts: Sequence[Piece]) -> frozenset[int]:
    """Return the places of the lines that stand right above tables."""
    tables = [index for index, part in enumerate(parts) if not isinstance(part, Line)]
    return frozenset(index for table in tables for index in range(max(0, table - NEAR), table))


def _is_likely(line: Line, *, is_above: bool) -> bool:
    text = line.text.strip()
    if len(text) > _LONGEST or is_sentence(text) or line.heading not in (None, STRESSED):
        return False
    return line.heading == STRESSED or _is_numbered(text, with_label=not is_above)


def _is_numbered(text: str, *, with_label: bool) -> bool:
    """Tell whether a line has the number of a heading (基本目標１ 産業); the lines of a table of contents do, too."""
    heading = parse_heading(join_lines(text))
    if heading.number is None or _CONTENTS.search(text) is not None:
        return False
    return heading.label is not None or not with_label


def _is_plain(part: Piece) -> bool:
    heading = parse_heading(join_lines(_text(part)))
    return heading.number is None and heading.label is None


def _text(part: Piece) -> str:
    return part.text if isinstance(part, Line) else ""


def _looks_like_headings(name: str) -> Finding:
    return Finding(
        code="read-level-guessed",
        severity=Severity.WARNING,
        ja="見出しの指定がないので、太字や大きな字の行と番号のある行を見出しとし、番号の付け方から階層を決めました。区分の木を確かめてください。",
        en="Nothing is marked as a heading; lines in bold or large letters and numbered ones were taken as headings, "
        "and their levels from the numbering. Check the tree.",
        place=Place(file=name),
    )
