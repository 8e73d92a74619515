"""A first pass over the records of an .xls: bounds what it would make of the memory, and notes what readers do not tell."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from torikumi.read.archive import ProtectedMemberError, broken_archive, oversized
from torikumi.read.ole import OleFile
from torikumi.read.sheet_facts import MAX_AREA, FarCellError, SheetFacts

_FILEPASS, _BOUNDSHEET, _FORMAT, _XF, _ROW, _COLINFO = 0x2F, 0x85, 0x41E, 0xE0, 0x208, 0x7D
_BOF, _FORMULA, _BOOLERR, _MULRK = 0x809, 0x06, 0x205, 0xBD
_ONE_CELL = frozenset(
    (_FORMULA, _BOOLERR, 0x203, 0x27E, 0xFD, 0x204, 0xD6)
)  # number, RK, string, label, rich text
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_PERCENTS = frozenset((9, 10))
_MAX_RECORDS = 5_000_000
_LAST_COLUMN = 256


@dataclass(slots=True)
class _Extent:
    """The part of a sheet that holds values, so far."""

    top: int = 1 << 20
    left: int = 1 << 20
    bottom: int = 0
    right: int = 0

    def grow(self, row: int, first: int, last: int) -> int:
        """Take in the cells of a row; return how many cells the part has."""
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, first), max(self.right, last)
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)


def check_records(octets: bytes, *, name: str) -> tuple[SheetFacts, ...]:
    """Return the facts of the sheets in their order. Raises a UserError for a workbook that may not be opened."""
    container = OleFile(octets, name=name)
    stream = container.read("workbook" if "workbook" in container.names else "book")
    scan = _Scan(name)
    try:
        for count, (place, kind, content) in enumerate(_records(stream)):
            if count > _MAX_RECORDS:
                raise oversized(name, "セルが多すぎる", "it holds too many cells")
            scan.note(place, kind, content)
    except struct.error as error:
        raise broken_archive(name) from error
    return tuple(scan.sheets.get(place, SheetFacts()) for place in scan.order)


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield place, kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


class _Scan:
    """Takes note of one record after another."""

    def __init__(self, name: str) -> None:
        self.order: list[int] = []  # where the records of each sheet begin
        self.sheets: dict[int, SheetFacts] = {}
        self._name = name
        self._facts = SheetFacts()
        self._extent = _Extent()
        self._formats = set(_PERCENTS)
        self._styles: list[int] = []

    def note(self, place: int, kind: int, content: bytes) -> None:
        """Take note of a record. Raises a UserError where a bound is passed."""
        if kind in _ONE_CELL:
            self._cell(kind, content)
        elif kind == _MULRK:
            self._cells(content)
        elif kind == _BOF:
            self._facts, self._extent = SheetFacts(), _Extent()
            self.sheets[place] = self._facts
        elif kind == _ROW and struct.unpack_from("<H", content, 12)[0] & 0x20:
            self._facts.hidden_rows.add(struct.unpack_from("<H", content)[0] + 1)
        elif kind == _COLINFO:
            first, last, _, _, flags = struct.unpack_from("<5H", content)
            if flags & 1:
                self._facts.hidden_columns.append((first + 1, min(last + 1, _LAST_COLUMN)))
        else:
            self._globals(kind, content)

    def _globals(self, kind: int, content: bytes) -> None:
        if kind == _FILEPASS:
            raise ProtectedMemberError(
                ja=f"「{self._name}」にはパスワードがかかっています。Excelで開き、パスワードを外して保存し直してください。",
                en=f"{self._name} is protected by a password. Open it in Excel and save it without one.",
            )
        if kind == _BOUNDSHEET:
            self.order.append(struct.unpack_from("<I", content)[0])
        elif kind == _FORMAT and b"%" in content[2:]:
            self._formats.add(struct.unpack_from("<H", content)[0])
        elif kind == _XF:
            self._styles.append(struct.unpack_from("<H", content, 2)[0])

    def _cell(self, kind: int, content: bytes) -> None:
        row, column, style = struct.unpack_from("<3H", content)
        self._count(row + 1, column + 1, column + 1)
        self._note_style(row + 1, column + 1, style)
        if kind == _FORMULA:
            self._facts.formulas.add((row + 1, column + 1))
        code = None
        if kind == _BOOLERR and content[7:8] == b"\1":
            code = content[6]
        elif kind == _FORMULA and content[6:7] == b"\2" and content[12:14] == b"\xff\xff":
            code = content[8]
        if code is not None:
            self._facts.errors[row + 1, column + 1] = _ERRORS.get(code, "#N/A")

    def _cells(self, content: bytes) -> None:
        row, first = struct.unpack_from("<2H", content)
        number = max(0, (len(content) - 6) // 6)
        self._count(row + 1, first + 1, first + number)
        for index in range(number):
            (style,) = struct.unpack_from("<H", content, 4 + 6 * index)
            self._note_style(row + 1, first + 1 + index, style)

    def _note_style(self, row: int, column: int, style: int) -> None:
        if style < len(self._styles) and self._styles[style] in self._formats:
            self._facts.percents.add((row, column))

    def _count(self, row: int, first: int, last: int) -> None:
        if self._extent.grow(row, first, last) > MAX_AREA:
            raise FarCellError.at(self._name, row, last)
