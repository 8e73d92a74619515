"""The CSV tables in CP932 (シフトJIS of Windows), and the list of what it could not write."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from torikumi.publish.csv import in_cp932, write_table_cp932
from torikumi.publish.data_table import Column, ColumnKind, DataTable

FOLDER = "cp932"
REPLACED = f"{FOLDER}/replaced"


@dataclass(slots=True)
class _Replaced:
    """A character of a table that stands there as another one: how often, and where first."""

    count: int
    row: int
    column: str


def cp932_files(tables: Sequence[DataTable]) -> Iterator[tuple[DataTable, bytes]]:
    """Yield each table with its CSV in CP932."""
    for table in tables:
        yield table, write_table_cp932(table)


def replaced_table(tables: Iterable[DataTable]) -> DataTable | None:
    """Return what was replaced, one row a file and character; None where CP932 could write everything."""
    rows = tuple(
        (
            f"{FOLDER}/{table.file}.csv",
            character,
            f"U+{ord(character):04X}",
            in_cp932(character),
            found.count,
            found.row,
            found.column,
        )
        for table in tables
        for character, found in _replaced_in(table).items()
    )
    columns = (
        Column("ファイル", "置き換えた文字のあるファイル"),
        Column("文字", "もとの文字"),
        Column("符号位置", "もとの文字のUnicodeの番号"),
        Column("書いた文字", "代わりに書いた文字。〓は、代わりになる文字がないことを示す"),
        Column("個数", "そのファイルの中の数", ColumnKind.INTEGER),
        Column("最初の行", "はじめに出てくる行。見出しが1行目", ColumnKind.INTEGER),
        Column("最初の列", "はじめに出てくる列の見出し"),
    )
    if not rows:
        return None
    return DataTable(
        name="置き換えた文字", file=REPLACED, columns=columns, rows=rows, about="ファイルと文字の組"
    )


def _replaced_in(table: DataTable) -> dict[str, _Replaced]:
    found: dict[str, _Replaced] = {}
    heads = tuple(column.name for column in table.columns)
    for number, row in enumerate((heads, *table.rows), start=1):
        for head, cell in zip(heads, row, strict=True):
            for character in cell if isinstance(cell, str) and not cell.isascii() else "":
                if in_cp932(character) != character:
                    entry = found.setdefault(character, _Replaced(0, number, head))
                    entry.count += 1
    return found
