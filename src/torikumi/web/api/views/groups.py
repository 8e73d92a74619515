"""What the projects of an edition are grouped by: goals, measures, sections, directions."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from torikumi.publish.tally import NO_DIRECTION, count_directions, direction_groups, section_groups
from torikumi.web.api.addresses import projects_address
from torikumi.web.api.answers import csv_response, json_response, link_header, public, unchanged
from torikumi.web.api.editions import OpenEdition, open_edition
from torikumi.web.api.entries import goal_trees, measure_entry
from torikumi.web.api.paging import AskedFormat, AskedPage, part_of
from torikumi.web.api.problems import ProblemDetails
from torikumi.web.api.shapes import (
    DirectionEntry,
    DirectionList,
    GoalList,
    MeasurePage,
    SectionEntry,
    SectionList,
)
from torikumi.web.api.tables import directions_table, measures_table, sections_table
from torikumi.web.api.views.cities import EDITION, REFUSALS

router = Router(tags=["公表"])


@router.get(
    EDITION + "/goals", response={200: GoalList, **REFUSALS}, url_name="goals", operation_id="listGoals"
)
def goal_list(request: HttpRequest, code: str, plan: int, edition: str) -> HttpResponse:
    """見出しの木。指標と意見も。The tree of headings, with their indicators and comments."""
    opened = open_edition(code=code, series=plan, edition=edition)
    if (same := unchanged(request, opened.tag)) is not None:
        return same
    trees = goal_trees(opened.sealed)
    return public(json_response(GoalList, GoalList(total=len(trees), items=trees)), opened.tag)


@router.get(
    EDITION + "/measures",
    response={200: MeasurePage, **REFUSALS, 422: ProblemDetails},
    url_name="measures",
    operation_id="listMeasures",
)
def measure_list(request: HttpRequest, code: str, plan: int, edition: str, asked: AskedPage) -> HttpResponse:
    """施策（いちばん下の見出し）の一覧。The headings at the ends of the tree."""
    opened = open_edition(code=code, series=plan, edition=edition)
    if (same := unchanged(request, opened.tag)) is not None:
        return same
    ends = [node for node in opened.plan.nodes if not opened.plan.children.get(node.id)]
    if asked.format == "csv":
        rows = [measure_entry(opened.sealed, node) for node in ends]
        return public(csv_response(measures_table(rows)), opened.tag)
    items = tuple(measure_entry(opened.sealed, node) for node in part_of(ends, asked))
    page = MeasurePage(total=len(ends), limit=asked.limit, offset=asked.offset, items=items)
    response = public(json_response(MeasurePage, page), opened.tag)
    response["Link"] = link_header(request, limit=asked.limit, offset=asked.offset, total=page.total)
    return response


@router.get(
    EDITION + "/sections",
    response={200: SectionList, **REFUSALS, 422: ProblemDetails},
    url_name="sections",
    operation_id="listSections",
)
def section_list(
    request: HttpRequest, code: str, plan: int, edition: str, asked: AskedFormat
) -> HttpResponse:
    """担当課と事業の数。The sections with how many projects each is named for."""
    opened = open_edition(code=code, series=plan, edition=edition)
    if (same := unchanged(request, opened.tag)) is not None:
        return same
    entries = tuple(
        SectionEntry(
            name=group.name,
            project_count=len(group.projects),
            projects=projects_address(opened.publication, opened.city.code, section=group.name),
        )
        for group in section_groups(opened.plan)
    )
    if asked.format == "csv":
        return public(csv_response(sections_table(entries)), opened.tag)
    return public(json_response(SectionList, SectionList(total=len(entries), items=entries)), opened.tag)


@router.get(
    EDITION + "/directions",
    response={200: DirectionList, **REFUSALS, 422: ProblemDetails},
    url_name="directions",
    operation_id="listDirections",
)
def direction_list(
    request: HttpRequest, code: str, plan: int, edition: str, asked: AskedFormat
) -> HttpResponse:
    """方針と事業の数。The directions with how many projects have each."""
    opened = open_edition(code=code, series=plan, edition=edition)
    if (same := unchanged(request, opened.tag)) is not None:
        return same
    entries = _directions(opened)
    if asked.format == "csv":
        return public(csv_response(directions_table(entries)), opened.tag)
    return public(json_response(DirectionList, DirectionList(total=len(entries), items=entries)), opened.tag)


def _directions(opened: OpenEdition) -> tuple[DirectionEntry, ...]:
    counts = count_directions(opened.plan.projects)
    entries = []
    for group in direction_groups(opened.plan):
        is_none = group.key == NO_DIRECTION
        wanted = NO_DIRECTION if is_none else group.word or group.letter
        entries.append(
            DirectionEntry(
                code=group.letter,
                label="" if is_none else group.word,
                outcomes=group.outcomes,
                project_count=counts[group.key],
                projects=projects_address(opened.publication, opened.city.code, direction=wanted),
            )
        )
    return tuple(entries)
