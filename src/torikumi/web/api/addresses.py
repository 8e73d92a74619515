"""Where each thing is, in the API and on the published pages: paths without the server's name, so that caches agree."""

from urllib.parse import quote, urlencode

from django.urls import reverse

from torikumi.web.publications.models import Publication


def plans_address(code: str) -> str:
    """Return where a city's plans are."""
    return reverse("api:plans", args=[code])


def edition_address(publication: Publication, code: str) -> str:
    """Return where an edition is, by its number."""
    edition = publication.edition
    return reverse("api:edition", args=[code, edition.series_id, edition.sequence])


def project_address(publication: Publication, code: str, project_id: str) -> str:
    """Return where a project of an edition is."""
    return f"{edition_address(publication, code)}/projects/{quote(project_id, safe='')}"


def projects_address(publication: Publication, code: str, **wishes: str) -> str:
    """Return where the projects of an edition are that meet the wishes."""
    return f"{edition_address(publication, code)}/projects?{urlencode(wishes)}"


def file_address(publication: Publication, code: str, path: str) -> str:
    """Return where a published file or page is."""
    edition = publication.edition
    return reverse("publications:file", args=[code, edition.series_id, edition.sequence, path])
