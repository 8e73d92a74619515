"""The catalogue and the metadata say what the files are: parsed as RDF, and held against the files themselves."""

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given, settings
from rdflib import DCTERMS, FOAF, RDF, Graph, Literal, Namespace, Node, URIRef

from shared import REPOSITORY
from strategies import plans as any_plans
from torikumi.plan.file import load_plan
from torikumi.plan.model import Plan
from torikumi.publish.edition import ALL, CSV, JSON, SITE, XLSX, render_edition
from torikumi.publish.terms import Terms, licence_of
from unit.publish import plans

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
BASE = "https://plan.example.jp/edition/data/catalog.jsonld"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
TERMS = Terms(licence=licence_of("CC-BY-4.0"))


def edition(plan: Plan, *, only: frozenset[str] = ALL, terms: Terms = TERMS) -> dict[str, bytes]:
    return render_edition(
        plan, previous=(plans.make_older_plan(),) if plan is PLAN else (), only=only, terms=terms
    )[1]


PLAN = plans.make_plan()
FILES = edition(PLAN)


def catalogue(files: Mapping[str, bytes]) -> Graph:
    return Graph().parse(data=files["data/catalog.jsonld"], format="json-ld", base=BASE)


def only_one(graph: Graph, subject: Node, predicate: URIRef) -> Node:
    (value,) = graph.objects(subject, predicate)
    return value


