"""A table as a file that a person takes away: CSV for Excel, CSV for older programs, or a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.http import Http404, HttpResponse

from torikumi.publish.csv import write_table, write_table_cp932
from torikumi.publish.data_table import Column, DataTable
from torikumi.publish.xlsx import write_tables_workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class TableForm:
    """One kind of file: what it is called, its ending and type, and what writes it."""

    label: str
    ending: str
    media_type: str
    write: Callable[[DataTable, str], bytes]


def _workbook(table: DataTable, title: str) -> bytes:
    meanings = DataTable(
        name="列の説明",
        file="columns",
        columns=(Column("列", "列の名前"), Column("説明", "列の中身")),
        rows=tuple((column.name, column.meaning) for column in table.columns),
    )
    return write_tables_workbook((table, meanings), title=title)


FORMS: Mapping[str, TableForm] = MappingProxyType(
    {
        "xlsx": TableForm(
            label="Excel（.xlsx）",
            ending="xlsx",
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            write=_workbook,
        ),
        "csv": TableForm(
            label="CSV（UTF-8、ふつうはこちら）",
            ending="csv",
            media_type="text/csv; charset=utf-8",
            write=lambda table, _: write_table(table),
        ),
        "cp932": TableForm(
            label="CSV（Shift_JIS、古いソフト用）",
            ending="csv",
            media_type="text/csv; charset=shift_jis",
            write=lambda table, _: write_table_cp932(table),
        ),
    }
)


def require_form(name: str) -> TableForm:
    """Return the kind of file of that name. Raises Http404 for another name."""
    if name not in FORMS:
        raise Http404
    return FORMS[name]


def answer_with(form: TableForm, table: DataTable, *, title: str, name: str) -> HttpResponse:
    """Return the table as a download; `name` is the file's without ending, in ASCII."""
    response = HttpResponse(form.write(table, title), content_type=form.media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form.ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
