"""The administrator's pages of departments and sections."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from torikumi.errors import UserError
from torikumi.web.accounts.acting import signed_in, today
from torikumi.web.accounts.actions import units as actions
from torikumi.web.accounts.actions.people import AccountError
from torikumi.web.accounts.actions.successions import succeed_units
from torikumi.web.accounts.forms import LastDayForm, UnitForm
from torikumi.web.accounts.organisation_form import OrganisationForm
from torikumi.web.accounts.queries import units_of
from torikumi.web.accounts.reorganisation import compare_with_today, read_list
from torikumi.web.accounts.succession_form import SuccessionForm
from torikumi.web.audit.actor import actor_of


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """List the city's departments and sections, those of today first."""
    city, now = signed_in(request).municipality.code, today()
    present = units_of(city).on(now)
    others = units_of(city).exclude(pk__in=present.values("pk"))
    return render(request, "accounts/units.html", {"present": present, "others": others})


@require_http_methods(["GET", "HEAD", "POST"])
def add_unit(request: HttpRequest) -> HttpResponse:
    """Add a department or section."""
    municipality = signed_in(request).municipality
    choices = units_of(municipality.code).not_ended_before(today())
    if request.method != "POST":
        return render(request, "accounts/add_unit.html", {"form": UnitForm(units=choices)})
    form = UnitForm(request.POST, units=choices)
    if form.is_valid():
        try:
            unit = actions.create_unit(
                municipality=municipality,
                code=form.cleaned_data["code"],
                name=form.cleaned_data["name"],
                parent=form.cleaned_data["parent"],
                valid_from=form.cleaned_data["valid_from"],
                by=actor_of(request),
                at=timezone.now(),
            )
        except AccountError as error:
            form.add_error("code", error.ja)
        else:
            messages.success(request, f"「{unit}」を登録しました。")
            return redirect("accounts:units")
    return render(request, "accounts/add_unit.html", {"form": form}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def reorganise(request: HttpRequest) -> HttpResponse:
    """Compare a new list of the organisation with the units of today; nothing is changed here."""
    form = OrganisationForm(request.POST or None, request.FILES or None)
    found = None
    if request.method == "POST" and form.is_valid():
        document = form.cleaned_data["document"]
        assert isinstance(document, UploadedFile)  # noqa: S101  a FileField gives nothing else
        present = units_of(signed_in(request).municipality.code).on(today())
        try:
            found = compare_with_today(present, read_list(document.read(), name=document.name or "list"))
        except UserError as error:
            form.add_error("document", error.ja)
    status = 422 if form.errors else 200
    return render(request, "accounts/reorganise.html", {"form": form, "found": found}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def end_unit(request: HttpRequest, key: int) -> HttpResponse:
    """Ask for the last day of a department or section, and set it."""
    unit = get_object_or_404(units_of(signed_in(request).municipality.code), pk=key)
    form = LastDayForm(request.POST if request.method == "POST" else None, initial={"last_day": today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_unit(
                unit=unit, last_day=form.cleaned_data["last_day"], by=actor_of(request), at=timezone.now()
            )
        except AccountError as error:
            form.add_error("last_day", error.ja)
        else:
            messages.success(request, f"「{unit}」の終わりの日を決めました。")
            return redirect("accounts:units")
    return render(
        request, "accounts/end_unit.html", {"form": form, "unit": unit}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def succeed_unit(request: HttpRequest, key: int) -> HttpResponse:
    """Let a department or section go on under another name, with others, in parts, or elsewhere."""
    found = units_of(signed_in(request).municipality.code)
    unit = get_object_or_404(found, pk=key)
    form = SuccessionForm(
        request.POST if request.method == "POST" else None,
        unit=unit,
        units=found.not_ended_before(today()),
        initial={
            "successors": request.GET.get("successors") or f"{unit.code} {unit.name}",
            "kind": request.GET.get("kind", ""),
            "partners": [one for one in request.GET.getlist("partners") if one.isdecimal()],
            "parent": unit.parent,
            "carries_roles": True,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = succeed_units(change=form.change(), by=actor_of(request), at=timezone.now(), today=today())
        except AccountError as error:
            form.add_error(None, error.ja)
        else:
            messages.success(request, f"「{unit}」は「{'」「'.join(one.name for one in made)}」になります。")
            return redirect("accounts:units")
    context = {"form": form, "unit": unit}
    return render(request, "accounts/succeed_unit.html", context, status=422 if form.errors else 200)
