"""Checking a reading beside its document, and putting right what was read."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from torikumi.errors import UserError
from torikumi.plan.file import load_plan
from torikumi.plan.place import Place
from torikumi.read.extract import Extract
from torikumi.web.accounts.acting import signed_in
from torikumi.web.audit.actor import actor_of
from torikumi.web.plans.actions.corrections import correct_reading, repeat_corrections, undo_correction
from torikumi.web.plans.actions.lineage import ask_for_lineage
from torikumi.web.plans.correcting import FieldValue, require_usable
from torikumi.web.plans.importing import take_in_corrections
from torikumi.web.plans.lineage_job import PROPOSE_LINEAGE
from torikumi.web.plans.models import Import, ImportState
from torikumi.web.plans.page_pictures import page_picture as find_picture
from torikumi.web.plans.page_pictures import page_size, table_extract
from torikumi.web.plans.queries.corrections import earlier_corrections, pending_corrections, plan_as_read
from torikumi.web.plans.queries.imports import find_import
from torikumi.web.plans.queries.lineage import has_lineage
from torikumi.web.plans.reading_desk import Desk, Reading
from torikumi.web.plans.reading_models import ReadingCorrection
from torikumi.web.plans.store import refuse_unstorable_text
from torikumi.web.ui.requests import is_htmx

_ROOM = 12.0  # points around a field in the enlarged part
_LEAST_PART = 300.0  # points: how wide the enlarged part is at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Where a field stands: on the picture of a page, or among the rows of a table; `problem` says why it is not shown."""

    page: int | None = None
    whole: str = ""
    part: str = ""
    size: tuple[str, str] = ("", "")
    box: tuple[str, str, str, str] | None = None
    extract: Extract | None = None
    row: int | None = None
    column: int | None = None
    problem: str = ""


@require_safe
def check(request: HttpRequest, import_id: int, position: int) -> HttpResponse:
    """Show one project as it was read, beside the document."""
    return _show(request, _find(request, import_id), position)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, import_id: int, position: int) -> HttpResponse:
    """Put one value right; who opens the address of a refused correction again is led to the project."""
    batch = _find(request, import_id)
    if request.method != "POST":
        return HttpResponseRedirect(_address(request, batch, position, field=request.GET.get("field", "")))
    found = Reading(batch).found_field(position, request.POST.get("field", ""))
    if found is None:
        raise Http404
    text = request.POST.get("value", "").replace("\r\n", "\n").strip()
    try:
        refuse_unstorable_text(text)
        require_usable(
            load_plan(plan_as_read(batch)), FieldValue(position=position, field=found.field, text=text)
        )
        correct_reading(import_id=batch.pk, found=found, text=text, by=actor_of(request), at=timezone.now())
    except UserError as error:
        return _show(request, batch, position, field=found.field, typed=text, problem=error.ja)
    messages.success(request, f"「{found.title}」の読み取りを訂正しました。もとの読み取りも残っています。")
    return HttpResponseRedirect(_address(request, batch, position, field=found.field))


@require_POST
def undo(request: HttpRequest, import_id: int) -> HttpResponse:
    """Take a correction back."""
    batch = _find(request, import_id)
    number = request.POST.get("correction", "")
    rows = ReadingCorrection.objects.within(batch).filter(batch=batch)
    correction = rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
    if correction is None:
        raise Http404
    try:
        undo_correction(
            import_id=batch.pk, correction_id=correction.pk, by=actor_of(request), at=timezone.now()
        )
    except UserError as error:
        return _show(request, batch, correction.position, field=correction.field, problem=error.ja)
    messages.success(
        request, f"「{correction.title}」の訂正を取り消しました。読み取ったままの値に戻りました。"
    )
    return HttpResponseRedirect(_address(request, batch, correction.position, field=correction.field))


@require_POST
def repeat(request: HttpRequest, import_id: int) -> HttpResponse:
    """Put right what was put right when the same document was imported before."""
    batch = _find(request, import_id)
    offered = Reading(batch).offers(earlier_corrections(batch))
    try:
        count = repeat_corrections(
            import_id=batch.pk, offered=offered, by=actor_of(request), at=timezone.now()
        )
    except UserError as error:
        messages.error(request, error.ja)
    else:
        messages.success(request, f"前の取込での訂正を{count}件、この取込でも行いました。")
    return redirect(batch)


