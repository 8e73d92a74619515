"""The list of the personnel section: what is read, what is refused, what changes on its day. The people are invented."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.web.factories import AT, SYSTEM, person, unit
from torikumi.errors import UserError
from torikumi.web.accounts.acting import today
from torikumi.web.accounts.actions import people
from torikumi.web.accounts.models import Municipality, PersonnelImport, RoleAssignment, User
from torikumi.web.accounts.permissions import ROLE_LABELS, UNIT_ROLES, Role
from torikumi.web.accounts.personnel_list import read_personnel
from torikumi.web.audit.models import AuditEvent

HEADER = "利用者ID,氏名,所属,役割,メール\n"
FIRST = date(2027, 4, 1)
BEFORE = FIRST - timedelta(days=1)


@pytest.fixture
def boss(city: Municipality) -> User:
    return person(city, Role.ADMINISTRATOR, login_name="boss")


@pytest.fixture
def browser(boss: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(boss)


def upload(browser: Client, text: str, first: date = FIRST, encoding: str = "utf-8") -> HttpResponse:
    document = SimpleUploadedFile("meibo.csv", text.encode(encoding))
    return browser.post("/people/list/", {"document": document, "first_day": first.isoformat()})


def confirm(browser: Client, text: str, first: date = FIRST, **typed: object) -> HttpResponse:
    address = upload(browser, text, first)["Location"]
    page = browser.get(address)
    return browser.post(f"{address}confirm/", {"seen": page.context["seen"], **typed})


BOSS = "boss,見本 太郎,,管理者,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize(
    "header",
    [
        "利用者ID,氏名,所属,役割,メール",
        "職員番号,職員名,所属課,権限,E-mail",
        "ＩＤ,名 前,部署,役割,メールアドレス",
    ],
)
def test_a_list_is_read_whatever_its_headings_and_its_characters(header: str, encoding: str) -> None:
    text = f"{header}\r\nHanako,見本　花子,企画課,課長,hanako@example.jp\r\n\r\ntaro,見本 太郎,,,\r\n"

    rows, problems = read_personnel(text.encode(encoding), name="meibo.csv")

    assert problems == ()
    assert [(row.line, row.login_name, row.display_name, row.unit, row.role, row.email) for row in rows] == [
        (2, "hanako", "見本　花子", "企画課", Role.SECTION_HEAD, "hanako@example.jp"),
        (4, "taro", "見本 太郎", "", None, ""),
    ]


@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        (",花子,企画課,課長,", "利用者ID", "利用者IDを入れてください"),
        ("花子,花子,企画課,課長,", "利用者ID", "半角の英小文字"),
        ("hanako,,企画課,課長,", "氏名", "氏名を入れてください"),
        ("hanako,花子,企画課,係長,", "役割", "「係長」という役割はありません"),
        ("hanako,花子,,課長,", "所属", "課長には、所属を入れてください"),
        ("hanako,花子,企画課,課長,hanako", "メール", "メールアドレスの形"),
        ("hanako,花\x07子,企画課,課長,", "氏名", "見えない文字"),
        ('hanako,"花\n子",企画課,課長,', "氏名", "見えない文字"),
        (f"hanako,{'花' * 101},企画課,課長,", "氏名", "100文字まで"),
    ],
)
def test_a_mistake_is_named_by_line_and_column(line: str, column: str, sentence: str) -> None:
    text = f"{HEADER}taro,太郎,企画課,課の担当,\n{line}\n"

    rows, problems = read_personnel(text.encode(), name="meibo.csv")

    assert [row.login_name for row in rows] == ["taro"]
    assert [(problem.line, problem.column) for problem in problems] == [(3, column)]
    assert sentence in problems[0].sentence


def test_one_login_name_has_one_name() -> None:
    text = f"{HEADER}taro,見本 太郎,企画課,課長,\ntaro,見本 花子,財政課,課長,\n"

    _, problems = read_personnel(text.encode(), name="meibo.csv")

    assert [(problem.line, problem.column) for problem in problems] == [(3, "氏名")]
    assert "2行目の同じ利用者ID" in problems[0].sentence


@pytest.mark.parametrize(
    ("octets", "sentence"),
    [
        (b"", "1人以上"),
        (HEADER.encode(), "1人以上"),
        ("利用者ID,氏名,役割\na,b,c\n".encode(), "「所属」の見出しがありません"),
        (HEADER.encode() + b"\x81\xff\xff\xfe", "文字コード"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_one_sentence(octets: bytes, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        read_personnel(octets, name="meibo.csv")


NAMES = st.text(st.characters(codec="cp932", categories=["L", "N"]), min_size=1, max_size=30)


@given(
    people=st.lists(
        st.tuples(st.from_regex(r"\A[a-z0-9][a-z0-9._-]{0,20}\Z"), NAMES, st.sampled_from([*Role, None])),
        min_size=1,
        max_size=8,
        unique_by=lambda one: one[0],
    ),
    encoding=st.sampled_from(["utf-8", "cp932"]),
)
def test_what_a_list_says_comes_back(people: list[tuple[str, str, Role | None]], encoding: str) -> None:
    lines = [
        f"{login},{name},{'企画課' if role in UNIT_ROLES else ''},{ROLE_LABELS[role] if role else ''},"
        for login, name, role in people
    ]

    rows, problems = read_personnel((HEADER + "\n".join(lines)).encode(encoding), name="meibo.csv")

    assert problems == ()
    assert [(row.login_name, row.display_name, row.role) for row in rows] == people


@given(octets=st.binary(max_size=300))
def test_no_file_breaks_the_reader(octets: bytes) -> None:
    try:
        read_personnel(HEADER.encode() + octets, name="meibo.csv")
    except UserError as error:
        assert error.ja


pytest_db = pytest.mark.django_db


@pytest_db
def test_old_roles_end_on_the_day_before_and_new_ones_begin_on_the_day(
    city: Municipality, browser: Client
) -> None:
    planning, finance = unit(city, name="企画課"), unit(city, name="財政課")
    mover = person(city, Role.SECTION, login_name="mover", section=planning)
    stays = person(city, Role.SECTION_HEAD, login_name="stays", section=finance)
    leaver = person(city, Role.READER, login_name="leaver")

    answer = confirm(
        browser,
        HEADER
        + BOSS
        + "mover,見本 太郎,財政課,課の担当,\nmover,見本 太郎,企画課,課長,\n"
        + "stays,見本 太郎,財政課,課長,\nleaver,見本 太郎,,,\nnewcomer,新人 花子,企画課,課の担当,n@example.jp\n",
    )

    assert answer.status_code == 302

    def said(user: User, day: date) -> list[tuple[str, str]]:
        found = RoleAssignment.objects.filter(user=user).on(day).select_related("unit")
        return sorted((one.role, one.unit.name if one.unit else "") for one in found)

    newcomer = User.objects.get(login_name="newcomer")
    assert said(mover, BEFORE) == [("section", "企画課")]
    assert said(mover, FIRST) == [("section", "財政課"), ("section_head", "企画課")]
    assert said(stays, BEFORE) == said(stays, FIRST) == [("section_head", "財政課")]
    assert (said(leaver, BEFORE), said(leaver, FIRST)) == ([("reader", "")], [])
    assert (said(newcomer, BEFORE), said(newcomer, FIRST)) == ([], [("section", "企画課")])
    assert (newcomer.email, newcomer.has_usable_password()) == ("n@example.jp", False)
    assert not AuditEvent.objects.filter(action="assign_role", object_id="stays", actor="boss").exists()
    event = AuditEvent.objects.get(action="confirm_personnel")
    assert event.after is not None
    assert {kind: event.after[kind] for kind in ("added", "moved", "ended", "untouched")} == {
        "added": 1, "moved": 1, "ended": 1, "untouched": 2,
    }  # fmt: skip


@pytest_db
def test_the_same_list_twice_changes_nothing_the_second_time(city: Municipality, browser: Client) -> None:
    unit(city, name="企画課")
    text = HEADER + BOSS + "hanako,見本 花子,企画課,課長,h@example.jp\n"
    confirm(browser, text)
    events = AuditEvent.objects.filter(object_kind="person").count()

    address = upload(browser, text)["Location"]
    page = browser.get(address)
    browser.post(f"{address}confirm/", {"seen": page.context["seen"]})

    assert page.context["parts"] == []
    assert page.context["untouched"] == 2
    assert AuditEvent.objects.filter(object_kind="person").count() == events


@pytest_db
def test_a_corrected_list_takes_back_what_had_not_begun(city: Municipality, browser: Client) -> None:
    unit(city, name="企画課")
    unit(city, name="財政課")
    day = today() + timedelta(days=30)
    confirm(browser, HEADER + BOSS + "hanako,見本 花子,企画課,課長,\n", day)

    confirm(browser, HEADER + BOSS + "hanako,見本 花子,財政課,課長,\n", day)

    hanako = User.objects.get(login_name="hanako")
    held = RoleAssignment.objects.filter(user=hanako).on(day)
    assert [one.unit.name for one in held if one.unit] == ["財政課"]
    assert "取消し" in browser.get(f"/people/{hanako.pk}/").content.decode()


@pytest_db
def test_a_late_list_does_not_undo_what_was_done_in_the_old_role(city: Municipality, browser: Client) -> None:
    planning = unit(city, name="企画課")
    unit(city, name="財政課")
    begun = today() - timedelta(days=5)
    user = person(city, login_name="hanako")
    people.assign_role(user=user, role=Role.SECTION, unit=planning, valid_from=begun, by=SYSTEM, at=AT)

    confirm(browser, HEADER + BOSS + "hanako,見本 太郎,財政課,課の担当,\n", begun)

    first = RoleAssignment.objects.get(user=user, unit=planning)
    assert (first.valid_from, first.valid_to, first.cancelled_at) == (
        begun,
        today() - timedelta(days=1),
        None,
    )
    assert [one.unit.name for one in RoleAssignment.objects.filter(user=user).on(today()) if one.unit] == [
        "財政課"
    ]


@pytest_db
def test_a_list_with_a_mistake_writes_nothing(
    city: Municipality, browser: Client, other_city: Municipality
) -> None:
    unit(city, name="企画課")
    unit(city, name="庶務係", code="A1")
    unit(city, name="庶務係", code="B1")
    person(other_city, Role.READER, login_name="neighbour")
    events = AuditEvent.objects.count()

    answer = upload(
        browser,
        HEADER
        + "hanako,花子,ない課,課長,\njiro,次郎,庶務係,課の担当,\nneighbour,三郎,企画課,課長,\nshiro,四郎,A1,課の担当,\nx,,,,\n",
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert [(problem.line, problem.column) for problem in answer.context["problems"]] == [
        (2, "所属"), (3, "所属"), (4, "利用者ID"), (6, "氏名"),
    ]  # fmt: skip
    assert "「ない課」という組織がその日にありません" in page
    assert "組織コード（A1、B1）" in page
    assert not PersonnelImport.objects.exists()
    assert AuditEvent.objects.count() == events


@pytest_db
def test_people_who_are_not_in_the_list_stay_unless_the_administrator_says_so(
    city: Municipality, browser: Client
) -> None:
    stays, goes = person(city, Role.READER, login_name="stays"), person(city, Role.READER, login_name="goes")

    confirm(browser, HEADER + BOSS, today(), close=[goes.pk])

    stays.refresh_from_db()
    goes.refresh_from_db()
    assert (stays.is_active, goes.is_active) == (True, False)
    assert (stays.roles_on(today()), goes.roles_on(today())) == ({Role.READER}, frozenset())
    assert goes.roles_on(today() - timedelta(days=1)) == {Role.READER}


@pytest_db
def test_who_retires_later_works_until_then(city: Municipality, browser: Client) -> None:
    goes, day = person(city, Role.READER, login_name="goes"), today() + timedelta(days=10)

    confirm(browser, HEADER + BOSS, day, close=[goes.pk])

    goes.refresh_from_db()
    assert goes.is_active
    assert (goes.roles_on(day - timedelta(days=1)), goes.roles_on(day)) == ({Role.READER}, frozenset())


@pytest_db
def test_the_last_administrator_stays_and_nothing_of_the_list_is_done(
    city: Municipality, browser: Client
) -> None:
    answer = confirm(browser, HEADER + "boss,見本 太郎,,閲覧者,\nhanako,花子,,閲覧者,\n", today())

    assert answer.status_code == 422
    assert "管理者がいなくなるため" in answer.content.decode()
    assert not User.objects.filter(login_name="hanako").exists()


@pytest_db
def test_an_administrator_may_hand_over_in_one_list(city: Municipality, boss: User, browser: Client) -> None:
    confirm(browser, HEADER + "boss,見本 太郎,,閲覧者,\nhanako,花子,,管理者,\n", FIRST)

    assert (boss.roles_on(BEFORE), boss.roles_on(FIRST)) == ({Role.ADMINISTRATOR}, {Role.READER})


@pytest_db
def test_changes_that_were_not_shown_are_not_confirmed(city: Municipality, browser: Client) -> None:
    user = person(city, Role.READER, login_name="hanako")
    address = upload(browser, HEADER + BOSS + "hanako,見本 太郎,,監査,\n")["Location"]
    seen = browser.get(address).context["seen"]
    people.change_facts(user=user, display_name="結婚 花子", email="", by=SYSTEM, at=AT)

    answer = browser.post(f"{address}confirm/", {"seen": seen})

    assert answer.status_code == 422
    assert "利用者か組織が変わりました" in answer.content.decode()
    assert user.roles_on(FIRST) == {Role.READER}
    assert browser.post(f"{address}confirm/", {"seen": answer.context["seen"]}).status_code == 302
    assert user.roles_on(FIRST) == {Role.AUDITOR}


@pytest_db
def test_a_decided_list_keeps_no_names_and_does_not_open_again(
    city: Municipality, browser: Client, other_city: Municipality, browser_of: Callable[[User], Client]
) -> None:
    address = upload(browser, HEADER + BOSS)["Location"]
    neighbour = browser_of(person(other_city, Role.ADMINISTRATOR))
    assert neighbour.get(address).status_code == 404
    assert neighbour.post(f"{address}discard/").status_code == 404

    assert browser.post(f"{address}discard/").status_code == 302

    assert PersonnelImport.objects.get().rows == []
    assert browser.get(address).status_code == 404
    assert browser.post(f"{address}confirm/", {"seen": ""}).status_code == 404


@pytest_db
def test_first_passwords_are_made_for_those_without_one_and_shown_once(
    city: Municipality, browser: Client, client: Client
) -> None:
    confirm(browser, HEADER + BOSS + "hanako,見本 花子,,閲覧者,\n", today())
    assert client.post("/login/", {"login_name": "hanako", "password": ""}).status_code == 422

    made = browser.post("/people/passwords/")

    [(user, password)] = made.context["made"]
    assert user.login_name == "hanako"
    assert client.post("/login/", {"login_name": "hanako", "password": password}).status_code == 302
    assert client.get("/")["Location"] == "/password/"
    assert password not in browser.get("/people/passwords/").content.decode()
    assert browser.post("/people/passwords/").context["made"] == []


@pytest_db
def test_looking_a_list_over_asks_as_often_for_many_as_for_few(city: Municipality, browser: Client) -> None:
    unit(city, name="企画課")

    def count(people: int) -> int:
        lines = "".join(f"p{number},見本,企画課,課の担当,\n" for number in range(people))
        address = upload(browser, HEADER + BOSS + lines)["Location"]
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
        return len(captured)

    count(1)
    assert count(2) == count(60)


@pytest_db
def test_the_command_says_what_changes_and_does_it_only_when_told(
    city: Municipality, boss: User, tmp_path: Path
) -> None:
    path = tmp_path / "meibo.csv"
    path.write_text(HEADER + "hanako,見本 花子,,閲覧者,\n", encoding="cp932")
    arguments = ["import_personnel", str(path), "--municipality", city.code, "--first-day", "2027-04-01"]
    said = io.StringIO()

    call_command(*arguments, stdout=said, stderr=io.StringIO())
    assert said.getvalue().splitlines() == [
        "＋ 見本 花子（hanako） 始まる：閲覧者",
        "？ 見本 太郎（boss） 名簿にありません。変えません",
    ]
    assert not User.objects.filter(login_name="hanako").exists()
    call_command(*arguments, "--confirm", stdout=said, stderr=io.StringIO())
    assert User.objects.get(login_name="hanako").roles_on(FIRST) == {Role.READER}
    path.write_text(HEADER + "hanako,,,閲覧者,\n", encoding="utf-8")
    with pytest.raises(UserError, match="1か所を直して"):
        call_command(*arguments, "--confirm", stdout=said, stderr=io.StringIO())


@pytest_db
def test_name_and_mail_are_changed_on_the_page(city: Municipality, browser: Client) -> None:
    user = person(city, Role.READER)
    address = f"/people/{user.pk}/facts/"

    assert "見本 太郎" in browser.get(address).content.decode()
    assert browser.post(address, {"display_name": "見本 太郎", "email": "taro"}).status_code == 422
    assert browser.post(address, {"display_name": "結婚 太郎", "email": "t@example.jp"}).status_code == 302
    user.refresh_from_db()
    assert (user.display_name, user.email) == ("結婚 太郎", "t@example.jp")
