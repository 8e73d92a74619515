"""Who may come in: how long a session lasts, and the table of permissions."""

import logging
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import logout as close_session
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from torikumi.web.accounts.acting import roles_of, set_roles, signed_in, today
from torikumi.web.accounts.actions.sessions import BEGAN, SEEN
from torikumi.web.accounts.actions.tokens import note_token_use
from torikumi.web.accounts.permissions import BY_TOKEN, HOLDERS, ROUTES, Permission, acting_role, may
from torikumi.web.accounts.rights import rights_of
from torikumi.web.accounts.second_factor import lacks_second_factor
from torikumi.web.accounts.tokens import carry_token, find_token, is_within_scope, is_worth_noting
from torikumi.web.audit.actor import Actor, set_actor
from torikumi.web.isolation.cities import enter_city, in_all_cities
from torikumi.web.ui.requests import is_htmx

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# A session is written at most once a minute, so that reading pages does not make the database write.
_TOUCH_EVERY = 60

# Where somebody may go who has to change the first password.
_BEFORE_PASSWORD_CHANGE = frozenset({"accounts:change_password", "accounts:logout"})
# Where somebody may go who has to set up a second factor.
_BEFORE_SECOND_FACTOR = _BEFORE_PASSWORD_CHANGE | {
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "accounts:totp_picture",
}


class AccessMiddleware:
    """Lets a request through to its view only where the table of permissions says so."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Refuse, send to the log-in page, or let through (None)."""
        route = request.resolver_match.view_name if request.resolver_match else ""
        permission = ROUTES.get(route)
        if permission is Permission.PUBLISHED:
            # The session is not even opened: an answer that caches may keep must not carry anybody's cookie.
            return None
        if permission is None:
            logger.error("the route %r has no row in permissions.ROUTES and is refused to everybody", route)
            raise PermissionDenied
        if route in BY_TOKEN:
            return _let_program_in(request, permission)
        with in_all_cities():  # whose session it is, and so of which city, is asked here
            _keep_time(request)
        if not request.user.is_authenticated:
            return None if permission is Permission.EVERYBODY else _to_login(request)
        enter_city(signed_in(request).municipality_id)
        _note_person(request, permission)
        return _check_person(request, route, permission)


def _let_program_in(request: HttpRequest, permission: Permission) -> HttpResponse | None:
    """Let a program in as the person whose token it has, with that person's rights of today; no session is looked at."""
    with in_all_cities():  # whose token it is, and so of which city, is asked here
        token = find_token(request, today())
    if token is None:
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    request.user = token.user
    enter_city(token.municipality_id)
    _note_person(request, permission)
    carry_token(request, token)
    if token.user.must_change_password or not is_within_scope(request, token):
        raise PermissionDenied
    if not may(roles_of(request), permission):
        raise PermissionDenied
    now = timezone.now()
    if is_worth_noting(token, now):
        note_token_use(token, now)
    return None


def _keep_time(request: HttpRequest) -> None:
    """End the session an hour after its last use or twelve hours after the log-in; else note that it was used."""
    if not request.user.is_authenticated:
        return
    now = int(timezone.now().timestamp())
    if _is_over(request, now):
        close_session(request)
    else:
        _touch(request, now)


def _is_over(request: HttpRequest, now: int) -> bool:
    idle = now - int(request.session.get(SEEN, now))
    total = now - int(request.session.get(BEGAN, now))
    return (
        idle > settings.SESSION_IDLE_LIMIT.total_seconds()
        or total > settings.SESSION_TOTAL_LIMIT.total_seconds()
    )


def _touch(request: HttpRequest, now: int) -> None:
    if BEGAN not in request.session:
        request.session[BEGAN] = now
    if now - int(request.session.get(SEEN, 0)) >= _TOUCH_EVERY:
        request.session[SEEN] = now


def _note_person(request: HttpRequest, permission: Permission) -> None:
    user = signed_in(request)
    rights = rights_of(user, today())
    own, borrowed = rights.roles, rights.borrowed
    set_roles(request, own | {one.role for one in borrowed}, borrowed)
    acting = acting_role(own, permission)
    actor = Actor(name=user.login_name, role=acting or "", municipality=user.municipality.code)
    # A page that only a borrowed role opens is opened on behalf of its owner; an act says again which role it uses.
    lent = next((one for one in borrowed if may([one.role], permission)), None)
    if acting is None and lent is not None and permission in HOLDERS:
        actor = lent.carried_by(actor)
    set_actor(request, actor)


def _check_person(request: HttpRequest, route: str, permission: Permission) -> HttpResponse | None:
    user = signed_in(request)
    if not may(roles_of(request), permission):
        raise PermissionDenied
    if (
        user.must_change_password
        and permission is not Permission.EVERYBODY
        and route not in _BEFORE_PASSWORD_CHANGE
    ):
        return HttpResponseRedirect(reverse("accounts:change_password"))
    if (
        permission is not Permission.EVERYBODY
        and route not in _BEFORE_SECOND_FACTOR
        and lacks_second_factor(request, user)
    ):
        return HttpResponseRedirect(reverse("mfa_index"))
    return None


def _page_before_login(request: HttpRequest) -> str:
    """The page to open after the log-in: the one asked for, or that of a form that was sent; "" for the first page.

    What was sent cannot be sent again, so for a form it is the page on which it stood, where the browser names it.
    """
    if is_htmx(request):
        return ""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path() if request.path != "/" else ""
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host():
        return ""
    return page._replace(scheme="", netloc="", fragment="").geturl()


def _how_it_ended(request: HttpRequest) -> str:
    """Why somebody has to log in again: "" where they had not been in, else whether their words are on their machine."""
    if request.session.session_key is not None:
        return ""  # it is there still and has not run out: somebody logged out, or the account was closed
    if request.method != "POST":
        return "idle" if request.COOKIES.get(settings.SESSION_COOKIE_NAME) else ""
    is_form = request.content_type == "application/x-www-form-urlencoded"
    return "kept" if is_form and request.POST.get("kept") else "sent"


def _to_login(request: HttpRequest) -> HttpResponse:
    wanted = {"next": _page_before_login(request), "ended": _how_it_ended(request)}
    query = urlencode({name: value for name, value in wanted.items() if value})
    address = reverse(settings.LOGIN_URL) + (f"?{query}" if query else "")
    if is_htmx(request):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = address
        return response
    return HttpResponseRedirect(address)
