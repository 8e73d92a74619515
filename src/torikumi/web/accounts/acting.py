"""Who is logged in, with types that a view can rely on."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from torikumi.web.accounts.models import User
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.queries import BorrowedRole

_ROLES = "torikumi.roles"
_BORROWED = "torikumi.borrowed"


def signed_in(request: HttpRequest) -> User:
    """Return the person who is logged in; to be used only where a log-in is needed to come this far."""
    if not isinstance(request.user, User):
        message = "this page was opened without a log-in: its row in permissions.ROUTES is wrong"
        raise TypeError(message)
    return request.user


def set_roles(request: HttpRequest, roles: frozenset[Role], borrowed: tuple[BorrowedRole, ...] = ()) -> None:
    """Keep the person's roles of today, and which of them are borrowed, for the rest of the request."""
    request.META[_ROLES] = roles
    request.META[_BORROWED] = borrowed


def is_let_in(request: HttpRequest) -> bool:
    """Tell whether the person's session was found good for this request."""
    return _ROLES in request.META


def roles_of(request: HttpRequest) -> frozenset[Role]:
    """Return the person's roles of today, those that they use as a deputy among them; none before a log-in."""
    roles: frozenset[Role] = request.META.get(_ROLES, frozenset())
    return roles


def borrowed_roles_of(request: HttpRequest) -> tuple[BorrowedRole, ...]:
    """Return the roles of others that the person may use today as their deputy."""
    borrowed: tuple[BorrowedRole, ...] = request.META.get(_BORROWED, ())
    return borrowed


def today() -> date:
    """Return today's date in Japan."""
    return timezone.localdate()
