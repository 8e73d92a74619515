"""The gate: what a file really is, and whether it may be opened at all; asked before anything parses it."""

import re
from enum import StrEnum
from pathlib import Path

from torikumi.errors import UserError, reason_ja
from torikumi.read.archive import open_archive, read_member
from torikumi.read.ole import MAGIC, OleFile

MAX_FILE = 100 * 1024 * 1024
MAX_TEXT = 32 * 1024 * 1024
_TEXT_SUFFIXES = frozenset((".csv", ".tsv", ".tab", ".txt", ".text", ""))

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML_SUFFIXES = frozenset((".html", ".htm", ".xhtml"))
_BINARY_SUFFIXES = frozenset((".xlsx", ".xlsm", ".xls", ".docx", ".docm", ".doc", ".ods", ".pdf"))
# As what a file is to be saved, in English.
_ENGLISH = {
    "Excelブック（.xlsx）": "an Excel workbook (.xlsx)",
    "Excelブック（.xlsx）かPDF": "an Excel workbook (.xlsx) or PDF",
    "Excelブック（.xlsx）かCSV": "an Excel workbook (.xlsx) or CSV",
    "Word文書（.docx）": "a Word document (.docx)",
    "Word文書（.docx）かPDF": "a Word document (.docx) or PDF",
    "HTMLかPDF": "HTML or PDF",
    "PDF": "PDF",
}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|title)[\s>]", re.IGNORECASE)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
_OTHER_PICTURES = (b"GIF8", b"BM6")


# What a message names as types that can be read.
_READ_JA = "Excelブック、Word（.docx）、PDF、HTML、ODS、CSV、テキスト、画像"
_READ_EN = "an Excel workbook, Word (.docx), PDF, HTML, ODS, CSV, text or a picture"


class Kind(StrEnum):
    """The types of file that can be read."""

    TEXT = "text"
    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    ODS = "ods"
    XLS = "xls"
    IMAGE = "image"


class UnopenedFileError(UserError):
    """The file cannot be opened: it is not there, empty or too large."""


class WrongTypeError(UserError):
    """The file is of a type that is not read, or not of the type that its name says."""


class ProtectedFileError(UserError):
    """The file can be opened with a password only."""


def load_octets(path: Path) -> bytes:
    """Return the bytes of the file. Raises UnopenedFileError."""
    require_openable(path)
    return path.read_bytes()


