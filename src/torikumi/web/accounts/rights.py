"""What a person may do as who: their roles of a day, asked of the database only after something about people changed.

Every request needs them, and they change a few times a year. Each city has a mark (`Municipality.rights_mark`) that the
database itself draws anew, at random, whenever a unit, a succession, a role, a deputy or a person's name or state
changes (`rights_marks`); a person is loaded with their city at each request, and so with the mark. What was found under
one mark is never used under another, in whichever process the change was made, and also where it was rolled back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from torikumi.web.accounts.models import RoleAssignment, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.queries import BorrowedRole, acting_for

Found = TypeVar("Found")

# A city of 150,000 has some 1,500 people with a log-in.
_MOST = 5_000


class KeptByMark(Generic[Found]):
    """What `ask` finds for a person and a day, kept in this process for as long as the city's mark stays the same."""

    def __init__(self, ask: Callable[[User, date], Found]) -> None:
        self._ask = ask
        self._kept: dict[tuple[int, date, int, int], Found] = {}

    def __call__(self, person: User, day: date) -> Found:
        """Return what was found, or ask."""
        key = (person.pk, day, person.municipality_id, person.municipality.rights_mark)
        found = self._kept.get(key)
        if found is None:
            found = self._ask(person, day)
            if len(self._kept) >= _MOST:
                self._kept.clear()
            self._kept[key] = found
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """A person's own roles of a day, with their units, and those of others whose deputy they are."""

    own: tuple[RoleAssignment, ...]
    borrowed: tuple[BorrowedRole, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """The person's own roles."""
        return frozenset(Role(assignment.role) for assignment in self.own)


def _ask(person: User, day: date) -> Rights:
    own = RoleAssignment.objects.filter(user=person).on(day).select_related("unit")
    return Rights(own=tuple(own), borrowed=acting_for(person, day))


_rights = KeptByMark(_ask)


def rights_of(person: User, day: date) -> Rights:
    """Return the person's roles of the day; at most three questions to the database, none where nothing changed."""
    return _rights(person, day)
