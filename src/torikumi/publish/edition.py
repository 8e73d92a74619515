"""An edition: the folder of files that a city hands out, with a manifest of their fingerprints.

The same plan gives the same bytes on any day, as long as the installed packages are the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from torikumi.plan.file import dump_plan
from torikumi.plan.model import Plan
from torikumi.plan.project import Review, ReviewState
from torikumi.publish.folder import check_replaceable, replace_folder
from torikumi.publish.history import Editions, edition_name, put_in_order
from torikumi.publish.manifest import NAME, Manifest, dump_manifest, list_files
from torikumi.publish.offers import MACHINE, ORIGINAL, PAPER, PEOPLE, Offer
from torikumi.publish.offers import offer_file as _offer
from torikumi.publish.open_data import catalogue_offer, csv_offers, schema_offer
from torikumi.publish.remark import Remark
from torikumi.publish.site import render_site
from torikumi.publish.terms import NO_TERMS, Terms, usage_words
from torikumi.publish.typeset.papers import set_papers
from torikumi.publish.xlsx import write_data_workbook, write_people_workbook

SITE = "site"
PDF = "pdf"
XLSX = "xlsx"
CSV = "csv"
JSON = "json"
ALL = frozenset({SITE, PDF, XLSX, CSV, JSON})

Tell = Callable[[Remark], None]


def _tell_nobody(remark: Remark) -> None:
    pass


def publish_plan(
    plan: Plan,
    *,
    out: Path,
    previous: tuple[Plan, ...] = (),
    only: frozenset[str] = ALL,
    terms: Terms = NO_TERMS,
    tell: Tell = _tell_nobody,
) -> Manifest:
    """Write the edition into the folder `out`, whole or not at all; return its manifest.

    `previous` are earlier editions of the same plan; the newest by fiscal year is the main one. `terms` are the licence
    and the encodings. Answers of a review that are not approved are left out of everything. `tell` hears what a person
    should know of the files. Raises UserError where `out` holds files that are not ours, or where `only` names PDF and
    its parts are not installed.
    """
    check_replaceable(out)
    manifest, files = render_edition(plan, previous=previous, only=only, terms=terms, tell=tell)
    replace_folder(out, files)
    return manifest


def render_edition(
    plan: Plan,
    *,
    previous: tuple[Plan, ...] = (),
    only: frozenset[str] = ALL,
    terms: Terms = NO_TERMS,
    tell: Tell = _tell_nobody,
) -> tuple[Manifest, dict[str, bytes]]:
    """Return the manifest and every file of the edition by its path, the manifest's own file among them."""
    unknown = only - ALL
    if unknown or not only:
        raise ValueError(f"no such kind of output: {sorted(unknown)}")
    editions = Editions(tuple(map(_public, put_in_order((*previous, plan)))), terms)
    offered = [*_papers(editions, only, tell), *_offered(editions, only)]
    offered += catalogue_offer(editions, offered)
    files = {offer.address: octets for offer, octets in offered}
    if SITE in only:
        files |= render_site(editions, offers=[offer for offer, _ in offered])
    manifest = list_files(editions.newest, files)
    return manifest, {**files, NAME: dump_manifest(manifest)}


def _public(plan: Plan) -> Plan:
    """Return the plan without answers that nobody has approved, and without what stays inside the office.

    What is published is what was decided; whose workbook an answer came in is nobody's business out there.
    """
    return replace(
        plan,
        projects=tuple(
            replace(
                project,
                reviews=tuple(_open(r) for r in project.reviews if r.state is ReviewState.APPROVED),
            )
            for project in plan.projects
        ),
    )


def _open(review: Review) -> Review:
    return replace(review, others=tuple(answer for answer in review.others if not answer.internal), places=())


def _papers(editions: Editions, only: frozenset[str], tell: Tell) -> Iterator[tuple[Offer, bytes]]:
    if PDF not in only:
        return
    for paper in set_papers(editions, tell=tell, is_wanted=only != ALL):
        yield _offer(paper.address, PAPER, paper.name, "PDF", paper.octets)


def _offered(editions: Editions, only: frozenset[str]) -> Iterator[tuple[Offer, bytes]]:
    plan = editions.newest
    if XLSX in only:
        yield _offer("data/plan.xlsx", PEOPLE, "事業一覧と方針の集計", "Excel", write_people_workbook(plan))
        yield _offer(
            "data/data.xlsx",
            MACHINE,
            "すべての表（シートごと）",
            "Excel",
            write_data_workbook(plan, remark=usage_words(plan, editions.terms, edition=edition_name(plan))),
        )
    if CSV in only:
        yield from csv_offers(editions)
    if JSON in only:
        yield _offer("data/plan.json", ORIGINAL, edition_name(plan), "JSON", _json(plan))
        for number, earlier in enumerate(reversed(editions.plans[:-1]), start=1):
            name = f"{edition_name(earlier)}（以前の版）"
            yield _offer(f"data/earlier-{number}.json", ORIGINAL, name, "JSON", _json(earlier))
        yield schema_offer()


def _json(plan: Plan) -> bytes:
    return dump_plan(plan).encode()
