"""What the reading process can be asked for; each task takes and gives plain values of JSON."""

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from torikumi.errors import UserError
from torikumi.plan.codec import decode, encode, encode_all
from torikumi.plan.file import dump_plan, load_plan
from torikumi.plan.limits import refuse_too_many
from torikumi.read.book import read_book
from torikumi.read.book_json import book_as_json
from torikumi.read.cells import read_cells_of_each
from torikumi.read.cells_json import files_as_json
from torikumi.read.document import OnPage
from torikumi.read.extract import extract_around
from torikumi.read.gate import Kind, load_octets, recognise_kind
from torikumi.read.reading import Given, Reading
from torikumi.read.run import read_document, read_documents, recognise_documents
from torikumi.read.tables_json import document_as_json, document_from_json

_Asked = Mapping[str, Any]
Task = Callable[[_Asked, OnPage], object]


def _read(asked: _Asked, on_page: OnPage) -> object:
    """A plan from documents that belong together."""
    paths = [Path(file) for file in asked["files"]]
    given = decode(Given, asked["given"])
    return _as_json(read_documents(paths, given, names=asked["names"], on_page=on_page))


def _read_for_store(asked: _Asked, on_page: OnPage) -> object:
    """A plan from one document, or the one that a plan.json holds; refused where it is too large to be kept."""
    path, name = Path(asked["files"][0]), asked["names"][0]
    if load_octets(path).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        reading = Reading(plan=_load_plan(path, name), findings=())
    else:
        reading = read_documents([path], names=[name], on_page=on_page)
    refuse_too_many(reading.plan)
    return _as_json(reading)


def _read_tables(asked: _Asked, on_page: OnPage) -> object:
    """The tables of one document, for a later task "recognise"."""
    given = decode(Given, asked["given"])
    path, name = Path(asked["files"][0]), asked["names"][0]
    return document_as_json(read_document(path, name=name, encoding=given.encoding, on_page=on_page))


def _read_cells(asked: _Asked, on_page: OnPage) -> object:  # noqa: ARG001
    """The raw cells of sheet files, each with its own refusal."""
    return files_as_json(read_cells_of_each([Path(file) for file in asked["files"]], asked["names"]))


def _read_book(asked: _Asked, on_page: OnPage) -> object:  # noqa: ARG001
    """The sheets of one file with how they look."""
    return book_as_json(read_book(Path(asked["files"][0]), name=asked["names"][0]))


def _recognise(asked: _Asked, on_page: OnPage) -> object:  # noqa: ARG001  a task is told how to tell of pages
    """The plan that tables hold together which were read before."""
    documents = [document_from_json(Path(file).read_bytes()) for file in asked["files"]]
    return _as_json(recognise_documents(documents, decode(Given, asked["given"])))


def _draw_page(asked: _Asked, on_page: OnPage) -> object:  # noqa: ARG001
    """A page as a picture, or None where the document has no pages to draw."""
    octets, name = load_octets(Path(asked["files"][0])), asked["names"][0]
    kind, drawn = recognise_kind(octets, name=name), None
    # A reader is loaded where a file asks for it.
    if kind is Kind.PDF:
        from torikumi.read.pdfium.picture import draw_page

        drawn = draw_page(octets, asked["page"], name=name)
    elif kind is Kind.IMAGE:
        from torikumi.read.sources.image import draw_page as draw_picture

        drawn = draw_picture(octets, asked["page"], name=name)
    return None if drawn is None else base64.b64encode(drawn).decode()


def _extract(asked: _Asked, on_page: OnPage) -> object:
    """What stands around each of some rows of one table."""
    document = read_document(Path(asked["files"][0]), name=asked["names"][0], on_page=on_page)
    if not 0 <= asked["table"] < len(document.tables):
        return []
    table = document.tables[asked["table"]]
    return [[row, encode(extract_around(table, row))] for row in asked["rows"]]


def _load_plan(path: Path, name: str) -> Any:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            ja=f"「{name}」はUTF-8ではないplan.jsonです。UTF-8で保存し直してください。",
            en=f"{name} is a plan.json that is not UTF-8; save it as UTF-8.",
        ) from error
    return load_plan(text)


def _as_json(reading: Reading) -> dict[str, object]:
    return {
        "plan": dump_plan(reading.plan),
        "findings": encode_all(reading.findings),
        "confidences": encode_all(reading.confidences),
    }


def _nothing(asked: _Asked, on_page: OnPage) -> object:  # noqa: ARG001  asked only to see that the wall stands
    return None


TASKS: Mapping[str, Task] = {
    "nothing": _nothing,
    "read": _read,
    "read-for-store": _read_for_store,
    "read-tables": _read_tables,
    "read-cells": _read_cells,
    "read-book": _read_book,
    "recognise": _recognise,
    "draw-page": _draw_page,
    "extract": _extract,
}
