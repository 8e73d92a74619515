"""What a form shows as an example (記入例) and nobody planned: whole sheets, and rows under a header."""

import re
from collections.abc import Sequence

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.place import Place
from torikumi.read.document import Table
from torikumi.read.grid import Grid, Row
from torikumi.text.width import fold_width

_EXAMPLE = re.compile(r"記入例|記載例|作成例|入力例|記入見本|記載見本")
_MARK = re.compile(r"[(（【\[〔<〈]?\s*(?:記入|記載|入力|作成)?例(?:示)?\s*[0-9０-９①-⑨]?\s*[)）】\]〕>〉]?")
_COUNTER = re.compile(r"[(（]?\s*(?:[0-9０-９]{1,2}|[①-⑳]|[A-Za-zＡ-Ｚａ-ｚ]|[ア-ン])\s*[)）]?")


def part_examples(grids: Sequence[Grid]) -> tuple[list[Grid], list[Grid]]:
    """Part the tables that are examples of how to fill a form: the sheet's name or its first line says so."""
    examples = [grid for grid in grids if _is_example(grid)]
    return [grid for grid in grids if not any(grid is one for one in examples)], examples


def is_example_row(row: Row) -> bool:
    """Tell whether a row is an example, as its first cell says (例 | ○○事業)."""
    cells = row.distinct()
    return len(cells) > 1 and _MARK.fullmatch(cells[0].text.strip()) is not None


def counts_columns(row: Row) -> bool:
    """Tell whether a row only numbers the columns under a header: (1) (2) (3), Ａ Ｂ Ｃ."""
    texts = [fold_width(cell.text).strip() for cell in row.distinct()]
    if len(texts) < 3 or not all(map(_COUNTER.fullmatch, texts)):
        return False
    plain = [text.strip("() ") for text in texts]
    if all(text.isdecimal() for text in plain):
        return [int(text) for text in plain] == list(range(int(plain[0]), int(plain[0]) + len(plain)))
    return all(len(text) == 1 for text in plain) and [ord(text) for text in plain] == list(
        range(ord(plain[0]), ord(plain[0]) + len(plain))
    )


def example_left_out(row: Row, place: Place) -> Finding:
    """Return what is said of a row that is an example."""
    return Finding(
        code="read-example-left-out",
        severity=Severity.INFO,
        ja=f"{row.number}行目は記入例なので、事業として読みませんでした。",
        en=f"Row {row.number} is an example and was not read as a project.",
        place=place,
    )


def examples_left_out(table: Table) -> Finding:
    """Return what is said of a sheet that is an example."""
    printed = f"シート「{table.sheet}」" if table.sheet is not None else f"「{table.file}」の表"
    return Finding(
        code="read-example-left-out",
        severity=Severity.INFO,
        ja=f"{printed}は記入例なので読みませんでした。",
        en=f"{table.sheet or table.file} is an example of how to fill the form and was not read.",
        place=Place(file=table.file, sheet=table.sheet, table=table.index),
    )


def _is_example(grid: Grid) -> bool:
    if _EXAMPLE.search(grid.table.sheet or ""):
        return True
    first = grid.rows[0].distinct() if grid.rows else []
    return len(first) == 1 and len(first[0].text) <= 40 and _EXAMPLE.search(first[0].text) is not None
