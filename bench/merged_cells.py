"""Cells of rows in which a merged cell stands at every place that it covers, as some libraries hand them over."""


def merged_cells(rows):
    """Return cells with spans of rows of (key, text): places with one key are one cell."""
    found = {}
    for number, row in enumerate(rows, start=1):
        for column, (key, text) in enumerate(row, start=1):
            cell = found.setdefault(
                key, {"text": text, "row": number, "column": column, "rows": 1, "columns": 1}
            )
            cell["rows"] = max(cell["rows"], number - cell["row"] + 1)
            cell["columns"] = max(cell["columns"], column - cell["column"] + 1)
    return list(found.values())
