"""Questions about published editions."""

from dataclasses import dataclass

from torikumi.plan.model import Plan
from torikumi.web.accounts.models import Municipality
from torikumi.web.plans.models import Edition
from torikumi.web.plans.scope import Resident
from torikumi.web.plans.store import load_edition
from torikumi.web.publications.models import Publication, PublicationQuerySet


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """An edition with its publication, where it has one."""

    edition: Edition
    publication: Publication | None


def shelves_of(holder: Resident | Municipality) -> tuple[Shelf, ...]:
    """Return every edition that counts or was published, the newest first, each with its newest publication."""
    newest: dict[int, Publication] = {}
    for publication in Publication.objects.within(holder).order_by("id"):
        newest[publication.edition_id] = publication
    editions = Edition.objects.within(holder).select_related("series").order_by("series__title", "-sequence")
    return tuple(
        Shelf(edition=edition, publication=newest.get(edition.pk))
        for edition in editions
        if edition.state == "active" or edition.pk in newest
    )


def public_of(municipality: Municipality) -> PublicationQuerySet:
    """Return what everybody may see of a city, the newest edition of each plan first."""
    found = Publication.objects.within(municipality).public().select_related("edition")
    return found.order_by("title", "-edition__sequence")


def find_published(*, code: str, series: int, sequence: int) -> Publication | None:
    """Return the newest publication at a public address, whatever its state; None where there never was one."""
    city = Municipality.objects.filter(code=code).first()
    if city is None:
        return None
    found = Publication.objects.within(city).filter(edition__series_id=series, edition__sequence=sequence)
    return found.order_by("-id").first()


def public_plans_before(edition: Edition) -> tuple[Plan, ...]:
    """Return the earlier editions of the same plan that are public now; nothing else may show in a history."""
    found = (
        Publication.objects.within(edition)
        .public()
        .filter(edition__series_id=edition.series_id, edition__sequence__lt=edition.sequence)
        .select_related("edition")
        .order_by("edition__sequence")
    )
    return tuple(load_edition(publication.edition) for publication in found)
