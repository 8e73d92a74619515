"""Invented cities, sections and people, made by the same actions that the application uses."""

from datetime import UTC, date, datetime
from itertools import count

from torikumi.web.accounts.actions import people, units
from torikumi.web.accounts.models import Municipality, OrganisationUnit, User
from torikumi.web.accounts.permissions import UNIT_ROLES, Role
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


def _by(code: str) -> Actor:
    return Actor(name="system", municipality=code)
