"""How the sheets of an .xlsx look: merged cells, what lies over the cells, number formats that add words."""

import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence

from torikumi.read.archive import open_archive, oversized, read_member
from torikumi.read.sheet_facts import MAX_AREA
from torikumi.read.sheet_scan import MAX_TOTAL, attributes_of, column_number, sheet_members
from torikumi.read.xml_scan import XmlScan
from torikumi.text.book import Area, ObjectKind, SheetLook, SheetObject

_STYLES = "xl/styles.xml"
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?\Z")
# Quoted or escaped words in a format ("千円", \人) are shown, and are no part of the number.
_WORDS_IN_FORMAT = re.compile(r'"[^"]*[^\W\d_][^"]*"|\\[^\W\d_]|[¥￥△▲円千百万億]')
_BRACKETS = re.compile(r"\[[^\]]*\]")
_KINDS = {
    "pic": ObjectKind.PICTURE,
    "sp": ObjectKind.SHAPE,
    "cxnSp": ObjectKind.SHAPE,
    "grpSp": ObjectKind.SHAPE,
    "graphicFrame": ObjectKind.CHART,
    "contentPart": ObjectKind.OTHER,
}
_MOST_OBJECTS = 100_000


def look_at_sheets(octets: bytes, *, name: str) -> dict[str, SheetLook]:
    """Return the look of each sheet by the sheet's name. Raises a UserError for what may not be opened."""
    with open_archive(octets, name=name) as archive:
        members = _Members(archive, name)
        worded = _worded_formats(members.content(_STYLES))
        book = members.book()
        called = [
            attributes.get("name", "")
            for _, attributes in attributes_of(book.get("xl/workbook.xml", b"<none/>"), "sheet")
        ]
        return {
            sheet: _look(members, member, worded)
            for sheet, member in zip(called, sheet_members(book), strict=False)
        }


class _Members:
    """The members of a workbook by their lower-cased names; what is taken out of it together is bounded."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.name = name
        self._archive = archive
        self._infos = {info.filename.lower(): info for info in archive.infolist()}
        self._taken = 0

    def content(self, member: str) -> bytes | None:
        """Return a member that is XML of bearable size, scanned; None where there is none of this name."""
        info = self._infos.get(member.lower())
        if info is None:
            return None
        self._taken += info.file_size
        if self._taken > 2 * MAX_TOTAL:
            raise oversized(self.name, "中身が大きすぎる", "it holds too much")
        content = read_member(self._archive, info.filename, name=self.name)
        XmlScan(self.name).run(content)
        return content

    def book(self) -> dict[str, bytes]:
        """Return the two members that name the sheets."""
        names = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
        return {name: content for name in names if (content := self.content(name)) is not None}

    def related(self, member: str) -> list[tuple[str, str]]:
        """Return the last word of each relation's type (drawing, comments …), and the member that it leads to."""
        folder, base = posixpath.split(member)
        rels = self.content(f"{folder}/_rels/{base}.rels")
        if rels is None:
            return []
        return [
            (attributes.get("Type", "").rpartition("/")[2], _resolve(folder, attributes.get("Target", "")))
            for _, attributes in attributes_of(rels, "Relationship")
            if attributes.get("TargetMode") != "External"
        ]


def _resolve(folder: str, target: str) -> str:
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _look(members: _Members, member: str, worded: Mapping[str, str]) -> SheetLook:
    content = members.content(member)
    if content is None:
        return SheetLook(objects=())
    scan = _SheetScan(members.name, worded)
    scan.run(content)
    objects: list[SheetObject] = []
    for kind, target in members.related(member):
        drawn = members.content(target) if kind in ("drawing", "comments") else None
        if drawn is not None:
            objects += _drawn(drawn, members.name) if kind == "drawing" else _commented(drawn)
    if len(objects) > _MOST_OBJECTS:
        raise oversized(members.name, "図形やメモが多すぎる", "it holds too many objects")
    return SheetLook(merged=tuple(scan.merged), objects=tuple(objects), formats=tuple(scan.formats))


