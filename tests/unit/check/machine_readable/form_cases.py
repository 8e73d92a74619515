"""Sheets as the case files of the rules about the form write them down."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from torikumi.read.sheet_scan import column_number
from torikumi.text.book import Area, Book, BookKind, BookSheet, ObjectKind, SheetLook, SheetObject
from torikumi.text.cells import CellKind, CellSheet, SheetCell


def book_of(case: Mapping[str, Any]) -> Book:
    kind = BookKind(case.get("kind", "xlsx"))
    sheets = case.get("sheets", [case])
    return Book(
        name=f"case.{kind}",
        kind=kind,
        encoding=case.get("encoding", "UTF-8") if kind is BookKind.CSV else None,
        sheets=tuple(_sheet(sheet, kind, number) for number, sheet in enumerate(sheets, start=1)),
    )


def _sheet(case: Mapping[str, Any], kind: BookKind, number: int) -> BookSheet:
    formulas = {_at(name) for name in case.get("formulas", ())}
    cells = tuple(
        _cell(row, column, value, kind, (row, column) in formulas)
        for row, values in enumerate(case["rows"], start=1)
        for column, value in enumerate(values, start=1)
        if value is not None
    )
    return BookSheet(
        cells=CellSheet(
            name=case.get("name", "" if kind is BookKind.CSV else f"シート{number}"),
            cells=cells,
            hidden=case.get("hidden", False),
            hidden_rows=frozenset(case.get("hidden_rows", ())),
            hidden_columns=frozenset(case.get("hidden_columns", ())),
        ),
        look=SheetLook(
            merged=tuple(_area(text) for text in case.get("merged", ())),
            objects=None if case.get("blind") else tuple(_objects(case.get("objects", {}))),
            formats=tuple((*_at(name), code) for name, code in case.get("formats", {}).items()),
        ),
    )


def _cell(row: int, column: int, value: object, kind: BookKind, formula: bool) -> SheetCell:
    if kind is BookKind.CSV or isinstance(value, str):
        return SheetCell(row, column, str(value), CellKind.TEXT, formula)
    return SheetCell(row, column, str(value), CellKind.NUMBER, formula)


def _objects(case: Mapping[str, str]) -> Sequence[SheetObject]:
    return [SheetObject(ObjectKind(kind), *_at(name)) for name, kind in case.items()]


def _area(text: str) -> Area:
    (top, left), (bottom, right) = (_at(name) for name in text.split(":"))
    return Area(top=top, left=left, bottom=bottom, right=right)


def _at(name: str) -> tuple[int, int]:
    found = re.fullmatch("([A-Z]+)([0-9]+)", name)
    assert found is not None
    return int(found[2]), column_number(found[1])
