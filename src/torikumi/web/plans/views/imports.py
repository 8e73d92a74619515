"""What a document would change: look at it, then confirm, discard or undo."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from torikumi.errors import UserError
from torikumi.plan.finding import Severity
from torikumi.web.accounts.acting import signed_in
from torikumi.web.audit.actor import actor_of
from torikumi.web.plans.actions.decisions import discard_import, undo_import
from torikumi.web.plans.columns import read_columns
from torikumi.web.plans.fields import SubjectChanges, cut_groups, group_changes
from torikumi.web.plans.finding_view import severity_counts, view_stored
from torikumi.web.plans.forms import FindingFilterForm
from torikumi.web.plans.found_page import Tally
from torikumi.web.plans.importing import confirm_import
from torikumi.web.plans.models import Import, ImportState, Original
from torikumi.web.plans.queries.corrections import earlier_corrections, pending_corrections
from torikumi.web.plans.queries.editions import list_editions, node_keys
from torikumi.web.plans.queries.imports import (
    FindingFilter,
    count_findings,
    find_import,
    list_changes,
    list_findings,
    list_imports,
)
from torikumi.web.plans.queries.lineage_cards import board_of
from torikumi.web.plans.queries.readings import list_failed_readings, list_open_readings
from torikumi.web.plans.queries.rules import rule_stand_of
from torikumi.web.plans.reading_desk import Reading
from torikumi.web.plans.refusals import OlderYearError
from torikumi.web.plans.staged import StagedPlan
from torikumi.web.plans.undoing import consequences_of_undoing

FINDINGS_A_PAGE = 50
IMPORTS_A_PAGE = 50
UNREAD_COLUMN = "read-unread-column"


@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    """List the imports of the city."""
    page = Paginator(list_imports(signed_in(request)), IMPORTS_A_PAGE).get_page(request.GET.get("page"))
    readings = list_open_readings(signed_in(request), timezone.now())
    failed = list_failed_readings(signed_in(request), timezone.now())
    return render(request, "plans/imports.html", {"page": page, "readings": readings, "failed": failed})


@require_safe
def review(request: HttpRequest, import_id: int) -> HttpResponse:
    """Show what was read beside what would change, and what was found."""
    batch = _find(request, import_id)
    form = FindingFilterForm(request.GET)
    stand = rule_stand_of(signed_in(request))
    findings = Paginator(list_findings(batch, form.wanted(), stand), FINDINGS_A_PAGE).get_page(
        request.GET.get("page")
    )
    counts = count_findings(batch, stand)
    newest = next(iter(list_editions(batch.series)), None)
    staged = StagedPlan(batch.plan)
    groups = _groups(batch, staged)
    content = sum(group.sort == "content" and not group.is_heading for group in groups)
    is_staged = batch.state == ImportState.STAGED
    is_stale = is_staged and newest != batch.base
    return render(
        request,
        "plans/import.html",
        {
            "batch": batch,
            "form": form,
            "page": findings,
            "findings": [view_stored(row, stand) for row in findings],
            "tally": Tally(
                shown=sum(counts.severities.values()),
                severities=severity_counts(counts.severities),
                silenced=counts.silenced,
            ),
            "error_count": counts.severities[Severity.ERROR],
            "summary": staged.summary(),
            "columns": read_columns(staged),
            "unread": list_findings(batch, FindingFilter(code=UNREAD_COLUMN), stand),
            "changes": _show_page(groups, staged, "1"),
            "content": content,
            "records": batch.changed - content,
            "is_staged": is_staged,
            "is_stale": is_stale,
            "older": OlderYearError.about(batch) if is_staged and not is_stale else None,
            "consequences": consequences_of_undoing(batch.edition) if batch.edition else (),
            **_reading_context(batch),
            "lineage": board_of(batch) if is_staged and not is_stale else None,
            "can_undo": batch.state == ImportState.APPLIED and newest == batch.edition,
        },
    )


def _reading_context(batch: Import) -> dict[str, object]:
    """What people corrected of the reading, and what there is to look at."""
    reading = Reading(batch)
    is_staged = batch.state == ImportState.STAGED
    doubtful = reading.positions(only_doubtful=True)
    return {
        "corrections": reading.shown_corrections(),
        "standing": sum(one.undone_at is None for one in reading.corrections),
        "is_pending": is_staged and pending_corrections(batch),
        "offers": len(reading.offers(earlier_corrections(batch))) if is_staged else 0,
        "doubtful": len(doubtful),
        "first_doubtful": next(iter(doubtful), None),
    }


@require_safe
def changes(request: HttpRequest, import_id: int) -> HttpResponse:
    """Show everything that the import changes, page by page."""
    batch = _find(request, import_id)
    staged = StagedPlan(batch.plan)
    page = _show_page(_groups(batch, staged), staged, request.GET.get("page"))
    return render(request, "plans/import_changes.html", {"batch": batch, "changes": page})


def _groups(batch: Import, staged: StagedPlan) -> list[SubjectChanges]:
    gone = set(node_keys(batch.base)) if batch.base else set()
    return group_changes(list_changes(batch), headings=staged.node_keys | gone)


def _show_page(groups: list[SubjectChanges], staged: StagedPlan, number: str | None) -> Page[SubjectChanges]:
    page = cut_groups(groups, number)
    read = staged.read_projects(group.subject for group in page)
    page.object_list = [replace(group, read=read.get(group.subject)) for group in page]
    return page


@require_safe
def original(request: HttpRequest, import_id: int) -> HttpResponse:
    """Give the uploaded document back, byte for byte, never to be opened inside this site."""
    batch = _find(request, import_id)
    kept = Original.objects.within(signed_in(request)).get(pk=batch.original_id)
    response = HttpResponse(bytes(kept.content), content_type="application/octet-stream")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=batch.file_name) or "attachment"
    )
    return response


@require_POST
def confirm(request: HttpRequest, import_id: int) -> HttpResponse:
    """Make the import the newest edition."""
    batch = _find(request, import_id)
    try:
        edition = confirm_import(import_id=batch.pk, by=actor_of(request), at=timezone.now())
    except UserError as error:
        return _refused(request, batch, error)
    messages.success(request, f"「{edition}」を取り込みました。計画の最新版になりました。")
    return redirect(batch.series)


@require_POST
def discard(request: HttpRequest, import_id: int) -> HttpResponse:
    """Set the import aside."""
    batch = _find(request, import_id)
    try:
        discard_import(import_id=batch.pk, by=actor_of(request), at=timezone.now())
    except UserError as error:
        return _refused(request, batch, error)
    messages.success(request, f"「{batch.file_name}」の取込を破棄しました。計画は変わっていません。")
    return HttpResponseRedirect(reverse("plans:imports"))


@require_POST
def undo(request: HttpRequest, import_id: int) -> HttpResponse:
    """Take the newest edition back."""
    batch = _find(request, import_id)
    try:
        undone = undo_import(import_id=batch.pk, by=actor_of(request), at=timezone.now())
    except UserError as error:
        return _refused(request, batch, error)
    messages.success(
        request, f"「{batch.file_name}」の取込を取り消しました。ひとつ前の版が最新版に戻りました。"
    )
    for sentence in consequences_of_undoing(undone.edition) if undone.edition else ():
        messages.warning(request, sentence)
    return redirect(batch)


def _find(request: HttpRequest, import_id: int) -> Import:
    batch = find_import(signed_in(request), import_id)
    if batch is None:
        raise Http404
    return batch


def _refused(request: HttpRequest, batch: Import, error: UserError) -> HttpResponse:
    messages.error(request, error.ja)
    return redirect(batch)
