"""Two editions of a plan side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from torikumi.compare.changes import list_changes
from torikumi.plan.change import Change
from torikumi.web.plans.fields import cut_groups, group_changes
from torikumi.web.plans.forms import CompareForm
from torikumi.web.plans.models import Edition, StoredChange
from torikumi.web.plans.queries.decided_lineage import join_editions
from torikumi.web.plans.queries.editions import node_keys
from torikumi.web.plans.queries.lineage_links import import_between, joined_ids, links_between
from torikumi.web.plans.queries.projects import all_changes
from torikumi.web.plans.store import load_edition
from torikumi.web.plans.views.shelf import open_shelf

_COUNTED = (
    ("content", "内容が変わった"),
    ("added", "加わった"),
    ("removed", "なくなった"),
    ("records", "年度の記録だけが変わった"),
)


@require_safe
def compare(request: HttpRequest, series_id: int) -> HttpResponse:
    """Show what differs between two editions, grouped by project."""
    shelf = open_shelf(request, series_id)
    editions = {str(edition.sequence): edition for edition in shelf.editions}
    if len(editions) < 2:
        return render(request, "plans/compare.html", {"shelf": shelf})
    new = editions.get(request.GET.get("new") or str(shelf.edition.sequence))
    old = editions.get(request.GET.get("old") or _before(shelf.editions, new))
    if old is None or new is None:
        raise Http404
    headings = {*node_keys(old), *node_keys(new)}
    links = links_between(old, new)
    groups = group_changes(_differences(old, new, joined_ids(links)), headings=headings)
    form = CompareForm({"old": str(old.sequence), "new": str(new.sequence)}, editions=shelf.editions)
    return render(
        request,
        "plans/compare.html",
        {
            "shelf": shelf,
            "form": form,
            "old": old,
            "new": new,
            "changes": cut_groups(groups, request.GET.get("page")),
            "headings": headings,
            "links": links,
            "batch": import_between(old, new),
            "counts": [(label, sum(group.sort == sort for group in groups)) for sort, label in _COUNTED],
        },
    )


def _before(editions: list[Edition], new: Edition | None) -> str:
    older = [edition for edition in editions if new is not None and edition.sequence < new.sequence]
    return str(older[0].sequence if older else editions[-1].sequence)


def _differences(old: Edition, new: Edition, joined: Mapping[str, str]) -> list[StoredChange] | list[Change]:
    """Return the differences: those kept at the import where it was made on the older edition, else found now.

    `joined` gives the older id of projects that a person joined after the ids were given; they are compared as one.
    """
    if new.base_id == old.pk and not joined:
        return all_changes(new)
    before = load_edition(old)
    after, own = join_editions(before, load_edition(new), joined)
    changes = list_changes(old=before, new=after)
    return [replace(change, subject=own.get(change.subject, change.subject)) for change in changes]
