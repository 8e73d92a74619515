"""What a person may do is asked of the database once, and again as soon as anything about it changed, whoever changed it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.web.factories import AT, LONG_AGO, SYSTEM, person, unit
from torikumi.web.accounts.actions import people
from torikumi.web.accounts.actions.delegations import Absence, delegate, end_delegation
from torikumi.web.accounts.models import (
    Delegation,
    Municipality,
    OrganisationUnit,
    RoleAssignment,
    SuccessionKind,
    UnitSuccession,
    User,
)
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.rights import rights_of
from torikumi.web.accounts.rights_marks import watch_rights

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 3)


def loaded(user: User) -> User:
    """The person as a request finds them, with their city."""
    return User.objects.get(pk=user.pk)


def mark_of(city: Municipality) -> int:
    return Municipality.objects.get(pk=city.pk).rights_mark


def test_rights_are_asked_once(city: Municipality) -> None:
    user = loaded(person(city, Role.SECTION))
    first = rights_of(user, DAY)
    again = loaded(user)

    with CaptureQueriesContext(connection) as captured:
        assert rights_of(again, DAY) == first
    assert len(captured) == 0
    assert first.roles == {Role.SECTION}


def test_another_day_is_another_question(city: Municipality) -> None:
    user = person(city, Role.SECTION)

    assert rights_of(loaded(user), DAY).roles == {Role.SECTION}
    assert rights_of(loaded(user), date(2015, 3, 31)).roles == frozenset()


def test_a_role_counts_from_the_next_request_on_and_no_longer_once_ended(city: Municipality) -> None:
    user = person(city)
    assert rights_of(loaded(user), DAY).roles == frozenset()

    role = people.assign_role(user=user, role=Role.PLANNING, unit=None, valid_from=LONG_AGO, by=SYSTEM, at=AT)
    assert rights_of(loaded(user), DAY).roles == {Role.PLANNING}

    RoleAssignment.objects.filter(pk=role.pk).update(valid_to=date(2026, 8, 2))
    assert rights_of(loaded(user), DAY).roles == frozenset()


def test_a_deputy_and_the_state_of_who_is_away_count_at_once(city: Municipality) -> None:
    head = person(city, Role.SECTION_HEAD, login_name="kacho")
    deputy = person(city, Role.SECTION)

    def borrowed() -> list[str]:
        return [one.giver.login_name for one in rights_of(loaded(deputy), DAY).borrowed]

    assert borrowed() == []
    absence = Absence(person=head, assignment=None, first_day=DAY, last_day=DAY, reason="夏季休暇")
    delegation = delegate(absence=absence, taker=deputy, by=SYSTEM, at=AT)
    assert borrowed() == ["kacho"]
    User.objects.filter(pk=head.pk).update(is_active=False)
    assert borrowed() == []
    User.objects.filter(pk=head.pk).update(is_active=True)
    end_delegation(delegation=delegation, by=SYSTEM, at=AT)
    assert borrowed() == []


def test_what_was_rolled_back_leaves_no_rights(city: Municipality) -> None:
    user = person(city)
    with transaction.atomic():
        people.assign_role(
            user=user, role=Role.ADMINISTRATOR, unit=None, valid_from=LONG_AGO, by=SYSTEM, at=AT
        )
        assert rights_of(loaded(user), DAY).roles == {Role.ADMINISTRATOR}
        transaction.set_rollback(True)

    assert rights_of(loaded(user), DAY).roles == frozenset()


def _unit(city: Municipality) -> None:
    unit(city, name="新しい課")


def _renamed_unit(city: Municipality) -> None:
    OrganisationUnit.objects.filter(municipality=city).update(name="別の課")


def _succession(city: Municipality) -> None:
    before, after = OrganisationUnit.objects.filter(municipality=city)[:2]
    UnitSuccession.objects.create(predecessor=before, successor=after, kind=SuccessionKind.RENAMED, day=DAY)


def _person(city: Municipality) -> None:
    person(city)


def _renamed_person(city: Municipality) -> None:
    User.objects.filter(municipality=city).update(display_name="見本 花子")


def _role(city: Municipality) -> None:
    people.assign_role(
        user=User.objects.filter(municipality=city)[0],
        role=Role.AUDITOR, unit=None, valid_from=LONG_AGO, by=SYSTEM, at=AT,
    )  # fmt: skip


def _cancelled_role(city: Municipality) -> None:
    RoleAssignment.objects.filter(user__municipality=city).update(cancelled_at=AT)


def _deputy(city: Municipality) -> None:
    giver, taker = User.objects.filter(municipality=city)[:2]
    Delegation.objects.create(
        giver=giver, taker=taker, valid_from=DAY, valid_to=DAY, reason="出張", made_by="system", made_at=AT
    )


@pytest.mark.parametrize(
    "change",
    [_unit, _renamed_unit, _succession, _person, _renamed_person, _role, _cancelled_role, _deputy],
)
def test_the_database_marks_what_changes(
    city: Municipality, other_city: Municipality, change: Callable[[Municipality], None]
) -> None:
    for _ in range(2):
        person(city, Role.SECTION, section=unit(city))
    before, elsewhere = mark_of(city), mark_of(other_city)

    change(city)

    assert mark_of(city) != before
    assert mark_of(other_city) == elsewhere


def test_a_log_in_marks_nothing(city: Municipality) -> None:
    user = person(city, Role.SECTION)
    before = mark_of(city)

    user.last_login = AT
    user.save(update_fields=["last_login"])

    assert mark_of(city) == before


def test_lost_triggers_come_back_with_the_next_migrate(city: Municipality) -> None:
    name, table = "accounts_roleassignment_marks_insert", "accounts_roleassignment"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
    watch_rights(using="default")
    user = person(city)
    before = mark_of(city)

    people.assign_role(user=user, role=Role.AUDITOR, unit=None, valid_from=LONG_AGO, by=SYSTEM, at=AT)

    assert mark_of(city) != before
