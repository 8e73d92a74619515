"""A project as a line of a list, and how long lists are cut into pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from torikumi.plan.finding import Severity
from torikumi.publish.view import Badge
from torikumi.web.plans.badges import row_badge
from torikumi.web.plans.change_kinds import RECORD_FIELDS
from torikumi.web.plans.finding_view import SeverityCount, severity_counts
from torikumi.web.plans.models import Edition, StoredNode, StoredProject
from torikumi.web.plans.queries.projects import ChangedFields

ROWS_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectLine:
    """One line; `place` are the headings above the project, `remark` what is new about it."""

    number: str
    name: str
    url: str
    badge: Badge
    sections: str
    place: str = ""
    remark: str = ""
    found: tuple[SeverityCount, ...] = ()
    is_mine: bool = False


def address_of(row: StoredProject, *, series_id: int, edition: Edition | None) -> str:
    """Return the permanent address of a project; `edition` is given where another than the current one is shown."""
    url = reverse("plans:project", args=[series_id, row.key])
    return url + edition_query(edition)


def edition_query(edition: Edition | None) -> str:
    """Return what asks for an edition that is not the current one, or ""."""
    return f"?edition={edition.sequence}" if edition else ""


def list_lines(
    rows: Iterable[StoredProject],
    *,
    series_id: int,
    edition: Edition | None,
    headings: Mapping[str, str],
    changed: Mapping[str, ChangedFields],
    found: Mapping[str, Mapping[Severity, int]] | None = None,
) -> list[ProjectLine]:
    """Return the rows as lines; `headings` are words by path, `changed` what is new by id, `found` what the check says."""
    return [
        ProjectLine(
            number=row.number,
            name=row.name,
            url=address_of(row, series_id=series_id, edition=edition),
            badge=row_badge(row),
            sections=row.section_names,
            place=headings.get(row.path, ""),
            remark=_remark(changed.get(row.key)),
            found=severity_counts((found or {}).get(row.key, {})),
            is_mine=bool(getattr(row, "is_mine", 0)),
        )
        for row in rows
    ]


def _remark(changed: ChangedFields | None) -> str:
    if changed is None:
        return ""
    if changed.is_new:
        return "新規"
    if "direction" in changed.fields:
        return "方針の変更"
    return "内容の変更" if changed.fields - RECORD_FIELDS else ""


def words_by_path(nodes: Sequence[StoredNode]) -> dict[str, str]:
    """Return for each heading's path the headings from the top down to it: "1 働きやすいまち / 産業を振興する"."""
    printed = {node.path: node.printed for node in nodes}
    words: dict[str, str] = {}
    for path in printed:
        above = [path[: end + 1] for end, character in enumerate(path) if character == "."]
        words[path] = " / ".join(printed[step] for step in above if step in printed)
    return words


def cut_page(rows: QuerySet[StoredProject], request: HttpRequest) -> Page[StoredProject]:
    """Return the page that is asked for; the last one where there are not so many."""
    return Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
