"""Jobs of the person: the list, how far one is, stop it, try it again."""

from __future__ import annotations

from http import HTTPStatus

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from torikumi.errors import UserError
from torikumi.web.accounts.acting import signed_in
from torikumi.web.audit.actor import actor_of
from torikumi.web.jobs.actions import retry_job, stop_job
from torikumi.web.jobs.models import Job, JobState
from torikumi.web.jobs.queries import find_own_job, list_own_jobs
from torikumi.web.jobs.tasks import label_of
from torikumi.web.ui.requests import is_htmx

JOBS_A_PAGE = 50


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """List what the person asked for."""
    page = Paginator(list_own_jobs(signed_in(request)), JOBS_A_PAGE).get_page(request.GET.get("page"))
    rows = [(job, label_of(job.kind)) for job in page]
    return render(request, "jobs/jobs.html", {"page": page, "rows": rows})


@require_safe
def show_job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Show how far a job is, and how it ended."""
    job = _find(request, job_id)
    if is_htmx(request) and not job.is_open():
        return HttpResponse(headers={"HX-Redirect": request.path})
    return _show(request, job)


@require_POST
def stop(request: HttpRequest, job_id: int) -> HttpResponse:
    """Have a job stopped."""
    job = _find(request, job_id)
    try:
        stop_job(city=job.municipality, job_id=job.pk, by=actor_of(request), at=timezone.now())
    except UserError as error:
        return _show(request, job, problem=error.ja, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(job)


@require_POST
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Have a job done once more."""
    job = _find(request, job_id)
    try:
        retry_job(city=job.municipality, job_id=job.pk, by=actor_of(request), at=timezone.now())
    except UserError as error:
        return _show(request, job, problem=error.ja, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(job)


def _show(request: HttpRequest, job: Job, *, problem: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
    now = timezone.now()
    url = str(job.result.get("url", "")) if job.state == JobState.DONE else ""
    context = {
        "job": job,
        "label": label_of(job.kind),
        "problem": problem,
        "waits_long": job.waits_long(now),
        "is_silent": job.is_silent(now),
        # A page of this site only, whatever a task wrote.
        "result_url": url if url_has_allowed_host_and_scheme(url, allowed_hosts=None) else "",
    }
    return render(request, "jobs/job.html", context, status=status)


def _find(request: HttpRequest, job_id: int) -> Job:
    job = find_own_job(signed_in(request), job_id)
    if job is None:
        raise Http404
    return job
