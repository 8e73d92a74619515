"""Looking at plans: the list of plans, an edition's overview and tree, headings, search."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from torikumi.publish.indicator_view import view_indicators
from torikumi.publish.project_view import view_comments
from torikumi.web.accounts.acting import signed_in, today
from torikumi.web.plans.edition_check import look_at
from torikumi.web.plans.edition_names import name_editions
from torikumi.web.plans.finding_view import put_beside, severity_counts, view_found
from torikumi.web.plans.forms import SearchForm
from torikumi.web.plans.listing import ROWS_A_PAGE, list_lines, words_by_path
from torikumi.web.plans.logic_page import MOST_PROJECTS, draw_node_logic
from torikumi.web.plans.models import StoredProject
from torikumi.web.plans.overview import direction_cards, draw_goals, show_progress
from torikumi.web.plans.queries.editions import (
    build_tree,
    count_directions,
    count_sections,
    find_node,
    list_goals,
    list_nodes,
    list_series,
    load_nodes_around,
    maker_of,
)
from torikumi.web.plans.queries.found import (
    count_about,
    count_by_code,
    count_by_severity,
    findings_about,
)
from torikumi.web.plans.queries.projects import (
    ProjectFilter,
    bodies_below,
    changed_fields,
    count_changed_content,
    count_changed_directions,
    filter_projects,
    import_of,
    search_current,
    section_keys_of,
)
from torikumi.web.plans.store import load_head, load_node, load_project
from torikumi.web.plans.views.shelf import find_shelf, open_series, open_shelf


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """List the plans of the city."""
    return render(
        request, "plans/list.html", {"cards": list_series(signed_in(request)), "search": SearchForm()}
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search the newest edition of every plan of the city."""
    person = signed_in(request)
    form = SearchForm(request.GET)
    text = str(form.cleaned_data["q"]) if form.is_valid() else ""
    context: dict[str, object] = {"search": form, "text": text, "page": None}
    if text.strip():
        page = Paginator(search_current(person, text), ROWS_A_PAGE).get_page(request.GET.get("page"))
        rows = list(page)
        name_editions([row.edition for row in rows], within=person)
        context |= {"page": page, "results": _found(rows)}
    return render(request, "plans/search.html", context)


def _found(rows: list[StoredProject]) -> list[dict[str, object]]:
    return [
        {
            "line": list_lines([row], series_id=row.edition.series_id, edition=None, headings={}, changed={})[
                0
            ],
            "plan": row.edition.series.title,
            "edition": str(row.edition),
        }
        for row in rows
    ]


@require_safe
def overview(request: HttpRequest, series_id: int) -> HttpResponse:
    """Show an edition at a glance."""
    shelf = find_shelf(request, series_id)
    if shelf is None:
        return render(request, "plans/empty.html", {"series": open_series(request, series_id)})
    counts = count_directions(shelf.edition)
    head = load_head(shelf.edition)
    sections, mine = count_sections(shelf.edition), set(section_keys_of(signed_in(request), today()))
    batch = import_of(shelf.edition)
    # Without an import nothing is counted here: the comparison finds what changed when it is opened.
    content = count_changed_content(shelf.edition) if batch else 0
    looked = look_at(shelf.edition)
    return render(
        request,
        "plans/overview.html",
        {
            "shelf": shelf,
            "head": head,
            "made_by": maker_of(shelf.edition),
            "comments": view_comments(head.comments),
            "cards": direction_cards(counts),
            "chart": draw_goals(counts, list_goals(list_nodes(shelf.edition))),
            "sections": sections,
            "own": [section for section in sections if section.key in mine],
            "severities": severity_counts(count_by_severity(count_by_code(looked.run), looked.stand)),
            "progress": show_progress(shelf.edition),
            "batch": batch,
            "changed_directions": count_changed_directions(shelf.edition),
            "changed_content": content,
            "changed_records": batch.changed - content if batch else 0,
            "search": SearchForm(),
        },
    )


@require_safe
def tree(request: HttpRequest, series_id: int) -> HttpResponse:
    """Show the headings of an edition as a tree, with their notes."""
    shelf = open_shelf(request, series_id)
    return render(
        request,
        "plans/tree.html",
        {"shelf": shelf, "head": load_head(shelf.edition), "branches": build_tree(shelf.edition)},
    )


@require_safe
def node(request: HttpRequest, series_id: int, key: str) -> HttpResponse:
    """Show a goal or measure: its notes, indicators, what stands below it, its projects."""
    shelf = open_shelf(request, series_id)
    row = find_node(shelf.edition, key)
    if row is None:
        raise Http404
    heading = load_node(row)
    nodes = list_nodes(shelf.edition)
    projects = filter_projects(shelf.edition, ProjectFilter(path=row.path))
    page = Paginator(projects, ROWS_A_PAGE).get_page(request.GET.get("page"))
    headings = {
        path: words.rpartition(" / ")[2] if path.startswith(row.path) else f"再掲（{words}）"
        for path, words in words_by_path(nodes).items()
    }
    looked = look_at(shelf.edition)
    lines = list_lines(
        page,
        series_id=shelf.series.pk,
        edition=shelf.past,
        headings=headings,
        changed=changed_fields(shelf.edition, [project.key for project in page]),
        found=count_about(looked, [project.key for project in page]),
    )
    head = load_head(shelf.edition)
    below = bodies_below(shelf.edition, row.path, most=MOST_PROJECTS + 1)
    beside = put_beside(view_found(one, looked.stand) for one in findings_about(looked, key))
    return render(
        request,
        "plans/node.html",
        {
            "shelf": shelf,
            "row": row,
            "heading": heading,
            "above": [other for other in nodes if row.path.startswith(other.path) and other.pk != row.pk],
            "level_word": _level_word(head.levels, heading.level),
            "branches": build_tree(shelf.edition, below=row.path),
            "logic": draw_node_logic(
                heading,
                head=head,
                nodes=load_nodes_around(shelf.edition, row.path),
                projects=[load_project(one) for one in below],
            ),
            "most_projects": MOST_PROJECTS,
            "findings": beside.elsewhere("indicators"),
            "of_indicators": beside.at("indicators"),
            "indicators": view_indicators(heading.indicators),
            "comments": view_comments(heading.comments),
            "page": page,
            "lines": lines,
        },
    )


def _level_word(levels: tuple[str, ...], level: int) -> str:
    return levels[level] if 0 <= level < len(levels) else ""
