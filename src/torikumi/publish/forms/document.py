"""A template of Word, opened with care, filled, and written with the same bytes each time."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document
from docx.opc.part import XmlPart

from torikumi.publish.forms.filling import Filler, Lack
from torikumi.publish.forms.markers import FormTemplateError, Mark, has_mark, marks_of
from torikumi.publish.forms.paragraph import text_of, writable
from torikumi.publish.forms.scope import Names, Scope
from torikumi.read.archive import broken_archive, open_archive, read_member
from torikumi.read.gate import Kind, recognise_kind
from torikumi.read.xml_scan import XmlScan

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_MADE = datetime(*_NO_TIME, tzinfo=UTC)
_MOST_ELEMENTS = 1_500_000
_MOST_DEPTH = 150
_LONGEST_PROPERTY = 255
_FILLED_PARTS = ("document", "header", "footer")
_MACROS = "word/vbaProject.bin"


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form as a Word file, and what was missing, with how often."""

    octets: bytes
    lacks: tuple[tuple[Lack, int], ...]


def fill_form(
    template: bytes, *, scopes: Mapping[str, Scope], names: Names, title: str, file_name: str
) -> Filled:
    """Return a template (the bytes of a .docx) filled with the values of `scopes`, by their kind from the outside in.

    Nothing in a value is read as a blank or as an order. `title` is the document's title, `file_name` what messages
    call the template. Raises a UserError for a file that cannot be opened or is no
    Word file, FormTemplateError for a blank that is wrong.
    """
    opened = open_template(template, file_name=file_name)
    check_blanks(opened, names=names, kinds=[*scopes])
    filler = Filler()
    for container in _containers(opened):
        filler.fill(container, tuple(scopes.values()))
    properties = opened.core_properties
    properties.title = writable(title)[:_LONGEST_PROPERTY]
    # Who typed the template is nobody's business on a paper that goes out.
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = _MADE
    properties.revision = 1
    buffer = io.BytesIO()
    opened.save(buffer)
    return Filled(octets=_timeless(buffer.getvalue()), lacks=tuple(filler.lacks.items()))


def open_template(octets: bytes, *, file_name: str) -> Document:
    """Return a .docx after it went through the gate. Raises a UserError."""
    if not file_name.lower().endswith(".docx") or recognise_kind(octets, name=file_name) is not Kind.DOCX:
        raise FormTemplateError(
            ja=f"「{file_name}」はWord文書（.docx）ではありません。Wordの様式を指定してください。",
            en=f"{file_name} is no Word document (.docx). Name a template of Word.",
        )
    with open_archive(octets, name=file_name) as archive:
        members = list(archive.NameToInfo)
        if _MACROS in members:
            raise FormTemplateError(
                ja=f"「{file_name}」にはマクロがあります。マクロなしのWord文書（.docx）で保存し直してください。",
                en=f"{file_name} holds macros. Save it as a Word document without macros (.docx).",
            )
        for member in members:
            if member.endswith((".xml", ".rels")):
                content = read_member(archive, member, name=file_name)
                XmlScan(file_name, elements=_MOST_ELEMENTS, depth=_MOST_DEPTH).run(content)
    try:
        return docx.Document(io.BytesIO(octets))
    except (KeyError, ValueError, AttributeError, SyntaxError, zipfile.BadZipFile) as error:
        raise broken_archive(file_name) from error


def check_blanks(opened: Document, *, names: Names, kinds: Sequence[str]) -> None:
    """Raise FormTemplateError for the first blank whose name is not known where it stands."""
    for container in _containers(opened):
        marks: list[Mark] = []
        for paragraph in container.iter(_P):
            marks += marks_of(text_of(paragraph))
        _require_nesting(marks)
        names.check(marks, kinds=kinds)
        _refuse_hidden(container)


