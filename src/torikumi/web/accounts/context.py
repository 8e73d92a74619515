"""What templates may know of the person who looks at the page."""

from django.http import HttpRequest

from torikumi.web.accounts.acting import is_let_in, roles_of
from torikumi.web.accounts.models import User
from torikumi.web.accounts.navigation import menu_for
from torikumi.web.accounts.permissions import Permission, may


def person(request: HttpRequest) -> dict[str, object]:
    """Give the person, the menu, and `can` with the permissions that they hold (`{% if can.publish %}`)."""
    # A page that no row of the table was asked about (404) shows nobody, and leaves the session alone.
    user = request.user if is_let_in(request) else None
    if not isinstance(user, User):
        return {"person": None, "menu": (), "can": {}}
    roles = roles_of(request)
    route = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "person": user,
        "menu": menu_for(roles=roles, route=route),
        "can": {permission.value: may(roles, permission) for permission in Permission},
    }
