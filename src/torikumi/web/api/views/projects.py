"""The projects of an edition, and one of them."""

from dataclasses import replace
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from torikumi.publish.tables import projects_table
from torikumi.web.api.answers import csv_response, json_response, link_header, public, unchanged
from torikumi.web.api.editions import open_edition
from torikumi.web.api.entries import project_detail, project_entry
from torikumi.web.api.filters import Wishes, choose_projects
from torikumi.web.api.paging import PageQuery, part_of
from torikumi.web.api.problems import ProblemDetails, not_found
from torikumi.web.api.shapes import ProjectDetail, ProjectPage
from torikumi.web.api.views.cities import EDITION, REFUSALS

router = Router(tags=["公表"])

_LONGEST = 200


class ProjectQuery(PageQuery):
    """Which projects are wanted."""

    section: str = Field("", max_length=_LONGEST, description="担当課の名前。全角半角などの違いは問わない")
    direction: str = Field("", max_length=_LONGEST, description="方針の記号か名前。記載なしは none")
    goal: str = Field("", max_length=_LONGEST, description="見出しの id。その下の事業をすべて返す")
    q: str = Field(
        "",
        max_length=_LONGEST,
        description="事業名、概要、担当課などから探す言葉。空白で区切るとすべてを含むもの",
    )


@router.get(
    EDITION + "/projects",
    response={200: ProjectPage, **REFUSALS, 422: ProblemDetails},
    url_name="projects",
    operation_id="listProjects",
)
def project_list(
    request: HttpRequest, code: str, plan: int, edition: str, asked: Annotated[ProjectQuery, Query()]
) -> HttpResponse:
    """事業の一覧。The projects of an edition, by section, direction, heading and words."""
    opened = open_edition(code=code, series=plan, edition=edition)
    if (same := unchanged(request, opened.tag)) is not None:
        return same
    wishes = Wishes(section=asked.section, direction=asked.direction, goal=asked.goal, text=asked.q)
    chosen = choose_projects(opened.sealed, wishes)
    if asked.format == "csv":
        return public(csv_response(projects_table(replace(opened.plan, projects=chosen))), opened.tag)
    page = ProjectPage(
        total=len(chosen),
        limit=asked.limit,
        offset=asked.offset,
        items=tuple(project_entry(opened, project) for project in part_of(chosen, asked)),
    )
    response = public(json_response(ProjectPage, page), opened.tag)
    response["Link"] = link_header(request, limit=asked.limit, offset=asked.offset, total=page.total)
    return response


@router.get(
    EDITION + "/projects/{path:project}",
    response={200: ProjectDetail, **REFUSALS},
    url_name="project",
    operation_id="getProject",
)
def project(request: HttpRequest, code: str, plan: int, edition: str, project: str) -> HttpResponse:
    """一つの事業。評価、指標、金額、意見も。A project with its reviews, indicators, money and comments."""
    opened = open_edition(code=code, series=plan, edition=edition)
    found = opened.plan.project_by_id.get(project)
    if found is None:
        not_found("この版にその事業", "project in this edition")
    return unchanged(request, opened.tag) or public(
        json_response(ProjectDetail, project_detail(opened, found)), opened.tag
    )
