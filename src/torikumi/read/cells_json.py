"""The raw cells of files as JSON: what the reading process answers."""

from collections.abc import Iterable, Sequence
from typing import Any

from torikumi.errors import UserError
from torikumi.read.cells import CellFile
from torikumi.text.cells import CellKind, CellSheet, SheetCell


def files_as_json(files: Iterable[CellFile]) -> list[object]:
    """Return the files as plain values of JSON."""
    return [
        {
            "name": file.name,
            "sha256": file.sha256,
            "refusal": None if file.refusal is None else {"ja": file.refusal.ja, "en": file.refusal.en},
            "sheets": [sheet_as_json(sheet) for sheet in file.sheets],
        }
        for file in files
    ]


def files_from_json(answered: Sequence[Any]) -> tuple[CellFile, ...]:
    """Return the files that `files_as_json` wrote down."""
    return tuple(
        CellFile(
            name=file["name"],
            sha256=file["sha256"],
            refusal=None if file["refusal"] is None else UserError(**file["refusal"]),
            sheets=tuple(sheet_from_json(sheet) for sheet in file["sheets"]),
        )
        for file in answered
    )


def sheet_as_json(sheet: CellSheet) -> dict[str, object]:
    """Return one sheet as plain values of JSON."""
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
        "cells": [[cell.row, cell.column, cell.text, cell.kind, cell.formula] for cell in sheet.cells],
    }


def sheet_from_json(sheet: Any) -> CellSheet:
    """Return the sheet that `sheet_as_json` wrote down."""
    return CellSheet(
        name=sheet["name"],
        hidden=sheet["hidden"],
        hidden_rows=frozenset(sheet["hidden_rows"]),
        hidden_columns=frozenset(sheet["hidden_columns"]),
        cells=tuple(
            SheetCell(row, column, text, CellKind(kind), formula)
            for row, column, text, kind, formula in sheet["cells"]
        ),
    )
