"""Writes Word files from their XML, for tests: what Word writes can be said exactly."""

import zipfile
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
HEADINGS = "".join(
    f'<w:style w:type="paragraph" w:styleId="{n}"><w:name w:val="heading {n}"/>'
    f'<w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>'
    for n in range(1, 5)
)


def run(text: str, properties: str = "") -> str:
    """A run; line breaks become <w:br/>."""
    parts = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n"))
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{parts}</w:r>"


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph of text, or of runs where `content` is XML."""
    inner = content if content.startswith("<") else run(content) if content else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def heading(level: int, text: str) -> str:
    return paragraph(text, f'<w:pStyle w:val="{level}"/>')


def cell(content: str, properties: str = "") -> str:
    inner = content if content.startswith(("<w:p", "<w:tbl")) else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    inner = "".join(one if one.startswith("<w:tc") else cell(one) for one in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inner}</w:tr>"


def table(*rows: str | tuple[str, ...]) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(one if isinstance(one, str) else row(*one) for one in rows)}</w:tbl>"


def word_octets(*blocks: str, styles: str = HEADINGS, numbering: str = "", before: str = "") -> bytes:
    """The bytes of a Word file whose body holds the blocks."""
    start = '<?xml version="1.0" encoding="UTF-8"?>'
    members = {
        "word/document.xml": f"{start}{before}<w:document {_SPACES}><w:body>{''.join(blocks)}</w:body></w:document>",
        "word/styles.xml": f"{start}<w:styles {_SPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"{start}<w:numbering {_SPACES}>{numbering}</w:numbering>",
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as container:
        for member, content in members.items():
            container.writestr(member, content)
    return packed.getvalue()


def word_file(path: Path, *blocks: str, styles: str = HEADINGS, numbering: str = "") -> Path:
    path.write_bytes(word_octets(*blocks, styles=styles, numbering=numbering))
    return path
