"""The person's open and failed jobs on the first page."""

from django.http import HttpRequest
from django.utils import timezone

from torikumi.web.accounts.acting import signed_in
from torikumi.web.accounts.home_parts import HomePart
from torikumi.web.jobs.queries import list_told_jobs
from torikumi.web.jobs.tasks import label_of


def show_jobs(request: HttpRequest) -> HomePart | None:
    """Return the jobs as a part of the first page; None where there is nothing to tell."""
    jobs = list_told_jobs(signed_in(request), timezone.now())
    rows = [(job, label_of(job.kind)) for job in jobs]
    return HomePart("jobs/parts/home.html", rows) if rows else None
