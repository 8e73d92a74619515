"""The tables of a document as JSON: what one process read, for another one to recognise."""

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from torikumi.plan.codec import decode_all, encode_all
from torikumi.plan.finding import Finding
from torikumi.read.document import Cell, Document, Table

_CELL = tuple(field.name for field in fields(Cell))


def document_as_json(document: Document) -> str:
    """Return the document with every cell, as one line of JSON."""
    content = {
        "name": document.name,
        "sha256": document.sha256,
        "tables": [_table_as_object(table) for table in document.tables],
        "findings": encode_all(document.findings),
    }
    return json.dumps(content, ensure_ascii=False)


def document_from_json(octets: bytes) -> Document:
    """Return the document that `document_as_json` wrote down."""
    content = json.loads(octets)
    return Document(
        name=content["name"],
        sha256=content["sha256"],
        tables=tuple(_table_from_object(table) for table in content["tables"]),
        findings=decode_all(Finding, content["findings"]),
    )


def _table_as_object(table: Table) -> dict[str, object]:
    return {
        "index": table.index,
        "file": table.file,
        "sheet": table.sheet,
        "hidden": table.hidden,
        "hidden_rows": sorted(table.hidden_rows),
        "hidden_columns": sorted(table.hidden_columns),
        "cells": [[getattr(cell, name) for name in _CELL] for cell in table.cells],
    }


def _table_from_object(table: dict[str, Any]) -> Table:
    return Table(
        index=table["index"],
        file=table["file"],
        sheet=table["sheet"],
        hidden=table["hidden"],
        hidden_rows=frozenset(table["hidden_rows"]),
        hidden_columns=frozenset(table["hidden_columns"]),
        cells=tuple(_cells(table["cells"])),
    )


def _cells(rows: Iterable[list[Any]]) -> Iterable[Cell]:
    for row in rows:
        values = dict(zip(_CELL, row, strict=True))
        if values["box"] is not None:
            values["box"] = tuple(values["box"])
        yield Cell(**values)
