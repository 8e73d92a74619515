"""The gate: what a file really is, and whether it may be opened at all; asked before anything parses it."""

from enum import StrEnum
from pathlib import Path

from torikumi.errors import UserError
from torikumi.read.archive import open_archive, read_member

MAX_FILE = 100 * 1024 * 1024
MAX_TEXT = 32 * 1024 * 1024
_TEXT_SUFFIXES = frozenset((".csv", ".tsv", ".tab", ".txt", ".text", ""))

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM6")


class Kind(StrEnum):
    """The types of file that can be read."""

    TEXT = "text"
    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


class UnopenedFileError(UserError):
    """The file cannot be opened: it is not there, empty or too large."""


class WrongTypeError(UserError):
    """The file is of a type that is not read, or not of the type that its name says."""


class ProtectedFileError(UserError):
    """The file can be opened with a password only."""


def load_octets(path: Path) -> bytes:
    """Return the bytes of the file. Raises UnopenedFileError."""
    try:
        size = path.stat().st_size
        if path.is_file() and 0 < size <= MAX_FILE:
            return path.read_bytes()
    except OSError as error:
        raise UnopenedFileError(
            ja=f"「{path}」を開けません（{error.strerror}）。ファイルの場所と名前を確かめてください。",
            en=f"Cannot open {path} ({error.strerror}). Check the place and the name of the file.",
        ) from error
    if not path.is_file():
        raise UnopenedFileError(
            ja=f"「{path}」はファイルではありません。計画の表が入ったファイルを指定してください。",
            en=f"{path} is not a file. Name the file that holds the plan's table.",
        )
    if size == 0:
        raise UnopenedFileError(
            ja=f"「{path.name}」は空（0バイト）です。元のファイルをもう一度保存するか、受け取り直してください。",
            en=f"{path.name} is empty (0 bytes). Save the original again, or ask for it again.",
        )
    raise UnopenedFileError(
        ja=f"「{path.name}」は{size // 1_000_000}MBあり、大きすぎます。"
        f"計画の表だけを残して{MAX_FILE // 1_000_000}MB以下にしてください。",
        en=f"{path.name} has {size // 1_000_000} MB, which is too large. "
        f"Keep only the plan's table, at most {MAX_FILE // 1_000_000} MB.",
    )


def recognise_kind(octets: bytes, *, name: str) -> Kind:
    """Return what the file is by its content, not by its name. Raises a UserError for all that is not read."""
    if octets.startswith(_OLE):
        raise _ole_error(octets, name)
    if octets.startswith(_ZIP):
        _require_workbook(octets, name)
        return Kind.XLSX
    # A few bytes may stand before the mark (a mail gateway's, a BOM): readers of PDF take that, too.
    if b"%PDF-" in octets[:1024]:
        return Kind.PDF
    suffix = Path(name).suffix.lower()
    other = _type_not_read(octets)
    if other is not None:
        raise _other_type_error(name, suffix, other)
    if suffix in (".xlsx", ".xlsm"):
        raise WrongTypeError(
            ja=f"「{name}」は名前は{suffix}ですが、中身はExcelブックではありません。元のファイルを受け取り直してください。",
            en=f"{name} is called {suffix}, but it is no Excel workbook. Ask for the original file again.",
        )
    if len(octets) > MAX_TEXT:
        raise UnopenedFileError(
            ja=f"「{name}」は文字のファイルとしては大きすぎます。計画の表だけを残してください。",
            en=f"{name} is too large for a text file. Keep only the plan's table.",
        )
    if suffix not in _TEXT_SUFFIXES:
        raise WrongTypeError(
            ja=f"「{name}」の種類（{suffix}）は読めません。計画の表が入ったExcelブック、CSV、テキスト（.txt、.tsv）を指定してください。",
            en=f"{name} is of a type ({suffix}) that is not read. Name a workbook, a CSV or a text file (.txt, .tsv).",
        )
    return Kind.CSV if suffix == ".csv" else Kind.TEXT


def _ole_error(octets: bytes, name: str) -> UserError:
    if _ENCRYPTED in octets:
        return ProtectedFileError(
            ja=f"「{name}」にはパスワードがかかっています。Excelで開き、パスワードを外して保存し直してください。",
            en=f"{name} is protected by a password. Open it in Excel and save it without one.",
        )
    return WrongTypeError(
        ja=f"「{name}」は古い形式（.xls、.doc など）です。Excelで開き、「Excelブック（.xlsx）」として保存し直してください。",
        en=f"{name} is of an old type (.xls, .doc …). Open it in Excel and save it as an Excel workbook (.xlsx).",
    )


def _require_workbook(octets: bytes, name: str) -> None:
    with open_archive(octets, name=name) as archive:
        members = set(archive.NameToInfo)
        kind = read_member(archive, "mimetype", name=name)[:80] if "mimetype" in members else b""
    if "xl/workbook.xml" in members:
        return
    what = "ZIP"
    if "word/document.xml" in members:
        what = "Word（.docx）"
    elif "xl/workbook.bin" in members:
        what = "Excelバイナリブック（.xlsb）"
    elif b"opendocument" in kind:
        what = "OpenDocument"
    raise WrongTypeError(
        ja=f"「{name}」は{what}のファイルで、まだ読めません。表を「Excelブック（.xlsx）」かCSVで保存し直してください。",
        en=f"{name} is of a type that is not read yet ({what}). Save its table as .xlsx or CSV.",
    )


def _type_not_read(octets: bytes) -> str | None:
    start = octets[:1024].lstrip().lower()
    if octets.startswith(_PICTURES):
        return "画像"
    if start.startswith((b"<!doctype html", b"<html", b"\xef\xbb\xbf<!doctype html", b"\xef\xbb\xbf<html")):
        return "HTML"
    if start.startswith((b"<?xml", b"\xef\xbb\xbf<?xml")):
        return "XML"
    if start.startswith(b"{\\rtf"):
        return "RTF"
    return None


def _other_type_error(name: str, suffix: str, other: str) -> UserError:
    english = "image" if other == "画像" else other
    if suffix in (".xlsx", ".xlsm", ".csv", ".tsv", ".txt"):
        return WrongTypeError(
            ja=f"「{name}」は名前は{suffix}ですが、中身は{other}です。計画の表が入ったExcelブックかCSVを指定してください。",
            en=f"{name} is called {suffix}, but it is {english}. Name the workbook or CSV that holds the plan's table.",
        )
    return WrongTypeError(
        ja=f"「{name}」は{other}のファイルで、まだ読めません。表を「Excelブック（.xlsx）」かCSVで保存し直してください。",
        en=f"{name} is of a type that is not read yet ({english}). Save its table as .xlsx or CSV.",
    )
