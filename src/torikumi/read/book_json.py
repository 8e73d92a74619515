"""A file of sheets with how it looks, as JSON: what the reading process answers."""

from typing import Any

from torikumi.read.cells_json import sheet_as_json, sheet_from_json
from torikumi.text.book import Area, Book, BookKind, BookSheet, ObjectKind, SheetLook, SheetObject


def book_as_json(book: Book) -> dict[str, object]:
    """Return the book as plain values of JSON."""
    return {
        "name": book.name,
        "kind": book.kind,
        "encoding": book.encoding,
        "sheets": [
            {"cells": sheet_as_json(sheet.cells), "look": _look_as_json(sheet.look)} for sheet in book.sheets
        ],
    }


def book_from_json(answered: Any) -> Book:
    """Return the book that `book_as_json` wrote down."""
    return Book(
        name=answered["name"],
        kind=BookKind(answered["kind"]),
        encoding=answered["encoding"],
        sheets=tuple(
            BookSheet(cells=sheet_from_json(sheet["cells"]), look=_look_from_json(sheet["look"]))
            for sheet in answered["sheets"]
        ),
    )


def _look_as_json(look: SheetLook) -> dict[str, object]:
    return {
        "merged": [[area.top, area.left, area.bottom, area.right] for area in look.merged],
        "objects": None
        if look.objects is None
        else [[thing.kind, thing.row, thing.column] for thing in look.objects],
        "formats": [list(one) for one in look.formats],
    }


def _look_from_json(look: Any) -> SheetLook:
    objects = look["objects"]
    return SheetLook(
        merged=tuple(
            Area(top=top, left=left, bottom=bottom, right=right)
            for top, left, bottom, right in look["merged"]
        ),
        objects=None
        if objects is None
        else tuple(SheetObject(ObjectKind(kind), row, column) for kind, row, column in objects),
        formats=tuple((row, column, code) for row, column, code in look["formats"]),
    )
