"""Sections that are renamed, merged, split or moved: who goes with them, and whose an old name is afterwards."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.factories import AT, SYSTEM, person, unit
from torikumi.errors import UserError
from torikumi.web.accounts.actions import people, units
from torikumi.web.accounts.actions.successions import UnitChange, succeed_units
from torikumi.web.accounts.models import (
    Municipality,
    OrganisationUnit,
    RoleAssignment,
    SuccessionKind,
    UnitSuccession,
    User,
)
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.unit_names import name_keys_of_units, unit_names_through_time
from torikumi.web.audit.models import AuditEvent
from torikumi.web.plans.queries.projects import section_keys_of

pytestmark = pytest.mark.django_db

DAY = date(2026, 4, 1)
BEFORE = DAY - timedelta(days=1)
KINDS = SuccessionKind


def go_on(
    kind: SuccessionKind, *before: OrganisationUnit, as_: tuple[str, ...], day: date = DAY, roles: bool = True
) -> tuple[OrganisationUnit, ...]:
    successors = tuple((line.split()[0], line.split()[1]) for line in as_)
    change = UnitChange(
        kind=kind,
        day=day,
        predecessors=before,
        successors=successors,
        parent=before[0].parent,
        carries_roles=roles,
    )
    return succeed_units(change=change, by=SYSTEM, at=AT, today=DAY)


def names_of(city: Municipality, day: date) -> dict[str, list[str]]:
    found = unit_names_through_time(city.code, day)
    return {key: sorted(one.name for one in stood) for key, stood in found.items()}


def held(user: User, day: date) -> list[tuple[str, str]]:
    found = RoleAssignment.objects.filter(user=user).on(day).select_related("unit")
    return sorted((one.role, one.unit.name if one.unit else "") for one in found)


def test_a_renamed_section_keeps_its_people_and_its_old_plans(city: Municipality) -> None:
    old = unit(city, code="0101", name="企画課")
    clerk, head = person(city, Role.SECTION, section=old), person(city, Role.SECTION_HEAD, section=old)

    go_on(KINDS.RENAMED, old, as_=("0101 政策課",))

    assert (held(clerk, BEFORE), held(clerk, DAY)) == ([("section", "企画課")], [("section", "政策課")])
    assert held(head, DAY) == [("section_head", "政策課")]
    assert section_keys_of(clerk, BEFORE) == ["企画課"]
    assert section_keys_of(clerk, DAY) == section_keys_of(head, DAY) == ["企画課", "政策課"]
    assert names_of(city, BEFORE) == {"企画課": ["企画課"]}
    assert names_of(city, DAY) == {"企画課": ["政策課"], "政策課": ["政策課"]}


def test_roles_stay_behind_where_nobody_asked_for_them(city: Municipality) -> None:
    old = unit(city, name="企画課")
    clerk = person(city, Role.SECTION, section=old)

    go_on(KINDS.RENAMED, old, as_=("0101 政策課",), roles=False)

    assert (held(clerk, BEFORE), held(clerk, DAY)) == ([("section", "企画課")], [])


def test_a_merged_section_answers_for_both(city: Municipality) -> None:
    first, second = unit(city, name="商工課"), unit(city, name="観光課")
    both = person(city, Role.SECTION, section=first)
    people.assign_role(
        user=both, role=Role.SECTION, unit=second, valid_from=date(2020, 4, 1), by=SYSTEM, at=AT
    )

    go_on(KINDS.MERGED, first, second, as_=("0201 商工観光課",))

    assert held(both, BEFORE) == [("section", "商工課"), ("section", "観光課")]
    assert held(both, DAY) == [("section", "商工観光課")]
    assert set(section_keys_of(both, DAY)) == {"商工課", "観光課", "商工観光課"}


def test_a_section_may_be_taken_in_by_one_that_stays(city: Municipality) -> None:
    stays, small = unit(city, code="0301", name="農業課"), unit(city, name="林業課")
    clerk = person(city, Role.SECTION, section=small)

    made = go_on(KINDS.MOVED, small, as_=("0301 農業課",))

    assert made == (stays,)
    assert held(clerk, DAY) == [("section", "農業課")]
    assert set(section_keys_of(clerk, DAY)) == {"農業課", "林業課"}


def test_of_a_split_section_each_part_answers_for_the_old_name_until_one_bears_it(city: Municipality) -> None:
    old = unit(city, code="0401", name="教育課")
    clerk = person(city, Role.SECTION, section=old)
    kept = unit(city, code="0501", name="生涯学習課")

    schools, sports = go_on(KINDS.SPLIT, old, as_=("0402 学校教育課", "0403 社会教育課"))
    same, _ = go_on(KINDS.SPLIT, kept, as_=("0501 生涯学習課", "0502 スポーツ課"))

    assert held(clerk, DAY) == []
    found = names_of(city, DAY)
    assert found["教育課"] == ["学校教育課", "社会教育課"]
    assert found["生涯学習課"] == ["生涯学習課"]
    keys = {
        unit: name_keys_of_units([unit.pk], municipality=city.code, day=DAY)
        for unit in (schools, sports, same)
    }
    assert keys == {
        schools: {"教育課", "学校教育課"}, sports: {"教育課", "社会教育課"}, same: {"生涯学習課"},
    }  # fmt: skip


def test_names_go_through_several_changes_each_on_its_day(city: Municipality) -> None:
    first = unit(city, name="企画課")
    (second,) = go_on(KINDS.RENAMED, first, as_=("0101 企画政策課",), day=date(2020, 4, 1))
    other = unit(city, name="広報課")
    go_on(KINDS.MERGED, second, other, as_=("0102 政策広報課",), day=date(2024, 4, 1))

    assert names_of(city, date(2019, 4, 1))["企画課"] == ["企画課"]
    assert names_of(city, date(2022, 4, 1))["企画課"] == ["企画政策課"]
    assert names_of(city, date(2025, 4, 1)) == {
        "企画課": ["政策広報課"], "企画政策課": ["政策広報課"], "広報課": ["政策広報課"], "政策広報課": ["政策広報課"],
    }  # fmt: skip


def test_a_name_that_somebody_else_bears_now_is_theirs(city: Municipality) -> None:
    old = unit(city, code="0101", name="企画課")
    clerk = person(city, Role.SECTION, section=old)
    go_on(KINDS.RENAMED, old, as_=("0101 政策課",))
    units.create_unit(municipality=city, code="0999", name="企画課", valid_from=DAY, by=SYSTEM, at=AT)

    assert section_keys_of(clerk, DAY) == ["政策課"]


def test_a_name_nobody_took_over_stands_for_nobody(city: Municipality) -> None:
    gone = unit(city, name="国体推進課")
    units.end_unit(unit=gone, last_day=BEFORE, by=SYSTEM, at=AT)

    assert "国体推進課" not in unit_names_through_time(city.code, DAY)


def test_another_citys_units_are_not_among_them(city: Municipality, other_city: Municipality) -> None:
    go_on(KINDS.RENAMED, unit(other_city, name="企画課"), as_=("1 政策課",))

    assert unit_names_through_time(city.code, DAY) == {}


def test_sections_stay_below_a_renamed_department(city: Municipality) -> None:
    department = unit(city, code="01", name="総務部")
    section = units.create_unit(
        municipality=city,
        code="0101",
        name="財政課",
        parent=department,
        valid_from=date(2020, 4, 1),
        by=SYSTEM,
        at=AT,
    )

    (after,) = go_on(KINDS.RENAMED, department, as_=("01 政策部",))

    section.refresh_from_db()
    assert section.parent == after
    event = AuditEvent.objects.get(action="move_unit")
    assert (event.before, event.after) == ({"parent": "総務部"}, {"parent": "政策部"})


def test_a_role_that_had_not_begun_begins_in_the_new_section(city: Municipality) -> None:
    old, user = unit(city, name="企画課"), person(city)
    late = DAY + timedelta(days=30)
    people.assign_role(
        user=user, role=Role.SECTION, unit=old, valid_from=late, valid_to=late, by=SYSTEM, at=AT
    )

    go_on(KINDS.RENAMED, old, as_=("0101 政策課",))

    assert [held(user, day) for day in (DAY, late, late + timedelta(days=1))] == [
        [], [("section", "政策課")], [],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "count", "as_", "sentence"),
    [
        (KINDS.MERGED, 1, ("1 新課",), "ほかに1つ以上"),
        (KINDS.RENAMED, 2, ("1 新課",), "統合のときだけ"),
        (KINDS.SPLIT, 1, ("1 新課",), "2行以上"),
        (KINDS.RENAMED, 1, ("1 新課", "2 別課"), "1行に"),
        (KINDS.RENAMED, 1, ("USED 新課",), "使われています"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_happens(
    kind: SuccessionKind, count: int, as_: tuple[str, ...], sentence: str, city: Municipality
) -> None:
    unit(city, code="USED", name="ある課")
    before = [unit(city) for _ in range(count)]

    with pytest.raises(UserError, match=sentence):
        go_on(kind, *before, as_=as_)

    assert not UnitSuccession.objects.exists()
    assert not OrganisationUnit.objects.filter(valid_to__isnull=False).exists()


def test_a_unit_that_ended_long_ago_or_begins_later_cannot_go_on(city: Municipality) -> None:
    gone = unit(city)
    units.end_unit(unit=gone, last_day=date(2020, 3, 31), by=SYSTEM, at=AT)
    new = units.create_unit(municipality=city, code="N", name="新課", valid_from=DAY, by=SYSTEM, at=AT)

    for wrong in (gone, new):
        with pytest.raises(UserError, match="前の日にはありません"):
            go_on(KINDS.RENAMED, wrong, as_=("1 新しい課",))


def test_the_database_itself_refuses_a_unit_that_follows_itself(city: Municipality) -> None:
    one = unit(city)

    with pytest.raises(IntegrityError), transaction.atomic():
        UnitSuccession.objects.create(predecessor=one, successor=one, kind="renamed", day=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitSuccession.objects.create(predecessor=one, successor=unit(city), kind="closed", day=DAY)


def test_sections_go_on_by_the_page(
    city: Municipality, other_city: Municipality, browser_of: Callable[[User], Client]
) -> None:
    browser = browser_of(person(city, Role.ADMINISTRATOR))
    first, second, foreign = unit(city, name="商工課"), unit(city, name="観光課"), unit(other_city)
    address = f"/units/{first.pk}/succeed/"
    typed = {
        "kind": "merged",
        "day": DAY.isoformat(),
        "partners": [second.pk],
        "successors": "0201　商工観光課\n",
        "carries_roles": "on",
    }

    assert "商工課" in browser.get(address).content.decode()
    assert browser.get(f"/units/{foreign.pk}/succeed/").status_code == 404
    foreign_partner = browser.post(address, {**typed, "partners": [foreign.pk]})
    without_name = browser.post(address, {**typed, "successors": "0201"})
    twice = browser.post(address, {**typed, "successors": "1 甲課\n1 乙課"})
    alone = browser.post(address, {**typed, "partners": []})
    assert [answer.status_code for answer in (foreign_partner, without_name, twice, alone)] == [422] * 4
    assert "「組織コード 組織名」の形" in without_name.content.decode()
    assert browser.post(address, typed).status_code == 302
    made = OrganisationUnit.objects.get(name="商工観光課")
    assert (made.code, made.valid_from) == ("0201", DAY)
    assert names_of(city, DAY)["観光課"] == ["商工観光課"]


def test_names_cost_the_same_for_few_and_for_many_units(city: Municipality) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            unit_names_through_time(city.code, DAY)
        return len(captured)

    go_on(KINDS.RENAMED, unit(city), as_=("A1 新課",))
    few = count()
    for number in range(20):
        go_on(KINDS.RENAMED, unit(city, name=f"課{number}"), as_=(f"B{number} 新課{number}",))

    assert count() == few == 2
