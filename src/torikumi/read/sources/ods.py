"""OpenDocument sheets (.ods): read from their XML, since readers drop line breaks and mix ruby into the text."""

from torikumi.plan.finding import Finding
from torikumi.read.archive import ProtectedMemberError, broken_archive, open_archive, oversized, read_member
from torikumi.read.document import Table
from torikumi.read.open_sheets import OpenSheets
from torikumi.read.sheet_tables import shown_tables
from torikumi.text.book import SheetLook
from torikumi.text.cells import CellSheet

MAX_TOTAL = 64 * 1024 * 1024
_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"


def read_tables(octets: bytes, *, name: str) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """Return one table a sheet that holds anything, and findings about what the file hides."""
    scan = OpenSheets(name)
    scan.run(_content(octets, name))
    return shown_tables(scan.tables())


def read_cell_sheets(octets: bytes, *, name: str) -> tuple[CellSheet, ...]:
    """Return every sheet with its cells as they are, the hidden ones too."""
    scan = OpenSheets(name)
    scan.run(_content(octets, name))
    return scan.cell_sheets()


def read_looked_sheets(octets: bytes, *, name: str) -> tuple[tuple[CellSheet, SheetLook], ...]:
    """Return every sheet with its cells as they are, and how it looks."""
    scan = OpenSheets(name)
    scan.run(_content(octets, name))
    return tuple(zip(scan.cell_sheets(), scan.looks(), strict=True))


def _content(octets: bytes, name: str) -> bytes:
    with open_archive(octets, name=name) as archive:
        members = archive.NameToInfo
        if _MANIFEST in members and b"encryption-data" in read_member(archive, _MANIFEST, name=name):
            raise ProtectedMemberError(
                ja=f"「{name}」にはパスワードがかかっています。LibreOfficeで開き、パスワードを外して保存し直してください。",
                en=f"{name} is protected by a password. Open it in LibreOffice and save it without one.",
            )
        if _CONTENT not in members:
            raise broken_archive(name)
        if members[_CONTENT].file_size > MAX_TOTAL:
            raise oversized(name, "中身が大きすぎる", "it holds too much")
        return read_member(archive, _CONTENT, name=name)
