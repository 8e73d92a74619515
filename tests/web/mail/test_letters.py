"""Letters with placeholders: an unknown one is refused with a sentence, and a placeholder is nothing but a text."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.web import factories
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.models import AuditEvent
from torikumi.web.mail.actions.letters import StaleLetterError, check_letter, save_letter
from torikumi.web.mail.default_letters import DEFAULTS
from torikumi.web.mail.letters import (
    PLACEHOLDERS,
    LetterKind,
    LetterText,
    LetterTextError,
    fill,
    find_problems,
    sample_values,
)
from torikumi.web.mail.models import StoredLetter
from torikumi.web.mail.queries import compose_letter, current_letter

REMINDER = LetterKind.REMINDER


@pytest.mark.parametrize("kind", LetterKind)
def test_the_letters_that_come_with_the_application_can_be_kept_and_filled_in(kind: LetterKind) -> None:
    check_letter(kind, DEFAULTS[kind])

    filled = fill(kind, DEFAULTS[kind], sample_values(kind))

    assert "{" not in filled.subject + filled.body
    assert "みほん課" in filled.body
    assert "みほん総合戦略" in filled.subject


def test_an_unknown_placeholder_is_refused_and_the_known_ones_are_listed() -> None:
    problems = find_problems(REMINDER, "{課名} {締切り} {差戻しの理由}")

    assert [problem.partition("。")[0] for problem in problems] == [
        "「{締切り}」という差し込みはありません",
        "「{差戻しの理由}」という差し込みはありません",
    ]
    assert "{課名}" in problems[0]
    assert find_problems(LetterKind.RETURNED, "{差戻しの理由}") == []


@pytest.mark.parametrize(
    "text",
    [
        "{課名",
        "課名}",
        "{{課名}}",
        "{}",
        "{課\n名}",
        "{課名.__class__}",
        "{課名!r}",
        "{課名:>99999999}",
        "{0}",
        "%(課名)s{",
    ],
)
def test_whatever_looks_like_more_than_a_name_is_refused(text: str) -> None:
    assert find_problems(REMINDER, text)


def test_wide_braces_are_braces() -> None:
    letter = LetterText(subject="｛課名｝へ", body="｛ 締切 ｝まで")

    assert find_problems(REMINDER, letter.subject + letter.body) == []
    assert fill(REMINDER, letter, {"課名": "商工課", "締切": "7月31日"}) == LetterText(
        subject="商工課へ", body="7月31日まで"
    )


def test_what_was_filled_in_is_not_looked_at_again_and_a_subject_is_one_line() -> None:
    letter = LetterText(subject="{一覧}", body="{一覧}")

    filled = fill(REMINDER, letter, {"一覧": "{課名}\r\nBcc: spy@example.com", "課名": "商工課"})

    assert filled == LetterText(subject="{課名} Bcc: spy@example.com", body="{課名}\r\nBcc: spy@example.com")


def test_a_placeholder_without_a_value_is_told() -> None:
    with pytest.raises(LetterTextError, match=r"差し込み「\{締切\}」に入れるものがありません"):
        fill(REMINDER, LetterText(subject="件名", body="{締切}"), {"課名": "商工課"})


@given(text=st.text(alphabet=st.sampled_from("{}｛｝課名締切a\n"), max_size=30))
def test_what_is_kept_can_always_be_filled_in(text: str) -> None:
    if not find_problems(REMINDER, text):
        letter = LetterText(subject="件名", body=text)
        body = fill(REMINDER, letter, sample_values(REMINDER)).body
        assert not set("{}｛｝") & set(body)


# --- Kept by a city ---


@pytest.fixture
def planner(city: Municipality) -> User:
    return factories.person(city, Role.PLANNING)


@pytest.fixture
def browse(planner: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(planner)


def save(city: Municipality, body: str, *, made_on: int = 0) -> StoredLetter:
    text = LetterText(subject="{年度} 未提出", body=body)
    return save_letter(
        city=city, kind=REMINDER, text=text, made_on=made_on, by=factories.SYSTEM, at=factories.AT
    )


@pytest.mark.django_db
def test_each_save_is_a_version_of_its_own_city(city: Municipality, other_city: Municipality) -> None:
    save(city, "一つめ {課名}")
    save(city, "二つめ {課名}", made_on=1)

    current = current_letter(city, REMINDER)
    assert (current.version, current.text.body) == (2, "二つめ {課名}")
    assert compose_letter(city, REMINDER, {"年度": "令和7年度", "課名": "商工課"}).body == "二つめ 商工課"
    assert current_letter(other_city, REMINDER).version == 0
    assert current_letter(city, LetterKind.REQUEST).text == DEFAULTS[LetterKind.REQUEST]
    event = AuditEvent.objects.get(action="save_letter", object_id="reminder:2")
    assert event.after == {
        "kind": "reminder",
        "version": 2,
        "subject": "{年度} 未提出",
        "body": "二つめ {課名}",
    }


@pytest.mark.django_db
def test_a_save_on_an_older_version_is_refused(city: Municipality) -> None:
    save(city, "一つめ")

    with pytest.raises(StaleLetterError):
        save(city, "二つめ", made_on=0)

    assert current_letter(city, REMINDER).text.body == "一つめ"


@pytest.mark.django_db
def test_a_letter_is_previewed_without_being_saved_and_then_saved(browse: Client, city: Municipality) -> None:
    address = reverse("mail:letter", args=["reminder"])
    assert "{残り件数}" in browse.get(address).content.decode()
    typed = {"subject": "{団体名} {年度}", "body": "{課名}の{残り件数}件\r\n", "made_on": "0"}

    seen = browse.post(address, {**typed, "preview": "1"}).content.decode()

    assert "<b>○○市 令和7年度</b>" in seen
    assert "みほん課の3件" in seen
    assert current_letter(city, REMINDER).version == 0

    saved = browse.post(address, {**typed, "save": "1"}, follow=True).content.decode()

    assert "第1版として保存しました" in saved
    assert current_letter(city, REMINDER).text == LetterText(
        subject="{団体名} {年度}", body="{課名}の{残り件数}件\n"
    )


@pytest.mark.django_db
def test_a_wrong_letter_comes_back_with_its_sentence_and_its_text(browse: Client, city: Municipality) -> None:
    address = reverse("mail:letter", args=["reminder"])

    answer = browse.post(address, {"subject": "件名", "body": "{締切り}まで", "made_on": "0"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "「{締切り}」という差し込みはありません" in page
    assert "{締切り}まで</textarea>" in page
    assert current_letter(city, REMINDER).version == 0


@pytest.mark.django_db
def test_two_who_save_at_once_lose_nothing(browse: Client, city: Municipality) -> None:
    save(city, "先に保存した文面 {課名}")
    address = reverse("mail:letter", args=["reminder"])
    typed = {"subject": "件名", "body": "後から直した文面 {課名}"}

    answer = browse.post(address, {**typed, "made_on": "0"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "先に保存した文面" in page
    assert "後から直した文面 {課名}</textarea>" in page
    assert 'name="made_on" value="1"' in page
    assert browse.post(address, {**typed, "made_on": "1"}).status_code == 302
    assert current_letter(city, REMINDER).version == 2


@pytest.mark.django_db
def test_a_letter_that_does_not_exist_is_no_page(browse: Client) -> None:
    assert browse.get(reverse("mail:letter", args=["love"])).status_code == 404


def test_every_kind_of_letter_has_placeholders_with_meanings_and_examples() -> None:
    for kind in LetterKind:
        names = [each.name for each in PLACEHOLDERS[kind]]
        assert len(names) == len(set(names))
        assert all(each.meaning and each.sample for each in PLACEHOLDERS[kind])
