"""What reportlab does not do: boxes that begin elsewhere, UserUnit, passwords, radicals in the font's table of letters."""

import re
import unicodedata
from io import BytesIO

import pikepdf

from tests.generated.paper import Paper

_OFFSET = (-37.0, 61.0)
_SUPPLEMENT = {"長": "⻑", "西": "⻄", "青": "⻘", "食": "⻝", "黄": "⻩"}
_KANGXI = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}
_HEX = re.compile(rb"<([0-9A-Fa-f]{4})>")


def finished(octets: bytes, paper: Paper) -> bytes:
    """Return the file with what the paper asks for beside the drawing."""
    if not (paper.offset or paper.user_unit or paper.encrypted or paper.radicals):
        return octets
    with pikepdf.open(BytesIO(octets)) as pdf:
        if paper.offset:
            _move(pdf)
        if paper.user_unit:
            for page in pdf.pages:
                page.obj.UserUnit = 1.5
        if paper.radicals:
            _write_radicals(pdf)
        return _saved(pdf, encrypted=paper.encrypted)


def without_unicode(octets: bytes) -> bytes:
    """Return the file whose fonts do not say which letters they draw."""
    with pikepdf.open(BytesIO(octets)) as pdf:
        for font in _fonts(pdf):
            if "/ToUnicode" in font:
                del font["/ToUnicode"]
        return _saved(pdf, encrypted=False)


def _saved(pdf: pikepdf.Pdf, *, encrypted: bool) -> bytes:
    content = BytesIO()
    encryption = pikepdf.Encryption(owner="owner", user="", R=6) if encrypted else False
    pdf.save(content, encryption=encryption, static_id=not encrypted, deterministic_id=False)
    return content.getvalue()


def _move(pdf: pikepdf.Pdf) -> None:
    """Let the media box begin at another point, and the crop box inside it."""
    dx, dy = _OFFSET
    for page in pdf.pages:
        x0, y0, x1, y1 = (float(value) for value in page.mediabox)
        page.contents_add(f"1 0 0 1 {dx} {dy} cm".encode(), prepend=True)
        page.obj.MediaBox = pikepdf.Array([x0 + dx - 20, y0 + dy - 30, x1 + dx + 40, y1 + dy + 50])
        page.obj.CropBox = pikepdf.Array([x0 + dx, y0 + dy, x1 + dx, y1 + dy])


def _write_radicals(pdf: pikepdf.Pdf) -> None:
    table = {f"{ord(a):04X}".encode(): f"{ord(b):04X}".encode() for a, b in (_KANGXI | _SUPPLEMENT).items()}
    for font in _fonts(pdf):
        if "/ToUnicode" in font:
            stream = font["/ToUnicode"]
            old = stream.read_bytes()
            new = _HEX.sub(lambda found: b"<" + table.get(found[1].upper(), found[1]) + b">", old)
            stream.write(new)


def _fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    fonts = []
    for obj in pdf.objects:
        if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/Font":
            fonts.append(obj)
    return fonts
