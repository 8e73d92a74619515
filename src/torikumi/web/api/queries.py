"""Questions about what is published, by the codes and numbers that stand in addresses."""

from dataclasses import dataclass

from torikumi.web.accounts.models import Municipality
from torikumi.web.isolation.cities import in_city
from torikumi.web.plans.edition_names import name_editions
from torikumi.web.publications.models import Publication
from torikumi.web.publications.queries import public_of

NEWEST = "newest"
_LONGEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCity:
    """A city that has published something, with how many editions."""

    city: Municipality
    edition_count: int


def publishing_cities() -> list[PublicCity]:
    """Return the cities of this server with something public, by their codes; one question a city, for none sees another's."""
    found = []
    for city in Municipality.objects.order_by("code"):
        with in_city(city.pk):
            count = Publication.objects.within(city).public().count()
        if count:
            found.append(PublicCity(city=city, edition_count=count))
    return found


def find_city(code: str) -> Municipality | None:
    """Return the city with a code of six digits; None where the server has none."""
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        return None
    return Municipality.objects.filter(code=code).first()


def publications_of(city: Municipality, *, series: int | None = None) -> list[Publication]:
    """Return what is public of a city, or of one plan; plans by their titles, the newest edition of each first."""
    with in_city(city.pk):  # of whom the address speaks, whoever asks
        return [one for one in public_of(city) if series is None or one.edition.series_id == series]


def find_publication(city: Municipality, *, series: int, edition: str) -> Publication | None:
    """Return the newest publication of an edition, whatever its state; `edition` is its number or "newest"."""
    with in_city(city.pk):
        wanted = Publication.objects.within(city).select_related("edition").filter(edition__series_id=series)
        if edition == NEWEST:
            wanted = wanted.public().order_by("-edition__sequence", "-id")
        elif edition.isascii() and edition.isdigit() and len(edition) < _LONGEST:
            wanted = wanted.filter(edition__sequence=int(edition)).order_by("-id")
        else:
            return None
        found = wanted.first()
        if found is not None:
            name_editions([found.edition], within=city)
        return found
