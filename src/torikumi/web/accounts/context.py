"""What templates may know of the person who looks at the page."""

from django.conf import settings
from django.http import HttpRequest

from torikumi.web.accounts.acting import is_let_in, roles_of
from torikumi.web.accounts.models import User
from torikumi.web.accounts.navigation import menu_for
from torikumi.web.accounts.permissions import Permission, may
from torikumi.web.accounts.second_factor import OFF


def person(request: HttpRequest) -> dict[str, object]:
    """Give the person, the menu, and `can` with the permissions that they hold (`{% if can.publish %}`)."""
    # A page that no row of the table was asked about (404) shows nobody, and leaves the session alone.
    user = request.user if is_let_in(request) else None
    is_on = settings.SECOND_FACTOR != OFF
    if not isinstance(user, User):
        return {"person": None, "menu": (), "can": {}, "second_factor_is_on": is_on}
    roles = roles_of(request)
    route = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "person": user,
        "menu": menu_for(roles=roles, route=route),
        "second_factor_is_on": is_on,
        "can": {permission.value: may(roles, permission) for permission in Permission},
    }
