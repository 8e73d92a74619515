"""Pages of the list of people (人事異動): choose a file, look over what changes, confirm; first passwords in one go."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from torikumi.errors import UserError
from torikumi.web.accounts.acting import signed_in, today
from torikumi.web.accounts.actions import people as people_actions
from torikumi.web.accounts.actions import personnel as actions
from torikumi.web.accounts.actions.people import AccountError
from torikumi.web.accounts.models import PersonnelImport
from torikumi.web.accounts.personnel_changes import PersonnelChanges, find_changes
from torikumi.web.accounts.personnel_form import PersonnelForm
from torikumi.web.accounts.personnel_list import RowProblem, read_personnel
from torikumi.web.accounts.queries import people_of, personnel_import_of
from torikumi.web.audit.actor import actor_of

PASSWORDS_AT_ONCE = 50  # each takes a tenth of a second on purpose
_SHOWN_PROBLEMS = 200
_KINDS = (
    ("added", "加わる人"),
    ("moved", "役割が変わる人"),
    ("ended", "役割がなくなる人"),
    ("changed", "氏名やメールだけが変わる人"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def upload_personnel(request: HttpRequest) -> HttpResponse:
    """Take a file in; where something is wrong with it, say where, and keep nothing."""
    if request.method != "POST":
        return _upload_page(request, PersonnelForm())
    form = PersonnelForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form)
    document, first_day = form.cleaned_data["document"], form.cleaned_data["first_day"]
    assert isinstance(document, UploadedFile)  # noqa: S101  a FileField gives nothing else
    city, name = signed_in(request).municipality, document.name or "名簿"
    try:
        rows, problems = read_personnel(document.read(), name=name)
    except UserError as error:
        form.add_error("document", error.ja)
        return _upload_page(request, form)
    _, more = find_changes(rows=rows, city=city, first_day=first_day, today=today())
    if problems or more:
        return _upload_page(request, form, (*problems, *more))
    staged = actions.stage_personnel(
        municipality=city,
        file_name=name,
        first_day=first_day,
        rows=rows,
        by=actor_of(request),
        at=timezone.now(),
    )
    return redirect("accounts:personnel", staged.pk)


@require_http_methods(["GET", "HEAD"])
def personnel(request: HttpRequest, key: int) -> HttpResponse:
    """Show what a list changes before anybody confirms it."""
    return _changes_page(request, _staged(request, key))


@require_POST
def confirm_personnel(request: HttpRequest, key: int) -> HttpResponse:
    """Do what was shown."""
    staged = _staged(request, key)
    try:
        changes = actions.confirm_personnel(
            staged_id=staged.pk,
            seen=request.POST.get("seen", ""),
            close={
                int(value) for value in request.POST.getlist("close") if value.isascii() and value.isdigit()
            },
            by=actor_of(request),
            at=timezone.now(),
            today=today(),
        )
    except AccountError as error:
        return _changes_page(request, staged, problem=error.ja)
    added = len(changes.of_kind("added"))
    messages.success(request, f"名簿を確定しました。加わった人は{added}人です。")
    return redirect("accounts:first_passwords" if added else "accounts:people")


@require_POST
def discard_personnel(request: HttpRequest, key: int) -> HttpResponse:
    """Throw the list away."""
    try:
        actions.discard_personnel(staged_id=_staged(request, key).pk, by=actor_of(request), at=timezone.now())
    except AccountError as error:
        messages.warning(request, error.ja)
    else:
        messages.success(request, "名簿を破棄しました。利用者は変わっていません。")
    return redirect("accounts:upload_personnel")


@require_http_methods(["GET", "HEAD", "POST"])
def first_passwords(request: HttpRequest) -> HttpResponse:
    """Make first passwords for people who have none, some at once, and show them once."""
    waiting = people_of(signed_in(request).municipality.code).active().without_password()
    made = []
    if request.method == "POST":
        for user in waiting[:PASSWORDS_AT_ONCE]:
            password = people_actions.make_password()
            people_actions.reset_password(
                user=user, password=password, by=actor_of(request), at=timezone.now()
            )
            made.append((user, password))
    context = {"made": made, "waiting": waiting.count(), "at_once": PASSWORDS_AT_ONCE}
    return render(request, "accounts/first_passwords.html", context, status=201 if made else 200)


def _upload_page(
    request: HttpRequest, form: PersonnelForm, problems: tuple[RowProblem, ...] = ()
) -> HttpResponse:
    found = sorted(problems, key=lambda problem: problem.line)
    context = {"form": form, "problems": found[:_SHOWN_PROBLEMS], "count": len(problems)}
    status = 422 if problems or form.errors else 200
    return render(request, "accounts/upload_personnel.html", context, status=status)


def _changes_page(request: HttpRequest, staged: PersonnelImport, problem: str = "") -> HttpResponse:
    user = signed_in(request)
    changes, problems = find_changes(
        rows=actions.rows_of(staged), city=user.municipality, first_day=staged.first_day, today=today()
    )
    context = {
        "staged": staged,
        "parts": _parts(changes),
        "untouched": len(changes.of_kind("untouched")),
        "absent": [(one, roles) for one, roles in changes.absent if one.pk != user.pk],
        "seen": changes.fingerprint(),
        "closes_now": staged.first_day <= today(),
        "problem": problem,
        "problems": problems[:_SHOWN_PROBLEMS],
    }
    return render(request, "accounts/personnel.html", context, status=422 if problem else 200)


def _parts(changes: PersonnelChanges) -> list[tuple[str, list[object]]]:
    return [(label, list(found)) for kind, label in _KINDS if (found := changes.of_kind(kind))]


def _staged(request: HttpRequest, key: int) -> PersonnelImport:
    staged = personnel_import_of(signed_in(request).municipality.code, key)
    if staged is None or not staged.is_open:
        raise Http404
    return staged
