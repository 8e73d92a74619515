"""The city's single sign-on, against an issuer that answers over HTTP with signed tokens: who comes in, and who does not."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa
from django.http import HttpResponse
from django.test import Client

from tests.web.accounts.issuer import CLIENT, SECRET, Issuer, running_issuer
from tests.web.accounts.totp import code_of
from tests.web.factories import AT, SYSTEM, person
from torikumi.web.accounts.actions import people
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def issuer(settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Issuer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running_issuer() as running:
        settings.OIDC_ISSUER = running.address
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
        running.claims = {"sub": "s-1", "preferred_username": "taro", "name": "見本 太郎"}
        yield running


@pytest.fixture
def taro(city: Municipality) -> User:
    return person(city, Role.READER, login_name="taro")


def come(client: Client, issuer: Issuer, wanted: str = "") -> HttpResponse:
    """Go to the issuer and come back, as a browser does."""
    away = client.post("/login/city/", {"next": wanted})
    assert away.status_code == 302
    assert away["Location"].startswith(f"{issuer.address}/authorize?")
    back = urlsplit(issuer.answer(away["Location"]))
    assert back.path == "/login/city/callback/"
    return client.get(f"{back.path}?{back.query}")


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def test_who_is_known_by_the_login_name_comes_in(client: Client, issuer: Issuer, taro: User) -> None:
    answer = come(client, issuer, "/plans/")

    assert (answer.status_code, answer["Location"]) == (302, "/plans/")
    assert client.get("/plans/").wsgi_request.user == taro
    assert [(event.action, event.after) for event in AuditEvent.objects.of_object("person", "taro")[:2]] == [
        ("login", {"ways": ["identity"]}),
        ("link_identity", {"found_by": "login_name"}),
    ]
    assert sorted(issuer.asked) == [
        "/.well-known/openid-configuration", "/.well-known/openid-configuration", "/keys", "/token",
    ]  # fmt: skip


def test_what_the_issuer_says_of_a_person_is_not_kept(client: Client, issuer: Issuer, taro: User) -> None:
    issuer.claims |= {"email": "taro@example.jp", "email_verified": True, "phone_number": "0312345678"}

    come(client, issuer)
    come(Client(), issuer)

    kept = SocialAccount.objects.get(user=taro)
    assert set(kept.extra_data) <= {"nonce"}
    assert "s-1" not in kept.uid
    assert not EmailAddress.objects.exists()
    assert not SocialToken.objects.exists()
    taro.refresh_from_db()
    assert (taro.email, taro.display_name) == ("", "見本 太郎")


def test_who_came_once_is_known_by_the_number_also_under_another_name(
    client: Client, issuer: Issuer, taro: User
) -> None:
    come(Client(), issuer)
    issuer.claims["preferred_username"] = "tanaka"

    come(client, issuer)

    assert client.get("/").wsgi_request.user == taro


def test_who_is_known_by_a_verified_address_comes_in(client: Client, issuer: Issuer, taro: User) -> None:
    people.change_facts(user=taro, display_name="見本 太郎", email="Taro@example.jp", by=SYSTEM, at=AT)
    issuer.claims |= {"preferred_username": "t.mihon", "email": "taro@example.jp", "email_verified": True}

    come(client, issuer)

    assert is_in(client)


@pytest.mark.parametrize("verified", [False, None, "true"])
def test_an_address_that_nobody_verified_opens_nothing(
    verified: object, client: Client, issuer: Issuer, taro: User
) -> None:
    people.change_facts(user=taro, display_name="見本 太郎", email="taro@example.jp", by=SYSTEM, at=AT)
    issuer.claims |= {"preferred_username": "x", "email": "taro@example.jp", "email_verified": verified}

    assert come(client, issuer).status_code == 403
    assert not is_in(client)


def test_an_address_that_two_people_share_opens_neither_account(
    client: Client, issuer: Issuer, taro: User, city: Municipality
) -> None:
    for user in (taro, person(city, Role.READER)):
        people.change_facts(user=user, display_name="見本", email="kikaku@example.jp", by=SYSTEM, at=AT)
    issuer.claims |= {"preferred_username": "x", "email": "kikaku@example.jp", "email_verified": True}

    assert come(client, issuer).status_code == 403


def test_a_stranger_gets_no_account(client: Client, issuer: Issuer, taro: User) -> None:
    issuer.claims["preferred_username"] = "stranger"

    answer = come(client, issuer)

    assert answer.status_code == 403
    assert "利用者の登録がありません" in answer.content.decode()
    assert User.objects.count() == 1
    assert not is_in(client)
    event = AuditEvent.objects.get(action="identity_refused")
    assert (event.object_id, event.after) == ("", {"why": "unknown"})


def test_where_a_setting_says_so_a_stranger_gets_an_account_without_a_role(
    client: Client, issuer: Issuer, city: Municipality, settings: pytest.FixtureRequest
) -> None:
    settings.OIDC_CREATE_FOR = city.code
    issuer.claims["preferred_username"] = "newcomer"

    come(client, issuer)

    made = User.objects.get(login_name="newcomer")
    assert (made.municipality, made.has_usable_password(), made.roles_on(AT.date())) == (
        city,
        False,
        frozenset(),
    )
    assert is_in(client)
    assert client.get("/plans/").status_code == 403
    issuer.claims |= {"sub": "s-2", "preferred_username": "名前"}
    assert come(Client(), issuer).status_code == 403


def test_whoever_takes_a_name_there_later_does_not_get_its_account_here(
    client: Client, issuer: Issuer, taro: User
) -> None:
    come(Client(), issuer)
    issuer.claims["sub"] = "s-2"

    answer = come(client, issuer)

    assert answer.status_code == 403
    assert "別の人と結び付いています" in answer.content.decode()
    assert not is_in(client)


def test_an_administrator_unlinks_an_identity(
    client: Client, issuer: Issuer, taro: User, city: Municipality, browser_of: Callable[[User], Client]
) -> None:
    come(client, issuer)
    boss = browser_of(person(city, Role.ADMINISTRATOR))
    assert "結び付けを外す" in boss.get(f"/people/{taro.pk}/").content.decode()

    assert boss.get(f"/people/{taro.pk}/identity/").status_code == 200
    assert boss.post(f"/people/{taro.pk}/identity/").status_code == 302

    assert not is_in(client)
    issuer.claims["sub"] = "s-2"
    again = Client()
    come(again, issuer)
    assert is_in(again)


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "another-client"},
        {"aud": [CLIENT, "other"], "azp": "other"},
        {"iss": "http://127.0.0.1:1"},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"nonce": "another"},
        {"nonce": None},
        {"sub": None},
        {"iat": 4_000_000_000},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_login_opens_nothing(
    wrong: dict[str, object], client: Client, issuer: Issuer, taro: User
) -> None:
    issuer.claims |= wrong

    answer = come(client, issuer)

    assert answer.status_code == 403
    assert "答えを確かめられませんでした" in answer.content.decode()
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [("RS256", rsa.generate_private_key(65537, 2048)), ("HS256", SECRET), ("none", "")],
    ids=["another key", "the client's secret", "no signature"],
)
def test_a_token_that_the_issuer_did_not_sign_opens_nothing(
    algorithm: str, key: object, client: Client, issuer: Issuer, taro: User
) -> None:
    issuer.algorithm, issuer.signs_with = algorithm, key

    assert come(client, issuer).status_code == 403
    assert not is_in(client)


def test_an_issuer_that_calls_itself_otherwise_is_not_believed(
    client: Client, issuer: Issuer, taro: User
) -> None:
    issuer.calls_itself = "https://login.example.jp"
    issuer.claims["iss"] = "https://login.example.jp"

    assert come(client, issuer).status_code == 403


def test_an_answer_nobody_asked_for_opens_nothing(client: Client, issuer: Issuer, taro: User) -> None:
    away = Client().post("/login/city/")
    back = urlsplit(issuer.answer(away["Location"]))

    answer = client.get(f"{back.path}?{back.query}")

    assert answer.status_code == 403
    assert not is_in(client)


def test_an_answer_works_once(client: Client, issuer: Issuer, taro: User) -> None:
    away = client.post("/login/city/")
    back = urlsplit(issuer.answer(away["Location"]))
    client.get(f"{back.path}?{back.query}")
    client.post("/logout/")

    assert client.get(f"{back.path}?{back.query}").status_code == 403
    assert not is_in(client)


def test_who_changes_their_mind_is_told_so(client: Client, issuer: Issuer, taro: User) -> None:
    away = client.post("/login/city/")
    state = parse_qs(urlsplit(away["Location"]).query)["state"][0]

    answer = client.get("/login/city/callback/", {"error": "access_denied", "state": state})

    assert answer.status_code == 403
    assert "取りやめました" in answer.content.decode()


def test_an_issuer_that_is_away_is_one_sentence(
    client: Client, issuer: Issuer, taro: User, settings: pytest.FixtureRequest
) -> None:
    settings.OIDC_ISSUER = "http://127.0.0.1:9"

    answer = client.post("/login/city/")

    assert answer.status_code == 503
    assert "つながりません" in answer.content.decode()


def test_a_closed_account_does_not_come_in(client: Client, issuer: Issuer, taro: User) -> None:
    people.deactivate_user(user=taro, by=SYSTEM, at=AT, today=AT.date())

    answer = come(client, issuer)

    assert answer["Location"] == "/login/"
    assert "利用を止められています" in client.get("/login/").content.decode()
    assert not is_in(client)


def test_a_second_factor_that_was_set_up_here_is_asked_for(
    client: Client, issuer: Issuer, taro: User
) -> None:
    own = Client()
    come(own, issuer)
    people.reset_password(user=taro, password="mihon-no-password", by=SYSTEM, at=AT)
    User.objects.filter(pk=taro.pk).update(must_change_password=False)
    own.post("/login/", {"login_name": "taro", "password": "mihon-no-password"})
    add = "/password/authenticator/add/"
    own.post(own.get(add)["Location"], {"password": "mihon-no-password"})
    secret = own.get(add).context["form"].secret
    own.post(add, {"code": code_of(secret)})

    answer = come(client, issuer)

    assert answer["Location"] == "/login/second-factor/"
    assert not is_in(client)
    assert client.post("/login/second-factor/", {"code": code_of(secret, steps=1)}).status_code == 302
    assert is_in(client)


def test_who_proved_themselves_there_need_not_set_up_a_second_factor_here(
    client: Client, issuer: Issuer, city: Municipality, settings: pytest.FixtureRequest
) -> None:
    settings.SECOND_FACTOR = "required"
    person(city, Role.PLANNING, login_name="taro")

    come(client, issuer)

    assert client.get("/plans/").status_code == 200


def test_without_an_issuer_there_is_no_such_way_in(client: Client, taro: User) -> None:
    assert client.post("/login/city/").status_code == 404
    assert client.get("/login/city/callback/").status_code == 404
    assert "共通ログイン" not in client.get("/login/").content.decode()


def test_the_way_in_stands_on_the_page_and_leads_away_only_by_a_form(
    client: Client, issuer: Issuer, taro: User
) -> None:
    assert "庁内の共通ログインで入る" in client.get("/login/").content.decode()
    assert client.get("/login/city/").status_code == 405
    assert client.get("/login/other/callback/").status_code == 404
    evil = come(client, issuer, "https://evil.example.com/")
    assert evil["Location"] == "/"
