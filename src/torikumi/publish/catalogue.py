"""The catalogue of an edition's files (目録) as DCAT 3 in JSON-LD, with the fields that DCAT-AP calls for.

Addresses are relative to the catalogue, so that the folder may stand anywhere. It has no dates of issue: an edition
bears no clock, only the fiscal years that it speaks of.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from posixpath import relpath, splitext

from torikumi.plan.model import Plan
from torikumi.publish.history import edition_name
from torikumi.publish.offers import Offer
from torikumi.publish.terms import Terms, licence_words, source_line
from torikumi.publish.words import heading_words, municipality_words, period_words, title_words
from torikumi.text.characters import replace_unstorable

NAME = "catalog.jsonld"
_DATASET = f"{NAME}#plan"
_PUBLISHER = f"{NAME}#publisher"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_TYPES: Mapping[str, str] = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_CONTEXT: Mapping[str, object] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "title": {"@id": "dct:title", "@language": "ja"},
    "description": {"@id": "dct:description", "@language": "ja"},
    "name": {"@id": "foaf:name", "@language": "ja"},
    "keyword": {"@id": "dcat:keyword", "@language": "ja"},
    "version": {"@id": "dcat:version", "@language": "ja"},
    "rights": {"@id": "dct:rights", "@language": "ja"},
    "citation": {"@id": "dct:bibliographicCitation", "@language": "ja"},
    "identifier": "dct:identifier",
    "publisher": {"@id": "dct:publisher", "@type": "@id"},
    "dataset": {"@id": "dcat:dataset", "@type": "@id"},
    "distribution": {"@id": "dcat:distribution", "@type": "@id"},
    "license": {"@id": "dct:license", "@type": "@id"},
    "language": {"@id": "dct:language", "@type": "@id"},
    "conformsTo": {"@id": "dct:conformsTo", "@type": "@id"},
    "accessURL": {"@id": "dcat:accessURL", "@type": "@id"},
    "downloadURL": {"@id": "dcat:downloadURL", "@type": "@id"},
    "mediaType": {"@id": "dcat:mediaType", "@type": "@id"},
    "byteSize": {"@id": "dcat:byteSize", "@type": "xsd:nonNegativeInteger"},
    "checksum": "spdx:checksum",
    "algorithm": {"@id": "spdx:algorithm", "@type": "@id"},
    "checksumValue": {"@id": "spdx:checksumValue", "@type": "xsd:hexBinary"},
    "temporal": "dct:temporal",
    "spatial": "dct:spatial",
    "startDate": {"@id": "dcat:startDate", "@type": "xsd:date"},
    "endDate": {"@id": "dcat:endDate", "@type": "xsd:date"},
}
_JAPANESE = "http://publications.europa.eu/resource/authority/language/JPN"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"


def write_catalogue(plan: Plan, offered: Sequence[tuple[Offer, bytes]], *, terms: Terms) -> bytes:
    """Return the catalogue of the files that an edition offers."""
    described = _described(plan)
    content = {
        "@context": _CONTEXT,
        "@id": NAME,
        "@type": "dcat:Catalog",
        "title": f"{title_words(plan)}のデータの目録",
        "description": described,
        "publisher": _publisher(plan),
        "language": _JAPANESE,
        **_licence(plan, terms),
        "dataset": {
            "@id": _DATASET,
            "@type": "dcat:Dataset",
            "title": f"{title_words(plan)} {edition_name(plan)}",
            "description": described,
            "identifier": _identifier(plan),
            "publisher": _PUBLISHER,
            "version": edition_name(plan),
            "language": _JAPANESE,
            **_licence(plan, terms),
            "citation": source_line(plan, edition=edition_name(plan)),
            **_keywords(plan),
            **_place(plan),
            **_time(plan),
            "distribution": [_distribution(offer, octets, plan, terms) for offer, octets in offered],
        },
    }
    return (replace_unstorable(json.dumps(content, ensure_ascii=False, indent=1)) + "\n").encode()


def _described(plan: Plan) -> str:
    period = period_words(plan)
    words = f"{title_words(plan)}の事業{len(plan.projects)}件の、概要、方針、担当課、指標、費用、評価。"
    return f"{plan.notice or ''}{words}{f'計画の期間は{period}。' if period else ''}"


def _publisher(plan: Plan) -> dict[str, object]:
    agent: dict[str, object] = {"@id": _PUBLISHER, "@type": "foaf:Organization"}
    agent["name"] = municipality_words(plan.municipality) or "計画に団体の名前の記載がありません"
    if plan.municipality is not None:
        agent["identifier"] = plan.municipality.code
    return agent


def _identifier(plan: Plan) -> str:
    parts = (plan.municipality.code if plan.municipality else None, plan.title, plan.year, plan.edition)
    return "/".join(str(part) for part in parts if part)


def _licence(plan: Plan, terms: Terms) -> dict[str, object]:
    address = terms.licence.address if terms.licence else None
    rights: dict[str, object] = {"rights": licence_words(plan, terms)}
    return rights | {"license": address} if address else rights


def _keywords(plan: Plan) -> dict[str, object]:
    return {"keyword": [heading_words(node) for node in plan.children.get(None, ())]} if plan.nodes else {}


def _place(plan: Plan) -> dict[str, object]:
    city = plan.municipality
    if city is None:
        return {}
    return {"spatial": {"@type": "dct:Location", "identifier": city.code, "title": municipality_words(city)}}


def _time(plan: Plan) -> dict[str, object]:
    first, last = (plan.period.first, plan.period.last) if plan.period else (plan.year, plan.year)
    if first is None or last is None:
        return {}
    # A fiscal year is April to March.
    days = {"startDate": f"{first:04}-04-01", "endDate": f"{last + 1:04}-03-31"}
    return {"temporal": {"@type": "dct:PeriodOfTime", **days}}


def _distribution(offer: Offer, octets: bytes, plan: Plan, terms: Terms) -> dict[str, object]:
    address = relpath(offer.address, "data")
    ending = splitext(offer.address)[1]
    entry: dict[str, object] = {
        "@id": f"{NAME}#{address}",
        "@type": "dcat:Distribution",
        "title": f"{offer.name}（{offer.kind}）",
        "accessURL": address,
        "downloadURL": address,
        "mediaType": f"{_MEDIA}{_TYPES.get(ending, 'application/octet-stream')}",
        "byteSize": str(len(octets)),
        "checksum": {
            "@type": "spdx:Checksum",
            "algorithm": _SHA256,
            "checksumValue": sha256(octets).hexdigest(),
        },
        **_licence(plan, terms),
    }
    standard = _standard(address)
    return entry | {"conformsTo": standard} if standard else entry


def _standard(address: str) -> str | None:
    """Return what describes a file's form, where a file of ours does."""
    if address.endswith(".csv") and not address.startswith("cp932/"):
        return "csv-metadata.json"
    if address.startswith(("plan.json", "earlier-")):
        return "plan.schema.json"
    return None