@require_POST
def take_in(request: HttpRequest, import_id: int) -> HttpResponse:
    """Work out the differences and the findings anew, with the corrections and with what was decided of the lineage."""
    batch = _find(request, import_id)
    reads_anew = pending_corrections(batch)
    by, now = actor_of(request), timezone.now()
    try:
        take_in_corrections(import_id=batch.pk, by=by, at=now)
        if reads_anew and has_lineage(batch):
            ask_for_lineage(PROPOSE_LINEAGE, import_id=batch.pk, by=by, at=now)
    except UserError as error:
        messages.error(request, error.ja)
    else:
        what = "訂正" if reads_anew else "系譜の判断"
        messages.success(request, f"{what}を反映しました。違いと所見を確かめてください。")
    return redirect(batch)


@require_safe
def page_picture(request: HttpRequest, import_id: int, page: int) -> HttpResponse:
    """Give the picture of a page of the document."""
    try:
        picture = find_picture(_find(request, import_id), page)
    except UserError as error:
        raise Http404 from error
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/png")


def _show(
    request: HttpRequest,
    batch: Import,
    position: int,
    *,
    field: str = "",
    typed: str | None = None,
    problem: str = "",
) -> HttpResponse:
    reading = Reading(batch)
    only_doubtful = request.GET.get("doubtful") == "1"
    among = reading.positions(only_doubtful=only_doubtful)
    desk = reading.desk(position, field=field or request.GET.get("field", ""), among=among)
    if desk is None:
        raise Http404
    context = {
        "batch": batch,
        "desk": desk,
        "sight": _sight(batch, reading, desk),
        "only_doubtful": only_doubtful,
        "doubtful": len(among) if only_doubtful else len(reading.positions(only_doubtful=True)),
        "first_doubtful": next(iter(reading.positions(only_doubtful=True)), None),
        "query": "&doubtful=1" if only_doubtful else "",
        "is_staged": batch.state == ImportState.STAGED,
        "is_pending": batch.state == ImportState.STAGED and pending_corrections(batch),
        "typed": typed,
        "problem": problem,
        "is_part": is_htmx(request),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "plans/check_reading.html", context, status=status)


def _sight(batch: Import, reading: Reading, desk: Desk) -> Sight:
    field = desk.current
    place = field.place
    if field.is_carried:
        return Sight(problem="この値は文書になく、前の版から引き継ぎました。")
    if place is None:
        return Sight(problem="この項目は、文書のどこにあるか分かりません。")
    try:
        if place.page is not None:
            return _on_page(batch, place)
        return _in_table(batch, reading, desk, place)
    except UserError as error:
        return Sight(problem=error.ja)


def _on_page(batch: Import, place: Place) -> Sight:
    assert place.page is not None  # noqa: S101  the caller looked
    size = page_size(batch, place.page)
    if size is None:
        return Sight(
            problem="この種類の文書は、ページの画像にできません。もとの文書をダウンロードして見てください。"
        )
    whole = f"0 0 {size.width:.1f} {size.height:.1f}"
    shown = (f"{size.width:.1f}", f"{size.height:.1f}")
    if place.box is None:
        return Sight(page=place.page, whole=whole, size=shown)
    left, top, right, bottom = place.box
    width = min(size.width, max(right - left + 2 * _ROOM, _LEAST_PART))
    height = min(size.height, max(bottom - top + 2 * _ROOM, width / 3))
    x = min(max(0.0, (left + right - width) / 2), size.width - width)
    y = min(max(0.0, (top + bottom - height) / 2), size.height - height)
    return Sight(
        page=place.page,
        whole=whole,
        size=shown,
        part=f"{x:.1f} {y:.1f} {width:.1f} {height:.1f}",
        box=(f"{left:.1f}", f"{top:.1f}", f"{right - left:.1f}", f"{bottom - top:.1f}"),
    )


def _in_table(batch: Import, reading: Reading, desk: Desk, place: Place) -> Sight:
    if place.table is None or place.row is None:
        return Sight(problem="この項目は、文書のどこにあるか分かりません。")
    near = reading.near_rows(desk.position, place.table)
    extract = table_extract(batch, table=place.table, row=place.row, near=near)
    if extract is None:
        return Sight(problem="文書の表を開けません。もとの文書をダウンロードして見てください。")
    return Sight(extract=extract, row=place.row, column=place.column)


def _address(request: HttpRequest, batch: Import, position: int, *, field: str) -> str:
    query = {"field": field} | ({"doubtful": "1"} if request.GET.get("doubtful") == "1" else {})
    return reverse("plans:check_reading", args=[batch.pk, position], query=query, fragment=f"field-{field}")


def _find(request: HttpRequest, import_id: int) -> Import:
    batch = find_import(signed_in(request), import_id)
    if batch is None:
        raise Http404
    return batch
