"""Looking at projects: the filtered list, and one project with its history."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from torikumi.web.accounts.acting import signed_in, today
from torikumi.web.plans.badges import join_words
from torikumi.web.plans.edition_check import look_at
from torikumi.web.plans.fields import show_change
from torikumi.web.plans.finding_view import put_beside, view_found, view_stored
from torikumi.web.plans.forms import ProjectFilterForm
from torikumi.web.plans.life import picture_of_life
from torikumi.web.plans.listing import cut_page, list_lines, words_by_path
from torikumi.web.plans.logic_page import draw_project_logic
from torikumi.web.plans.models import Edition, StoredNode
from torikumi.web.plans.origins import origins_of
from torikumi.web.plans.overview import direction_cards
from torikumi.web.plans.project_page import link_project, list_past, view_of
from torikumi.web.plans.queries.editions import count_directions, count_sections, list_nodes, load_nodes_above
from torikumi.web.plans.queries.found import count_about, findings_about
from torikumi.web.plans.queries.lineage_links import kinships_of
from torikumi.web.plans.queries.projects import (
    NONE_KEY,
    changed_fields,
    changes_of,
    doubts_about,
    filter_projects,
    neighbours,
    project_history,
    projects_by_key,
    put_first,
    section_keys_of,
)
from torikumi.web.plans.store import load_head, load_project
from torikumi.web.plans.views.shelf import Shelf, open_shelf
from torikumi.web.ui.requests import is_htmx

# The parts of the page, each with the fields that it shows.
_BESIDE = {
    "name": ("number", "name"),
    "summary": ("summary", "layers"),
    "direction": ("direction",),
    "sections": ("sections",),
    "second_name": ("second_name", "provisional"),
    "place": ("node", "also_under"),
    "merges": ("merges",),
    "indicators": ("indicators",),
    "amounts": ("amounts",),
    "reviews": ("reviews",),
    "comments": ("comments",),
    "notes": ("notes",),
}


@require_safe
def project_list(request: HttpRequest, series_id: int) -> HttpResponse:
    """List an edition's projects, narrowed and sorted as asked; htmx gets the list alone."""
    if _leaves_edition(request):
        return HttpResponse(headers={"HX-Redirect": request.get_full_path()})
    shelf = open_shelf(request, series_id)
    nodes = list_nodes(shelf.edition)
    form = _filter_form(request, shelf, nodes)
    wanted = form.wanted()
    looked = look_at(shelf.edition)
    rows = filter_projects(shelf.edition, wanted, looked)
    mine = section_keys_of(signed_in(request), today())
    if mine:
        rows = put_first(rows, mine)
    page = cut_page(rows, request)
    lines = list_lines(
        page,
        series_id=shelf.series.pk,
        edition=shelf.past,
        headings=words_by_path(nodes),
        changed=changed_fields(shelf.edition, [row.key for row in page]),
        found=count_about(looked, [row.key for row in page]),
    )
    template = "plans/parts/project_list.html" if _wants_part(request) else "plans/projects.html"
    return render(
        request,
        template,
        {
            "shelf": shelf,
            "form": form,
            "page": page,
            "mine": [line for line in lines if line.is_mine],
            "others": [line for line in lines if not line.is_mine],
            "is_narrowed": wanted.is_narrow,
        },
    )


def _wants_part(request: HttpRequest) -> bool:
    # Going back in the browser asks for the whole page, with htmx's mark all the same.
    return is_htmx(request) and "HX-History-Restore-Request" not in request.headers


def _leaves_edition(request: HttpRequest) -> bool:
    """Whether htmx asks for another edition than the page shows: then the whole page changes, not the list alone."""
    shown = request.headers.get("HX-Current-URL")
    if shown is None or not _wants_part(request):
        return False
    return QueryDict(urlsplit(shown).query).get("edition", "") != request.GET.get("edition", "")


def _filter_form(request: HttpRequest, shelf: Shelf, nodes: list[StoredNode]) -> ProjectFilterForm:
    cards = direction_cards(count_directions(shelf.edition))
    return ProjectFilterForm(
        request.GET,
        nodes=nodes,
        sections=[(section.key, section.name) for section in count_sections(shelf.edition)],
        directions=[
            (card.key or NONE_KEY, join_words((card.badge.letter, card.badge.word))) for card in cards
        ],
        editions=shelf.editions,
    )


@require_safe
def project(request: HttpRequest, series_id: int, key: str) -> HttpResponse:
    """Show one project in one edition, and what every other edition says of it.

    A project that the edition does not have is shown as it was in the newest edition that has it.
    """
    shelf = open_shelf(request, series_id)
    history = project_history(shelf.series, key)
    row = next((row for row in history if row.edition_id == shelf.edition.pk), None)
    is_gone = row is None
    if row is None:
        if not history or shelf.past:
            raise Http404
        row = history[0]
    edition = row.edition
    value = load_project(row)
    nodes = list_nodes(edition)
    partners = projects_by_key(edition, [merge.partner_id for merge in value.merges if merge.partner_id])
    past = edition if is_gone or shelf.past else None
    before, after = neighbours(row, edition)
    head = load_head(edition)
    return render(
        request,
        "plans/project.html",
        {
            "shelf": shelf,
            "row": row,
            "is_gone": is_gone,
            "project": value,
            "view": view_of(value, head),
            "logic": draw_project_logic(value, head=head, above=load_nodes_above(edition, row.path)),
            "links": link_project(
                value, series_id=shelf.series.pk, shown=past, nodes=nodes, partners=partners
            ),
            "life": picture_of_life(shelf.editions, key),
            "past": list_past(history, series_id=shelf.series.pk, shown=edition),
            "kin": kinships_of(shelf.series, history),
            "changes": [show_change(change) for change in changes_of(edition, key)],
            "origins": origins_of(row),
            **_findings(edition, key),
            "before": before,
            "after": after,
            "elsewhere": _elsewhere(shelf, key),
        },
    )


def _elsewhere(shelf: Shelf, key: str) -> str:
    """The address of what others do that is like this project; "" where the server has no corpus."""
    if not settings.CORPUS_FOLDER:
        return ""
    return f"{reverse('explore:similar')}?{urlencode({'series': shelf.series.pk, 'project': key})}"


def _findings(edition: Edition, key: str) -> dict[str, object]:
    """What is shown beside each field, and what is about no field that the page shows."""
    looked = look_at(edition)
    beside = put_beside(
        (
            *(view_found(row, looked.stand) for row in findings_about(looked, key)),
            *(view_stored(row, looked.stand) for row in doubts_about(edition, key)),
        )
    )
    return {
        "beside": {name: beside.at(*fields) for name, fields in _BESIDE.items()},
        "findings": beside.elsewhere(*(field for fields in _BESIDE.values() for field in fields)),
    }
