"""Pages of deputies: the office sees and sets everybody's, a head their own."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from torikumi.web.accounts.acting import roles_of, signed_in, today
from torikumi.web.accounts.actions import delegations as actions
from torikumi.web.accounts.actions.people import AccountError
from torikumi.web.accounts.delegation_form import DelegationForm
from torikumi.web.accounts.models import Delegation, DelegationQuerySet
from torikumi.web.accounts.permissions import OFFICE
from torikumi.web.accounts.queries import (
    assignment_in_words,
    delegable_assignments,
    delegations_of,
    possible_deputies,
)
from torikumi.web.audit.actor import actor_of

DELEGATIONS_A_PAGE = 50


@require_safe
def delegations(request: HttpRequest) -> HttpResponse:
    """List the deputies that the person may see, the newest first."""
    page = Paginator(_visible(request), DELEGATIONS_A_PAGE).get_page(request.GET.get("page"))
    rows = [(one, _words(one), one.state_on(today()), _can_end(request, one)) for one in page.object_list]
    return render(request, "accounts/delegations.html", {"rows": rows, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def add_delegation(request: HttpRequest) -> HttpResponse:
    """Name a deputy."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.delegate(
                absence=form.absence(),
                taker=form.deputy(),
                by=actor_of(request),
                at=timezone.now(),
            )
        except AccountError as error:
            form.add_error(None, error.ja)
        else:
            messages.success(request, f"{made.taker} さんを {made.giver} さんの代理にしました。")
            return redirect("accounts:delegations")
    context = {"form": form, "has_scopes": bool(form.scopes)}
    return render(request, "accounts/add_delegation.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def end_delegation(request: HttpRequest, key: int) -> HttpResponse:
    """Ask once more, then end a delegation at once."""
    delegation = get_object_or_404(_endable(request), pk=key)
    problem = ""
    if request.method == "POST":
        try:
            actions.end_delegation(delegation=delegation, by=actor_of(request), at=timezone.now())
        except AccountError as error:
            problem = error.ja
        else:
            messages.success(request, f"{delegation.taker} さんの代理を終わらせました。")
            return redirect("accounts:delegations")
    context = {"delegation": delegation, "words": _words(delegation), "problem": problem}
    return render(request, "accounts/end_delegation.html", context, status=422 if problem else 200)


def _is_office(request: HttpRequest) -> bool:
    return bool(roles_of(request) & OFFICE)


def _visible(request: HttpRequest) -> DelegationQuerySet:
    user = signed_in(request)
    found = delegations_of(user.municipality.code)
    return found if _is_office(request) else found.filter(Q(giver=user) | Q(taker=user))


def _endable(request: HttpRequest) -> DelegationQuerySet:
    user = signed_in(request)
    found = delegations_of(user.municipality.code)
    return found if _is_office(request) else found.filter(giver=user)


def _can_end(request: HttpRequest, delegation: Delegation) -> bool:
    mine = _is_office(request) or delegation.giver_id == signed_in(request).pk
    return mine and delegation.state_on(today()) != "終了"


def _form(request: HttpRequest) -> DelegationForm:
    user = signed_in(request)
    city = user.municipality.code
    assignments = delegable_assignments(city).not_ended_before(today()).filter(user__is_active=True)
    if not _is_office(request):
        assignments = assignments.filter(user=user)
    people = possible_deputies(city, today()).exclude(pk=user.pk)
    return DelegationForm(
        request.POST if request.method == "POST" else None,
        assignments=assignments.order_by("user__display_name", "user_id", "valid_from"),
        people=people.order_by("display_name", "login_name"),
        initial={"first_day": today()},
    )


def _words(delegation: Delegation) -> str:
    assignment = delegation.assignment
    return assignment_in_words(assignment) if assignment else "決裁する役割のすべて"
