"""The list of comments with their answers (意見・対応方針一覧) as a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from torikumi.publish.csv import write_table
from torikumi.publish.data_table import Column, DataTable
from torikumi.review.comment_list import HEADS, write_comment_list
from torikumi.web.reviews.voice_models import RoundComment

FORMS: Mapping[str, str] = MappingProxyType(
    {
        "csv": "text/csv; charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)


def write_comments(rows: Iterable[RoundComment], *, form: str) -> bytes:
    """Return the list as CSV (UTF-8 with its mark) or as an Excel workbook."""
    lines = tuple(_line(number, row) for number, row in enumerate(rows, start=1))
    if form == "xlsx":
        return write_comment_list(lines)
    columns = tuple(Column(name, "") for name in HEADS)
    return write_table(DataTable(name="意見と対応方針", file="comments", columns=columns, rows=lines))


def _line(number: int, row: RoundComment) -> tuple[str, ...]:
    section = row.sheet.lead_name if row.sheet is not None else row.section or "企画担当"
    return (str(number), row.subject, row.text, row.body, section, row.answer, row.state_word)
