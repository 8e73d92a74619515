"""Small tables as people draw them in a case file, written as CSV and as a workbook.

A line is a row, `|` parts the cells, `⏎` is a line break in a cell. `<` joins a cell to the one on its left and `^` to the
one above it (merged in the workbook, empty in CSV). An empty line is a blank row.
"""

import csv
from io import BytesIO, StringIO

import xlsxwriter

Drawn = list[list[str]]


def parse_table(drawing: str) -> Drawn:
    """Return the cells of a drawing; the marks < and ^ stay."""
    rows = [
        [cell.strip().replace("⏎", "\n") for cell in line.split("|")] if line.strip() else []
        for line in drawing.rstrip("\n").split("\n")
    ]
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def to_csv(rows: Drawn, *, delimiter: str = ",") -> bytes:
    """Return the table as CSV."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([["" if cell in ("<", "^") else cell for cell in row] for row in rows])
    return text.getvalue().encode()


def to_xlsx(sheets: dict[str, Drawn]) -> bytes:
    """Return the tables as a workbook, one a sheet, with merged cells."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if cell in ("", "<", "^"):
                        continue
                    bottom, right = _corner(rows, r, c)
                    value = (
                        int(cell) if cell.isascii() and cell.isdigit() and str(int(cell)) == cell else cell
                    )
                    if (bottom, right) == (r, c):
                        sheet.write(r, c, value)
                    else:
                        sheet.merge_range(r, c, bottom, right, value)
    return content.getvalue()


def _corner(rows: Drawn, top: int, left: int) -> tuple[int, int]:
    right = left
    while right + 1 < len(rows[top]) and rows[top][right + 1] == "<":
        right += 1
    bottom = top
    while bottom + 1 < len(rows) and rows[bottom + 1][left] == "^":
        bottom += 1
    return bottom, right