def names_in(octets: bytes, *, file_name: str) -> frozenset[str]:
    """Return every name that a template uses. Raises a UserError for a file that cannot be opened."""
    return frozenset(
        mark.name
        for container in _containers(open_template(octets, file_name=file_name))
        for paragraph in container.iter(_P)
        for mark in marks_of(text_of(paragraph))
    )


def _require_nesting(marks: Sequence[Mark]) -> None:
    opened: list[str] = []
    for mark in marks:
        if mark.opens:
            opened.append(mark.name)
        elif mark.kind.value == "/" and (not opened or opened.pop() != mark.name):
            raise FormTemplateError(
                ja=f"様式の {{{{/{mark.name}}}}} に対する {{{{#{mark.name}}}}} がないか、ほかの繰り返しと重なっています。",
                en=f"{{{{/{mark.name}}}}} closes what was not opened, or overlaps another repetition.",
            )
    if opened:
        raise FormTemplateError(
            ja=f"様式の {{{{#{opened[-1]}}}}} に対する {{{{/{opened[-1]}}}}} がありません。",
            en=f"{{{{#{opened[-1]}}}}} of the template is not closed by {{{{/{opened[-1]}}}}}.",
        )


def _refuse_hidden(container: Any) -> None:
    """Refuse a blank where it would not be filled: in a link, a field, a control around a row, a tracked change."""
    for paragraph in container.iter(_P):
        hidden = [_own_words(child, paragraph) for child in paragraph if child.tag != _tag("r")]
        words = next(filter(has_mark, hidden), "")
        if not words and has_mark(text_of(paragraph)) and not _is_reached(paragraph, container):
            words = text_of(paragraph)
        if words:
            raise FormTemplateError(
                ja=f"様式の「{words[:40]}」は、リンク、フィールド、変更履歴、コンテンツ コントロールのどれかの中にあり、"
                "置き換えられません。リンクやコントロールを解除するか、変更履歴を承諾してください。",
                en=f"“{words[:40]}” stands in a link, a field, a tracked change or a content control and cannot be "
                "filled. Remove the link or the control, or accept the change.",
            )


def _own_words(element: Any, paragraph: Any) -> str:
    """Return the words below an element of a paragraph, without those of text boxes, which are filled by themselves."""
    return "".join(
        text.text or "" for text in element.iter(_tag("t")) if next(text.iterancestors(_P)) is paragraph
    )


def _is_reached(paragraph: Any, container: Any) -> bool:
    """Tell whether filling comes to a paragraph by way of tables, their rows and cells, controls and text boxes."""
    at = paragraph
    while at is not container:
        parent = at.getparent()
        if parent is not container and at.tag == _BOX:
            parent = next(at.iterancestors(_P), None)
        elif parent is not container and parent.tag not in _HOLDERS.get(at.tag, ()):
            return False
        if parent is None:
            return False
        at = parent
    return True


def _containers(opened: Document) -> Iterator[Any]:
    """Yield the body, the headers and the footers."""
    yield opened.element.body
    for part in opened.part.package.iter_parts():
        kind = part.content_type.rpartition(".")[2].partition("+")[0]
        if isinstance(part, XmlPart) and kind in _FILLED_PARTS and part is not opened.part:
            yield part.element


def _tag(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


_P, _BOX = _tag("p"), _tag("txbxContent")
_IN_BLOCKS = frozenset((_tag("tc"), _tag("sdtContent"), _BOX))
# What filling comes to, and what it has to stand in, where it does not stand in the body or the header itself.
_HOLDERS = {
    _P: _IN_BLOCKS,
    _tag("tbl"): _IN_BLOCKS,
    _tag("sdt"): _IN_BLOCKS,
    _tag("sdtContent"): frozenset((_tag("sdt"),)),
    _tag("tc"): frozenset((_tag("tr"),)),
    _tag("tr"): frozenset((_tag("tbl"),)),
}


def _timeless(octets: bytes) -> bytes:
    """Return a ZIP with the same members and no times in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(octets)) as before, zipfile.ZipFile(buffer, "w") as after:
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, before.read(name))
    return buffer.getvalue()