def in_data(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that the catalogue is of (data, and papers where there are any), by their absolute address."""
    return {
        urljoin(BASE, f"../{address}"): octets
        for address, octets in files.items()
        if address.startswith(("data/", "papers/")) and address != "data/catalog.jsonld"
    }


_MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def test_the_catalogue_has_what_dcat_ap_calls_for() -> None:
    graph = catalogue(FILES)

    (found,) = graph.subjects(RDF.type, DCAT.Catalog)
    dataset = only_one(graph, found, DCAT.dataset)
    publisher = only_one(graph, found, DCTERMS.publisher)
    assert found == URIRef(BASE)
    for subject in (found, dataset):
        assert isinstance(only_one(graph, subject, DCTERMS.title), Literal)
        assert only_one(graph, subject, DCTERMS.description).language == "ja"
        assert only_one(graph, subject, DCTERMS.license) == URIRef(
            "https://creativecommons.org/licenses/by/4.0/"
        )
    assert only_one(graph, publisher, FOAF.name) == Literal("みほん県みのり市", lang="ja")
    assert only_one(graph, publisher, DCTERMS.identifier) == Literal("990019")
    assert only_one(graph, dataset, DCTERMS.publisher) == publisher
    assert str(only_one(graph, dataset, DCTERMS.description)).startswith(plans.NOTICE)
    assert str(only_one(graph, dataset, DCTERMS.bibliographicCitation)).startswith("出典：みほん県みのり市『")
    assert set(map(str, graph.objects(dataset, DCAT.keyword))) == {
        node.printed for node in PLAN.nodes if node.parent is None
    }
    time = only_one(graph, dataset, DCTERMS.temporal)
    assert PLAN.period is not None
    assert only_one(graph, time, DCAT.startDate) == Literal(date(PLAN.period.first, 4, 1))
    assert only_one(graph, time, DCAT.endDate) == Literal(date(PLAN.period.last + 1, 3, 31))


def test_every_file_is_distributed_with_its_size_and_fingerprint() -> None:
    graph = catalogue(FILES)

    found = {
        str(only_one(graph, one, DCAT.downloadURL)): one
        for one in graph.subjects(RDF.type, DCAT.Distribution)
    }
    assert found.keys() == in_data(FILES).keys()
    for address, octets in in_data(FILES).items():
        one = found[address]
        checksum = only_one(graph, one, SPDX.checksum)
        assert only_one(graph, one, DCAT.byteSize) == Literal(len(octets), datatype=XSD.nonNegativeInteger)
        assert only_one(graph, checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        assert str(only_one(graph, checksum, SPDX.checksumValue)).lower() == sha256(octets).hexdigest()
        assert only_one(graph, one, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    kinds = {address: str(only_one(graph, one, DCAT.mediaType)) for address, one in found.items()}
    types = "https://www.iana.org/assignments/media-types/"
    assert kinds == {address: f"{types}{_MEDIA[address.rpartition('.')[2]]}" for address in found}


def test_what_describes_a_file_is_there() -> None:
    graph = catalogue(FILES)

    standards = {str(standard) for standard in graph.objects(None, DCTERMS.conformsTo)}
    assert standards == {urljoin(BASE, "csv-metadata.json"), urljoin(BASE, "plan.schema.json")}
    assert standards <= in_data(FILES).keys()


def test_without_a_licence_the_catalogue_says_whom_to_ask() -> None:
    graph = catalogue(edition(replace(PLAN, credit=None), only=frozenset({JSON}), terms=Terms()))

    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert list(graph.objects(None, DCTERMS.license)) == []
    assert "団体に確かめてください" in str(only_one(graph, dataset, DCTERMS.rights))


@pytest.mark.parametrize(
    "only", [frozenset({CSV}), frozenset({XLSX}), frozenset({JSON}), frozenset({SITE, XLSX})]
)
def test_the_catalogue_is_of_what_is_published(only: frozenset[str]) -> None:
    files = edition(PLAN, only=only)
    graph = catalogue(files)

    assert set(map(str, graph.objects(None, DCAT.downloadURL))) == in_data(files).keys()


def test_a_site_alone_has_no_catalogue() -> None:
    assert "data/catalog.jsonld" not in edition(PLAN, only=frozenset({SITE}))


def test_the_catalogue_bears_no_clock() -> None:
    assert edition(PLAN)["data/catalog.jsonld"] == FILES["data/catalog.jsonld"]
    assert list(catalogue(FILES).objects(None, DCTERMS.issued)) == []


@given(any_plans())
@settings(max_examples=10)
def test_any_plan_has_a_catalogue_that_parses(plan: Plan) -> None:
    files = render_edition(plan, only=frozenset({CSV, JSON}))[1]
    graph = catalogue(files)

    assert set(map(str, graph.objects(None, DCAT.downloadURL))) == in_data(files).keys()


_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def fits(cell: str, datatype: object) -> bool:
    if cell == "":
        return True
    match datatype:
        case "string":
            return True
        case "integer":
            return re.fullmatch("-?[0-9]+", cell) is not None
        case "decimal":
            return _DECIMAL.fullmatch(cell) is not None
        case {"base": "boolean", "format": "1|0"}:
            return cell in ("0", "1")
        case {"base": "date", "format": "yyyy-MM-dd"}:
            return date.fromisoformat(cell).isoformat() == cell
    raise AssertionError(datatype)


def rows_of(octets: bytes) -> tuple[list[str], list[list[str]]]:
    head, *rows = csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""))
    return head, rows


def hold_against_files(files: Mapping[str, bytes]) -> None:
    """Hold the metadata against the files: headers, datatypes, keys and references."""
    described = json.loads(files["data/csv-metadata.json"])
    tables = {table["url"]: table for table in described["tables"]}
    published = {address.removeprefix("data/") for address in files if address.endswith(".csv")}
    assert tables.keys() == published
    assert described["@context"][0] == "http://www.w3.org/ns/csvw"
    for url, table in tables.items():
        head, rows = rows_of(files[f"data/{url}"])
        columns = table["tableSchema"]["columns"]
        assert [column["titles"] for column in columns] == head
        assert [unquote(column["name"]) for column in columns] == head
        assert all(re.fullmatch("[A-Za-z0-9._~%-]+", column["name"]) for column in columns)
        assert all(column["dc:description"] for column in columns)
        wrong = [
            (url, column["titles"], cell)
            for row in rows
            for column, cell in zip(columns, row, strict=True)
            if not fits(cell, column["datatype"])
        ]
        assert wrong == []
        names = [column["name"] for column in columns]
        if "primaryKey" in table["tableSchema"]:
            at = [names.index(name) for name in table["tableSchema"]["primaryKey"]]
            keys = [tuple(row[each] for each in at) for row in rows]
            assert len(set(keys)) == len(keys)
        for foreign in table["tableSchema"].get("foreignKeys", ()):
            reference = foreign["reference"]
            other_head, other_rows = rows_of(files[f"data/{reference['resource']}"])
            target = other_head.index(unquote(reference["columnReference"][0]))
            own = names.index(foreign["columnReference"][0])
            assert {row[own] for row in rows} <= {row[target] for row in other_rows}


@pytest.mark.parametrize("name", ["iruma/plan.json", "mihon/plan-2025.json"])
def test_the_metadata_is_true_of_every_csv_of_the_samples(name: str) -> None:
    plan = load_plan((REPOSITORY / "samples" / name).read_text(encoding="utf-8"))

    hold_against_files(edition(plan, only=frozenset({CSV})))


@given(any_plans())
@settings(max_examples=20)
def test_the_metadata_is_true_of_every_csv_of_any_plan(plan: Plan) -> None:
    hold_against_files(render_edition(plan, only=frozenset({CSV}))[1])


def test_the_metadata_names_source_and_licence() -> None:
    described = json.loads(FILES["data/csv-metadata.json"])

    assert described["dc:source"].startswith("出典：みほん県みのり市『")
    assert described["dc:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    assert "CC BY 4.0" in described["dc:rights"]
    assert described["rdfs:comment"] == plans.NOTICE


def test_columns_csv_explains_every_column_of_every_csv() -> None:
    _, rows = rows_of(FILES["data/columns.csv"])
    explained: dict[str, list[str]] = {}
    for _, file, _, column, _ in rows:
        explained.setdefault(file, []).append(column)

    for address, octets in FILES.items():
        name = address.removeprefix("data/")
        if address.endswith(".csv") and name != "columns.csv":
            assert explained[name] == rows_of(octets)[0]


@pytest.mark.parametrize(
    ("said", "name", "address"),
    [
        ("cc-by-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        (
            "PDL-1.0",
            "公共データ利用規約",
            "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0",
        ),
        ("本市の要綱による", "本市の要綱による", None),
        ("https://city.example.jp/terms", "https://city.example.jp/terms", "https://city.example.jp/terms"),
    ],
)
def test_a_licence_is_one_of_the_ready_made_or_the_citys_own(
    said: str, name: str, address: str | None
) -> None:
    licence = licence_of(said)

    assert name in licence.name
    assert licence.address == address


def test_the_data_page_shows_licence_and_source() -> None:
    page = FILES["data.html"].decode()

    assert "クリエイティブ・コモンズ 表示 4.0 国際（CC BY 4.0）に従って利用できます。" in page
    assert '<a href="https://creativecommons.org/licenses/by/4.0/">' in page
    assert "出典：みほん県みのり市『" in page
    assert 'href="data/catalog.jsonld"' in page


def test_a_value_is_a_decimal_with_all_its_digits() -> None:
    _, rows = rows_of(FILES["data/amounts.csv"])

    assert Decimal("-320.5") in {Decimal(row[9]) for row in rows}
