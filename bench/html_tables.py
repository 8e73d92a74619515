"""Tables out of HTML for peers that give HTML, with lxml, which their environment has."""


def tables_of_html(source):
    """Return the cells of each table that holds no other, with their spans."""
    from lxml import html

    tree = html.document_fromstring(source)
    for line_break in tree.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    return [
        {"page": None, "cells": _cells(table)}
        for table in tree.iter("table")
        if table.find(".//table") is None
    ]


def _cells(table):
    taken = set()
    cells = []
    for number, row in enumerate(table.iter("tr"), start=1):
        column = 1
        for cell in row.iterchildren("td", "th"):
            while (number, column) in taken:
                column += 1
            rows, columns = int(cell.get("rowspan") or 1), int(cell.get("colspan") or 1)
            taken.update(
                (r, c) for r in range(number, number + rows) for c in range(column, column + columns)
            )
            cells.append(
                {"text": _text(cell), "row": number, "column": column, "rows": rows, "columns": columns}
            )
    return cells


def _text(cell):
    blocks = cell.findall("p")
    if blocks:
        return "\n".join(block.text_content().strip() for block in blocks)
    return cell.text_content().strip()
