"""Writes OpenDocument sheets from their XML, for tests."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "table", "text", "style", "drawing")
)
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def cell(text: str, attributes: str = "") -> str:
    """A cell of text, or of paragraphs where `text` is XML."""
    inner = text if text.startswith("<") else f"<text:p>{escape(text)}</text:p>"
    return f'<table:table-cell office:value-type="string" {attributes}>{inner}</table:table-cell>'


def value(kind: str, attributes: str, printed: str = "x") -> str:
    return f'<table:table-cell office:value-type="{kind}" {attributes}><text:p>{printed}</text:p></table:table-cell>'


def row(*cells: str, attributes: str = "") -> str:
    inner = "".join(one if one.startswith("<table:") else cell(one) for one in cells)
    return f"<table:table-row {attributes}>{inner}</table:table-row>"


def sheet(*rows: str, name: str = "一覧", attributes: str = "") -> str:
    return f'<table:table table:name="{name}" {attributes}>{"".join(rows)}</table:table>'


def ods_octets(*sheets: str, styles: str = "", before: str = "", manifest: str = "") -> bytes:
    """The bytes of an OpenDocument file that holds the sheets."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {_SPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body></office:document-content>"
    )
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("mimetype", MIMETYPE)
        container.writestr("content.xml", content)
        container.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return packed.getvalue()
