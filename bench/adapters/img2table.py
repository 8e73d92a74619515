"""img2table on the text that a PDF holds (no recognition of pictures)."""

from merged_cells import merged_cells

PACKAGES = ("img2table",)


def reader(mode):
    """Return a function that reads the tables of a file; `borderless` looks for tables without rules, too."""
    from img2table.document import PDF

    def read(path):
        found = PDF(src=path).extract_tables(borderless_tables=mode == "borderless")
        return {
            "tables": [
                {"page": page + 1, "cells": merged_cells(_rows(table))}
                for page in sorted(found)
                for table in found[page]
            ]
        }

    return read


def _rows(table):
    for row in table.content.values():
        yield [((cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2), cell.value or "") for cell in row]
