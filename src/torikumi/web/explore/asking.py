"""Which project others are looked for: one of the city's own plans, one of the corpus, or words that a person writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from django.urls import reverse

from torikumi.web.accounts.acting import signed_in
from torikumi.web.plans.queries.projects import project_history
from torikumi.web.plans.store import load_project
from torikumi.web.plans.views.shelf import open_shelf

if TYPE_CHECKING:
    from torikumi.corpus.similar import Asked
    from torikumi.web.explore.queries import Opened

_LONGEST_NAME, _LONGEST_SUMMARY = 200, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The project; `query` asks for it again, `url` leads to it where it is the city's own."""

    asked: Asked
    owner: str = ""
    url: str = ""
    query: Mapping[str, str] = field(default_factory=dict)


def subject_of(request: HttpRequest, opened: Opened) -> Subject | None:
    """Return the project that an address names; None for an address that names none."""
    if request.GET.get("series") and request.GET.get("project"):
        return _own(request)
    if request.GET.get("body") and request.GET.get("line"):
        return _found(request, opened)
    name = request.GET.get("name", "").strip()[:_LONGEST_NAME]
    if not name:
        return None
    from torikumi.corpus.similar import Asked

    summary = request.GET.get("summary", "").strip()[:_LONGEST_SUMMARY]
    return Subject(asked=Asked(name=name, summary=summary or None), query={"name": name, "summary": summary})


def _own(request: HttpRequest) -> Subject:
    """A project of the person's own city; what others do is looked for with its name and summary, nothing else."""
    from torikumi.corpus.similar import Asked

    series, key = request.GET["series"], request.GET["project"]
    if not (series.isascii() and series.isdecimal() and len(series) < 10):
        raise Http404
    shelf = open_shelf(request, int(series))
    row = next(iter(project_history(shelf.series, key)), None)
    if row is None:
        raise Http404
    city = signed_in(request).municipality
    return Subject(
        asked=Asked(name=row.name, summary=load_project(row).summary, body=city.code),
        owner=city.name,
        url=reverse("plans:project", args=[shelf.series.pk, key]),
        query={"series": series, "project": key},
    )


def _found(request: HttpRequest, opened: Opened) -> Subject:
    from torikumi.corpus.similar import Asked

    body, line = request.GET["body"], request.GET["line"]
    hits = opened.searcher.wordings_of([(body, line)])
    if not hits:
        raise Http404
    newest = hits[-1]
    return Subject(
        asked=Asked(name=newest.name, summary=newest.summary, body=body),
        owner=newest.body_name,
        query={"body": body, "line": line},
    )
