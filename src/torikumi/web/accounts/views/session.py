"""Logging in and out, the first page, one's own password."""

from datetime import datetime

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from torikumi.web.accounts.acting import borrowed_roles_of, signed_in, today
from torikumi.web.accounts.actions import sessions
from torikumi.web.accounts.forms import LoginForm, PasswordForm
from torikumi.web.accounts.home_parts import find_home_parts
from torikumi.web.accounts.login_adapters import safe_next
from torikumi.web.accounts.models import User
from torikumi.web.accounts.queries import assignment_in_words, roles_in_words
from torikumi.web.accounts.throttle import WINDOW, browser_mark, buckets_of
from torikumi.web.audit.actor import actor_of
from torikumi.web.isolation.cities import in_all_cities
from torikumi.web.ui.requests import client_address

_WRONG = "利用者IDかパスワードが違います。大文字と小文字、全角と半角を確かめて、もう一度入力してください"
_ENDED = {
    "idle": "時間がたったので、ログインし直してください。",
    "sent": "時間がたったので、ログインし直してください。送った内容は、まだ保存していません。",
    "kept": "時間がたったので、ログインし直してください。まだ保存していませんが、書きかけの文はこの端末に残っています。",
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the person can do, who they are here, and when they last logged in."""
    user = signed_in(request)
    previous = request.session.get(sessions.PREVIOUS_LOGIN)
    context = {
        "roles": roles_in_words([user], today()).get(user.pk, ()),
        "borrowed": [(one, assignment_in_words(one.assignment)) for one in borrowed_roles_of(request)],
        "parts": find_home_parts(request),
        "previous_login": datetime.fromisoformat(previous) if previous else None,
    }
    return render(request, "accounts/home.html", context)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Ask who is there, and open a session for those who can prove it."""
    after = safe_next(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(after)
    form = LoginForm(request.POST or None)
    if request.method != "POST":
        return _login_page(request, LoginForm(), after, status=200)
    if not form.is_valid():
        return _login_page(request, form, after, status=422)
    with in_all_cities():  # of which city somebody is, only their log-in name says
        return _try_to_log_in(request, form, after)


def _try_to_log_in(request: HttpRequest, form: LoginForm, after: str) -> HttpResponse:
    name, now = form.cleaned_data["login_name"], timezone.now()
    buckets = buckets_of(
        login_name=name, address=client_address(request), browser=browser_mark(request, name)
    )
    by = actor_of(request)
    if not sessions.reserve_login_try(buckets=buckets, login_name=name, by=by, at=now):
        return _too_many_tries(request)
    user = authenticate(request, username=name, password=form.cleaned_data["password"])
    if not isinstance(user, User):
        sessions.record_failed_login(buckets=buckets, login_name=name, by=by, at=now)
        form.add_error(None, _WRONG)
        return _login_page(request, form, after, status=422)
    # A right password alone opens nothing: allauth asks for the second factor where there is one, then calls our adapter.
    response: HttpResponse = perform_login(request, user, redirect_url=after)
    return response


def _too_many_tries(request: HttpRequest) -> HttpResponse:
    response = render(request, "accounts/too_many_tries.html", status=429)
    response["Retry-After"] = str(int(WINDOW.total_seconds()))
    return response


def _login_page(request: HttpRequest, form: LoginForm, after: str, *, status: int) -> HttpResponse:
    ended = request.POST.get("ended") or request.GET.get("ended") or ""
    context = {
        "form": form,
        "next": after,
        "ended": ended if ended in _ENDED else "",
        "ended_in_words": _ENDED.get(ended, ""),
        "oidc_name": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
    }
    return render(request, "accounts/login.html", context, status=status)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Close the session."""
    sessions.log_out(request=request, by=actor_of(request), at=timezone.now())
    messages.success(request, "ログアウトしました。")
    return redirect("accounts:login")


@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Let the person choose a new password, once the old one is proved."""
    user = signed_in(request)
    if request.method != "POST":
        return render(request, "accounts/change_password.html", {"form": PasswordForm(user=user)})
    form = PasswordForm(request.POST, user=user)
    if form.is_valid():
        # The old password is guessed at here as well as on the log-in page, so the tries count together.
        now, name, by = timezone.now(), user.login_name, actor_of(request)
        buckets = buckets_of(
            login_name=name, address=by.address, browser=f"session {request.session.session_key}"
        )
        if not sessions.reserve_login_try(buckets=buckets, login_name=name, by=by, at=now):
            return _too_many_tries(request)
        if user.check_password(form.cleaned_data["old"]):
            sessions.change_own_password(
                request=request, user=user, password=form.cleaned_data["new"], by=by, at=now
            )
            messages.success(request, "パスワードを変えました。ほかの端末のログインは終わりました。")
            return redirect("accounts:home")
        sessions.record_failed_login(buckets=buckets, login_name=name, by=by, at=now)
        form.add_error("old", "今のパスワードが違います。もう一度入力してください")
    return render(request, "accounts/change_password.html", {"form": form}, status=422)
