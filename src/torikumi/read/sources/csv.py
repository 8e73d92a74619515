"""CSV: comma, semicolon or tab, with quotes and line breaks inside them."""

import csv
from collections import Counter
from io import StringIO
from itertools import islice

from torikumi.errors import UserError
from torikumi.plan.finding import Finding
from torikumi.read.document import Cell, Table
from torikumi.read.encoding import decode_text

MAX_CELLS = 2_000_000  # empty ones count: each costs time
MAX_COLUMNS = 16_384  # as many as a workbook may have
_DELIMITERS = ",\t;"


class UnreadableCsvError(UserError):
    """The quotes of the file do not close, or one of its fields is beyond all measure."""


def read_tables(
    octets: bytes, *, name: str, encoding: str | None = None
) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """Return the file's one table."""
    text = decode_text(octets, name=name, encoding=encoding)
    delimiter = guess_delimiter(text)
    cells: list[Cell] = []
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    count = 0
    try:
        for fields in rows:
            count += len(fields)
            if len(fields) > MAX_COLUMNS or count > MAX_CELLS:
                raise _too_many(name, line)
            cells.extend(
                Cell(text=field, row=line, column=column)
                for column, field in enumerate(fields, start=1)
                if field != ""
            )
            line = rows.line_num + 1
    except csv.Error as error:
        raise _unreadable(name, line) from error
    return (Table(index=0, file=name, cells=tuple(cells)),), ()


def guess_delimiter(text: str) -> str:
    """Return the character that cuts the most lines into the same number of fields."""
    return max(_DELIMITERS, key=lambda delimiter: _regularity(text, delimiter))


def _regularity(text: str, delimiter: str) -> int:
    try:
        rows = list(islice(csv.reader(StringIO(text, newline=""), delimiter=delimiter), 200))
    except csv.Error:
        return -1
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0
    width, times = widths.most_common(1)[0]
    return times * (width - 1)


def _unreadable(name: str, line: int) -> UnreadableCsvError:
    return UnreadableCsvError(
        ja=f'「{name}」の{line}行目から先を区切れません。引用符（"）の数を確かめるか、Excelから保存し直してください。',
        en=f"{name} cannot be cut into fields from line {line} on. Check its quotes, or save it again from Excel.",
    )


def _too_many(name: str, line: int) -> UnreadableCsvError:
    return UnreadableCsvError(
        ja=f"「{name}」の{line}行目までに欄が多すぎます（1行{MAX_COLUMNS:,}、全部で{MAX_CELLS:,}まで）。"
        "計画の表だけを残して保存し直してください。",
        en=f"{name} has too many fields by line {line} ({MAX_COLUMNS:,} a line, {MAX_CELLS:,} in all). "
        "Keep only the plan's table, and save it again.",
    )
