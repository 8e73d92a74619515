"""Read documents: through the gate, into tables, into a plan."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from torikumi.plan.finding import Finding
from torikumi.read.document import Document, OnPage, Table
from torikumi.read.encoding import decode_text
from torikumi.read.gate import Kind, load_octets, recognise_kind
from torikumi.read.reading import Given, Reading
from torikumi.read.recognise import recognise_plan
from torikumi.read.sources import csv, text


def read_documents(
    paths: Sequence[Path],
    given: Given | None = None,
    *,
    names: Sequence[str] | None = None,
    on_page: OnPage | None = None,
) -> Reading:
    """Return the plan that the documents hold together, and what the reader is unsure of.

    `names` is what people call the files, where that is not how they lie on the disk.
    `given` is what the person knows (title, municipality, year, encoding). `on_page` is told of each page that was
    read, and may raise to stop. Raises a UserError for a file that cannot be opened or holds no plan.
    """
    given = given or Given()
    called = names or [path.name for path in paths]
    documents = [
        read_document(path, name=name, encoding=given.encoding, on_page=on_page)
        for path, name in zip(paths, called, strict=True)
    ]
    return recognise_documents(documents, given)


def recognise_documents(documents: Sequence[Document], given: Given) -> Reading:
    """Return the plan that documents hold together whose tables were read already."""
    return recognise_plan(_numbered(documents), given=given)


def read_document(
    path: Path, *, name: str | None = None, encoding: str | None = None, on_page: OnPage | None = None
) -> Document:
    """Return the tables of one file. Raises a UserError for a file that may not or cannot be opened."""
    octets = load_octets(path)
    name = name or path.name
    kind = recognise_kind(octets, name=name)
    tables, findings = _read_tables(kind, octets, name=name, encoding=encoding, on_page=on_page)
    digest = hashlib.sha256(octets).hexdigest()
    return Document(name=name, sha256=digest, tables=tables, findings=findings)


def _read_tables(
    kind: Kind, octets: bytes, *, name: str, encoding: str | None, on_page: OnPage | None
) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    # A reader is loaded where a file asks for it: a CSV needs no PDFium.
    if kind in (Kind.PDF, Kind.IMAGE):
        return _read_pages(kind, octets, name=name, on_page=on_page)
    if kind is Kind.XLSX:
        from torikumi.read.sources import xlsx

        return xlsx.read_tables(octets, name=name)
    if kind is Kind.XLS:
        from torikumi.read.sources import xls

        return xls.read_tables(octets, name=name)
    if kind is Kind.ODS:
        from torikumi.read.sources import ods

        return ods.read_tables(octets, name=name)
    if kind is Kind.DOCX:
        from torikumi.read.sources import docx

        return docx.read_tables(octets, name=name)
    if kind is Kind.HTML:
        from torikumi.read.sources import html

        return html.read_tables(octets, name=name, encoding=encoding)
    if kind is Kind.CSV or _is_quoted(octets, name, encoding):
        return csv.read_tables(octets, name=name, encoding=encoding)
    return text.read_tables(octets, name=name, encoding=encoding)


def _read_pages(
    kind: Kind, octets: bytes, *, name: str, on_page: OnPage | None
) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    if kind is Kind.PDF:
        from torikumi.read.sources import pdf

        return pdf.read_tables(octets, name=name, on_page=on_page)
    from torikumi.read.sources import image

    return image.read_tables(octets, name=name, on_page=on_page)


def _is_quoted(octets: bytes, name: str, encoding: str | None) -> bool:
    """Tell whether text is cut by something else than bare tabs: by commas, or with quotes around its cells."""
    content = decode_text(octets, name=name, encoding=encoding)
    return "\t" not in content or '\t"' in content or content.startswith('"')


def _numbered(documents: Sequence[Document]) -> list[Document]:
    """Return the documents with their tables counted over all of them."""
    count = 0
    numbered = []
    for document in documents:
        tables = tuple(replace(table, index=count + index) for index, table in enumerate(document.tables))
        count += len(tables)
        numbered.append(replace(document, tables=tables))
    return numbered
