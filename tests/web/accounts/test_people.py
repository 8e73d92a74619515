"""The administrator's work: people, roles and sections, each valid in time."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.factories import AT, LONG_AGO, SYSTEM, person, unit
from torikumi.errors import UserError
from torikumi.web.accounts.acting import today
from torikumi.web.accounts.actions import people, units
from torikumi.web.accounts.models import Municipality, OrganisationUnit, RoleAssignment, User
from torikumi.web.accounts.permissions import UNIT_ROLES, Role
from torikumi.web.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(city: Municipality) -> User:
    return person(city, Role.ADMINISTRATOR, login_name="boss")


@pytest.fixture
def browser(boss: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(boss)


def test_a_person_is_registered_with_a_first_password_shown_once(browser: Client) -> None:
    answer = browser.post("/people/add/", {"login_name": "hanako", "display_name": "見本 花子"})

    user = User.objects.get(login_name="hanako")
    assert answer.status_code == 201
    assert user.check_password(answer.context["password"])
    assert user.must_change_password
    event = AuditEvent.objects.of_object("person", "hanako").get()
    assert (event.actor, event.role, event.action) == ("boss", "administrator", "create_user")
    assert answer.context["password"] not in str(event.after)


@pytest.mark.parametrize(
    ("login_name", "sentence"),
    [
        ("boss", "すでに使われています"),
        ("花子", "半角の英小文字"),
        ("Hanako", "半角の英小文字"),
        ("", "利用者IDを入力してください"),
    ],
)
def test_a_login_name_is_plain_and_nobody_elses(login_name: str, sentence: str, browser: Client) -> None:
    answer = browser.post("/people/add/", {"login_name": login_name, "display_name": "見本"})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_role_counts_from_its_first_day_to_its_last(city: Municipality) -> None:
    user = person(city)
    people.assign_role(
        user=user,
        role=Role.PLANNING,
        valid_from=date(2026, 4, 1),
        valid_to=date(2027, 3, 31),
        by=SYSTEM,
        at=AT,
    )

    assert [user.roles_on(day) for day in (date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31), date(2027, 4, 1))] == [
        frozenset(), frozenset({Role.PLANNING}), frozenset({Role.PLANNING}), frozenset(),
    ]  # fmt: skip


def test_a_section_role_ends_with_its_section(city: Municipality) -> None:
    section = unit(city)
    user = person(city, Role.SECTION, section=section)

    units.end_unit(unit=section, last_day=date(2026, 3, 31), by=SYSTEM, at=AT)

    assert user.roles_on(date(2026, 3, 31)) == {Role.SECTION}
    assert user.roles_on(date(2026, 4, 1)) == frozenset()


def test_roles_are_given_and_ended_on_the_pages(browser: Client, city: Municipality) -> None:
    user, section = person(city), unit(city, name="商工課")
    begin = today() - timedelta(days=30)

    wrong = browser.post(
        f"/people/{user.pk}/roles/add/", {"role": "section", "valid_from": begin.isoformat()}
    )
    given = browser.post(
        f"/people/{user.pk}/roles/add/",
        {"role": "section", "unit": section.pk, "valid_from": begin.isoformat()},
    )

    assert (wrong.status_code, given.status_code) == (422, 302)
    assert "課の担当には、課か部を選んでください" in wrong.content.decode()
    assert "課の担当（商工課）" in browser.get(f"/people/{user.pk}/").content.decode()
    assignment = RoleAssignment.objects.get(user=user)
    early = browser.post(
        f"/roles/{assignment.pk}/end/", {"last_day": (begin - timedelta(days=1)).isoformat()}
    )
    ended = browser.post(
        f"/roles/{assignment.pk}/end/", {"last_day": (today() - timedelta(days=1)).isoformat()}
    )
    assert (early.status_code, ended.status_code) == (422, 302)
    assert user.roles_on(today()) == frozenset()


def test_another_citys_section_cannot_be_chosen(
    browser: Client, city: Municipality, other_city: Municipality
) -> None:
    user, foreign = person(city), unit(other_city)

    answer = browser.post(
        f"/people/{user.pk}/roles/add/", {"role": "section", "unit": foreign.pk, "valid_from": "2026-04-01"}
    )

    assert answer.status_code == 422
    with pytest.raises(UserError):
        people.assign_role(user=user, role=Role.SECTION, unit=foreign, valid_from=LONG_AGO, by=SYSTEM, at=AT)


@pytest.mark.parametrize("role", Role)
def test_section_staff_and_heads_have_a_unit_and_the_others_have_none(role: Role, city: Municipality) -> None:
    user, section = person(city), unit(city)
    right, wrong = (section, None) if role in UNIT_ROLES else (None, section)

    with pytest.raises(UserError, match="課か部を選び"):
        people.assign_role(user=user, role=role, unit=wrong, valid_from=LONG_AGO, by=SYSTEM, at=AT)
    people.assign_role(user=user, role=role, unit=right, valid_from=LONG_AGO, by=SYSTEM, at=AT)

    assert user.roles_on(AT.date()) == {role}


@pytest.mark.parametrize("role", Role)
def test_the_database_itself_refuses_a_role_with_the_wrong_kind_of_unit(
    role: Role, city: Municipality
) -> None:
    user, wrong = person(city), None if role in UNIT_ROLES else unit(city)

    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(user=user, role=role, unit=wrong, valid_from=LONG_AGO)


def test_the_database_itself_refuses_an_unknown_role_and_one_that_ends_first(city: Municipality) -> None:
    user = person(city)

    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(user=user, role="mayor", valid_from=LONG_AGO)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(user=user, role="reader", valid_from=AT.date(), valid_to=LONG_AGO)


def test_the_last_administrator_stays(browser: Client, boss: User, city: Municipality) -> None:
    own = boss.assignments.get()

    closed = browser.post(f"/people/{boss.pk}/deactivate/")
    ended = browser.post(f"/roles/{own.pk}/end/", {"last_day": today().isoformat()})

    assert (closed.status_code, ended.status_code) == (422, 422)
    assert "管理者がいなくなるため" in closed.content.decode()
    person(city, Role.ADMINISTRATOR)
    assert browser.post(f"/people/{boss.pk}/deactivate/").status_code == 302


def test_another_citys_administrator_does_not_count(
    browser: Client, boss: User, other_city: Municipality
) -> None:
    person(other_city, Role.ADMINISTRATOR)

    assert browser.post(f"/people/{boss.pk}/deactivate/").status_code == 422


def test_an_account_is_closed_and_opened_again(browser: Client, city: Municipality) -> None:
    user = person(city, Role.READER)

    assert browser.get(f"/people/{user.pk}/deactivate/").status_code == 200
    browser.post(f"/people/{user.pk}/deactivate/")
    user.refresh_from_db()
    assert not user.is_active
    browser.post(f"/people/{user.pk}/activate/")
    user.refresh_from_db()
    assert user.is_active


def test_a_reset_password_ends_the_persons_sessions(
    browser: Client, city: Municipality, browser_of: Callable[[User], Client]
) -> None:
    user = person(city, Role.READER)
    theirs = browser_of(user)
    assert theirs.get("/").status_code == 200

    answer = browser.post(f"/people/{user.pk}/password/")

    user.refresh_from_db()
    assert user.check_password(answer.context["password"])
    assert theirs.get("/").status_code == 302


def test_sections_are_registered_and_ended_on_the_pages(browser: Client, city: Municipality) -> None:
    form = {"code": "0101", "name": "企画課", "valid_from": "2020-04-01"}

    assert browser.post("/units/add/", form).status_code == 302
    again = browser.post("/units/add/", form)
    assert again.status_code == 422
    assert "その日に使われています" in again.content.decode()
    section = OrganisationUnit.objects.get()
    assert browser.post(f"/units/{section.pk}/end/", {"last_day": "2020-03-01"}).status_code == 422
    assert browser.post(f"/units/{section.pk}/end/", {"last_day": "2025-03-31"}).status_code == 302
    assert browser.post("/units/add/", {**form, "valid_from": "2025-04-01", "parent": ""}).status_code == 302
    page = browser.get("/units/").content.decode()
    assert "2025年3月31日" in page
    assert "終わった組織と、これからの組織" in page


def test_the_list_costs_the_same_for_ten_and_for_a_hundred_people(
    browser: Client, city: Municipality
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/people/").status_code == 200
        return len(captured)

    for _ in range(10):
        person(city, Role.SECTION, Role.READER)
    browser.get("/people/")
    few = queries()
    for _ in range(45):
        person(city, Role.SECTION, Role.READER)
    browser.get("/people/")  # the first page after a change about roles asks for one's own again

    assert queries() == few <= 8
    assert "56件のうち 1〜50件目" in browser.get("/people/").content.decode()


def test_people_are_found_by_part_of_either_name(browser: Client, city: Municipality) -> None:
    person(city, login_name="abc123")

    assert "abc123" in browser.get("/people/?q=C12").content.decode()
    assert "合う利用者はいません" in browser.get("/people/?q=nobody").content.decode()


def create_user(*arguments: str, typed: str = "") -> str:
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO(typed))
        call_command("create_user", *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue().strip()


def test_the_first_administrator_is_made_at_the_server(db: None) -> None:
    password = create_user(
        "kanri", "--name", "管理 太郎", "--municipality", "13101", "--municipality-name", "見本区"
    )

    user = User.objects.get(login_name="kanri")
    assert user.check_password(password)
    assert user.must_change_password
    assert user.municipality.code == "131016"
    assert user.roles_on(today()) == {Role.ADMINISTRATOR}
    assert set(AuditEvent.objects.values_list("actor", "municipality")) == {("system", "131016")}


def test_the_password_may_come_from_standard_input(city: Municipality) -> None:
    arguments = (
        "yomu",
        "--name",
        "読む人",
        "--municipality",
        "131016",
        "--municipality-name",
        "x",
        "--role",
        "reader",
    )

    out = create_user(*arguments, "--password-stdin", "--own-password", typed="jibun-no-kotoba\n")

    user = User.objects.get(login_name="yomu")
    assert out == ""
    assert user.check_password("jibun-no-kotoba")
    assert not user.must_change_password


@pytest.mark.parametrize(
    ("arguments", "typed", "sentence"),
    [
        (("Kanri", "--municipality", "131016", "--municipality-name", "x"), "", "半角の英小文字"),
        (("kanri", "--municipality", "131016"), "", "--municipality-name"),
        (("kanri", "--municipality", "131017", "--municipality-name", "x"), "", "131017"),
        (
            ("kanri", "--municipality", "131016", "--municipality-name", "x", "--password-stdin"),
            "short\n",
            "12文字",
        ),
    ],
)
def test_the_command_says_what_to_mend_and_makes_nothing(
    arguments: tuple[str, ...], typed: str, sentence: str, db: None
) -> None:
    with pytest.raises(UserError) as caught:
        create_user(*arguments, "--name", "だれか", typed=typed)

    assert sentence in caught.value.ja
    assert not User.objects.exists()
    assert not Municipality.objects.exists()


def test_first_passwords_are_never_alike() -> None:
    made = {people.make_password() for _ in range(100)}

    assert len(made) == 100
    assert all(len(password) == 19 for password in made)
