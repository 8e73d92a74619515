"""Which column of a document was read as what, told from the places that every value keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from torikumi.compare.report import FIELD_WORDS
from torikumi.web.plans.staged import Record, StagedPlan

_PARTS = ("indicators", "amounts", "reviews")
_LONGEST_EXAMPLE = 40
_Spot = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadColumn:
    """One column: where it stands, the fields that were read from it, and the first value."""

    place: str
    words: tuple[str, ...]
    example: str


@dataclass(slots=True)
class _Found:
    name: str
    words: dict[str, None]
    example: str = ""


def read_columns(staged: StagedPlan) -> tuple[ReadColumn, ...]:
    """Return the columns that were read, in the order of the document; () where it has none (a plan.json)."""
    found: dict[_Spot, _Found] = {}
    for place, word, example in _readings(staged):
        column = place.get("column")
        if not isinstance(column, int):
            continue
        sheet = str(place.get("sheet") or "")
        one = found.setdefault((sheet, column), _Found(_name(place, sheet, column), {}))
        one.words[word] = None
        one.example = one.example or example
    return tuple(
        ReadColumn(place=one.name, words=tuple(one.words), example=_cut(one.example))
        for _, one in sorted(found.items())
    )


def _readings(staged: StagedPlan) -> Iterator[tuple[Record, str, str]]:
    """Every place with the word for what was read there, and its value."""
    for node in staged.records("nodes"):
        for _, place in _places(node):
            yield place, staged.level_word(node), str(node.get("printed", ""))
    for project in staged.records("projects"):
        # What was taken over from the edition before was read from another document.
        own = {place.get("file") for field, place in _places(project) if field == "name"}
        for field, place in _places(project):
            if place.get("file") in own:
                yield place, _word(field), _example(project, field)
        for group in _PARTS:
            for part in _list(project, group):
                label = str(part.get("label") or part.get("name") or "")
                for place in _deep_places(part):
                    if place.get("file") in own:
                        yield place, f"{_word(group)}（{label}）" if label else _word(group), ""


def _places(record: Record) -> Iterator[tuple[str, Record]]:
    entries = record.get("places")
    for field, place in entries.items() if isinstance(entries, dict) else ():
        if isinstance(place, dict):
            yield str(field), place


def _deep_places(value: object) -> Iterator[Record]:
    if isinstance(value, dict):
        for _, place in _places(value):
            yield place
        for inner in value.values():
            yield from _deep_places(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _deep_places(inner)


def _list(record: Record, name: str) -> list[Record]:
    found = record.get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _example(project: Record, field: str) -> str:
    value = project.get(field)
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return str(value.get("printed", ""))
    return "、".join(str(item.get("printed", "")) for item in _list(project, field))


def _word(field: str) -> str:
    return FIELD_WORDS[field][0] if field in FIELD_WORDS else field


def _name(place: Record, sheet: str, column: int) -> str:
    letters = re.match(r"[A-Z]+", str(place.get("cell") or ""))
    name = f"{letters[0]}列" if letters else f"{column}列目"
    return f"シート「{sheet}」 {name}" if sheet else name


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_EXAMPLE else line[:_LONGEST_EXAMPLE] + "…"
