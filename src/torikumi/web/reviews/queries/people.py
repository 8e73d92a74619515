"""What people are called, for pages that keep log-in names only."""

from __future__ import annotations

from collections.abc import Iterable

from torikumi.web.accounts.models import User
from torikumi.web.accounts.scope import Resident


def names_by_login(holder: Resident, logins: Iterable[str]) -> dict[str, str]:
    """Return the names of people of the city by their log-in names; somebody unknown keeps the log-in name."""
    wanted = {login for login in logins if login}
    found = User.objects.filter(municipality_id=holder.municipality_id, login_name__in=wanted)
    return {
        **{login: login for login in wanted},
        **dict(found.values_list("login_name", "display_name")),
    }
