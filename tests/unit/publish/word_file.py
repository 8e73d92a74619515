"""Word files for the tests of forms: made from lines and rows, and read again."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import docx

from torikumi.publish.forms.document import Filled, fill_form
from torikumi.publish.forms.scope import Name, Names, Scope

NAMES = Names(
    {
        "計画": (
            Name("題", "題名"),
            Name("注", "注意"),
            Name("目標ごと", "目標", "目標"),
            Name("事業ごと", "事業", "事業"),
        ),
        "目標": (Name("見出し", "見出し"), Name("事業ごと", "事業", "事業")),
        "事業": (Name("名", "名前"), Name("額", "金額")),
    }
)


def word_file(*blocks: str | Sequence[Sequence[str]]) -> bytes:
    """A Word file of paragraphs (a text) and tables (rows of cells; a line break makes a paragraph)."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=0, cols=len(block[0]))
        for row in block:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                first, *more = text.split("\n")
                cell.paragraphs[0].text = first
                for words in more:
                    cell.add_paragraph(words)
    return saved(document)


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def fill(template: bytes, scope: Scope, kind: str = "計画") -> Filled:
    scopes: Mapping[str, Scope] = {kind: scope}
    return fill_form(template, scopes=scopes, names=NAMES, title="試験", file_name="様式.docx")


def filled(scope: Scope, *blocks: str | Sequence[Sequence[str]]) -> list[object]:
    """The paragraphs and tables of a filled file, in order."""
    return read(fill(word_file(*blocks), scope).octets)


def read(octets: bytes) -> list[object]:
    """The paragraphs (their texts) and the tables (rows of texts) of a Word file, in order."""
    found: list[object] = []
    for block in docx.Document(io.BytesIO(octets)).iter_inner_content():
        if isinstance(block, docx.text.paragraph.Paragraph):
            found.append(block.text)
        else:
            found.append([[cell.text for cell in row.cells] for row in block.rows])
    return found


def words(octets: bytes) -> str:
    """All words of a Word file, cells with a line break between."""
    lines: list[str] = []
    for block in read(octets):
        if isinstance(block, str):
            lines.append(block)
        else:
            assert isinstance(block, list)
            lines += [cell for row in block for cell in row]
    return "\n".join(lines)
