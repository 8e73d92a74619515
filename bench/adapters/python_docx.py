"""python-docx: rows and cells as its interface gives them (a merged cell at every place that it covers)."""

from merged_cells import merged_cells

PACKAGES = ("python-docx",)


def reader(mode):  # noqa: ARG001 - it has one mode
    """Return a function that reads the tables of a document."""
    import docx

    def read(path):
        document = docx.Document(path)
        return {"tables": [{"page": None, "cells": merged_cells(_rows(table))} for table in document.tables]}

    return read


def _rows(table):
    for row in table.rows:
        # The element tells which places are one cell; the library has no public name for it.
        yield [(cell._tc, cell.text) for cell in row.cells]
