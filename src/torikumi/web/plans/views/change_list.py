"""The list of changes between two stored editions (変更点一覧) as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from torikumi.compare.change_list import ChangeList, make_change_list
from torikumi.errors import UserError
from torikumi.plan.model import Plan
from torikumi.publish.change_report.page import write_change_page
from torikumi.publish.change_report.workbook import write_change_workbook
from torikumi.publish.typeset.change_list import change_list
from torikumi.publish.typeset.engine import typeset
from torikumi.web.plans.models import Edition
from torikumi.web.plans.queries.decided_lineage import join_editions, lineage_of
from torikumi.web.plans.queries.lineage_links import joined_ids, links_between
from torikumi.web.plans.store import load_edition
from torikumi.web.plans.views.shelf import open_shelf


def _listed(old: Edition, new: Edition) -> ChangeList:
    """Return the list between two editions with what people decided of their lineage."""
    links = links_between(old, new)
    before = load_edition(old)
    after, own = join_editions(before, load_edition(new), joined_ids(links))
    known = [one for one in links if one.old.key in before.project_by_id]
    lineage = lineage_of([one for one in known if _stands(one.new.key, after, own)], own=own)
    return make_change_list(old=before, new=after, lineage=lineage)


def _stands(key: str, plan: Plan, own: Mapping[str, str]) -> bool:
    return key in plan.project_by_id or key in own.values()


def _as_pdf(listed: ChangeList) -> bytes:
    return typeset(change_list(listed)).octets


_FORMS: Mapping[str, tuple[str, Callable[[ChangeList], bytes]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_change_workbook),
    "html": ("text/html; charset=utf-8", write_change_page),
    "pdf": ("application/pdf", _as_pdf),
}


@require_safe
def change_file(request: HttpRequest, series_id: int, form: str) -> HttpResponse:
    """Give the list of changes between the editions `?old=` and `?new=` as xlsx, html or pdf."""
    shelf = open_shelf(request, series_id)
    editions = {str(edition.sequence): edition for edition in shelf.editions}
    old, new = (editions.get(request.GET.get(side, "")) for side in ("old", "new"))
    if form not in _FORMS or old is None or new is None:
        raise Http404
    content_type, write = _FORMS[form]
    try:
        made = write(_listed(old, new))
    except UserError as error:  # the parts that make PDF are not installed
        messages.error(request, error.ja)
        return redirect(f"{reverse('plans:compare', args=[series_id])}?old={old.sequence}&new={new.sequence}")
    response = HttpResponse(made, content_type=content_type)
    name = f"変更点一覧_{shelf.series.title}_{new}.{form}"
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return response
