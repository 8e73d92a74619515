"""The metadata of the CSV files as W3C CSV on the Web (CSVW): what each column is called, holds and means."""

import json
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from torikumi.plan.model import Plan
from torikumi.publish.data_table import Column, ColumnKind, DataTable
from torikumi.publish.history import edition_name
from torikumi.publish.terms import Terms, licence_words, source_line
from torikumi.publish.words import municipality_words, title_words
from torikumi.text.characters import replace_unstorable
from torikumi.text.storable import defuse

NAME = "csv-metadata.json"
_TYPES: Mapping[ColumnKind, object] = {
    ColumnKind.TEXT: "string",
    ColumnKind.ID: "string",
    ColumnKind.INTEGER: "integer",
    ColumnKind.DECIMAL: "decimal",
    ColumnKind.YEAR: "integer",
    ColumnKind.FLAG: {"base": "boolean", "format": "1|0"},
    ColumnKind.DATE: {"base": "date", "format": "yyyy-MM-dd"},
}
# The columns that hold the ID of a project and nothing else, by the file's name without ending.
_POINTING = {"sections": "対象ID", "amounts": "対象ID", "reviews": "対象ID", "gif/cases": "ID"}


def csv_metadata(plan: Plan, tables: Sequence[DataTable], *, terms: Terms) -> bytes:
    """Return the description of these tables; addresses are relative to the folder data/."""
    content: dict[str, object] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "ja"}],
        "dc:title": f"{title_words(plan)} {edition_name(plan)}",
        "dc:publisher": municipality_words(plan.municipality) or None,
        "dc:source": source_line(plan, edition=edition_name(plan)),
        "dc:rights": licence_words(plan, terms),
        "dc:license": {"@id": terms.licence.address} if terms.licence and terms.licence.address else None,
        "rdfs:comment": plan.notice,
        "dialect": _dialect("utf-8"),
        "tables": [_table(table) for table in tables],
    }
    said = {key: value for key, value in content.items() if value is not None}
    return (replace_unstorable(json.dumps(said, ensure_ascii=False, indent=1)) + "\n").encode()


def column_name(title: str) -> str:
    """Return the name of a column as CSVW makes it of its title: only ASCII letters stay as they are."""
    return quote(title, safe="")


def _dialect(encoding: str) -> dict[str, object]:
    return {
        "encoding": encoding,
        "delimiter": ",",
        "quoteChar": '"',
        "doubleQuote": True,
        "header": True,
        "headerRowCount": 1,
        "commentPrefix": None,
        "lineTerminators": ["\r\n"],
    }


def _table(table: DataTable) -> dict[str, object]:
    schema: dict[str, object] = {"columns": [_column(column) for column in table.columns]}
    if table.keys:
        schema["primaryKey"] = [column_name(key) for key in table.keys]
    pointing = "予算事業ID" if table.file.startswith("rs/") else _POINTING.get(table.file)
    if pointing and any(column.name == pointing for column in table.columns):
        reference = {"resource": "projects.csv", "columnReference": [column_name("事業ID")]}
        schema["foreignKeys"] = [{"columnReference": [column_name(pointing)], "reference": reference}]
    return {
        "url": f"{table.file}.csv",
        "dc:title": table.name,
        "dc:description": f"1行が表すもの：{table.about}",
        "tableSchema": schema,
    }


def _column(column: Column) -> dict[str, object]:
    title = defuse(column.name)
    return {
        "name": column_name(title),
        "titles": title,
        "dc:description": column.meaning,
        "datatype": _TYPES[column.kind],
    }
