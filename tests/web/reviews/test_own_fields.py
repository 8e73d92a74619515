"""A field of a city's own in a copied form: what it means at first, what is said about it, and how it is taken out."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from torikumi.review.form import Choice, Field, FieldKind, Form, Meaning, Need
from torikumi.review.form_check import form_mistakes
from torikumi.review.mistakes import Spot
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.reviews.queries.settings import body_of
from torikumi.web.reviews.setting_bodies import parts_of
from torikumi.web.reviews.setting_models import SettingDraft
from torikumi.web.reviews.setting_words import mistake_words


@pytest.fixture
def browse(planner: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(planner)


@pytest.fixture
def draft(browse: Client, city: Municipality) -> SettingDraft:
    """Return a copy of the standard form."""
    browse.post(
        reverse("reviews:copy_setting", args=["form", "standard@1"]), {"title": "わが市", "description": ""}
    )
    return SettingDraft.objects.within(city).get(title="わが市")


def _now(draft: SettingDraft) -> SettingDraft:
    return SettingDraft.objects.within(draft).get(pk=draft.pk)


def test_a_new_field_is_the_city_s_own_and_the_form_becomes_a_version(
    browse: Client, draft: SettingDraft
) -> None:
    page = browse.get(reverse("reviews:new_part", args=[draft.pk])).content.decode()
    assert '<option value="other" selected>' in page
    sent = {
        "label": "市独自の欄", "kind": "text", "meaning": "other", "step": "section", "need": "optional", "hint": "",
        "limit": "", "choices": "", "unit": "", "year": "0", "block": "", "version": "1",
    }  # fmt: skip
    browse.post(reverse("reviews:new_part", args=[draft.pk]), sent)

    made = browse.post(reverse("reviews:publish_draft", args=[draft.pk]), {"version": "2"}, follow=True)

    assert "わが市 第1版" in made.content.decode()


def test_two_fields_of_one_meaning_are_told_in_the_words_of_pages(
    browse: Client, draft: SettingDraft
) -> None:
    body = body_of(draft)
    first = next(
        part for part in parts_of(body) if isinstance(part, Field) and part.meaning is Meaning.RESULT
    )
    sent = {
        "label": "二つめ", "kind": "text", "meaning": "result", "step": first.step, "need": "optional", "hint": "",
        "limit": "", "choices": "", "unit": "", "year": "0", "block": "", "version": "1",
    }  # fmt: skip
    browse.post(reverse("reviews:new_part", args=[draft.pk]), sent)

    answer = browse.post(reverse("reviews:publish_draft", args=[draft.pk]), {"version": "2"})
    page = unescape(answer.content.decode())

    assert answer.status_code == 422
    assert "まだ版にできません。" in page
    assert f"欄の「二つめ」の意味の「実績」は、同じ段階の「{first.label}」にもあります。" in page
    assert "残りは「意味」を「その他」にしてください。" in page
    assert "meaning" not in page


def test_what_people_wrote_themselves_is_not_put_into_other_words() -> None:
    field = Field(
        key="x", label='meaning = "other" の id', kind=FieldKind.CHOICE, choices=(Choice(label="a"),)
    )
    form = Form(id="own", title="様式", fields=(field,))
    (mistake,) = [one for one in form_mistakes(Spot(("fields",)), form) if one.key.endswith("choices")]

    assert '「meaning = "other" の id」で選べるものを' in mistake_words(mistake, {"x": field.label})


def test_no_sentence_about_a_field_is_in_the_words_of_the_file() -> None:
    fields = (
        Field(key="a", label="一", kind=FieldKind.TEXT, meaning=Meaning.BUDGET, need=Need.WHEN_CHANGED),
        Field(key="b", label="二", kind=FieldKind.INDICATORS, unit="件"),
        Field(
            key="c", label="三", kind=FieldKind.AMOUNT, meaning=Meaning.BUDGET, choices=(Choice(label="増"),)
        ),
    )
    mistakes = form_mistakes(Spot(("fields",)), Form(id="own", title="様式", fields=fields))
    sentences = [mistake_words(one, {"a": "一", "b": "二", "c": "三"}) for one in mistakes]

    assert len(sentences) >= 4
    for sentence in sentences:
        assert not re.search("[a-z]{3,}", sentence), sentence


def test_a_part_is_taken_out_once_it_was_said_to_be_meant(browse: Client, draft: SettingDraft) -> None:
    parts = parts_of(body_of(draft))
    address = reverse("reviews:move_part", args=[draft.pk, 1])

    asked = browse.post(address, {"version": "1", "do": "drop"})
    assert "この欄に書いた設定は戻せません。" in asked.content.decode()
    assert parts_of(body_of(_now(draft))) == parts
    browse.post(address, {"version": "1", "do": "drop", "sure": "yes"})

    assert parts_of(body_of(_now(draft))) == parts[1:]
