"""The second factor: real codes of an app, recovery codes, who must have one, and what its loss costs."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.web.accounts.totp import code_of
from tests.web.factories import PASSWORD, person
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.models import AuditEvent

pytestmark = pytest.mark.django_db

ADD = "/password/authenticator/add/"


def log_in(client: Client, name: str) -> str:
    """Return where a right password leads."""
    answer = client.post("/login/", {"login_name": name, "password": PASSWORD})
    assert answer.status_code == 302
    return str(answer["Location"])


def set_up_app(client: Client) -> tuple[str, list[str]]:
    """Register an app, and return its secret and the recovery codes."""
    answer = client.get(ADD)
    assert answer["Location"] == f"/password/again/?next={ADD.replace('/', '%2F')}"
    assert client.post(answer["Location"], {"password": PASSWORD})["Location"] == ADD
    secret = client.get(ADD).context["form"].secret
    assert client.post(ADD, {"code": code_of(secret)})["Location"] == "/password/codes/"
    page = client.get("/password/codes/").content.decode()
    return secret, re.findall(r'<li class="code">(\d{8})</li>', page)


@pytest.fixture
def taro(city: Municipality) -> User:
    return person(city, Role.READER, login_name="taro")


@pytest.fixture
def with_app(taro: User) -> tuple[str, list[str]]:
    client = Client()
    log_in(client, "taro")
    return set_up_app(client)


def test_without_a_second_factor_the_password_is_enough(client: Client, taro: User) -> None:
    assert log_in(client, "taro") == "/"
    assert AuditEvent.objects.get(action="login").after == {"ways": ["password"]}


def test_with_an_app_its_code_opens_the_session_and_the_password_alone_does_not(
    client: Client, with_app: tuple[str, list[str]]
) -> None:
    secret, _ = with_app

    assert log_in(client, "taro") == "/login/second-factor/"
    assert client.get("/")["Location"] == "/login/"
    answer = client.post("/login/second-factor/", {"code": code_of(secret, steps=1)})

    assert answer["Location"] == "/"
    assert client.get("/").status_code == 200
    event = AuditEvent.objects.filter(action="login")[0]
    assert event.after == {"ways": ["password", "totp"]}
    assert "torikumi_session" in client.cookies


def test_the_page_that_was_wanted_is_found_after_the_second_factor(
    client: Client, with_app: tuple[str, list[str]]
) -> None:
    client.post("/login/", {"login_name": "taro", "password": PASSWORD, "next": "/plans/"})

    answer = client.post("/login/second-factor/", {"code": code_of(with_app[0], steps=1)})

    assert answer["Location"] == "/plans/"


def test_a_code_opens_one_session_only(with_app: tuple[str, list[str]]) -> None:
    code, first, second = code_of(with_app[0], steps=1), Client(), Client()
    log_in(first, "taro")
    log_in(second, "taro")

    assert first.post("/login/second-factor/", {"code": code}).status_code == 302
    assert second.post("/login/second-factor/", {"code": code}).status_code == 422


def test_a_recovery_code_works_once(with_app: tuple[str, list[str]]) -> None:
    _, codes = with_app
    assert len(set(codes)) == 10
    first, second = Client(), Client()
    log_in(first, "taro")
    log_in(second, "taro")

    assert first.post("/login/second-factor/", {"code": codes[3]}).status_code == 302
    assert second.post("/login/second-factor/", {"code": codes[3]}).status_code == 422
    assert second.post("/login/second-factor/", {"code": codes[4]}).status_code == 302


def test_codes_cannot_be_guessed(client: Client, with_app: tuple[str, list[str]]) -> None:
    log_in(client, "taro")

    said = [client.post("/login/second-factor/", {"code": "000000"}).content.decode() for _ in range(11)]

    assert all("番号が違います" in page for page in said[:10])
    assert "15分たってから" in said[10]
    right = client.post("/login/second-factor/", {"code": code_of(with_app[0], steps=1)})
    assert right.status_code == 422
    other = Client()
    log_in(other, "taro")
    assert other.post("/login/second-factor/", {"code": code_of(with_app[0], steps=1)}).status_code == 422
    assert AuditEvent.objects.filter(action="second_factor_failed", object_id="taro").count() == 13


def test_the_second_factor_is_not_asked_of_who_gave_no_password(
    client: Client, with_app: tuple[str, list[str]]
) -> None:
    assert client.get("/login/second-factor/")["Location"].startswith("/login/")
    answer = client.post("/login/second-factor/", {"code": code_of(with_app[0], steps=1)})
    assert answer["Location"].startswith("/login/")
    assert client.get("/")["Location"] == "/login/"


def test_a_wrong_code_registers_no_app(client: Client, taro: User) -> None:
    log_in(client, "taro")
    client.post(client.get(ADD)["Location"], {"password": PASSWORD})
    client.get(ADD)

    answer = client.post(ADD, {"code": "000000"})

    assert answer.status_code == 422
    assert "番号が違います" in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_the_secret_is_drawn_here_and_kept_sealed(
    client: Client, taro: User, settings: pytest.FixtureRequest
) -> None:
    log_in(client, "taro")
    assert client.get("/password/authenticator/picture/").status_code == 404
    client.post(client.get(ADD)["Location"], {"password": PASSWORD})
    secret = client.get(ADD).context["form"].secret

    picture = client.get("/password/authenticator/picture/")

    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["Cache-Control"] == "private, no-store"
    client.post(ADD, {"code": code_of(secret)})
    kept = Authenticator.objects.get(type="totp")
    assert secret not in str(kept.data)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-secret-" * 5
    again = Client()
    log_in(again, "taro")
    assert again.post("/login/second-factor/", {"code": code_of(secret, steps=1)}).status_code == 302


def test_a_lost_secret_of_the_server_lets_nobody_in_by_an_app(
    client: Client, with_app: tuple[str, list[str]], settings: pytest.FixtureRequest
) -> None:
    settings.SECRET_KEY = "another-secret-" * 5
    log_in(client, "taro")

    assert client.post("/login/second-factor/", {"code": code_of(with_app[0], steps=1)}).status_code == 422


def test_changes_need_the_password_again_and_stand_in_the_trail(client: Client, taro: User) -> None:
    log_in(client, "taro")
    address = client.get(ADD)["Location"]
    wrong = client.post(address, {"password": "wrong"})
    assert wrong.status_code == 422
    assert "パスワードが違います" in wrong.content.decode()
    assert AuditEvent.objects.filter(action="login_failed").count() == 1

    set_up_app(client)
    assert client.post("/password/codes/renew/")["Location"] == "/password/codes/"
    client.post("/password/authenticator/remove/")

    assert not Authenticator.objects.exists()
    assert log_in(Client(), "taro") == "/"


def test_what_was_changed_stands_in_the_trail(
    taro: User, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    client = Client()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # a context manager
        log_in(client, "taro")
        set_up_app(client)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        client.post("/password/codes/renew/")
    client.post("/password/authenticator/remove/")

    events = AuditEvent.objects.filter(action="change_second_factor", actor="taro").order_by("sequence")
    assert [event.after for event in events] == [
        {"what": "totp_activated"},
        {"what": "recovery_codes_generated"},
        {"what": "totp_deactivated"},
    ]


def test_an_administrator_takes_a_lost_second_factor_away(
    city: Municipality, with_app: tuple[str, list[str]], taro: User, browser_of: Callable[[User], Client]
) -> None:
    own = Client()
    log_in(own, "taro")
    own.post("/login/second-factor/", {"code": code_of(with_app[0], steps=1)})
    boss = browser_of(person(city, Role.ADMINISTRATOR))
    assert "あり" in boss.get(f"/people/{taro.pk}/").content.decode()

    assert boss.get(f"/people/{taro.pk}/second-factor/").status_code == 200
    assert boss.post(f"/people/{taro.pk}/second-factor/").status_code == 302

    assert own.get("/")["Location"].startswith("/login/")
    assert log_in(Client(), "taro") == "/"
    event = AuditEvent.objects.get(action="reset_second_factor")
    assert event.before == {"devices": ["recovery_codes", "totp"]}


@pytest.mark.parametrize(
    ("rule", "role", "must"),
    [
        ("optional", Role.ADMINISTRATOR, False),
        ("required-for-office", Role.ADMINISTRATOR, True),
        ("required-for-office", Role.PLANNING, True),
        ("required-for-office", Role.SECTION_HEAD, False),
        ("required", Role.READER, True),
    ],
)
def test_who_must_have_one_can_do_nothing_else_before(
    rule: str, role: Role, must: bool, client: Client, city: Municipality, settings: pytest.FixtureRequest
) -> None:
    settings.SECOND_FACTOR = rule
    user = person(city, role)
    log_in(client, user.login_name)

    answer = client.get("/plans/")

    assert (answer.status_code, answer.get("Location")) == (
        (302, "/password/second-factor/") if must else (200, None)
    )
    if must:
        assert "二つ目の確認が要ります" in client.get("/password/second-factor/").content.decode()
        set_up_app_again(client)
        assert client.get("/plans/").status_code == 200


def set_up_app_again(client: Client) -> None:
    client.post(client.get(ADD)["Location"], {"password": PASSWORD})
    secret = client.get(ADD).context["form"].secret
    assert client.post(ADD, {"code": code_of(secret)}).status_code == 302


def test_where_it_is_turned_off_nobody_is_asked_and_no_page_is_there(
    client: Client, with_app: tuple[str, list[str]], settings: pytest.FixtureRequest
) -> None:
    settings.SECOND_FACTOR = "off"

    assert log_in(client, "taro") == "/"
    for address in ("/password/second-factor/", ADD, "/password/codes/", "/password/passkeys/add/"):
        assert client.get(address).status_code == 404
    assert "パスキー" not in Client().get("/login/").content.decode()


def test_a_closed_account_does_not_come_in_between_password_and_code(
    client: Client, with_app: tuple[str, list[str]], taro: User
) -> None:
    log_in(client, "taro")
    User.objects.filter(pk=taro.pk).update(is_active=False)

    answer = client.post("/login/second-factor/", {"code": code_of(with_app[0], steps=1)}, follow=True)

    assert "利用を止められています" in answer.content.decode()
    assert client.get("/")["Location"] == "/login/"
    assert not AuditEvent.objects.filter(action="login").exclude(after={"ways": ["password"]}).exists()


def test_nobody_removes_the_passkey_of_another(client: Client, taro: User, city: Municipality) -> None:
    key = Authenticator.objects.create(user=person(city, Role.READER), type="webauthn", data={"name": "鍵"})
    log_in(client, "taro")
    address = f"/password/passkeys/{key.pk}/remove/"
    client.post(client.get(address)["Location"], {"password": PASSWORD})

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_nobody_signs_up(client: Client) -> None:
    for address in ("/signup/", "/accounts/signup/", "/login/signup/", "/password/reset/", "/email/"):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
