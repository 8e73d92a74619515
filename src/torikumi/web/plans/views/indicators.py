"""The indicators of a plan graded by a rule, heading by heading, with what they come to and where each is heading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from torikumi.indicators.outlook import CAVEAT, outlook_of
from torikumi.indicators.ratings import RatedIndicator, RatedPlan, rate_plan
from torikumi.indicators.report import STATES, in_order, target_of, title_of_holder, to_csv, value_of
from torikumi.indicators.rollup import Method, RolledUp, roll_up_plan
from torikumi.plan.model import Node
from torikumi.plan.project import Project
from torikumi.publish.grades import Grades
from torikumi.publish.terms import Judging
from torikumi.publish.words import quantity_words
from torikumi.text.era import format_fiscal_year
from torikumi.web.plans.forms import RatingForm
from torikumi.web.plans.judging import chosen_name, find_rating, rating_choices
from torikumi.web.plans.store import load_edition
from torikumi.web.plans.views.shelf import Shelf, open_shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One indicator as the page shows it."""

    name: str
    label: str
    value: str
    target: str
    reason: str
    outlook: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class _Group:
    """A heading or project with its indicators; `rolled` says what those at and under a heading come to."""

    title: str
    url: str
    rolled: str
    lines: list[_Line]


@require_safe
def indicator_list(request: HttpRequest, series_id: int) -> HttpResponse:
    """Show the graded indicators of an edition; `?rule=` and `?method=` choose how, `?as=csv` gives a file."""
    shelf = open_shelf(request, series_id)
    rule = find_rating(shelf.series, request.GET.get("rule", ""))
    method = next((one for one in Method if one.value == request.GET.get("method")), Method.REACHED)
    plan = load_edition(shelf.edition)
    rated = rate_plan(plan, rule)
    if request.GET.get("as") == "csv":
        return _as_file(shelf, rated)
    form = RatingForm(
        {"rule": chosen_name(shelf.series, rule), "method": method.value}, rules=rating_choices(shelf.series)
    )
    rolled = roll_up_plan(rated, method)
    return render(
        request,
        "plans/indicators.html",
        {
            "shelf": shelf,
            "form": form,
            "rated": rated,
            "year": format_fiscal_year(rated.year),
            "whole": rolled[None].ja,
            "states": [(STATES[state][0], count) for state, count in rated.counts.items() if count],
            "table": Grades(plan, Judging(rule=rule, method=method)).table(),
            "groups": [*_groups(shelf, rated, rolled)],
            "caveat": CAVEAT[0],
        },
    )


def _groups(shelf: Shelf, rated: RatedPlan, known: Mapping[str | None, RolledUp]) -> Iterator[_Group]:
    holder: Node | Project | None = None
    group: _Group | None = None
    for one in in_order(rated):
        if one.holder is not holder or group is None:
            if group is not None:
                yield group
            holder = one.holder
            group = _Group(
                title=title_of_holder(holder),
                url=_address(shelf, holder),
                rolled=known[holder.id].ja if isinstance(holder, Node) and holder.id in known else "",
                lines=[],
            )
        group.lines.append(_line(one, rated.year))
    if group is not None:
        yield group


def _line(one: RatedIndicator, year: int) -> _Line:
    indicator, rating = one.indicator, one.rating
    outlook = outlook_of(indicator)
    value, target = value_of(indicator, year), target_of(indicator, year)
    return _Line(
        name=indicator.name,
        label=rating.label or STATES[rating.state][0],
        value=quantity_words(value.value, unit=indicator.unit) if value else "",
        target=quantity_words(target.value, unit=indicator.unit) if target else "",
        reason=f"{rating.ja} {rating.formula}".strip(),
        outlook=outlook.ja if outlook else (),
    )


def _address(shelf: Shelf, holder: Node | Project) -> str:
    route = "plans:node" if isinstance(holder, Node) else "plans:project"
    return reverse(route, args=[shelf.series.pk, holder.id]) + shelf.query


def _as_file(shelf: Shelf, rated: RatedPlan) -> HttpResponse:
    response = HttpResponse(to_csv(rated, language="ja"), content_type="text/csv; charset=utf-8")
    name = f"指標の判定_{shelf.series.title}_{shelf.edition}.csv"
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return response
