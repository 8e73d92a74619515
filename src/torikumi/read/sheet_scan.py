"""A first pass over a workbook's XML: bounds what it would make of the memory, and notes what readers do not tell."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.parsers import expat

from torikumi.read.archive import open_archive, oversized, read_member
from torikumi.read.sheet_facts import MAX_AREA, FarCellError, SheetFacts
from torikumi.read.xml_scan import XmlScan

MAX_TOTAL = 80 * 1024 * 1024
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384

# Parts that say nothing about the cells; they are neither scanned nor handed on.
_LEFT_OUT = (
    "xl/drawings/", "xl/charts/", "xl/media/", "xl/theme/", "xl/comments", "xl/pivot", "xl/externallinks/",
    "xl/threadedcomments/", "xl/persons/", "xl/printersettings/", "xl/calcchain", "xl/metadata", "xl/richdata/",
)  # fmt: skip
_CELL_NAME = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_STYLES = "xl/styles.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedWorkbook:
    """A workbook packed again from nothing but what was checked, and the facts of its sheets in their order."""

    octets: bytes
    sheets: tuple[SheetFacts, ...]


def check_workbook(octets: bytes, *, name: str) -> CheckedWorkbook:
    """Return the workbook if it may be opened. Raises a UserError that says what is wrong with it.

    What is opened later is what was checked here: a container whose two directories disagree cannot deceive.
    """
    members = _load_members(octets, name)
    facts: dict[str, SheetFacts] = {}
    percent: frozenset[str] = frozenset()
    for member, content in sorted(members.items(), key=lambda entry: entry[0] != _STYLES):
        scan = _Scan(name, percent)
        scan.run(content)
        if member == _STYLES:
            percent = _percent_styles(content)
        if scan.facts is not None:
            facts[member.lower()] = scan.facts
    order = sheet_members(members)
    return CheckedWorkbook(
        octets=_pack(members), sheets=tuple(facts.get(member.lower(), SheetFacts()) for member in order)
    )


def _load_members(octets: bytes, name: str) -> dict[str, bytes]:
    members: dict[str, bytes] = {}
    with open_archive(octets, name=name) as archive:
        wanted = [info for info in archive.infolist() if _is_wanted(info.filename)]
        if sum(info.file_size for info in wanted) > MAX_TOTAL:
            raise oversized(name, "中身が大きすぎる", "it holds too much")
        for info in wanted:
            members[info.filename] = read_member(archive, info.filename, name=name)
    return members


def _is_wanted(member: str) -> bool:
    lower = member.lower()
    if not lower.endswith((".xml", ".rels")) or ".." in member or member.startswith("/"):
        return False
    return lower.startswith(("xl/", "_rels/", "[content_types]")) and not lower.startswith(_LEFT_OUT)


def _pack(members: Mapping[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for member, content in members.items():
            archive.writestr(zipfile.ZipInfo(member), content)
    return packed.getvalue()


class _Scan(XmlScan):
    """The scan of one member, which also takes note of what a sheet hides and how it prints its numbers."""

    def __init__(self, name: str, percent: frozenset[str]) -> None:
        super().__init__(name)
        self.facts: SheetFacts | None = None
        self._percent = percent
        self._row = self._column = 0
        self._top, self._left, self._bottom, self._right = _LAST_ROW, _LAST_COLUMN, 0, 0
        self._holds_error = self._is_error = False
        self._style = ""

    def note_start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note of a row, a column, a cell or its value."""
        tag = tag.rpartition(":")[2]
        if self.facts is None:
            if tag == "worksheet" and self.depth == 1:
                self.facts = SheetFacts()
        elif tag == "c":
            self._start_cell(attributes)
        elif tag in ("v", "is"):
            self._note_value()
        elif tag == "f":
            self.facts.formulas.add((self._row, self._column))
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            self._hide_columns(attributes)

    def note_text(self, text: str) -> None:
        """Take note of the text of an error."""
        if self._is_error and self.facts is not None:
            self.facts.errors[self._row, self._column] = text
            self._is_error = False

    def _start_row(self, attributes: dict[str, str]) -> None:
        assert self.facts is not None  # noqa: S101  called only inside a worksheet
        printed = attributes.get("r", "")
        self._row = int(printed) if printed.isascii() and printed.isdigit() else self._row + 1
        self._column = 0
        if attributes.get("hidden") in ("1", "true"):
            self.facts.hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        found = _CELL_NAME.match(attributes.get("r", ""))
        if found:
            self._column = column_number(found[1])
            self._row = int(found[2])
        else:
            self._column += 1
        self._holds_error = attributes.get("t") == "e"
        self._is_error = False
        self._style = attributes.get("s", "")

    def _note_value(self) -> None:
        assert self.facts is not None  # noqa: S101  called only inside a worksheet
        row, column = self._row, self._column
        # Before its value, an error cell holds the formula that failed.
        self._is_error = self._holds_error
        self._top, self._bottom = min(self._top, row), max(self._bottom, row)
        self._left, self._right = min(self._left, column), max(self._right, column)
        area = (self._bottom - self._top + 1) * (self._right - self._left + 1)
        if area > MAX_AREA or row > _LAST_ROW or column > _LAST_COLUMN:
            raise FarCellError.at(self.name, row, column)
        if self._style in self._percent:
            self.facts.percents.add((row, column))

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        assert self.facts is not None  # noqa: S101  called only inside a worksheet
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if first.isascii() and last.isascii() and first.isdigit() and last.isdigit():
            self.facts.hidden_columns.append((int(first), min(int(last), _LAST_COLUMN)))


def column_number(letters: str) -> int:
    """Return the number of a sheet's column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def attributes_of(content: bytes, *tags: str) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of these names (without prefix) with their attributes; the content was scanned before."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local in tags:
            found.append((local, attributes))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(content, True)
    return found


def sheet_members(members: Mapping[str, bytes]) -> list[str]:
    """Return the member of each sheet, in the order of the workbook."""
    if "xl/workbook.xml" not in members or "xl/_rels/workbook.xml.rels" not in members:
        return []
    relations = attributes_of(members["xl/_rels/workbook.xml.rels"], "Relationship")
    targets = {attributes.get("Id", ""): attributes.get("Target", "") for _, attributes in relations}
    order = []
    for _, attributes in attributes_of(members["xl/workbook.xml"], "sheet"):
        key = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
        target = targets.get(key, "")
        order.append(target[1:] if target.startswith("/") else f"xl/{target}")
    return order


def _percent_styles(content: bytes) -> frozenset[str]:
    """Return the cell styles that print a number as per cent: 0.35 stands there as 35%."""
    percent = {"9", "10"}
    formats: list[str] = []
    for tag, attributes in attributes_of(content, "numFmt", "cellXfs", "xf", "cellStyles"):
        if tag == "numFmt" and "%" in attributes.get("formatCode", ""):
            percent.add(attributes.get("numFmtId", ""))
        elif tag == "cellXfs":
            formats = []
        elif tag == "cellStyles":
            break
        elif tag == "xf":
            formats.append(attributes.get("numFmtId", ""))
    return frozenset(str(index) for index, number in enumerate(formats) if number in percent)
