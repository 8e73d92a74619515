"""Who may import, and for which city."""

from django.core.exceptions import PermissionDenied

from torikumi.web.accounts.models import Municipality
from torikumi.web.accounts.permissions import Permission, Role, may
from torikumi.web.audit.actor import Actor


def city_of_importer(by: Actor) -> Municipality:
    """Return the city for which the person imports. Raises PermissionDenied where their role does not allow it."""
    role = Role(by.role) if by.role in set(Role) else None
    if role is None or not may({role}, Permission.IMPORT_PLANS):
        raise PermissionDenied
    return Municipality.objects.get(code=by.municipality)
