"""What the check found in an edition: all of it on one page, and as a file to take away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from torikumi.check.report import sorted_by_place, to_csv, to_json
from torikumi.publish.xlsx import write_checked_workbook
from torikumi.web.plans.edition_check import look_at
from torikumi.web.plans.finding_forms import FoundFilterForm
from torikumi.web.plans.finding_view import severity_counts
from torikumi.web.plans.found_page import Tally, count_rules, cut_keys, group_page, sort_keys
from torikumi.web.plans.queries.editions import count_sections
from torikumi.web.plans.queries.found import (
    all_rows,
    as_finding,
    count_by_code,
    count_by_severity,
    keys_found,
)
from torikumi.web.plans.store import load_edition
from torikumi.web.plans.views.shelf import Shelf, open_shelf

FILE_FORMS = {
    "csv": ("CSV", "text/csv; charset=utf-8"),
    "xlsx": (
        "Excel（事業の表に所見を添えたもの）",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "json": ("JSON", "application/json"),
}


@require_safe
def finding_list(request: HttpRequest, series_id: int) -> HttpResponse:
    """List what the check found in an edition, under its rules or under the projects."""
    shelf = open_shelf(request, series_id)
    looked = look_at(shelf.edition)
    form = _form(request, shelf)
    wanted, by_project = form.wanted(), form.is_by_project()
    counts = count_by_code(looked.run)
    keys = sort_keys(keys_found(looked, wanted), looked, shelf.edition, by_project=by_project)
    page = cut_keys(keys, request.GET.get("page"))
    severities = count_by_severity(counts, looked.stand)
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "plans/findings.html",
        {
            "shelf": shelf,
            "form": form,
            "page": page,
            "groups": group_page(
                page, keys, looked=looked, edition=shelf.edition, past=shelf.past, by_project=by_project
            ),
            "by_project": by_project,
            "is_narrowed": len(keys) < sum(severities.values()),
            "tally": Tally(
                shown=sum(severities.values()),
                severities=severity_counts(severities),
                silenced=looked.stand.silenced(counts),
            ),
            "rule_counts": count_rules(counts, looked),
            "has_before": shelf.edition.base_id is not None,
            "forms": [(name, word) for name, (word, _) in FILE_FORMS.items()],
            "query": query.urlencode(),
        },
    )


@require_safe
def finding_file(request: HttpRequest, series_id: int, form: str) -> HttpResponse:
    """Give the findings that the page lists as a file, as `torikumi check` writes it."""
    if form not in FILE_FORMS:
        raise Http404
    shelf = open_shelf(request, series_id)
    looked = look_at(shelf.edition)
    wanted = {key.pk for key in keys_found(looked, _form(request, shelf).wanted())}
    plan = load_edition(shelf.edition)
    rows = all_rows(looked.run)
    findings = sorted_by_place(
        [as_finding(rows[pk], looked.stand) for pk in rows if pk in wanted],
        plan,
    )
    match form:
        case "csv":
            content: str | bytes = to_csv(findings, plan, language="ja")
        case "json":
            content = to_json(findings, plan)
        case _:
            content = write_checked_workbook(plan, findings)
    response = HttpResponse(content, content_type=FILE_FORMS[form][1])
    name = f"{shelf.series.title}_{shelf.edition}_点検.{form}"
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _form(request: HttpRequest, shelf: Shelf) -> FoundFilterForm:
    sections = [(section.key, section.name) for section in count_sections(shelf.edition)]
    return FoundFilterForm(request.GET, sections=sections, editions=shelf.editions)