def require_openable(path: Path) -> None:
    """Raise UnopenedFileError where the file is not there, empty, too large, or may not be opened."""
    try:
        size = path.stat().st_size
        if path.is_file() and 0 < size <= MAX_FILE:
            with path.open("rb"):
                return
    except OSError as error:
        raise UnopenedFileError(
            ja=f"「{path}」を開けません（{reason_ja(error)}）。ファイルの場所と名前を確かめてください。",
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
    if octets.startswith(MAGIC):
        return _kind_of_old_office(octets, name)
    if octets.startswith(_ZIP):
        return _kind_of_container(octets, name)
    # A few bytes may stand before the mark (a mail gateway's, a BOM): readers of PDF take that, too.
    if b"%PDF-" in octets[:1024]:
        return Kind.PDF
    if octets.startswith(_PICTURES):
        return Kind.IMAGE
    suffix = Path(name).suffix.lower()
    if _is_html(octets, suffix):
        _refuse_long_text(octets, name)
        return Kind.HTML
    other = _type_not_read(octets)
    if other is not None:
        raise _other_type_error(name, *other)
    if suffix in _BINARY_SUFFIXES:
        raise WrongTypeError(
            ja=f"「{name}」は名前は{suffix}ですが、中身は違う種類か、壊れています。元のファイルを受け取り直してください。",
            en=f"{name} is called {suffix}, but its content is not that, or it is damaged. Ask for the original file again.",
        )
    _refuse_long_text(octets, name)
    if suffix not in _TEXT_SUFFIXES:
        raise WrongTypeError(
            ja=f"「{name}」の種類（{suffix}）は読めません。計画の表が入ったファイル（{_READ_JA}）を指定してください。",
            en=f"{name} is of a type ({suffix}) that is not read. Name the plan's table as {_READ_EN}.",
        )
    return Kind.CSV if suffix == ".csv" else Kind.TEXT


def _refuse_long_text(octets: bytes, name: str) -> None:
    if len(octets) > MAX_TEXT:
        raise UnopenedFileError(
            ja=f"「{name}」は文字のファイルとしては大きすぎます。計画の表だけを残してください。",
            en=f"{name} is too large for a text file. Keep only the plan's table.",
        )


def _kind_of_old_office(octets: bytes, name: str) -> Kind:
    # A protected .xlsx or .docx is such a container, too; to say so, it need not be whole.
    if _ENCRYPTED in octets:
        raise ProtectedFileError(
            ja=f"「{name}」にはパスワードがかかっています。ExcelかWordで開き、パスワードを外して保存し直してください。",
            en=f"{name} is protected by a password. Open it in Excel or Word and save it without one.",
        )
    streams = OleFile(octets, name=name).names
    if streams & {"workbook", "book"}:
        return Kind.XLS
    if "worddocument" in streams:
        raise _save_as_error(
            name, "古い形式のWord文書（.doc）", "an old Word document (.doc)", "Word文書（.docx）"
        )
    if "powerpoint document" in streams:
        raise _save_as_error(name, "PowerPoint（.ppt）", "a PowerPoint file (.ppt)", "PDF")
    raise _save_as_error(name, "古い形式", "an old type", "Excelブック（.xlsx）かPDF")


def _kind_of_container(octets: bytes, name: str) -> Kind:
    with open_archive(octets, name=name) as archive:
        members = set(archive.NameToInfo)
        kind = read_member(archive, "mimetype", name=name)[:80] if "mimetype" in members else b""
    if "xl/workbook.xml" in members:
        return Kind.XLSX
    if any(member.startswith("word/document") and member.endswith(".xml") for member in members):
        return Kind.DOCX
    if b"opendocument.spreadsheet" in kind:
        return Kind.ODS
    if "xl/workbook.bin" in members:
        raise _save_as_error(
            name, "Excelバイナリブック（.xlsb）", "a binary workbook (.xlsb)", "Excelブック（.xlsx）"
        )
    if b"opendocument" in kind:
        raise _save_as_error(
            name, "OpenDocument文書（.odtなど）", "an OpenDocument text (.odt …)", "Word文書（.docx）かPDF"
        )
    if any(member.startswith("ppt/") for member in members):
        raise _save_as_error(name, "PowerPoint（.pptx）", "a PowerPoint file (.pptx)", "PDF")
    raise WrongTypeError(
        ja=f"「{name}」はZIPです。展開して、中にある計画の表のファイルを指定してください。",
        en=f"{name} is a ZIP. Unpack it, and name the file in it that holds the plan's table.",
    )


def _is_html(octets: bytes, suffix: str) -> bool:
    start = octets[:4096]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start[: len(start) // 2 * 2].decode("utf-16", "replace").encode()
    plain = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not plain.startswith(b"<"):
        return suffix in _HTML_SUFFIXES and _HTML.search(plain) is not None
    if plain.startswith(b"<?xml") and _HTML.search(plain) is None:
        return False
    return _HTML.search(plain) is not None


def _type_not_read(octets: bytes) -> tuple[str, str, str] | None:
    """Return what the file is, in Japanese and in English, and as what it is to be saved."""
    start = octets[:1024].lstrip().removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if octets.startswith(_OTHER_PICTURES):
        return "画像", "an image", "PDF"
    if start.startswith(b"<?xml"):
        return "XML", "XML", "Excelブック（.xlsx）かCSV"
    if start.startswith(b"{\\rtf"):
        return "RTF", "RTF", "Word文書（.docx）"
    if start.startswith((b"mime-version:", b"from: <saved by")):
        return "Webアーカイブ（.mht）", "a web archive (.mht)", "HTMLかPDF"
    return None


def _other_type_error(name: str, other: str, english: str, save_as: str) -> UserError:
    suffix = Path(name).suffix.lower()
    if suffix in _BINARY_SUFFIXES | _HTML_SUFFIXES | {".csv", ".tsv", ".txt"}:
        return WrongTypeError(
            ja=f"「{name}」は名前は{suffix}ですが、中身は{other}で、読めません。"
            f"計画の表を{save_as}で保存したものを指定してください。",
            en=f"{name} is called {suffix}, but it is {english}, which is not read. "
            f"Name the plan's table, saved as {_ENGLISH[save_as]}.",
        )
    return _save_as_error(name, other, english, save_as)


def _save_as_error(name: str, other: str, english: str, save_as: str) -> WrongTypeError:
    return WrongTypeError(
        ja=f"「{name}」は{other}なので読めません。元のソフトで開き、{save_as}で保存し直してください。",
        en=f"{name} is {english}, which is not read. Open it in its own program and save it as {_ENGLISH[save_as]}.",
    )
