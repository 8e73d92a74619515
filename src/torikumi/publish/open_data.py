"""The files for programs: every table as CSV, what describes them, and the catalogue of all files."""

from collections.abc import Iterator, Sequence

from torikumi.plan.model import Plan
from torikumi.plan.schema import SCHEMA_PATH
from torikumi.publish import catalogue, csvw
from torikumi.publish.case_tables import case_tables
from torikumi.publish.cp932 import FOLDER, cp932_files, replaced_table
from torikumi.publish.csv import write_table
from torikumi.publish.data_table import DataTable
from torikumi.publish.history import Editions, edition_name
from torikumi.publish.offers import ABOUT, MACHINE, NATIONAL, Offer, offer_file
from torikumi.publish.rs_tables import rs_tables
from torikumi.publish.tables import columns_table, data_tables
from torikumi.publish.terms import Terms

_Offered = tuple[Offer, bytes]


def csv_tables(plan: Plan, *, terms: Terms, tables: Sequence[DataTable] = ()) -> tuple[DataTable, ...]:
    """Return every table that is published as CSV: those of the data workbook, and those of the national forms.

    `tables` are the workbook's where the caller has them already.
    """
    own = tuple(tables or data_tables(plan))[:-1]
    others = (*rs_tables(plan), *case_tables(plan, terms=terms, edition=edition_name(plan)))
    return (*own, *others, columns_table((*own, *others)))


def csv_offers(editions: Editions, own: Sequence[DataTable] = ()) -> Iterator[_Offered]:
    """Yield the CSV files, those in CP932 where they are asked for, and the metadata of all."""
    plan, terms = editions.newest, editions.terms
    tables = csv_tables(plan, terms=terms, tables=own)
    for table in tables:
        yield offer_file(
            f"data/{table.file}.csv", _group(table), table.name, "CSV（UTF-8）", write_table(table)
        )
    if terms.with_cp932:
        yield from _cp932_offers(tables)
    octets = csvw.csv_metadata(plan, tables, terms=terms)
    yield offer_file(f"data/{csvw.NAME}", ABOUT, "CSVの列の説明", "CSVW（JSON）", octets)


def schema_offer() -> _Offered:
    """Return the schema of plan.json."""
    return offer_file(
        "data/plan.schema.json", ABOUT, "plan.jsonの形", "JSON Schema", SCHEMA_PATH.read_bytes()
    )


def catalogue_offer(editions: Editions, offered: Sequence[_Offered]) -> Iterator[_Offered]:
    """Yield the catalogue of these files, where there are any."""
    if offered:
        octets = catalogue.write_catalogue(editions.newest, offered, terms=editions.terms)
        yield offer_file(f"data/{catalogue.NAME}", ABOUT, "ファイルの目録", "DCAT（JSON-LD）", octets)


def _cp932_offers(tables: Sequence[DataTable]) -> Iterator[_Offered]:
    for table, octets in cp932_files(tables):
        address = f"data/{FOLDER}/{table.file}.csv"
        yield offer_file(address, _group(table), table.name, "CSV（CP932）", octets)
    replaced = replaced_table(tables)
    if replaced is not None:
        octets = write_table(replaced)
        yield offer_file(f"data/{replaced.file}.csv", ABOUT, "CP932で置き換えた文字", "CSV（UTF-8）", octets)


def _group(table: DataTable) -> str:
    return NATIONAL if "/" in table.file else MACHINE
