"""One workbook that came back: every difference, the rows to confirm, taking it, setting it aside, putting back."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from torikumi.errors import UserError
from torikumi.web.accounts.acting import signed_in, today
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import actor_of
from torikumi.web.plans.models import Original
from torikumi.web.reviews.actions.taking import Decision, take_workbook, undo_workbook
from torikumi.web.reviews.actions.workbooks import (
    WrongWorkbookStateError,
    confirm_rows,
    discard_workbook,
)
from torikumi.web.reviews.models import RoundState
from torikumi.web.reviews.queries.standing import standing_of
from torikumi.web.reviews.queries.workbooks import find_returned, load_book_ground
from torikumi.web.reviews.returned_form import read_decision, read_version
from torikumi.web.reviews.returned_page import choices_of, view_returned
from torikumi.web.reviews.standing import Standing
from torikumi.web.reviews.taking_in import UploadError, lay_over, read_files
from torikumi.web.reviews.workbook_models import ReturnedState, ReturnedWorkbook

_NO_ROW = "どの事業の行かを選んでから押してください。"
_SAME_PROJECT = (
    "一つの事業に、二つの行は選べません。どちらの行が正しいかを選び、もう一つは選ばないでください。"
)


@require_safe
def returned(request: HttpRequest, returned_id: int) -> HttpResponse:
    """Show what a workbook changes and what is odd about it, before anything is saved."""
    row, standing = _find(request, returned_id)
    return _show(request, row, standing)


@require_POST
def take(request: HttpRequest, returned_id: int) -> HttpResponse:
    """Take the answers of the workbook: all that were chosen, or none."""
    _find(request, returned_id)
    decision = read_decision(request.POST)
    try:
        row = take_workbook(
            returned_id=returned_id, decision=decision, by=actor_of(request), at=timezone.now()
        )
    except UserError as error:
        row, standing = _find(request, returned_id)
        return _show(request, row, standing, problem=error.ja, decided=decision, status=HTTPStatus.CONFLICT)
    written, handed_in = (len(row.outcome[name]) for name in ("written", "handed_in"))
    messages.success(
        request,
        f"「{row.file_name}」の回答を{written}件のシートに取り込みました。"
        + (f"{handed_in}件を提出しました。" if decision.hands_in else ""),
    )
    return redirect(row)


@require_POST
def confirm(request: HttpRequest, returned_id: int) -> HttpResponse:
    """Say which projects doubtful rows are about, and read the file again so; no answer changes yet."""
    row, standing = _find(request, returned_id)
    try:
        _confirm(request, row, standing)
    except UserError as error:
        row, standing = _find(request, returned_id)
        return _show(request, row, standing, problem=error.ja, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, "選んだ行を読みました。違いを確かめてください。まだ何も取り込んでいません。")
    return redirect(row)


def _confirm(request: HttpRequest, row: ReturnedWorkbook, standing: Standing) -> None:
    if row.state != ReturnedState.STAGED:
        raise WrongWorkbookStateError
    view = view_returned(row, row.round.rules(), standing)
    chosen = choices_of(view.doubts, request.POST)
    if not chosen:
        raise UploadError(ja=_NO_ROW, en="Choose which project a row is about.")
    certain = {one.project for one in row.returned().rows if one.is_certain}
    projects = [project for *_, project in chosen]
    if len(set(projects)) < len(projects) or certain & set(projects):
        raise UploadError(ja=_SAME_PROJECT, en="A project has one row; choose one of them.")
    row.confirmed = [*row.confirmed, *(list(one) for one in chosen)]
    (file,) = read_files([row])
    confirm_rows(
        returned_id=row.pk,
        version=read_version(request.POST.get("version", "")),
        confirmed=[(str(sheet), int(number), str(project)) for sheet, number, project in row.confirmed],
        reading=lay_over(row, file, load_book_ground(row.round)),
        by=actor_of(request),
        at=timezone.now(),
    )


@require_POST
def discard(request: HttpRequest, returned_id: int) -> HttpResponse:
    """Set the workbook aside."""
    row, standing = _find(request, returned_id)
    version = read_version(request.POST.get("version", ""))
    try:
        discard_workbook(returned_id=returned_id, version=version, by=actor_of(request), at=timezone.now())
    except UserError as error:
        return _show(request, row, standing, problem=error.ja, status=HTTPStatus.CONFLICT)
    messages.success(request, f"「{row.file_name}」を取り込まずに片付けました。回答は変わっていません。")
    return redirect("reviews:workbooks", row.round_id)


@require_POST
def undo(request: HttpRequest, returned_id: int) -> HttpResponse:
    """Write back what stood there before the workbook was taken."""
    row, standing = _find(request, returned_id)
    version = read_version(request.POST.get("version", ""))
    try:
        done = undo_workbook(
            returned_id=returned_id, version=version, by=actor_of(request), at=timezone.now()
        )
    except UserError as error:
        return _show(request, row, standing, problem=error.ja, status=HTTPStatus.CONFLICT)
    messages.success(request, f"{done.sheets}件のシートを、取り込む前の回答に戻しました。")
    if done.left:
        names = "、".join(done.left[:5])
        messages.warning(
            request,
            f"{len(done.left)}件は、そのあとで書き換えられたか提出されたので、すべては戻していません（{names}）。",
        )
    return redirect(row)


@require_safe
def original(request: HttpRequest, returned_id: int) -> HttpResponse:
    """Give the file back as it came, never to be opened inside this site."""
    row, _ = _find(request, returned_id)
    content = Original.objects.within(row).get(pk=row.original_id).content
    response = HttpResponse(bytes(content), content_type="application/octet-stream")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=row.file_name) or "attachment"
    )
    return response


def _find(request: HttpRequest, returned_id: int) -> tuple[ReturnedWorkbook, Standing]:
    person = signed_in(request)
    row = find_returned(person, returned_id)
    standing = standing_of(person, today())
    if row is None or not _may_open(row, standing):
        raise Http404
    return row, standing


def _may_open(row: ReturnedWorkbook, standing: Standing) -> bool:
    """Whether somebody may know of the workbook; what nobody can take in holds nothing of a section."""
    if Role.PLANNING in standing.roles or row.section_key in standing.sections:
        return True
    return not row.section_key and row.uploaded_by == standing.login_name


def _show(
    request: HttpRequest,
    row: ReturnedWorkbook,
    standing: Standing,
    *,
    problem: str = "",
    decided: Decision | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    is_staged = row.state == ReturnedState.STAGED
    context = {
        "row": row,
        "round": row.round,
        "problem": problem,
        "is_staged": is_staged,
        "is_open": row.round.state == RoundState.OPEN,
        "view": view_returned(row, row.round.rules(), standing, decided) if is_staged else None,
        "hands_in": decided.hands_in if decided else False,
    }
    return render(request, "reviews/returned.html", context, status=status)
