"""openpyxl: the cells of each sheet, merged ones with what they cover."""

PACKAGES = ("openpyxl",)


def reader(mode):
    """Return a function that reads the sheets of a workbook; `read_only` knows no merged cells."""
    import openpyxl

    def read(path):
        book = openpyxl.load_workbook(path, read_only=mode == "read_only", data_only=True)
        return {"tables": [{"page": None, "cells": [*_cells(sheet)]} for sheet in book.worksheets]}

    return read


def _cells(sheet):
    merged = getattr(sheet, "merged_cells", None)
    areas = {(area.min_row, area.min_col): area for area in (merged.ranges if merged is not None else ())}
    for row, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        for column, value in enumerate(values, start=1):
            if value is not None:
                area = areas.get((row, column))
                rows, columns = (area.size["rows"], area.size["columns"]) if area is not None else (1, 1)
                yield {"text": str(value), "row": row, "column": column, "rows": rows, "columns": columns}
