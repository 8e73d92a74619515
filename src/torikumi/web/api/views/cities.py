"""The cities, their plans, and the editions of these."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from ninja import Router

from torikumi.web.accounts.models import Municipality
from torikumi.web.api.addresses import edition_address, plans_address
from torikumi.web.api.answers import json_response, public, tag_of, to_json, unchanged
from torikumi.web.api.editions import find_open_city, open_edition
from torikumi.web.api.entries import edition_detail, edition_entry
from torikumi.web.api.problems import ProblemDetails, not_found
from torikumi.web.api.queries import publications_of, publishing_cities
from torikumi.web.api.shapes import (
    CityEntry,
    CityList,
    EditionDetail,
    EditionList,
    PlanEntry,
    PlanList,
)
from torikumi.web.publications.models import Publication

router = Router(tags=["公表"])

EDITION = "/cities/{code}/plans/{number:plan}/editions/{edition}"
REFUSALS = {304: None, 404: ProblemDetails, 410: ProblemDetails}


@router.get("/cities", response={200: CityList, 304: None}, url_name="cities", operation_id="listCities")
def city_list(request: HttpRequest) -> HttpResponse:
    """公表している市区町村の一覧。Municipalities that have published something."""
    entries = tuple(
        CityEntry(
            code=one.city.code,
            name=one.city.name,
            prefecture=one.city.prefecture,
            edition_count=one.edition_count,
            plans=plans_address(one.city.code),
        )
        for one in publishing_cities()
    )
    found = CityList(total=len(entries), items=entries)
    tag = tag_of(to_json(CityList, found).decode())
    return unchanged(request, tag) or public(json_response(CityList, found), tag)


@router.get(
    "/cities/{code}/plans",
    response={200: PlanList, 304: None, 404: ProblemDetails},
    url_name="plans",
    operation_id="listPlans",
)
def plan_list(request: HttpRequest, code: str) -> HttpResponse:
    """市区町村が公表している計画の一覧。版は新しい順。Plans of a municipality with their public editions."""
    city = find_open_city(code)
    found = publications_of(city)
    tag = _tag_of_list(found)
    return unchanged(request, tag) or public(json_response(PlanList, _plans(found, city)), tag)


@router.get(
    "/cities/{code}/plans/{number:plan}/editions",
    response={200: EditionList, 304: None, 404: ProblemDetails},
    url_name="editions",
    operation_id="listEditions",
)
def edition_list(request: HttpRequest, code: str, plan: int) -> HttpResponse:
    """計画の、公表中の版の一覧。新しい順。The public editions of a plan, the newest first."""
    city = find_open_city(code)
    found = publications_of(city, series=plan)
    if not found:
        not_found("公表している計画", "plan with a public edition")
    tag = _tag_of_list(found)
    entries = tuple(edition_entry(one, city.code) for one in found)
    answer = EditionList(total=len(entries), items=entries)
    return unchanged(request, tag) or public(json_response(EditionList, answer), tag)


@router.get(EDITION, response={200: EditionDetail, **REFUSALS}, url_name="edition", operation_id="getEdition")
def edition(request: HttpRequest, code: str, plan: int, edition: str) -> HttpResponse:
    """版の全体。edition は版の番号か newest。An edition as a whole, by its number or "newest"."""
    opened = open_edition(code=code, series=plan, edition=edition)
    response = unchanged(request, opened.tag) or public(
        json_response(EditionDetail, edition_detail(opened)), opened.tag
    )
    response["Content-Location"] = edition_address(opened.publication, opened.city.code)
    return response


def _plans(found: list[Publication], city: Municipality) -> PlanList:
    by_plan = sorted(found, key=lambda one: (one.title, one.edition.series_id, -one.edition.sequence))
    entries = []
    for series, group in groupby(by_plan, key=lambda one: one.edition.series_id):
        editions = tuple(group)
        entries.append(
            PlanEntry(
                plan=series,
                title=editions[0].title,
                editions=tuple(edition_entry(one, city.code) for one in editions),
            )
        )
    return PlanList(total=len(entries), items=tuple(entries))


def _tag_of_list(found: list[Publication]) -> str:
    return tag_of(*(f"{one.pk} {one.manifest_sha256} {one.edition}" for one in found))
