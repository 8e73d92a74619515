"""Where in a document something was read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A spot in a document; every part that the file type does not have is None.

    `page`, `row` and `column` count from 1, as people do; `table` counts from 0 over the whole document.
    `row` is the line of a text file or the row of a sheet; `cell` is its name in a workbook ("C7").
    `box` is (left, top, right, bottom) in points from the page's upper left corner.
    """

    file: str | None = None
    page: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    cell: str | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """The place that one field of a record was read from; `field` is the attribute's name."""

    field: str
    place: Place


def place_of(field: str, places: tuple[FieldPlace, ...]) -> Place | None:
    """Return the place of `field`, or the record's first place where the field has none of its own."""
    for entry in places:
        if entry.field == field:
            return entry.place
    return places[0].place if places else None


def describe_place(place: Place | None, *, language: str) -> str:
    """Return the place in words: 「シート『一覧』 C7」, "line 12, column 3"; "" when nothing is known."""
    if place is None:
        return ""
    return _in_japanese(place) if language == "ja" else _in_english(place)


def _in_japanese(place: Place) -> str:
    parts = []
    if place.page is not None:
        parts.append(f"{place.page}ページ")
    if place.sheet is not None:
        parts.append(f"シート「{place.sheet}」")
    if place.cell is not None:
        parts.append(place.cell)
    else:
        if place.row is not None:
            parts.append(f"{place.row}行目")
        if place.column is not None:
            parts.append(f"{place.column}列目")
    return " ".join(parts)


def _in_english(place: Place) -> str:
    parts = []
    if place.page is not None:
        parts.append(f"page {place.page}")
    if place.sheet is not None:
        parts.append(f"sheet “{place.sheet}”")
    if place.cell is not None:
        parts.append(place.cell)
    else:
        if place.row is not None:
            parts.append(f"line {place.row}")
        if place.column is not None:
            parts.append(f"column {place.column}")
    return ", ".join(parts)
