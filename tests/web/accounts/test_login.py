"""Logging in: who gets in, who is slowed down, and who is not."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.web.factories import PASSWORD, SYSTEM, person
from torikumi.web.accounts.actions import people, sessions
from torikumi.web.accounts.login_models import LoginBucket
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.throttle import MOST_TRIES, MOST_TRIES_OF_ADDRESS, WINDOW, buckets_of
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def log_in(client: Client, name: str, password: str = PASSWORD, address: str = "192.0.2.1") -> int:
    answer = client.post("/login/", {"login_name": name, "password": password}, REMOTE_ADDR=address)
    return answer.status_code


def test_a_person_logs_in_and_out(client: Client, person_with: Callable[..., User]) -> None:
    user = person_with(Role.READER)

    assert log_in(client, user.login_name) == 302
    assert client.get("/").status_code == 200
    assert client.post("/logout/").status_code == 302
    assert client.get("/")["Location"] == "/login/"
    assert [event.action for event in AuditEvent.objects.of_object("person", user.login_name)[:2]] == [
        "logout",
        "login",
    ]


def test_the_login_name_may_be_typed_with_capitals_and_spaces(client: Client, city: Municipality) -> None:
    person(city, Role.READER, login_name="hanako")

    assert log_in(client, " Hanako ") == 302


@pytest.mark.parametrize(("name", "password"), [("nobody", PASSWORD), ("taro", "wrong"), ("taro", "")])
def test_a_wrong_name_and_a_wrong_password_look_alike(
    name: str, password: str, client: Client, city: Municipality
) -> None:
    person(city, Role.READER, login_name="taro")

    answer = client.post("/login/", {"login_name": name, "password": password})

    assert answer.status_code == 422
    expected = "利用者IDかパスワードが違います" if password else "パスワードを入力してください"
    assert expected in answer.content.decode()


def test_a_closed_account_cannot_log_in_and_its_session_ends(client: Client, city: Municipality) -> None:
    user = person(city, Role.READER, login_name="taro")
    log_in(client, "taro")
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get("/")["Location"] == "/login/"
    assert log_in(Client(), "taro") == 422


def test_a_session_from_before_the_account_was_closed_does_not_come_back_with_it(city: Municipality) -> None:
    user, before, after = person(city, Role.READER, login_name="taro"), Client(), Client()
    log_in(before, "taro")
    assert before.get("/").status_code == 200

    people.deactivate_user(user=user, by=SYSTEM, at=timezone.now(), today=timezone.localdate())
    people.activate_user(user=user, by=SYSTEM, at=timezone.now())

    assert before.get("/")["Location"].partition("?")[0] == "/login/"
    assert log_in(after, "taro") == 302
    assert after.get("/").status_code == 200


def test_the_session_gets_a_new_key_at_the_login(client: Client, person_with: Callable[..., User]) -> None:
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = session.session_key

    log_in(client, person_with(Role.READER).login_name)

    assert client.session.session_key != before
    assert "sessionid" not in client.cookies
    assert client.cookies["torikumi_session"]["httponly"]
    assert client.cookies["torikumi_session"]["samesite"] == "Lax"


def test_the_eleventh_try_at_an_account_is_refused_from_any_address(
    client: Client, city: Municipality
) -> None:
    person(city, Role.READER, login_name="taro")

    statuses = [log_in(Client(), "taro", "wrong", f"192.0.2.{number}") for number in range(1, MOST_TRIES + 2)]

    assert statuses == [422] * MOST_TRIES + [429]
    assert log_in(Client(), "taro", PASSWORD, "192.0.2.200") == 429


def test_the_hundred_and_first_wrong_try_from_an_address_is_refused_for_any_account(
    client: Client, city: Municipality
) -> None:
    statuses = [log_in(Client(), f"guess{number}", "wrong") for number in range(MOST_TRIES_OF_ADDRESS + 1)]

    assert statuses == [422] * MOST_TRIES_OF_ADDRESS + [429]


def test_one_stranger_does_not_lock_the_office_that_shares_an_address(city: Municipality) -> None:
    person(city, Role.READER, login_name="taro")
    person(city, Role.READER, login_name="hanako")

    statuses = [log_in(Client(), "taro", "wrong") for _ in range(5 * MOST_TRIES)]

    assert statuses == [422] * MOST_TRIES + [429] * (4 * MOST_TRIES)
    assert log_in(Client(), "hanako") == 302


def test_the_answer_says_when_to_come_back(client: Client, city: Municipality) -> None:
    for _ in range(MOST_TRIES):
        log_in(Client(), "taro", "wrong")

    answer = client.post("/login/", {"login_name": "taro", "password": "wrong"}, REMOTE_ADDR="192.0.2.1")

    assert answer.status_code == 429
    assert answer["Retry-After"] == "900"
    assert "15分たってから" in answer.content.decode()


def test_the_owner_gets_in_from_a_browser_that_was_there_before(city: Municipality) -> None:
    person(city, Role.READER, login_name="taro")
    own = Client()
    log_in(own, "taro", address="192.0.2.50")
    own.post("/logout/")
    for number in range(3 * MOST_TRIES):
        log_in(Client(), "taro", "wrong", f"192.0.2.{number}")

    assert log_in(Client(), "taro", address="192.0.2.99") == 429
    assert log_in(own, "taro", address="192.0.2.50") == 302


def test_a_known_browser_has_ten_tries_too(city: Municipality) -> None:
    person(city, Role.READER, login_name="taro")
    own = Client()
    log_in(own, "taro")
    own.post("/logout/")

    statuses = [log_in(own, "taro", "wrong") for _ in range(MOST_TRIES + 1)]

    assert statuses == [422] * MOST_TRIES + [429]


def test_the_mark_of_one_account_says_nothing_of_another(city: Municipality) -> None:
    person(city, Role.READER, login_name="mine")
    person(city, Role.READER, login_name="target")
    own = Client()
    log_in(own, "mine")
    own.post("/logout/")
    mine = next(name for name in own.cookies if name.startswith("torikumi_known_"))
    for _ in range(MOST_TRIES):
        log_in(Client(), "target", "wrong")
    from torikumi.web.accounts.throttle import known_browser_cookie

    own.cookies[known_browser_cookie("target")] = own.cookies[mine].value

    assert log_in(own, "target") == 429


def test_tries_are_forgotten_after_a_quarter_of_an_hour(city: Municipality) -> None:
    buckets = buckets_of(login_name="taro", address="192.0.2.1", browser=None)
    begin = timezone.now()

    def reserve(after: timedelta) -> bool:
        return sessions.reserve_login_try(
            buckets=buckets, login_name="taro", by=Actor(name="anonymous"), at=begin + after
        )

    assert [reserve(timedelta(minutes=number)) for number in range(MOST_TRIES)] == [True] * MOST_TRIES
    assert not reserve(WINDOW - timedelta(seconds=1))
    assert reserve(WINDOW + timedelta(seconds=1))
    assert not reserve(WINDOW + timedelta(seconds=2))


def test_refused_tries_fill_neither_the_trail_nor_the_table(city: Municipality) -> None:
    person(city, Role.READER, login_name="taro")
    for _ in range(MOST_TRIES):
        log_in(Client(), "taro", "wrong")
    events, buckets = AuditEvent.objects.count(), LoginBucket.objects.count()

    for _ in range(20):
        assert log_in(Client(), "taro", "wrong") == 429

    assert (AuditEvent.objects.count(), LoginBucket.objects.count()) == (events, buckets)
    assert AuditEvent.objects.filter(action="login_limit_reached").count() == 1


def test_what_was_typed_into_the_wrong_box_is_kept_nowhere(city: Municipality) -> None:
    log_in(Client(), "my-secret-password", "x")

    event = AuditEvent.objects.get(action="login_failed")
    assert event.object_id == ""
    assert not LoginBucket.objects.filter(key__contains="secret").exists()


def test_many_people_log_in_from_one_address(city: Municipality) -> None:
    for number in range(3 * MOST_TRIES):
        name = person(city, Role.READER, login_name=f"morning{number}").login_name

        assert log_in(Client(), name) == 302


def test_a_session_ends_an_hour_after_its_last_use(client: Client, person_with: Callable[..., User]) -> None:
    log_in(client, person_with(Role.READER).login_name)
    _set(client, sessions.SEEN, minutes_ago=59)
    assert client.get("/").status_code == 200

    _set(client, sessions.SEEN, minutes_ago=61)

    assert client.get("/").status_code == 302


def test_a_session_ends_twelve_hours_after_the_login_however_busy(
    client: Client, person_with: Callable[..., User]
) -> None:
    log_in(client, person_with(Role.READER).login_name)
    _set(client, sessions.BEGAN, minutes_ago=12 * 60 - 1)
    assert client.get("/").status_code == 200

    _set(client, sessions.BEGAN, minutes_ago=12 * 60 + 1)

    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"kept": "1"}, "書きかけの文はこの端末に残っています"),
        ({"kept": ""}, "送った内容は、まだ保存していません"),
        (None, "時間がたったので、ログインし直してください。"),
    ],
)
def test_who_has_to_log_in_again_is_told_why_and_led_back_to_the_page(
    sent: dict[str, str] | None, said: str, client: Client, person_with: Callable[..., User]
) -> None:
    name = person_with(Role.READER).login_name
    log_in(client, name)
    _set(client, sessions.SEEN, minutes_ago=61)
    page = "/plans/?q=%E5%B8%82"

    if sent is None:
        answer = client.get(page)
    else:
        answer = client.post(
            "/delegations/add/",
            urlencode(sent),
            content_type="application/x-www-form-urlencoded",
            headers={"referer": f"http://testserver{page}#here"},
        )
    asked = client.get(answer["Location"])
    refused = client.post("/login/", {"login_name": name, "password": "x", **_hidden(asked)})
    back = client.post("/login/", {"login_name": name, "password": PASSWORD, **_hidden(refused)})

    for shown in (asked, refused):
        assert said in shown.content.decode()
        assert "元のページに戻ります" in shown.content.decode()
    assert back["Location"] == page


def _hidden(answer: HttpResponse) -> dict[str, str]:
    form = answer.content.decode().partition('action="/login/"')[2].partition("</form>")[0]
    found = re.findall(r'type="hidden" name="(next|ended)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found}


@pytest.mark.parametrize("referer", ["https://elsewhere.example/a", "http://testserver.example/a", "", "x"])
def test_a_form_of_another_site_leads_nowhere(referer: str, client: Client) -> None:
    answer = client.post("/delegations/add/", {}, headers={"referer": referer})

    assert answer["Location"] == "/login/?ended=sent"


def test_who_had_not_been_in_is_told_of_no_time(client: Client) -> None:
    assert client.get("/plans/")["Location"] == "/login/?next=%2Fplans%2F"
    assert "時間がたった" not in client.get("/login/?next=/plans/").content.decode()


def _set(client: Client, key: str, *, minutes_ago: int) -> None:
    session = client.session
    session[key] = int((timezone.now() - timedelta(minutes=minutes_ago)).timestamp())
    session.save()


def test_the_first_page_shows_the_login_before_this_one(
    client: Client, person_with: Callable[..., User]
) -> None:
    user = person_with(Role.READER)
    log_in(client, user.login_name)
    assert "今回がはじめてです" in client.get("/").content.decode()
    User.objects.filter(pk=user.pk).update(
        last_login=timezone.make_aware(timezone.datetime(2026, 5, 7, 8, 9))
    )

    second = Client()
    log_in(second, user.login_name)

    assert "2026年5月7日 08:09" in second.get("/").content.decode()


def test_a_first_password_has_to_be_changed_before_anything_else(client: Client, city: Municipality) -> None:
    user = person(city, Role.ADMINISTRATOR)
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    log_in(client, user.login_name)
    assert client.get("/people/")["Location"] == "/password/"

    answer = client.post(
        "/password/", {"old": PASSWORD, "new": "atarashii-kotoba", "again": "atarashii-kotoba"}
    )

    assert answer["Location"] == "/"
    assert client.get("/people/").status_code == 200
    assert log_in(Client(), user.login_name, "atarashii-kotoba") == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("wrong", "atarashii-kotoba", "atarashii-kotoba", "今のパスワードが違います"),
        (PASSWORD, "mijikai", "mijikai", "12 文字以上"),
        (PASSWORD, "123456789012", "123456789012", "数字しか使われていません"),
        (PASSWORD, "atarashii-kotoba", "chigau-kotoba", "2回の新しいパスワードが違います"),
    ],
)
def test_a_password_is_changed_only_with_the_old_one_and_to_a_good_one(
    old: str, new: str, again: str, sentence: str, client: Client, person_with: Callable[..., User]
) -> None:
    user = person_with(Role.READER)
    log_in(client, user.login_name)

    answer = client.post("/password/", {"old": old, "new": new, "again": again})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_guessing_the_old_password_is_limited_too(client: Client, person_with: Callable[..., User]) -> None:
    log_in(client, person_with(Role.READER).login_name)
    form = {"old": "wrong", "new": "atarashii-kotoba", "again": "atarashii-kotoba"}

    statuses = [client.post("/password/", form).status_code for _ in range(MOST_TRIES + 1)]

    assert statuses == [422] * MOST_TRIES + [429]


def test_a_new_password_ends_the_other_sessions(person_with: Callable[..., User]) -> None:
    user, here, elsewhere = person_with(Role.READER), Client(), Client()
    log_in(here, user.login_name)
    log_in(elsewhere, user.login_name)

    here.post("/password/", {"old": PASSWORD, "new": "atarashii-kotoba", "again": "atarashii-kotoba"})

    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
