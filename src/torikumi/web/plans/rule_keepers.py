"""Who may decide on the rules of the check, and for which city."""

from django.core.exceptions import PermissionDenied

from torikumi.web.accounts.models import Municipality
from torikumi.web.accounts.permissions import Permission, Role, may
from torikumi.web.audit.actor import Actor


def city_of_rule_keeper(by: Actor) -> Municipality:
    """Return the city whose rules the person may set. Raises PermissionDenied where their role does not allow it."""
    role = Role(by.role) if by.role in set(Role) else None
    if role is None or not may({role}, Permission.MANAGE_RULES):
        raise PermissionDenied
    return Municipality.objects.get(code=by.municipality)
