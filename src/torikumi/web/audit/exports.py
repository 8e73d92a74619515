"""The trail as a file: JSON lines for verification, CSV for reading in a spreadsheet."""

import csv
import io
import json
import tempfile
from collections.abc import Mapping
from types import MappingProxyType
from typing import IO

from torikumi.web.audit.entries import EXPORTED
from torikumi.web.audit.queries import entries_of, trail_head

FORMS: Mapping[str, str] = MappingProxyType(
    {"jsonl": "application/jsonl; charset=utf-8", "csv": "text/csv; charset=utf-8"}
)

_IN_MEMORY = 4 * 1024 * 1024
# A spreadsheet would calculate what begins with one of these; with a quote before it, it is text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_export(code: str, form: str) -> IO[bytes]:
    """Return an open file with the trail of a city, at its beginning."""
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, mode="w+b")  # noqa: SIM115  whoever gets it closes it
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    if form == "csv":
        _write_csv(code, text)
    else:
        _write_lines(code, text)
    text.detach()
    file.seek(0)
    return file


def _write_lines(code: str, text: IO[str]) -> None:
    head = trail_head(code)
    for entry in entries_of(code, up_to=head.position):
        text.write(json.dumps(entry, ensure_ascii=False) + "\n")
    last = {"chain": code, "head_position": head.position, "head_hash": head.hash}
    text.write(json.dumps(last, ensure_ascii=False) + "\n")


def _write_csv(code: str, text: IO[str]) -> None:
    # The mark at the beginning tells Excel that it is UTF-8.
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(EXPORTED)
    for entry in entries_of(code, up_to=trail_head(code).position):
        writer.writerow(_as_cell(entry[name]) for name in EXPORTED)


def _as_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    cell = str(value)
    return "'" + cell if cell.startswith(_FORMULA) else cell
