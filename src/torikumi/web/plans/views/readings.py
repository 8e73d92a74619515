"""Taking a document in: upload it, see how far its reading is, stop it, say what the document does not say."""

from __future__ import annotations

from contextlib import ExitStack
from http import HTTPStatus
from pathlib import PurePath

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from torikumi.errors import UserError
from torikumi.web.accounts.acting import signed_in
from torikumi.web.audit.actor import actor_of
from torikumi.web.plans.actions.readings import start_reading, stop_reading
from torikumi.web.plans.documents import UploadedDocument
from torikumi.web.plans.forms import AnswerForm, UploadForm
from torikumi.web.plans.models import PlanSeries
from torikumi.web.plans.preparing import EditionWishes
from torikumi.web.plans.queries.readings import find_reading
from torikumi.web.plans.reading_models import ReadingJob, ReadingState
from torikumi.web.plans.reading_runner import carry_out, kept_result, run_beside, settle
from torikumi.web.plans.slots import RETRY_SECONDS, ReadersBusyError, reading_slot
from torikumi.web.ui.requests import is_htmx

# Most workbooks are read within this time, and then nobody needs a page that says how far the reading is.
PATIENCE_SECONDS = 2.0


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take one document and begin to read it."""
    series = PlanSeries.objects.within(signed_in(request))
    if request.method != "POST":
        asked = {name: request.GET.get(name, "") for name in ("series", "title", "label", "year")}
        return _show_upload(request, UploadForm(series=series, initial=asked))
    form = UploadForm(request.POST, request.FILES, series=series)
    if not form.is_valid():
        return _show_upload(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        job = _read(request, form)
    except ReadersBusyError as error:
        form.add_error("document", error.ja)
        response = _show_upload(request, form, status=HTTPStatus.SERVICE_UNAVAILABLE)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    return _answer_upload(request, form, job)


def _read(request: HttpRequest, form: UploadForm) -> ReadingJob:
    """Begin a reading, wait a moment, and return how far it came."""
    wanted, by = form.cleaned_data, actor_of(request)
    uploaded = wanted["document"]
    document = UploadedDocument(name=PurePath(uploaded.name or "").name, content=uploaded.read())
    series: PlanSeries | None = wanted["series"]
    with ExitStack() as held:
        slot = held.enter_context(reading_slot())
        job = start_reading(
            file_name=document.name,
            series_id=series.pk if series else None,
            title=wanted["title"].strip(),
            wishes=EditionWishes(year=wanted["year"], label=wanted["label"].strip(), absent=wanted["absent"]),
            by=by,
            at=timezone.now(),
        )
        kept = held.pop_all()  # from here on the reading itself gives the slot back

    def work() -> None:
        with kept:
            carry_out(job, document, slot=slot, by=by)

    run_beside(work).wait(PATIENCE_SECONDS)
    return _find(request, job.pk)


def _answer_upload(request: HttpRequest, form: UploadForm, job: ReadingJob) -> HttpResponse:
    if job.state == ReadingState.DONE and job.batch is not None:
        return redirect(job.batch)
    if job.state == ReadingState.ASKING:
        asked = AnswerForm({}, asks=job.asks)
        return _show(request, job, form=asked, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if job.state == ReadingState.REFUSED:
        form.add_error("document", job.message)
        return _show_upload(request, form, already=job.batch, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(job)


def _show_upload(
    request: HttpRequest, form: UploadForm, *, already: object = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "plans/upload.html", {"form": form, "already": already}, status=status)


@require_safe
def reading(request: HttpRequest, reading_id: int) -> HttpResponse:
    """Show how far a reading is; lead to the import when it is done."""
    job = _find(request, reading_id)
    is_running = job.state == ReadingState.RUNNING and not job.is_silent(timezone.now())
    if is_htmx(request) and not is_running:
        return HttpResponse(headers={"HX-Redirect": request.path})
    if job.state == ReadingState.DONE and job.batch is not None:
        return redirect(job.batch)
    return _show(request, job, form=AnswerForm(asks=job.asks))


@require_POST
def stop(request: HttpRequest, reading_id: int) -> HttpResponse:
    """Have a reading stopped."""
    job = _find(request, reading_id)
    try:
        stop_reading(reading_id=job.pk, by=actor_of(request), at=timezone.now())
    except UserError as error:
        return _show(
            request, _find(request, reading_id), problem=error.ja, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    return redirect(job)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, reading_id: int) -> HttpResponse:
    """Take what the document does not say, and go on with what was read of it."""
    job = _find(request, reading_id)
    if request.method != "POST" or job.state != ReadingState.ASKING:
        return redirect(job)
    form = AnswerForm(request.POST, asks=job.asks)
    if not form.is_valid():
        return _show(request, job, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    read = kept_result(job)
    if job.asks == "year":
        job.year = form.cleaned_data["year"]
    else:
        job.title = form.cleaned_data["title"].strip()
    settle(job, read, by=actor_of(request))
    return redirect(job)


def _show(
    request: HttpRequest,
    job: ReadingJob,
    *,
    form: AnswerForm | None = None,
    problem: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    is_silent = job.is_silent(timezone.now())
    again = {"series": job.series_id or "", "title": job.title, "year": job.year or "", "label": job.label}
    context = {
        "job": job,
        "form": form,
        "problem": problem,
        "is_silent": is_silent,
        "is_running": job.state == ReadingState.RUNNING and not is_silent,
        "again": reverse("plans:upload", query={name: value for name, value in again.items() if value}),
    }
    return render(request, "plans/reading.html", context, status=status)


def _find(request: HttpRequest, reading_id: int) -> ReadingJob:
    job = find_reading(signed_in(request), reading_id)
    if job is None:
        raise Http404
    return job
