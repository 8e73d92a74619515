"""Parts as a Word document: its XML is written here, for an API of merged cells hides what a file can hold."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

import docx
from hypothesis import strategies as st

from tests.generated.sheet import Kind, Part, Prose, Sheet, Slot

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """How the document is written; none of it changes what a person reads."""

    with_ruby: bool = False
    with_deleted: bool = False
    many_runs: bool = False
    breaks: bool = False
    with_styles: bool = True


documents = st.builds(
    Document,
    with_ruby=st.booleans(),
    with_deleted=st.booleans(),
    many_runs=st.booleans(),
    breaks=st.booleans(),
    with_styles=st.booleans(),
)


def to_docx(parts: Sequence[Part], document: Document) -> bytes:
    """Return the parts as a document."""
    body = "".join(
        _prose(part, document) if isinstance(part, Prose) else _table(part, document) for part in parts
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{_NAMESPACE}"><w:body>{body}'
    xml += '<w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr></w:body></w:document>'
    content = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(_empty())) as old,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            octets = xml.encode() if info.filename == "word/document.xml" else old.read(info)
            new.writestr(info.filename, octets)
    return content.getvalue()


@cache
def _empty() -> bytes:
    content = BytesIO()
    docx.Document().save(content)
    return content.getvalue()


def _prose(part: Prose, document: Document) -> str:
    style = "Title" if part.size > 1.3 else "Heading1" if part.size > 1.0 else None
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style and document.with_styles else ""
    return f"<w:p>{properties}{_runs(part.text, document)}</w:p>"


def _table(sheet: Sheet, document: Document) -> str:
    grid = "".join(f'<w:gridCol w:w="{int(weight * 600)}"/>' for weight in sheet.weights)
    rows = "".join(_row(sheet, row, document) for row in range(sheet.rows))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl><w:p/>"


def _row(sheet: Sheet, row: int, document: Document) -> str:
    slots = [slot for slot in sheet.slots if slot.row <= row < slot.row + slot.rows]
    cells = "".join(_cell(slot, row, document) for slot in sorted(slots, key=lambda slot: slot.column))
    repeated = "<w:trPr><w:tblHeader/></w:trPr>" if row < sheet.header else ""
    return f"<w:tr>{repeated}{cells}</w:tr>"


def _cell(slot: Slot, row: int, document: Document) -> str:
    span = f'<w:gridSpan w:val="{slot.columns}"/>' if slot.columns > 1 else ""
    if slot.rows > 1:
        span += '<w:vMerge w:val="restart"/>' if row == slot.row else "<w:vMerge/>"
    if row > slot.row:
        return f"<w:tc><w:tcPr>{span}</w:tcPr><w:p/></w:tc>"
    is_ruby = document.with_ruby and slot.kind is not Kind.HEADER
    if document.breaks:
        text = "<w:r><w:br/></w:r>".join(_runs(line, document, is_ruby) for line in slot.text.split("\n"))
        return f"<w:tc><w:tcPr>{span}</w:tcPr><w:p>{text}</w:p></w:tc>"
    text = "".join(f"<w:p>{_runs(line, document, is_ruby)}</w:p>" for line in slot.text.split("\n"))
    return f"<w:tc><w:tcPr>{span}</w:tcPr>{text}</w:tc>"


def _runs(text: str, document: Document, is_ruby: bool = False) -> str:
    xml = ""
    if is_ruby and "\u4e00" <= text[:1] <= "\u9fff":
        base = _run(text[0])
        xml = f"<w:r><w:ruby><w:rubyPr/><w:rt>{_run('かな')}</w:rt><w:rubyBase>{base}</w:rubyBase></w:ruby></w:r>"
        text = text[1:]
    if document.with_deleted and text:
        gone = '<w:del w:id="1" w:author="a"><w:r><w:delText>旧い</w:delText></w:r></w:del>'
        xml += f'{gone}<w:ins w:id="2" w:author="a">{_run(text[:3])}</w:ins>'
        text = text[3:]
    pieces = [text[start : start + 4] for start in range(0, len(text), 4)] if document.many_runs else [text]
    return xml + "".join(_run(piece) for piece in pieces if piece)


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
