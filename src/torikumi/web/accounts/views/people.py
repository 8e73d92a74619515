"""The administrator's pages of people and roles."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from torikumi.web.accounts.acting import signed_in, today
from torikumi.web.accounts.actions import identities, second_factor
from torikumi.web.accounts.actions import people as actions
from torikumi.web.accounts.forms import LastDayForm, PersonFactsForm, PersonForm, RoleForm
from torikumi.web.accounts.identities import has_identity
from torikumi.web.accounts.models import OrganisationUnitQuerySet, RoleAssignment, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.queries import assignment_in_words, people_of, roles_in_words, units_of
from torikumi.web.accounts.second_factor import has_second_factor
from torikumi.web.audit.actor import actor_of

PEOPLE_A_PAGE = 50


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List the city's people with their roles of today."""
    found = people_of(_city(request))
    wanted = request.GET.get("q", "").strip()
    if wanted:
        found = found.named_like(wanted)
    page = Paginator(found, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    roles = roles_in_words(page.object_list, today())
    rows = [(person, roles.get(person.pk, ())) for person in page.object_list]
    return render(request, "accounts/people.html", {"rows": rows, "page": page, "q": wanted})


@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    """Register somebody, and show the first password once."""
    if request.method != "POST":
        return render(request, "accounts/add_person.html", {"form": PersonForm()})
    form = PersonForm(request.POST)
    if not form.is_valid():
        return render(request, "accounts/add_person.html", {"form": form}, status=422)
    password = actions.make_password()
    user = actions.create_user(
        municipality=signed_in(request).municipality,
        login_name=form.cleaned_data["login_name"],
        display_name=form.cleaned_data["display_name"],
        password=password,
        by=actor_of(request),
        at=timezone.now(),
    )
    if email := form.cleaned_data["email"]:
        actions.change_facts(
            user=user, display_name=user.display_name, email=email, by=actor_of(request), at=timezone.now()
        )
    return render(request, "accounts/first_password.html", {"shown": user, "password": password}, status=201)


@require_safe
def person(request: HttpRequest, key: int) -> HttpResponse:
    """Show one person with all roles, past and coming, and what can be done."""
    return _person_page(request, _person(request, key), RoleForm(units=_units(request)), status=200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_facts(request: HttpRequest, key: int) -> HttpResponse:
    """Change somebody's name or address of mail."""
    user = _person(request, key)
    if request.method != "POST":
        form = PersonFactsForm(initial={"display_name": user.display_name, "email": user.email})
        return render(request, "accounts/change_facts.html", {"form": form, "shown": user})
    form = PersonFactsForm(request.POST)
    if not form.is_valid():
        return render(request, "accounts/change_facts.html", {"form": form, "shown": user}, status=422)
    actions.change_facts(
        user=user,
        display_name=form.cleaned_data["display_name"],
        email=form.cleaned_data["email"],
        by=actor_of(request),
        at=timezone.now(),
    )
    messages.success(request, f"{user} さんの氏名とメールアドレスを変えました。")
    return redirect("accounts:person", user.pk)


@require_POST
def assign_role(request: HttpRequest, key: int) -> HttpResponse:
    """Give a role."""
    user = _person(request, key)
    form = RoleForm(request.POST, units=_units(request))
    if not form.is_valid():
        return _person_page(request, user, form, status=422)
    actions.assign_role(
        user=user,
        role=Role(form.cleaned_data["role"]),
        unit=form.cleaned_data["unit"],
        valid_from=form.cleaned_data["valid_from"],
        valid_to=form.cleaned_data["valid_to"],
        by=actor_of(request),
        at=timezone.now(),
    )
    messages.success(request, f"{user} さんに役割を付けました。")
    return redirect("accounts:person", user.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def end_role(request: HttpRequest, key: int) -> HttpResponse:
    """Ask for the last day of a role, and set it."""
    found = RoleAssignment.objects.select_related("user__municipality", "unit")
    assignment = get_object_or_404(found, pk=key, user__municipality__code=_city(request))
    form = LastDayForm(request.POST if request.method == "POST" else None, initial={"last_day": today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_role(
                assignment=assignment,
                last_day=form.cleaned_data["last_day"],
                by=actor_of(request),
                at=timezone.now(),
                today=today(),
            )
        except actions.AccountError as error:
            form.add_error(None, error.ja)
        else:
            messages.success(request, "役割の終わりの日を決めました。")
            return redirect("accounts:person", assignment.user_id)
    context = {"form": form, "assignment": assignment, "words": assignment_in_words(assignment)}
    return render(request, "accounts/end_role.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def deactivate_person(request: HttpRequest, key: int) -> HttpResponse:
    """Ask once more, then close an account."""
    user = _person(request, key)
    problem = ""
    if request.method == "POST":
        try:
            actions.deactivate_user(user=user, by=actor_of(request), at=timezone.now(), today=today())
        except actions.AccountError as error:
            problem = error.ja
        else:
            messages.success(request, f"{user} さんの利用を止めました。")
            return redirect("accounts:person", user.pk)
    context = {"shown": user, "problem": problem}
    return render(request, "accounts/deactivate_person.html", context, status=422 if problem else 200)


@require_POST
def activate_person(request: HttpRequest, key: int) -> HttpResponse:
    """Open an account again."""
    user = _person(request, key)
    actions.activate_user(user=user, by=actor_of(request), at=timezone.now())
    messages.success(request, f"{user} さんが再び利用できます。")
    return redirect("accounts:person", user.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def reset_password(request: HttpRequest, key: int) -> HttpResponse:
    """Ask once more, then give a new first password and show it once."""
    user = _person(request, key)
    if request.method != "POST":
        return render(request, "accounts/reset_password.html", {"shown": user})
    password = actions.make_password()
    actions.reset_password(user=user, password=password, by=actor_of(request), at=timezone.now())
    return render(request, "accounts/first_password.html", {"shown": user, "password": password})


@require_http_methods(["GET", "HEAD", "POST"])
def reset_second_factor(request: HttpRequest, key: int) -> HttpResponse:
    """Ask once more, then take the second factor of somebody away who lost it."""
    user = _person(request, key)
    if request.method != "POST":
        return render(request, "accounts/reset_second_factor.html", {"shown": user})
    second_factor.reset_second_factor(user=user, by=actor_of(request), at=timezone.now())
    messages.success(request, f"{user} さんの二つ目の確認を外しました。")
    return redirect("accounts:person", user.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def unlink_identity(request: HttpRequest, key: int) -> HttpResponse:
    """Ask once more, then forget which identity of the single sign-on somebody is."""
    user = _person(request, key)
    if request.method != "POST":
        return render(request, "accounts/unlink_identity.html", {"shown": user})
    identities.unlink_identity(user=user, by=actor_of(request), at=timezone.now())
    messages.success(request, f"{user} さんの共通ログインとの結び付けを外しました。")
    return redirect("accounts:person", user.pk)


def _city(request: HttpRequest) -> str:
    return signed_in(request).municipality.code


def _person(request: HttpRequest, key: int) -> User:
    return get_object_or_404(people_of(_city(request)), pk=key)


def _units(request: HttpRequest) -> OrganisationUnitQuerySet:
    return units_of(_city(request)).not_ended_before(today())


def _person_page(request: HttpRequest, user: User, form: RoleForm, *, status: int) -> HttpResponse:
    assignments = RoleAssignment.objects.filter(user=user).select_related("unit")
    now = today()
    rows = [
        (assignment, assignment_in_words(assignment), assignment.state_on(now)) for assignment in assignments
    ]
    context = {"shown": user, "rows": rows, "form": form}
    context |= {"has_second_factor": has_second_factor(user), "has_identity": has_identity(user)}
    return render(request, "accounts/person.html", context, status=status)