class _SheetScan(XmlScan):
    """The scan of one sheet for what merges cells and which format each bears."""

    def __init__(self, name: str, worded: Mapping[str, str]) -> None:
        super().__init__(name)
        self.merged: list[Area] = []
        self.formats: list[tuple[int, int, str]] = []
        self._worded = worded
        self._cell: tuple[int, int] | None = None
        self._style = ""

    def note_start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note of merged cells, and of a value whose format adds words."""
        tag = tag.rpartition(":")[2]
        if tag == "c":
            area = _area(attributes.get("r", ""))
            self._cell = (area.top, area.left) if area else None
            self._style = attributes.get("s", "0")
        elif tag == "v" and self._cell is not None and self._style in self._worded:
            self.formats.append((*self._cell, self._worded[self._style]))
        elif tag == "mergeCell":
            area = _area(attributes.get("ref", ""))
            if area is not None and len(self.merged) < MAX_AREA:
                self.merged.append(area)


def _area(reference: str) -> Area | None:
    found = _AREA.match(reference)
    if found is None:
        return None
    top, left = int(found[2]), column_number(found[1])
    bottom = int(found[4]) if found[4] else top
    right = column_number(found[3]) if found[3] else left
    return Area(top=top, left=left, bottom=bottom, right=right)


class _DrawingScan(XmlScan):
    """The scan of the layer of drawings: one object an anchor, at the cell under its corner."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.objects: list[SheetObject] = []
        self._in_from = False
        self._counted = ""
        self._row = self._column = 1
        self._depth_of_anchor = 0

    def note_start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note of an anchor, its corner, and what is anchored."""
        tag = tag.rpartition(":")[2]
        if tag.endswith("Anchor"):
            self._depth_of_anchor, self._row, self._column = self.depth, 1, 1
        elif tag == "from":
            self._in_from = True
        elif self._in_from and tag in ("row", "col"):
            self._counted = tag
        elif tag in _KINDS and self._is_anchored():
            self.objects.append(SheetObject(_KINDS[tag], self._row, self._column))

    def _is_anchored(self) -> bool:
        # Excel wraps what older programs do not know (AlternateContent > Choice) once more.
        return 0 < self.depth - self._depth_of_anchor <= 3

    def note_end(self, tag: str) -> None:
        """Take note of the end of the corner."""
        self._counted = ""
        if tag.rpartition(":")[2] == "from":
            self._in_from = False

    def note_text(self, text: str) -> None:
        """Take note of the corner's row or column, counted from 0."""
        digits = text.strip()
        if not (self._counted and digits.isascii() and digits.isdigit() and len(digits) < 9):
            return
        if self._counted == "row":
            self._row = int(digits) + 1
        else:
            self._column = int(digits) + 1


def _drawn(content: bytes, name: str) -> Sequence[SheetObject]:
    scan = _DrawingScan(name)
    scan.run(content)
    return scan.objects


def _commented(content: bytes) -> Sequence[SheetObject]:
    areas = (_area(attributes.get("ref", "")) for _, attributes in attributes_of(content, "comment"))
    return [SheetObject(ObjectKind.COMMENT, area.top, area.left) for area in areas if area is not None]


def _worded_formats(styles: bytes | None) -> dict[str, str]:
    """Return the cell styles whose number format shows words beside the digits, with the format."""
    if styles is None:
        return {}
    codes: dict[str, str] = {}
    numbers: list[str] = []
    for tag, attributes in attributes_of(styles, "numFmt", "cellXfs", "xf", "cellStyles"):
        if tag == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            numbers = []
        elif tag == "cellStyles":
            break
        else:
            numbers.append(attributes.get("numFmtId", ""))
    return {
        str(index): codes[number]
        for index, number in enumerate(numbers)
        if number in codes and _WORDS_IN_FORMAT.search(_BRACKETS.sub("", codes[number]))
    }
