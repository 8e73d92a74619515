"""Invented cities, sections and people, made by the same actions that the application uses."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from django.utils import timezone

from torikumi.web.accounts.actions import people, units
from torikumi.web.accounts.actions.tokens import MadeToken, make_token
from torikumi.web.accounts.models import Municipality, OrganisationUnit, User
from torikumi.web.accounts.permissions import UNIT_ROLES, Role
from torikumi.web.accounts.token_models import TokenScope
from torikumi.web.audit.actor import Actor

PASSWORD = "mihon-no-password"
LONG_AGO = date(2015, 4, 1)
AT = datetime(2026, 4, 1, 0, 0, tzinfo=UTC)
SYSTEM = Actor(name="system")

_numbers = count(1)


def municipality(*, code: str = "999997", name: str = "みほん市") -> Municipality:
    """Return a new city."""
    return people.create_municipality(code=code, name=name, prefecture="みほん県", by=_by(code), at=AT)


def unit(city: Municipality, *, code: str = "", name: str = "みほん課") -> OrganisationUnit:
    """Return a new section of the city."""
    return units.create_unit(
        municipality=city,
        code=code or f"U{next(_numbers):04}",
        name=name,
        valid_from=LONG_AGO,
        by=_by(city.code),
        at=AT,
    )


def person(
    city: Municipality, *roles: Role, login_name: str = "", section: OrganisationUnit | None = None
) -> User:
    """Return a new person of the city with `roles`; a section is made where the role needs one."""
    user = people.create_user(
        municipality=city,
        login_name=login_name or f"person{next(_numbers)}",
        display_name="見本 太郎",
        password=PASSWORD,
        must_change_password=False,
        by=_by(city.code),
        at=AT,
    )
    for role in roles:
        people.assign_role(
            user=user,
            role=role,
            unit=(section or unit(city)) if role in UNIT_ROLES else None,
            valid_from=LONG_AGO,
            by=_by(city.code),
            at=AT,
        )
    return user


def token(user: User, *, scope: TokenScope = TokenScope.READ, name: str = "見本の仕組み") -> MadeToken:
    """Return a new token of a person with its secret; it works on the day of the test."""
    return make_token(
        person=user,
        name=name,
        scope=scope,
        expires_on=timezone.localdate() + timedelta(days=30),
        by=Actor(name=user.login_name, municipality=user.municipality.code),
        at=timezone.now(),
    )


def _by(code: str) -> Actor:
    return Actor(name="system", municipality=code)
