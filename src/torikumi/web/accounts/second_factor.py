"""Who needs a second factor (二要素), and whether a session has it."""

from collections.abc import Collection

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from torikumi.web.accounts.acting import roles_of
from torikumi.web.accounts.models import User
from torikumi.web.accounts.permissions import OFFICE, Role

# Values of TORIKUMI_SECOND_FACTOR.
OFF, OPTIONAL, FOR_OFFICE, FOR_ALL = "off", "optional", "required-for-office", "required"
CHOICES = (OFF, OPTIONAL, FOR_OFFICE, FOR_ALL)


def needs_second_factor(roles: Collection[Role]) -> bool:
    """Tell whether somebody with `roles` must have a second factor."""
    rule = settings.SECOND_FACTOR
    return rule == FOR_ALL or (rule == FOR_OFFICE and not OFFICE.isdisjoint(roles))


def has_second_factor(user: User) -> bool:
    """Tell whether somebody has set one up; recovery codes alone are none."""
    devices = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool(devices.exists())


def lacks_second_factor(request: HttpRequest, user: User) -> bool:
    """Tell whether the person must set one up before anything else.

    Who came by the city's single sign-on proved themselves there, by the city's own rules.
    """
    if not needs_second_factor(roles_of(request)) or "identity" in ways_of_login(request, user):
        return False
    return not has_second_factor(user)


def ways_of_login(request: HttpRequest, user: User) -> tuple[str, ...]:
    """Return how the person proved who they are in this session: password, totp, webauthn, recovery_codes, identity."""
    ways = []
    for proof in get_authentication_records(request, user):
        if proof.get("method") == "mfa":
            ways.append(str(proof.get("type")))
        elif proof.get("method") == "socialaccount":
            ways.append("identity")
    single = any(proof.get("passwordless") for proof in get_authentication_records(request, user))
    if not single and "identity" not in ways:
        ways.insert(0, "password")
    return tuple(dict.fromkeys(ways))
