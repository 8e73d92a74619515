"""docling: its readers of office files alone; its converter for PDF needs torch and weights, which are not installed."""

from pathlib import Path

PACKAGES = ("docling-slim",)


def reader(mode):  # noqa: ARG001 - it has one mode
    """Return a function that reads the tables of a file."""
    from docling.backend.html_backend import HTMLDocumentBackend
    from docling.backend.msexcel_backend import MsExcelDocumentBackend
    from docling.backend.msword_backend import MsWordDocumentBackend
    from docling.datamodel.base_models import InputFormat
    from docling.datamodel.document import InputDocument

    backends = {
        ".xlsx": (InputFormat.XLSX, MsExcelDocumentBackend),
        ".docx": (InputFormat.DOCX, MsWordDocumentBackend),
        ".html": (InputFormat.HTML, HTMLDocumentBackend),
    }

    def read(path):
        file_type, backend = backends[Path(path).suffix]
        document = InputDocument(path_or_stream=Path(path), format=file_type, backend=backend)
        converted = document._backend.convert()
        return {"tables": [{"page": None, "cells": _cells(table.data)} for table in converted.tables]}

    return read


def _cells(data):
    return [
        {
            "text": cell.text,
            "row": cell.start_row_offset_idx + 1,
            "column": cell.start_col_offset_idx + 1,
            "rows": cell.end_row_offset_idx - cell.start_row_offset_idx,
            "columns": cell.end_col_offset_idx - cell.start_col_offset_idx,
        }
        for cell in data.table_cells
    ]
