"""Deputies: what they may do, from when to when, for whom, and who may name them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.factories import AT, SYSTEM, person, unit
from torikumi.errors import UserError
from torikumi.web.accounts.acting import today
from torikumi.web.accounts.actions import people, units
from torikumi.web.accounts.actions.delegations import Absence, delegate, end_delegation
from torikumi.web.accounts.models import Delegation, Municipality, User
from torikumi.web.accounts.permissions import DELEGABLE_ROLES, HOLDERS, Permission, Role
from torikumi.web.accounts.queries import acting_for
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 8, 3), date(2026, 8, 7)


@pytest.fixture
def head(city: Municipality) -> User:
    return person(city, Role.SECTION_HEAD, login_name="kacho", section=unit(city, name="企画課"))


@pytest.fixture
def deputy(city: Municipality) -> User:
    return person(city, Role.SECTION, login_name="kakaricho", section=unit(city, name="企画課"))


def let_act(
    giver: User, taker: User, first: date = FIRST, last: date = LAST, by: Actor = SYSTEM
) -> Delegation:
    absence = Absence(person=giver, assignment=None, first_day=first, last_day=last, reason="夏季休暇")
    return delegate(absence=absence, taker=taker, by=by, at=AT)


def roles(taker: User, day: date) -> list[tuple[str, Role]]:
    return [(one.giver.login_name, one.role) for one in acting_for(taker, day)]


def test_a_deputy_has_the_role_from_the_first_day_to_the_last(head: User, deputy: User) -> None:
    let_act(head, deputy)

    days = (FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1))
    assert [roles(deputy, day) for day in days] == [
        [], [("kacho", Role.SECTION_HEAD)], [("kacho", Role.SECTION_HEAD)], [],
    ]  # fmt: skip
    assert deputy.roles_on(FIRST) == {Role.SECTION}
    assert acting_for(head, FIRST) == ()


def test_only_the_role_that_was_handed_on_is_lent(city: Municipality, head: User, deputy: User) -> None:
    elsewhere = unit(city, name="財政課")
    first = head.assignments.get()
    people.assign_role(
        user=head, role=Role.SECTION_HEAD, unit=elsewhere, valid_from=date(2026, 4, 1), by=SYSTEM, at=AT
    )
    absence = Absence(person=head, assignment=first, first_day=FIRST, last_day=LAST, reason="出張")
    delegate(absence=absence, taker=deputy, by=SYSTEM, at=AT)

    assert [one.assignment.unit for one in acting_for(deputy, FIRST)] == [first.unit]
    let_act(head, deputy)
    assert [one.assignment.unit for one in acting_for(deputy, FIRST)] == [first.unit, elsewhere]


def test_other_roles_of_the_absent_person_are_not_lent(city: Municipality, deputy: User) -> None:
    boss = person(city, Role.SECTION_HEAD, Role.ADMINISTRATOR, Role.PLANNING, login_name="boss")
    let_act(boss, deputy)

    assert roles(deputy, FIRST) == [("boss", Role.SECTION_HEAD)]
    for assignment in boss.assignments.exclude(role=Role.SECTION_HEAD):
        absence = Absence(person=boss, assignment=assignment, first_day=FIRST, last_day=LAST, reason="出張")
        with pytest.raises(UserError, match="代理に任せられません"):
            delegate(absence=absence, taker=deputy, by=SYSTEM, at=AT)


def test_what_can_be_handed_on_opens_nothing_but_the_review() -> None:
    lent = {permission for permission, holders in HOLDERS.items() if holders & DELEGABLE_ROLES}

    assert lent == {
        Permission.READ_PLANS, Permission.READ_PUBLICATIONS, Permission.READ_ROUNDS, Permission.ANSWER,
        Permission.RATE, Permission.SEE_BOARD, Permission.DELEGATE,
    }  # fmt: skip


def test_a_borrowed_role_ends_with_its_owners_and_with_the_unit(head: User, deputy: User) -> None:
    let_act(head, deputy)
    assignment = head.assignments.get()

    people.end_role(assignment=assignment, last_day=FIRST, by=SYSTEM, at=AT, today=FIRST)
    assert (roles(deputy, FIRST), roles(deputy, LAST)) == ([("kacho", Role.SECTION_HEAD)], [])
    assert assignment.unit is not None
    units.end_unit(unit=assignment.unit, last_day=FIRST - timedelta(days=1), by=SYSTEM, at=AT)
    assert roles(deputy, FIRST) == []


def test_a_borrowed_role_ends_with_its_owners_account(head: User, deputy: User) -> None:
    let_act(head, deputy)

    people.deactivate_user(user=head, by=SYSTEM, at=AT, today=FIRST)

    assert roles(deputy, FIRST) == []


def test_a_borrowed_role_is_not_handed_on(city: Municipality, head: User, deputy: User) -> None:
    third = person(city, Role.READER)
    let_act(head, deputy)

    with pytest.raises(UserError, match="任せられる役割がありません"):
        let_act(deputy, third)
    assert roles(third, FIRST) == []


def test_a_delegation_is_ended_at_once_and_once(head: User, deputy: User) -> None:
    made = let_act(head, deputy)

    end_delegation(delegation=made, by=SYSTEM, at=AT)

    assert roles(deputy, FIRST) == []
    with pytest.raises(UserError, match="もう終わっています"):
        end_delegation(delegation=made, by=SYSTEM, at=AT)
    assert [event.action for event in AuditEvent.objects.of_object("delegation", made.pk)] == [
        "end_delegation",
        "delegate",
    ]


def test_nobody_makes_themselves_the_deputy_of_another(city: Municipality, head: User) -> None:
    boss = person(city, Role.ADMINISTRATOR, login_name="boss")

    with pytest.raises(UserError, match="自分をほかの人の代理には"):
        let_act(head, boss, by=Actor(name="boss", role=Role.ADMINISTRATOR, municipality=city.code))


def test_the_deputy_is_another_person_of_the_city_who_can_log_in(
    city: Municipality, other_city: Municipality, head: User
) -> None:
    closed = person(city, Role.READER)
    people.deactivate_user(user=closed, by=SYSTEM, at=AT, today=FIRST)

    for taker, sentence in (
        (person(other_city, Role.READER), "同じ団体"),
        (User.objects.get(pk=closed.pk), "ログインできる人"),
        (head, "本人のほかの人"),
    ):
        with pytest.raises(UserError, match=sentence):
            let_act(head, taker)


def test_the_database_itself_refuses_what_makes_no_sense(head: User, deputy: User) -> None:
    right = {
        "giver": head,
        "taker": deputy,
        "valid_from": FIRST,
        "valid_to": LAST,
        "reason": "休暇",
        "made_at": AT,
    }

    for wrong in ({"taker": head}, {"valid_to": FIRST - timedelta(days=1)}, {"reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delegation.objects.create(**{**right, **wrong})


def test_a_deputy_opens_the_heads_pages_on_behalf_of_the_head(
    head: User, deputy: User, browser_of: Callable[[User], Client]
) -> None:
    browser = browser_of(deputy)
    assert browser.get("/delegations/").status_code == 403

    let_act(head, deputy, today(), today())

    page = browser.get("/delegations/")
    assert page.status_code == 200
    actor = page.wsgi_request.META["torikumi.actor"]
    assert (actor.name, actor.role, actor.on_behalf_of) == ("kakaricho", "section_head", "kacho")
    assert "課長（企画課）" in browser.get("/").content.decode()
    own = browser.get("/plans/").wsgi_request.META["torikumi.actor"]
    assert (own.role, own.on_behalf_of) == ("section", "")


def test_a_head_names_a_deputy_and_ends_it_on_the_pages(
    city: Municipality, head: User, deputy: User, browser_of: Callable[[User], Client]
) -> None:
    stranger = person(city, Role.SECTION_HEAD, login_name="hoka")
    others = let_act(stranger, deputy)
    browser, role = browser_of(head), head.assignments.get()
    typed = {
        "scope": f"role-{role.pk}",
        "taker": str(deputy.pk),
        "first_day": today().isoformat(),
        "last_day": (today() - timedelta(days=1)).isoformat(),
        "reason": "出張",
    }

    backwards = browser.post("/delegations/add/", typed)
    foreign = browser.post("/delegations/add/", {**typed, "scope": f"role-{stranger.assignments.get().pk}"})
    made = browser.post("/delegations/add/", {**typed, "last_day": today().isoformat()})

    assert (backwards.status_code, foreign.status_code, made.status_code) == (422, 422, 302)
    assert "「いつまで」は「いつから」以後の日に" in backwards.content.decode()
    own = Delegation.objects.get(giver=head)
    assert (own.taker, own.reason, own.made_by) == (deputy, "出張", "kacho")
    listed = browser.get("/delegations/").content.decode()
    assert "出張" in listed
    assert "夏季休暇" not in listed
    assert browser.get(f"/delegations/{others.pk}/end/").status_code == 404
    assert browser.post(f"/delegations/{others.pk}/end/").status_code == 404
    assert browser.post(f"/delegations/{own.pk}/end/").status_code == 302
    assert browser.post(f"/delegations/{own.pk}/end/").status_code == 422


def test_the_office_names_a_deputy_for_anybody_of_its_city(
    city: Municipality,
    other_city: Municipality,
    head: User,
    deputy: User,
    browser_of: Callable[[User], Client],
) -> None:
    planner = browser_of(person(city, Role.PLANNING))
    neighbour = browser_of(person(other_city, Role.PLANNING))
    typed = {
        "scope": f"role-{head.assignments.get().pk}",
        "taker": str(deputy.pk),
        "first_day": FIRST.isoformat(),
        "last_day": LAST.isoformat(),
        "reason": "入院",
    }

    assert neighbour.post("/delegations/add/", typed).status_code == 422
    assert planner.post("/delegations/add/", typed).status_code == 302
    made = Delegation.objects.get()
    assert "入院" not in neighbour.get("/delegations/").content.decode()
    assert neighbour.post(f"/delegations/{made.pk}/end/").status_code == 404
    assert planner.post(f"/delegations/{made.pk}/end/").status_code == 302


def test_the_list_asks_as_often_for_many_as_for_few(
    city: Municipality, head: User, deputy: User, browser_of: Callable[[User], Client]
) -> None:
    planner = browser_of(person(city, Role.PLANNING))

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert planner.get("/delegations/").status_code == 200
        return len(captured)

    let_act(head, deputy)
    planner.get("/delegations/")  # the first page of a session also writes it
    few = count()
    for _ in range(9):
        let_act(person(city, Role.SECTION_HEAD), deputy)
    planner.get("/delegations/")  # the first page after a change about roles asks for one's own again
    assert count() == few


def test_nobody_who_only_reads_or_advises_is_offered_as_a_deputy(
    city: Municipality, head: User, deputy: User, browser_of: Callable[[User], Client]
) -> None:
    outside = [
        person(city, Role.READER),
        person(city, Role.COMMITTEE),
        person(city, Role.COMMITTEE, Role.READER),
    ]
    both = person(city, Role.COMMITTEE, Role.STUDY_TEAM)

    page = browser_of(head).get("/delegations/add/").content.decode()

    for one in (deputy, both):
        assert f"（{one.login_name}）" in page
    for one in outside:
        assert f"（{one.login_name}）" not in page
