"""Tokens: made by a person for themselves, shown once, no more rights than theirs, ended at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.web import factories
from tests.web.api.programs import program_of
from torikumi.web.accounts.actions.people import deactivate_user
from torikumi.web.accounts.actions.tokens import LONGEST, MOST_TOKENS, revoke_token
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.token_models import ApiToken, TokenScope
from torikumi.web.accounts.tokens import seal_secret
from torikumi.web.audit.models import AuditEvent

ROUNDS = "/api/v1/office/rounds"
PAGE = "/password/tokens/"


@pytest.fixture
def clerk(city: Municipality) -> User:
    return factories.person(city, Role.SECTION)


def _wish(**more: str) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=30)
    return {"name": "グループウェア", "scope": "read", "expires_on": day.isoformat()} | more


def test_a_token_is_made_on_the_page_and_shown_once(
    clerk: User, browser_of: Callable[[User], Client]
) -> None:
    browser = browser_of(clerk)
    made = browser.post(PAGE, _wish())
    secret = made.context["made"].secret

    assert made.status_code == 200
    assert made["Cache-Control"] == "private, no-store"
    assert secret in made.content.decode()
    assert 'value="グループウェア"' not in made.content.decode()
    again = browser.get(PAGE).content.decode()
    assert "グループウェア" in again
    assert secret not in again
    assert Client(headers={"Authorization": f"Bearer {secret}"}).get(ROUNDS).status_code == 200


def test_only_a_hash_of_it_is_kept_anywhere(clerk: User, browser_of: Callable[[User], Client]) -> None:
    secret = browser_of(clerk).post(PAGE, _wish()).context["made"].secret

    assert ApiToken.objects.get().secret_sha256 == seal_secret(secret)
    kept = repr([*ApiToken.objects.values()]) + repr([*AuditEvent.objects.values()])
    assert secret not in kept
    assert seal_secret(secret) not in repr([*AuditEvent.objects.values()])


def test_the_trail_says_that_it_was_made_and_revoked(
    clerk: User, browser_of: Callable[[User], Client]
) -> None:
    browser = browser_of(clerk)
    browser.post(PAGE, _wish(scope="write"))
    token = ApiToken.objects.get()
    asked = browser.get(f"{PAGE}{token.pk}/revoke/")
    done = browser.post(f"{PAGE}{token.pk}/revoke/")
    made, revoked = AuditEvent.objects.filter(object_kind="token").order_by("chain_position")

    assert "元には戻せません" in asked.content.decode()
    assert done.status_code == 302
    assert (made.action, made.actor, made.after["scope"]) == ("make_token", clerk.login_name, "write")
    assert (revoked.action, revoked.object_id) == ("revoke_token", str(token.pk))
    assert browser.post(f"{PAGE}{token.pk}/revoke/").status_code == 422


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"name": ""}, "使い道を入力してください"),
        ({"scope": "all"}, "正しく選択してください"),
        ({"expires_on": "2020-01-01"}, "1年以内"),
        ({"expires_on": (timezone.localdate() + LONGEST + timedelta(days=2)).isoformat()}, "1年以内"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    wish: dict[str, str], sentence: str, clerk: User, browser_of: Callable[[User], Client]
) -> None:
    answer = browser_of(clerk).post(PAGE, _wish(**wish))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_a_person_has_only_so_many(clerk: User, browser_of: Callable[[User], Client]) -> None:
    for _ in range(MOST_TOKENS):
        factories.token(clerk)
    answer = browser_of(clerk).post(PAGE, _wish())

    assert answer.status_code == 422
    assert "使っていないものを無効に" in answer.content.decode()


def test_nobody_sees_or_revokes_the_token_of_another(
    city: Municipality, clerk: User, browser_of: Callable[[User], Client]
) -> None:
    token = factories.token(clerk, name="ひみつの仕組み").token
    browser = browser_of(factories.person(city, Role.ADMINISTRATOR))

    assert "ひみつの仕組み" not in browser.get(PAGE).content.decode()
    assert browser.post(f"{PAGE}{token.pk}/revoke/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_a_revoked_token_opens_nothing_any_more(clerk: User) -> None:
    made = factories.token(clerk)
    program = Client(headers={"Authorization": f"Bearer {made.secret}"})
    assert program.get(ROUNDS).status_code == 200
    revoke_token(token=made.token, by=factories._by(clerk.municipality.code), at=timezone.now())
    answer = program.get(ROUNDS)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer["Content-Type"] == "application/problem+json"


def test_a_token_ends_with_its_last_day(clerk: User) -> None:
    made = factories.token(clerk)
    program = Client(headers={"Authorization": f"Bearer {made.secret}"})
    for days, status in ((0, 200), (-1, 401)):
        ApiToken.objects.update(expires_on=timezone.localdate() + timedelta(days=days))
        assert program.get(ROUNDS).status_code == status


def test_a_token_ends_with_its_person(clerk: User) -> None:
    program = program_of(clerk)
    assert program.get(ROUNDS).status_code == 200
    now = timezone.now()
    deactivate_user(user=clerk, by=factories._by(clerk.municipality.code), at=now, today=timezone.localdate())

    assert program.get(ROUNDS).status_code == 401


def test_a_token_goes_no_further_than_the_roles_of_today(clerk: User) -> None:
    program = program_of(clerk)
    clerk.assignments.update(valid_to=timezone.localdate() - timedelta(days=1))

    assert program.get(ROUNDS).status_code == 403


def test_whoever_must_change_the_password_acts_through_no_token(clerk: User) -> None:
    program = program_of(clerk)
    clerk.must_change_password = True
    clerk.save()

    assert program.get(ROUNDS).status_code == 403


def test_a_token_to_read_writes_nothing(clerk: User) -> None:
    program = program_of(clerk, TokenScope.READ)
    answer = program.patch("/api/v1/office/sheets/1/answer", {"values": {}}, content_type="application/json")

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "header",
    [
        "", "Bearer", "Bearer ", "Basic dTpw", "Bearer torikumi_", "Bearer torikumi_" + "a" * 43,
        "Bearer torikumi_" + "a" * 4000, "bearer あ", "Token torikumi_" + "a" * 43,
    ],
)  # fmt: skip
def test_what_is_no_token_opens_nothing(header: str, clerk: User) -> None:
    factories.token(clerk)

    assert Client(headers={"Authorization": header}).get(ROUNDS).status_code == 401


def test_a_session_opens_no_route_of_programs_and_a_token_no_page(
    clerk: User, browser_of: Callable[[User], Client]
) -> None:
    assert browser_of(clerk).get(ROUNDS).status_code == 401
    for page in ("/", "/plans/", "/reviews/", PAGE):
        assert program_of(clerk).get(page).status_code == 302


def test_the_last_use_is_noted_once_a_minute(clerk: User) -> None:
    program = program_of(clerk)
    program.get(ROUNDS)
    first = ApiToken.objects.get().last_used_at
    program.get(ROUNDS)

    assert first is not None
    assert ApiToken.objects.get().last_used_at == first
    ApiToken.objects.update(last_used_at=first - timedelta(minutes=2))
    program.get(ROUNDS)
    assert ApiToken.objects.get().last_used_at > first
