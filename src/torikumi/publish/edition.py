"""An edition: the folder of files that a city hands out, with a manifest of their fingerprints.

The same plan gives the same bytes on any day, as long as the installed packages are the same.
"""

import json
from collections.abc import Iterator
from dataclasses import astuple, fields, replace
from pathlib import Path

from torikumi.plan.model import Plan
from torikumi.plan.project import Review, ReviewState
from torikumi.publish.build_cache import BuildCache
from torikumi.publish.csv import write_table
from torikumi.publish.folder import check_replaceable, replace_folder
from torikumi.publish.history import Editions, edition_name, put_in_order
from torikumi.publish.manifest import NAME, Manifest, dump_manifest, list_files
from torikumi.publish.offers import MACHINE, ORIGINAL, PEOPLE, Offer
from torikumi.publish.site import render_site
from torikumi.publish.stand import Stand
from torikumi.publish.tables import data_tables
from torikumi.publish.xlsx import write_data_workbook, write_people_workbook

SITE = "site"
XLSX = "xlsx"
CSV = "csv"
JSON = "json"
ALL = frozenset({SITE, XLSX, CSV, JSON})


def publish_plan(
    plan: Plan, *, out: Path, previous: tuple[Plan, ...] = (), only: frozenset[str] = ALL
) -> Manifest:
    """Write the edition into the folder `out`, whole or not at all; return its manifest.

    `previous` are earlier editions of the same plan; the newest by fiscal year is the main one. Answers of a review
    that are not approved are left out of everything. Raises UserError where `out` holds files that are not ours.
    """
    check_replaceable(out)
    manifest, files = render_edition(plan, previous=previous, only=only)
    replace_folder(out, files)
    return manifest


def render_edition(
    plan: Plan,
    *,
    previous: tuple[Plan, ...] = (),
    only: frozenset[str] = ALL,
) -> tuple[Manifest, dict[str, bytes]]:
    """Return the manifest and every file of the edition by its path, the manifest's own file among them."""
    editions = Editions(tuple(map(public_plan, put_in_order((*previous, plan)))))
    return render_editions(editions, only=only)


def render_editions(
    editions: Editions,
    *,
    only: frozenset[str] = ALL,
    stand: Stand = Stand(),  # noqa: B008  a frozen value
    cache: BuildCache | None = None,
) -> tuple[Manifest, dict[str, bytes]]:
    """Return what `render_edition` does, of plans that hold nothing but what is public (`public_plan`).

    `stand` says where the pages will stand; what is in the `cache` is not made again.
    """
    unknown = only - ALL
    if unknown or not only:
        raise ValueError(f"no such kind of output: {sorted(unknown)}")
    known = cache or BuildCache()
    offered = _offered_once(editions, only, known)
    files = {offer.address: octets for offer, octets in offered}
    if SITE in only:
        files |= render_site(editions, offers=[offer for offer, _ in offered], stand=stand, cache=known)
    manifest = list_files(
        editions.newest, files, record=stand.record, plan_sha256=editions.seals[-1] if stand.record else None
    )
    return manifest, {**files, NAME: dump_manifest(manifest)}


def _offered_once(
    editions: Editions, only: frozenset[str], cache: BuildCache
) -> tuple[tuple[Offer, bytes], ...]:
    """Return the files to download; those of the same plans are made once, for some are slow to make."""

    def make() -> dict[str, bytes]:
        made = [*_offered(editions, only)]
        described = json.dumps([astuple(offer) for offer, _ in made], ensure_ascii=False)
        return {NAME: described.encode()} | {offer.address: octets for offer, octets in made}

    files = cache.files(("offered", editions.seals, tuple(sorted(only))), make)
    names = [field.name for field in fields(Offer)]
    told = [Offer(**dict(zip(names, values, strict=True))) for values in json.loads(files[NAME])]
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


def _offered(editions: Editions, only: frozenset[str]) -> Iterator[tuple[Offer, bytes]]:
    plan = editions.newest
    if XLSX in only:
        yield _offer("data/plan.xlsx", PEOPLE, "事業一覧と方針の集計", "Excel", write_people_workbook(plan))
        yield _offer(
            "data/data.xlsx", MACHINE, "すべての表（シートごと）", "Excel", write_data_workbook(plan)
        )
    if CSV in only:
        for table in data_tables(plan):
            yield _offer(f"data/{table.file}.csv", MACHINE, table.name, "CSV（UTF-8）", write_table(table))
    if JSON in only:
        *earlier, newest = zip(editions.plans, editions.files, strict=True)
        yield _offer("data/plan.json", ORIGINAL, edition_name(plan), "JSON", newest[1])
        for number, (old, octets) in enumerate(reversed(earlier), start=1):
            name = f"{edition_name(old)}（以前の版）"
            yield _offer(f"data/earlier-{number}.json", ORIGINAL, name, "JSON", octets)


def _offer(address: str, group: str, name: str, kind: str, octets: bytes) -> tuple[Offer, bytes]:
    return Offer(address=address, group=group, name=name, kind=kind, octets=len(octets)), octets
