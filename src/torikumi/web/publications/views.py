"""Publishing for the office, and the public pages for everybody."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import parse_etags
from django.views.decorators.http import require_http_methods, require_safe

from torikumi.errors import UserError
from torikumi.web.accounts.acting import signed_in
from torikumi.web.accounts.models import Municipality
from torikumi.web.audit.actor import actor_of
from torikumi.web.plans.models import Edition, EditionState
from torikumi.web.plans.store import load_edition
from torikumi.web.publications import actions
from torikumi.web.publications.files import PublicFile, read_file, written_folder
from torikumi.web.publications.forms import WithdrawForm
from torikumi.web.publications.models import Publication, PublicationState
from torikumi.web.publications.queries import find_published, public_of, public_plans_before, shelves_of
from torikumi.web.ui.requests import request_id

# Long enough to take the load of a busy day off the server, short enough that a withdrawal counts soon.
_CACHE_SECONDS = 300
# What the published pages need (publish/templates/base.html), and that nobody frames them.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@require_safe
def publication_list(request: HttpRequest) -> HttpResponse:
    """List the city's editions with what is public of them."""
    city = signed_in(request).municipality
    return render(request, "publications/list.html", {"shelves": shelves_of(city), "city": city})


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Ask once more, then publish an edition."""
    city = signed_in(request).municipality
    found = Edition.objects.within(city).select_related("series")
    edition = get_object_or_404(found, pk=edition_id, state=EditionState.ACTIVE)
    problem = ""
    if request.method == "POST":
        try:
            publication = _publish(request, city, edition)
        except UserError as error:
            problem = error.ja
        else:
            messages.success(request, f"「{publication}」を公表しました。")
            return redirect("publications:list")
    context = {"edition": edition, "problem": problem, "address": _address(request, city, edition)}
    return render(request, "publications/publish.html", context, status=422 if problem else 200)


def _publish(request: HttpRequest, city: Municipality, edition: Edition) -> Publication:
    # The files are written before the transaction begins: it takes seconds, and nobody else should wait for it.
    place = f"{city.code}/{edition.series_id}/{edition.sequence}"
    plan, previous = load_edition(edition), public_plans_before(edition)
    with written_folder(plan, place=place, previous=previous) as written:
        return actions.publish_edition(
            edition=edition, written=written, by=actor_of(request), at=timezone.now()
        )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, publication_id: int) -> HttpResponse:
    """Ask for the reason, then take an edition back."""
    city = signed_in(request).municipality
    found = Publication.objects.within(city).select_related("edition")
    publication = get_object_or_404(found, pk=publication_id, state=PublicationState.PUBLISHED)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_edition(
                publication=publication,
                reason=form.cleaned_data["reason"],
                by=actor_of(request),
                at=timezone.now(),
            )
        except actions.PublicationError as error:
            form.add_error(None, error.ja)
        else:
            messages.success(request, f"「{publication}」を取り下げました。")
            return redirect("publications:list")
    context = {
        "form": form,
        "publication": publication,
        "address": _address(request, city, publication.edition),
    }
    return render(request, "publications/withdraw.html", context, status=422 if form.errors else 200)


def _address(request: HttpRequest, city: Municipality, edition: Edition) -> str:
    place = reverse("publications:edition", args=[city.code, edition.series_id, edition.sequence])
    return request.build_absolute_uri(place)


@require_safe
def city(request: HttpRequest, code: str) -> HttpResponse:
    """List what a city has published, for everybody."""
    municipality = get_object_or_404(Municipality, code=code)
    found = public_of(municipality)
    return render(request, "publications/city.html", {"publications": found, "city": municipality})


@require_safe
def public_file(
    request: HttpRequest, code: str, series_id: int, sequence: int, path: str = ""
) -> HttpResponse:
    """Hand out one published file, byte for byte; 410 where the edition was withdrawn."""
    publication = find_published(code=code, series=series_id, sequence=sequence)
    if publication is None:
        raise Http404
    if publication.state == PublicationState.WITHDRAWN:
        return _withdrawn_page(request, publication)
    found = read_file(folder=publication.folder, seal=publication.manifest_sha256, path=path)
    if found is None:
        raise Http404
    return _file_response(request, found)


def _file_response(request: HttpRequest, found: PublicFile) -> HttpResponse:
    tag = f'"{found.sha256}"'
    response: HttpResponse
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(found.octets, content_type=found.content_type)
        if found.download_as:
            response["Content-Disposition"] = f'attachment; filename="{found.download_as}"'
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={_CACHE_SECONDS}"
    response["Content-Security-Policy"] = _POLICY
    return response


def _withdrawn_page(request: HttpRequest, publication: Publication) -> HttpResponse:
    context = {
        "site_name": settings.SITE_NAME,
        "request_id": request_id(request),
        "publication": publication,
    }
    page = render_to_string("publications/withdrawn.html", context)
    return HttpResponse(page, status=HTTPStatus.GONE)
