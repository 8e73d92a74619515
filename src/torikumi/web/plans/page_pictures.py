"""Pictures and extracts of uploaded documents, drawn once in the reading process and kept beside the database."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from torikumi.plan.codec import decode, encode
from torikumi.read.extract import Extract
from torikumi.read.png import Size, size_of_png
from torikumi.read.sandbox.showing import draw_page_apart, extract_apart
from torikumi.web.plans.models import Import, Original
from torikumi.web.plans.slots import drawing_slot


def page_picture(batch: Import, page: int) -> bytes | None:
    """Return the page of the import's document as a PNG; None where it has no pages. Raises UserError where it cannot."""

    def draw(path: Path) -> bytes:
        return draw_page_apart(path, page, name=batch.file_name) or b""

    return _kept(batch, f"page-{page}.png", draw) or None


def page_size(batch: Import, page: int) -> Size | None:
    """Return how large the page is, in points."""
    picture = page_picture(batch, page)
    return size_of_png(picture) if picture else None


def table_extract(batch: Import, *, table: int, row: int, near: Sequence[int]) -> Extract | None:
    """Return the rows around one of a table; those around the rows `near` are made at the same time."""
    kept = _file(batch, f"rows-{table}-{row}.json")
    if not kept.exists():
        with drawing_slot(), _document(batch) as path:
            made = extract_apart(path, table=table, rows=[row, *near], name=batch.file_name)
        for number, extract in made.items():
            text = json.dumps(encode(extract), ensure_ascii=False)
            _write(_file(batch, f"rows-{table}-{number}.json"), text.encode())
    return decode(Extract, json.loads(kept.read_bytes())) if kept.exists() else None


def _kept(batch: Import, name: str, make: Callable[[Path], bytes]) -> bytes:
    file = _file(batch, name)
    if not file.exists():
        with drawing_slot(), _document(batch) as path:
            _write(file, make(path))
    return file.read_bytes()


def _file(batch: Import, name: str) -> Path:
    return settings.HOME / "var" / "pictures" / f"{batch.municipality_id}-{batch.original_id}" / name


def _write(file: Path, octets: bytes) -> None:
    # Whole or not at all: another request may look at the same moment.
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=".making-")
    with os.fdopen(handle, "wb") as made:
        made.write(octets)
    Path(temporary).replace(file)


@contextmanager
def _document(batch: Import) -> Iterator[Path]:
    kept = Original.objects.within(batch).get(pk=batch.original_id)
    with tempfile.TemporaryDirectory(prefix="torikumi-") as folder:
        path = Path(folder) / "document"
        path.write_bytes(bytes(kept.content))
        yield path
