"""Publishing for the office, and the public pages for everybody."""

from hashlib import sha256
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import parse_etags
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from torikumi.errors import UserError
from torikumi.publish.border import SUMS, zip_bundle
from torikumi.web.accounts.acting import signed_in
from torikumi.web.accounts.models import Municipality
from torikumi.web.audit.actor import actor_of
from torikumi.web.isolation.cities import in_city
from torikumi.web.plans.edition_check import count_errors
from torikumi.web.plans.models import Edition
from torikumi.web.plans.queries.imports import count_reading_errors
from torikumi.web.plans.queries.projects import import_of
from torikumi.web.publications import actions
from torikumi.web.publications.files import PublicFile, bundle_folder, read_file
from torikumi.web.publications.forms import PublishForm, WithdrawForm
from torikumi.web.publications.models import Publication, PublicationState
from torikumi.web.publications.publishing import MOST_AT_ONCE, PUBLISH, publish_now
from torikumi.web.publications.queries import (
    find_edition,
    find_public,
    find_published,
    history_of,
    public_of,
    shelves_of,
)
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
    """Ask once more, with what goes out and what is still wrong, then publish an edition."""
    person = signed_in(request)
    edition = find_edition(person, edition_id)
    if edition is None:
        raise Http404
    history = history_of(edition)
    names = "、".join(str(one) for one in history.unpublished)
    form = PublishForm(request.POST if request.method == "POST" else None, names=names)
    problem = ""
    if request.method == "POST" and form.is_valid():
        wanted = history.unpublished if form.cleaned_data["past"] else ()
        if edition.project_count > MOST_AT_ONCE:
            job = actions.ask_to_publish(
                PUBLISH, edition=edition, history=wanted, by=actor_of(request), at=timezone.now()
            )
            return redirect(job)
        try:
            remarks = publish_now(edition=edition, history=history.chosen(wanted), by=actor_of(request))
        except UserError as error:
            problem = error.ja
        else:
            messages.success(request, f"「{edition.series.title} {edition}」を公表しました。")
            for remark in remarks:
                messages.warning(request, remark.ja)
            return redirect("publications:list")
    context = {
        "edition": edition,
        "form": form,
        "history": history,
        "problem": problem,
        "error_count": count_errors(edition),
        "reading_errors": count_reading_errors(edition),
        "batch": import_of(edition),
        "address": _address(request, person.municipality, edition),
    }
    return render(request, "publications/publish.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, publication_id: int) -> HttpResponse:
    """Ask for the reason, then take an edition back."""
    person = signed_in(request)
    publication = find_public(person, publication_id)
    if publication is None:
        raise Http404
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
        "address": _address(request, person.municipality, publication.edition),
    }
    return render(request, "publications/withdraw.html", context, status=422 if form.errors else 200)


@require_POST
def bundle(request: HttpRequest, publication_id: int) -> HttpResponse:
    """Hand out the bundle that is carried over the network border, and record that it was taken."""
    publication = find_public(signed_in(request), publication_id)
    if publication is None:
        raise Http404
    files = bundle_folder(folder=publication.folder, seal=publication.manifest_sha256)
    name = f"site-{publication.edition.series_id}-{publication.edition.sequence}"
    octets = zip_bundle(files, name=name)
    actions.record_bundle(
        publication=publication,
        sums_sha256=sha256(files[SUMS]).hexdigest(),
        file_count=len(files),
        by=actor_of(request),
        at=timezone.now(),
    )
    response = HttpResponse(octets, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response


def _address(request: HttpRequest, city: Municipality, edition: Edition) -> str:
    place = reverse("publications:edition", args=[city.code, edition.series_id, edition.sequence])
    return request.build_absolute_uri(place)


@require_safe
def city(request: HttpRequest, code: str) -> HttpResponse:
    """List what a city has published, for everybody."""
    municipality = get_object_or_404(Municipality, code=code)
    with in_city(municipality.pk):  # of whom the address speaks, whoever asks
        context = {"publications": public_of(municipality), "city": municipality}
        return render(request, "publications/city.html", context)


@require_safe
def public_file(
    request: HttpRequest, code: str, series_id: int, sequence: int, path: str = ""
) -> HttpResponse:
    """Hand out one published file, byte for byte; 410 where the edition was withdrawn."""
    municipality = get_object_or_404(Municipality, code=code)
    with in_city(municipality.pk):
        publication = find_published(municipality, series=series_id, sequence=sequence)
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
