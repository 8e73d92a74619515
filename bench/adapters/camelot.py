"""camelot: its flavours lattice, stream and auto (which chooses page by page)."""

import warnings

PACKAGES = ("camelot-py",)


def reader(mode):
    """Return a function that reads the tables of a file with the flavour `mode`."""
    import camelot

    warnings.simplefilter("ignore")

    def read(path):
        found = camelot.read_pdf(path, pages="all", flavor=mode, suppress_stdout=True)
        return {"tables": [{"page": int(table.page), "cells": _cells(table)} for table in found]}

    return read


def _cells(table):
    """Return cells with spans: where a border is missing, a cell without text continues its neighbour."""
    cells = {}
    owners = {}
    for row, line in enumerate(table.cells, start=1):
        for column, cell in enumerate(line, start=1):
            above, left = owners.get((row - 1, column)), owners.get((row, column - 1))
            owner = None
            if not cell.text.strip():
                owner = left if not cell.left and left else above if not cell.top and above else None
            if owner is None:
                owner = (row, column)
                cells[owner] = {
                    "text": cell.text.rstrip("\n"),
                    "row": row,
                    "column": column,
                    "rows": 1,
                    "columns": 1,
                }
            owners[row, column] = owner
            whole = cells[owner]
            whole["rows"] = max(whole["rows"], row - whole["row"] + 1)
            whole["columns"] = max(whole["columns"], column - whole["column"] + 1)
    return list(cells.values())
