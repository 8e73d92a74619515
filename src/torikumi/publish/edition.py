"""An edition: the folder of files that a city hands out, with a manifest of their fingerprints.

The same plan gives the same bytes on any day, as long as the installed packages are the same.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

from torikumi.plan.model import Plan
from torikumi.plan.project import Review, ReviewState
from torikumi.publish.build_cache import BuildCache
from torikumi.publish.change_report.workbook import write_change_workbook
from torikumi.publish.folder import check_replaceable, replace_folder
from torikumi.publish.history import Editions, edition_name, put_in_order
from torikumi.publish.manifest import NAME, Manifest, dump_manifest, list_files
from torikumi.publish.offers import MACHINE, ORIGINAL, PAPER, PEOPLE, Offer
from torikumi.publish.offers import offer_file as _offer
from torikumi.publish.open_data import catalogue_offer, csv_offers, schema_offer
from torikumi.publish.remark import Remark
from torikumi.publish.site import render_site
from torikumi.publish.stand import Stand
from torikumi.publish.tables import data_tables
from torikumi.publish.terms import NO_TERMS, Terms, usage_words
from torikumi.publish.typeset.fonts import missing_parts
from torikumi.publish.typeset.papers import begin_papers, set_papers
from torikumi.publish.typeset.press import Press
from torikumi.publish.xlsx import write_data_workbook, write_people_workbook

SITE = "site"
PDF = "pdf"
XLSX = "xlsx"
CSV = "csv"
JSON = "json"
ALL = frozenset({SITE, PDF, XLSX, CSV, JSON})

Tell = Callable[[Remark], None]


def tell_nobody(remark: Remark) -> None:
    """Hear a remark, and do nothing."""


def publish_plan(
    plan: Plan,
    *,
    out: Path,
    previous: tuple[Plan, ...] = (),
    only: frozenset[str] = ALL,
    terms: Terms = NO_TERMS,
    tell: Tell = tell_nobody,
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
    tell: Tell = tell_nobody,
) -> tuple[Manifest, dict[str, bytes]]:
    """Return the manifest and every file of the edition by its path, the manifest's own file among them."""
    editions = Editions(tuple(map(public_plan, put_in_order((*previous, plan)))), terms)
    return render_editions(editions, only=only, tell=tell)


def render_editions(
    editions: Editions,
    *,
    only: frozenset[str] = ALL,
    stand: Stand = Stand(),  # noqa: B008  a frozen value
    cache: BuildCache | None = None,
    press: Press | None = None,
    tell: Tell = tell_nobody,
) -> tuple[Manifest, dict[str, bytes]]:
    """Return what `render_edition` does, of plans that hold nothing but what is public (`public_plan`).

    `stand` says where the pages will stand; what is in the `cache` is not made again. `press` sets the papers, some of
    which it may have begun.
    """
    unknown = only - ALL
    if unknown or not only:
        raise ValueError(f"no such kind of output: {sorted(unknown)}")
    known = cache or BuildCache()
    offered = _offered_once(editions, only, press or Press(known), known, tell)
    files = {offer.address: octets for offer, octets in offered}
    if SITE in only:
        files |= render_site(editions, offers=[offer for offer, _ in offered], stand=stand, cache=known)
    manifest = list_files(
        editions.newest, files, record=stand.record, plan_sha256=editions.seals[-1] if stand.record else None
    )
    return manifest, {**files, NAME: dump_manifest(manifest)}


def begin_papers_ahead(editions: Editions, only: frozenset[str], press: Press, cache: BuildCache) -> None:
    """Have the papers of an edition set beside what comes before it, where they are wanted and not there yet."""
    if PDF in only and not missing_parts() and not cache.holds(_offered_parts(editions, only)):
        press.asked[editions.seals] = begin_papers(editions, press)


def _offered_parts(editions: Editions, only: frozenset[str]) -> tuple[object, ...]:
    return ("offered", editions.seals, editions.terms, tuple(sorted(only)), missing_parts())


def _offered_once(
    editions: Editions, only: frozenset[str], press: Press, cache: BuildCache, tell: Tell
) -> tuple[tuple[Offer, bytes], ...]:
    """Return the files to download; those of the same plans are made once, for some are slow to make."""

    def make() -> dict[str, bytes]:
        remarks: list[Remark] = []
        made = [*_papers(editions, only, press, remarks.append), *_offered(editions, only)]
        made += catalogue_offer(editions, made)
        described = {
            "offers": [asdict(offer) for offer, _ in made],
            "remarks": [asdict(remark) for remark in remarks],
        }
        text = json.dumps(described, ensure_ascii=False)
        return {NAME: text.encode()} | {offer.address: octets for offer, octets in made}

    files = cache.files(_offered_parts(editions, only), make)
    described = json.loads(files[NAME])
    for remark in described["remarks"]:
        tell(Remark(**remark))
    told = [Offer(**offer) for offer in described["offers"]]
    return tuple((offer, files[offer.address]) for offer in told)


def public_plan(plan: Plan) -> Plan:
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


def _papers(
    editions: Editions, only: frozenset[str], press: Press, tell: Tell
) -> Iterator[tuple[Offer, bytes]]:
    if PDF not in only:
        return
    for paper in set_papers(editions, tell=tell, is_wanted=only != ALL, press=press):
        yield _offer(paper.address, PAPER, paper.name, "PDF", paper.octets)


def _offered(editions: Editions, only: frozenset[str]) -> Iterator[tuple[Offer, bytes]]:
    plan = editions.newest
    tables = data_tables(plan) if only & {XLSX, CSV} else ()
    if XLSX in only:
        yield _offer("data/plan.xlsx", PEOPLE, "事業一覧と方針の集計", "Excel", write_people_workbook(plan))
        if len(editions.plans) > 1:
            changes = write_change_workbook(editions.listed(len(editions.plans) - 1))
            yield _offer("data/changes.xlsx", PEOPLE, "変更点一覧（前の版から）", "Excel", changes)
        yield _offer(
            "data/data.xlsx",
            MACHINE,
            "すべての表（シートごと）",
            "Excel",
            write_data_workbook(
                plan, tables, remark=usage_words(plan, editions.terms, edition=edition_name(plan))
            ),
        )
    if CSV in only:
        yield from csv_offers(editions, tables)
    if JSON in only:
        *earlier, newest = zip(editions.plans, editions.files, strict=True)
        yield _offer("data/plan.json", ORIGINAL, edition_name(plan), "JSON", newest[1])
        for number, (old, octets) in enumerate(reversed(earlier), start=1):
            name = f"{edition_name(old)}（以前の版）"
            yield _offer(f"data/earlier-{number}.json", ORIGINAL, name, "JSON", octets)
        yield schema_offer()
