"""opendataloader-pdf: a Java program behind a Python wrapper; its JSON holds tables with spans."""

import json
import tempfile
from pathlib import Path

PACKAGES = ("opendataloader-pdf",)


def reader(mode):  # noqa: ARG001 - it has one mode
    """Return a function that reads the tables of a file."""
    import opendataloader_pdf

    def read(path):
        with tempfile.TemporaryDirectory() as folder:
            opendataloader_pdf.convert(input_path=path, output_dir=folder, format="json", quiet=True)
            (result,) = Path(folder).glob("*.json")
            document = json.loads(result.read_text(encoding="utf-8"))
        return {"tables": list(_tables(document))}

    return read


def _tables(element):
    if element.get("type") == "table":
        yield {"page": element.get("page number"), "cells": _cells(element)}
        return
    for kid in element.get("kids", ()):
        yield from _tables(kid)


def _cells(table):
    return [
        {
            "text": _text(cell),
            "row": cell["row number"],
            "column": cell["column number"],
            "rows": cell["row span"],
            "columns": cell["column span"],
        }
        for row in table["rows"]
        for cell in row["cells"]
    ]


def _text(element):
    parts = [element.get("content") or ""]
    for kid in (*element.get("kids", ()), *element.get("list items", ())):
        parts.append(_text(kid))
    return "\n".join(part for part in parts if part)
