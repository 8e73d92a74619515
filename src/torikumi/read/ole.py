"""The container of Office files before 2007 (OLE): its streams, followed sector by sector and never in a circle."""

import struct
from dataclasses import dataclass

from torikumi.read.archive import broken_archive

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_ENTRY = 128
_LAST = 0xFFFFFFFE
_NONE = 0xFFFFFFFF
_MAX_ENTRIES = 100_000
_STREAM, _ROOT = 2, 5


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class OleFile:
    """The streams at the top of a container. Raises BrokenArchiveError where its chains lead nowhere."""

    def __init__(self, octets: bytes, *, name: str) -> None:
        self._octets = octets
        self._name = name
        if len(octets) < _HEADER or not octets.startswith(MAGIC):
            raise broken_archive(name)
        shift, mini_shift = struct.unpack_from("<HH", octets, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise broken_archive(name)
        self._sector = 1 << shift
        (directory,) = struct.unpack_from("<I", octets, 48)
        self._cutoff, self._mini_start = struct.unpack_from("<II", octets, 56)
        self._table = self._allocation_table()
        entries = self._entries(self._chain(directory))
        self._mini = b""
        self._mini_table: tuple[int, ...] = ()
        self._root = next((entry for entry in entries if entry.kind == _ROOT), None)
        self._streams = {} if self._root is None else _top_streams(entries, self._root)

    @property
    def names(self) -> frozenset[str]:
        """The names of the streams and storages at the top, in lower case."""
        return frozenset(self._streams)

    def read(self, stream: str) -> bytes:
        """Return the bytes of a stream at the top."""
        entry = self._streams.get(stream.lower())
        if entry is None or entry.kind != _STREAM or entry.size > len(self._octets):
            raise broken_archive(self._name)
        content = self._chain(entry.start) if entry.size >= self._cutoff else self._mini_chain(entry.start)
        if len(content) < entry.size:
            raise broken_archive(self._name)
        return content[: entry.size]

    def _allocation_table(self) -> tuple[int, ...]:
        first, count = struct.unpack_from("<II", self._octets, 68)
        places = [place for place in struct.unpack_from("<109I", self._octets, 76) if place < _LAST - 3]
        per_sector = self._sector // 4
        sectors = len(self._octets) // self._sector + 1
        for _ in range(min(count, sectors)):
            if first >= _LAST:
                break
            *more, first = self._words(first)
            places.extend(place for place in more if place < _LAST - 3)
        if len(places) > sectors:
            raise broken_archive(self._name)
        table: list[int] = []
        for place in places:
            table.extend(self._words(place))
        return tuple(table[: (sectors + per_sector)])

    def _words(self, sector: int) -> tuple[int, ...]:
        return struct.unpack(f"<{self._sector // 4}I", self._at(sector))

    def _at(self, sector: int) -> bytes:
        begin = (sector + 1) * self._sector
        content = self._octets[begin : begin + self._sector]
        # The last sector of a file is often not filled up.
        if not content:
            raise broken_archive(self._name)
        return content.ljust(self._sector, b"\0")

    def _chain(self, sector: int) -> bytes:
        pieces: list[bytes] = []
        for _ in range(len(self._table) + 1):
            if sector == _LAST:
                return b"".join(pieces)
            if sector >= len(self._table):
                break
            pieces.append(self._at(sector))
            sector = self._table[sector]
        raise broken_archive(self._name)

    def _mini_chain(self, sector: int) -> bytes:
        if self._root is None:
            raise broken_archive(self._name)
        if not self._mini_table:
            self._mini = self._chain(self._root.start)
            content = self._chain(self._mini_start)
            self._mini_table = struct.unpack(f"<{len(content) // 4}I", content)
        pieces: list[bytes] = []
        for _ in range(len(self._mini_table) + 1):
            if sector == _LAST:
                return b"".join(pieces)
            if sector >= len(self._mini_table):
                break
            pieces.append(self._mini[sector * 64 : sector * 64 + 64])
            sector = self._mini_table[sector]
        raise broken_archive(self._name)

    def _entries(self, content: bytes) -> list[_Entry]:
        if len(content) // _ENTRY > _MAX_ENTRIES:
            raise broken_archive(self._name)
        entries = []
        for begin in range(0, len(content) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", content, begin + 64)
            left, right, child = struct.unpack_from("<3I", content, begin + 68)
            start, size = struct.unpack_from("<II", content, begin + 116)
            name = content[begin : begin + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            entries.append(_Entry(name, kind, left, right, child, start, size))
        return entries


def _top_streams(entries: list[_Entry], root: _Entry) -> dict[str, _Entry]:
    found: dict[str, _Entry] = {}
    waiting, seen = [root.child], set()
    while waiting:
        index = waiting.pop()
        if index == _NONE or index >= len(entries) or index in seen:
            continue
        seen.add(index)
        entry = entries[index]
        found[entry.name.lower()] = entry
        waiting += [entry.left, entry.right]
    return found
