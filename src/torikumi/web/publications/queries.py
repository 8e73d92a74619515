"""Questions about published editions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from torikumi.plan.model import Plan
from torikumi.web.accounts.models import Municipality
from torikumi.web.plans.edition_names import name_editions
from torikumi.web.plans.models import Edition
from torikumi.web.plans.scope import Resident
from torikumi.web.plans.store import load_edition
from torikumi.web.publications.models import Publication, PublicationState


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """An edition with its publication, where it has one."""

    edition: Edition
    publication: Publication | None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The earlier editions of a plan: public now, never published, and taken back."""

    public: tuple[Edition, ...]
    unpublished: tuple[Edition, ...]
    withdrawn: tuple[Edition, ...]

    def chosen(self, wanted: Iterable[Edition]) -> tuple[Edition, ...]:
        """Return the public editions and those of the wanted that were never published, oldest first.

        What was taken back stays away: it was taken back for a reason.
        """
        keys = {one.pk for one in wanted}
        more = (one for one in self.unpublished if one.pk in keys)
        return tuple(sorted((*self.public, *more), key=lambda one: one.sequence))


def shelves_of(holder: Resident | Municipality) -> tuple[Shelf, ...]:
    """Return every edition that counts or was published, the newest first, each with its newest publication."""
    newest: dict[int, Publication] = {}
    for publication in Publication.objects.within(holder).order_by("id"):
        newest[publication.edition_id] = publication
    editions = list(
        Edition.objects.within(holder).select_related("series").order_by("series__title", "-sequence")
    )
    name_editions(editions, within=holder)
    return tuple(
        Shelf(edition=edition, publication=newest.get(edition.pk))
        for edition in editions
        if edition.state == "active" or edition.pk in newest
    )


def public_of(municipality: Municipality) -> list[Publication]:
    """Return what everybody may see of a city, the newest edition of each plan first."""
    found = Publication.objects.within(municipality).public().select_related("edition")
    publications = list(found.order_by("title", "-edition__sequence"))
    name_editions([one.edition for one in publications], within=municipality)
    return publications


def find_edition(person: Resident | Municipality, pk: int) -> Edition | None:
    """Return an edition that counts, with its plan, named; None where the city has none."""
    found = Edition.objects.within(person).active().select_related("series").filter(pk=pk).first()
    if found is not None:
        name_editions([found], within=person)
    return found


def find_public(person: Resident, pk: int) -> Publication | None:
    """Return what is public now of the person's city, its edition named."""
    found = Publication.objects.within(person).public().select_related("edition").filter(pk=pk).first()
    if found is not None:
        name_editions([found.edition], within=person)
    return found


def say_that_it_is_public(edition: Edition) -> str:
    """Return what undoing the edition's import does not do; "" where the edition is not public."""
    if not Publication.objects.within(edition).public().filter(edition=edition).exists():
        return ""
    return f"「{edition}」は公表中で、取り消しても公表は続きます。公表もやめるときは、「公表」の画面で取り下げてください。"


def find_published(city: Municipality, *, series: int, sequence: int) -> Publication | None:
    """Return the newest publication at a public address, whatever its state; None where there never was one."""
    found = Publication.objects.within(city).filter(edition__series_id=series, edition__sequence=sequence)
    return found.order_by("-id").first()


def history_of(edition: Edition) -> History:
    """Return the earlier editions of the same plan, by what became of them, oldest first."""
    earlier = list(
        Edition.objects.within(edition)
        .active()
        .filter(series_id=edition.series_id, sequence__lt=edition.sequence)
        .order_by("sequence")
    )
    name_editions(earlier, within=edition)
    states: dict[int, str] = {}
    for publication in Publication.objects.within(edition).filter(edition__in=earlier).order_by("id"):
        states[publication.edition_id] = publication.state
    return History(
        public=tuple(one for one in earlier if states.get(one.pk) == PublicationState.PUBLISHED),
        unpublished=tuple(one for one in _uncorrected(edition, earlier) if one.pk not in states),
        withdrawn=tuple(one for one in earlier if states.get(one.pk) == PublicationState.WITHDRAWN),
    )


def _uncorrected(edition: Edition, earlier: Sequence[Edition]) -> list[Edition]:
    """Leave out what a later edition of its year corrected: a mistake that never was public stays so."""
    last = {one.year: one.pk for one in earlier if one.year != edition.year}
    return [one for one in earlier if last.get(one.year) == one.pk]


def load_named(edition: Edition) -> Plan:
    """Return the edition's plan under the name that tells it apart; `edition` is one that was named."""
    plan = load_edition(edition)
    return plan if edition.turn == 1 else replace(plan, edition=str(edition))
