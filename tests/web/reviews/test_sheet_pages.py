"""Filling in a sheet, handing it in, and what happens when two people write at once."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import WHOLE, form_of, fresh, post, seen_text, submit, text_of
from tests.web.reviews.rounds import OPENED
from torikumi.plan.project import ReviewState
from torikumi.review.states import Move
from torikumi.web.accounts.models import OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.reviews.actions.sheets import Answer, save_answer
from torikumi.web.reviews.models import AnswerVersion, ReviewRound, Sheet, SheetMove

BrowserOf = Callable[[User], Client]


@pytest.fixture
def clerk(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION, section=sections["企画課"])


@pytest.fixture
def head(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION_HEAD, section=sections["企画課"])


@pytest.fixture
def desk(clerk: Player, browser_of: BrowserOf) -> Client:
    return browser_of(clerk.user)


@pytest.fixture
def office(head: Player, browser_of: BrowserOf) -> Client:
    return browser_of(head.user)


def _other_saves(sheet: Sheet, player: Player, values: dict[str, str]) -> None:
    version = fresh(sheet).version
    save_answer(sheet_id=sheet.pk, version=version, answer=Answer(values=values), by=player.actor, at=OPENED)


def test_the_page_shows_last_years_answer_beside_each_field(sheet: Sheet, desk: Client) -> None:
    page = text_of(desk, sheet.get_absolute_url())

    assert "計画どおり行った。" in page  # last year's result
    assert "前の回答か計画から引き継いだ内容です" in page  # the direction is carried over
    assert 'data-limit="800"' in page
    assert "これまでの評価" in page
    assert "<svg" in page
    for label in ("A", "B", "C", "D"):
        assert f'<b class="badge__letter">{label}</b>' in page


def test_a_draft_is_saved_without_script(sheet: Sheet, desk: Client) -> None:
    response = post(desk, sheet, {"result": "下書きの文"})

    assert response.status_code == 302
    assert fresh(sheet).values["result"] == "下書きの文"
    assert fresh(sheet).state == ReviewState.DRAFT
    assert "下書きを保存しました" in text_of(desk, sheet.get_absolute_url())


def test_one_button_takes_over_last_years_answer(sheet: Sheet, desk: Client) -> None:
    response = post(desk, sheet, {"result": "消える文"}, same="result")

    assert response.url.endswith("#field-result")
    assert fresh(sheet).values["result"] == "計画どおり行った。"


def test_a_form_without_its_version_writes_nothing_and_shows_both_texts(sheet: Sheet, desk: Client) -> None:
    response = post(desk, sheet, {"result": "版のない文"}, version="")

    assert response.status_code == 428
    assert "版のない文" in seen_text(response)
    assert fresh(sheet).values.get("result", "") == ""


def test_a_stale_form_shows_both_texts_and_loses_neither(sheet: Sheet, desk: Client, clerk: Player) -> None:
    sent = form_of(desk, sheet) | {
        "f-result": "自分の長い文章です。参加者は百人でした。",
        "f-reason": "理由",
        "do": "save",
    }
    _other_saves(sheet, clerk, {"result": "ほかの人の長い文章です。参加者は二百人でした。"})

    response = desk.post(f"/reviews/sheets/{sheet.pk}/answer/", sent)
    page = seen_text(response)

    assert response.status_code == 409
    assert 'value="自分の長い文章です。参加者は百人でした。"' in page
    assert 'value="ほかの人の長い文章です。参加者は二百人でした。"' in page
    assert 'name="f-reason" value="理由"' in page  # what does not stand against anything comes along
    assert fresh(sheet).values["result"].startswith("ほかの人")


@pytest.mark.parametrize(
    ("pick", "kept"), [("theirs", "ほかの人の文"), ("mine", "自分の文"), ("edit", "二人の文")]
)
def test_the_person_chooses_which_text_stays(
    pick: str, kept: str, sheet: Sheet, desk: Client, clerk: Player
) -> None:
    _other_saves(sheet, clerk, {"result": "ほかの人の文"})
    chosen = {
        "version": str(fresh(sheet).version), "f-result": "自分の文", "b-result": "ほかの人の文",
        "e-result": "二人の文", "pick-result": pick, "do": "save",
    }  # fmt: skip

    response = desk.post(f"/reviews/sheets/{sheet.pk}/answer/", chosen)

    assert response.status_code == 302
    assert fresh(sheet).values["result"] == kept


def test_a_stale_form_takes_nothing_back_that_the_person_did_not_touch(
    sheet: Sheet, desk: Client, clerk: Player
) -> None:
    sent = form_of(desk, sheet) | {"f-reason": "自分の理由", "do": "save"}
    _other_saves(sheet, clerk, {"result": "ほかの人の文"})

    response = desk.post(f"/reviews/sheets/{sheet.pk}/answer/", sent)

    assert response.status_code == 302
    assert fresh(sheet).values["result"] == "ほかの人の文"
    assert fresh(sheet).values["reason"] == "自分の理由"


def test_nobody_hands_in_what_somebody_else_has_just_changed(
    sheet: Sheet, desk: Client, clerk: Player
) -> None:
    sent = form_of(desk, sheet) | {"f-reason": "自分の理由", "f-direction": "B：継続", "do": "submit"}
    _other_saves(sheet, clerk, {"result": "ほかの人の文"})

    response = desk.post(f"/reviews/sheets/{sheet.pk}/answer/", sent)

    assert response.status_code == 409
    assert "ほかの人の文" in seen_text(response)
    assert (fresh(sheet).state, fresh(sheet).values["reason"]) == (ReviewState.DRAFT, "自分の理由")


def test_an_unfinished_answer_is_kept_as_a_draft_and_says_field_by_field_what_is_missing(
    sheet: Sheet, desk: Client
) -> None:
    response = post(desk, sheet, {"direction": "C：縮小", "settled": "九百くらい"}, do="submit")
    page = seen_text(response)

    assert response.status_code == 422
    assert "入力内容を確かめてください（3件）" in page
    for target in ("f-result", "f-reason", "f-settled"):
        assert f'href="#{target}"' in page
        assert f'id="{target}"' in page
    assert fresh(sheet).state == ReviewState.DRAFT
    assert fresh(sheet).values["direction"] == "C：縮小"


def test_a_contradiction_is_shown_once_and_then_goes_through(sheet: Sheet, desk: Client) -> None:
    odd = {**WHOLE, "direction": "D：廃止", "reason": "終わったため。", "budget_direction": "増"}

    asked = post(desk, sheet, odd, do="submit")
    state_then = fresh(sheet).state
    again = post(desk, sheet, {}, do="submit")

    assert asked.status_code == 422
    assert "予算は増えています" in seen_text(asked)
    assert (state_then, fresh(sheet).values["direction"]) == (ReviewState.DRAFT, "D：廃止")
    assert again.status_code == 302
    assert fresh(sheet).state == ReviewState.SUBMITTED


def test_the_script_saves_only_what_it_sends_and_learns_the_new_version(sheet: Sheet, desk: Client) -> None:
    address = f"/reviews/sheets/{sheet.pk}/answer/"
    sent = {"version": "1", "f-result": "自動で", "b-result": ""}

    saved = desk.post(address, sent, headers={"accept": "application/json"})
    stale = desk.post(
        address, {**sent, "f-result": "別の文", "version": "1"}, headers={"accept": "application/json"}
    )
    nameless = desk.post(address, {"f-result": "版なし"}, headers={"accept": "application/json"})

    assert (saved.status_code, saved.json()["version"], saved.json()["state"]) == (200, 2, "入力中")
    assert (stale.status_code, nameless.status_code) == (409, 428)
    assert fresh(sheet).values["result"] == "自動で"


def test_what_cannot_be_written_any_more_is_shown_to_be_copied(
    sheet: Sheet, desk: Client, clerk: Player
) -> None:
    sent = form_of(desk, sheet) | {"f-result": "提出の後に書いた文", "do": "save"}
    submit(desk, sheet)

    response = desk.post(f"/reviews/sheets/{sheet.pk}/answer/", sent)
    page = seen_text(response)

    assert response.status_code == 403
    assert "保存できなかった文" in page
    assert "提出の後に書いた文" in page
    assert fresh(sheet).values["result"] == WHOLE["result"]


def test_a_contributor_writes_and_the_lead_hands_in(
    sheet: Sheet, desk: Client, player: Callable[..., Player], browser_of: BrowserOf, city: object
) -> None:
    from tests.web import factories

    helper = player(Role.SECTION, section=factories.unit(city, name="青少年課"))
    corner = browser_of(helper.user)
    page = text_of(corner, sheet.get_absolute_url())
    post(corner, sheet, {"result": "児童センターでも行った。"})

    assert "提出は主管課（企画課）が行います" in page
    assert 'value="submit"' not in page
    assert post(corner, sheet, {}, do="submit").status_code == 403
    assert fresh(sheet).state == ReviewState.DRAFT
    assert "書いた人：青少年課 見本 太郎" in text_of(desk, sheet.get_absolute_url())


def test_a_head_approves_with_a_comment_and_sees_what_changed(
    sheet: Sheet, desk: Client, office: Client
) -> None:
    submit(desk, sheet, {**WHOLE, "direction": "A：充実", "reason": "需要が増えた。"})
    page = text_of(office, sheet.get_absolute_url())

    response = post(office, sheet, {"head_comment": "よい方針です。"}, do="approve")

    assert "需要が増えた。" in page
    assert "課長の記入" in page
    assert response.status_code == 302
    assert (fresh(sheet).step, fresh(sheet).values["head_comment"]) == (2, "よい方針です。")


def test_a_return_needs_its_reason_and_shows_it_to_the_section(
    sheet: Sheet, desk: Client, office: Client
) -> None:
    submit(desk, sheet)
    refused = post(office, sheet, {"head_comment": "書きかけ"}, do="return", note=" ")
    done = post(office, sheet, {}, do="return", note="参加者数を書いてください。")

    assert refused.status_code == 422
    assert fresh(sheet).values["head_comment"] == "書きかけ"  # the comment is kept all the same
    assert done.status_code == 302
    page = text_of(desk, sheet.get_absolute_url())
    assert "差戻しの理由" in page
    assert "参加者数を書いてください。" in page


def test_approving_what_has_changed_meanwhile_asks_again(sheet: Sheet, desk: Client, office: Client) -> None:
    submit(desk, sheet)
    sent = form_of(office, sheet) | {"f-head_comment": "よい", "do": "approve"}
    desk.post(f"/reviews/sheets/{sheet.pk}/answer/", {"version": str(fresh(sheet).version), "do": "withdraw"})
    submit(desk, sheet, {**WHOLE, "result": "まったく別の内容"})

    response = office.post(f"/reviews/sheets/{sheet.pk}/rate/", sent)

    assert response.status_code == 409
    assert "まったく別の内容" in seen_text(response)
    assert fresh(sheet).step == 1


def test_planning_begins_a_correction_with_its_reason(
    sheet: Sheet, desk: Client, office: Client, player: Callable[..., Player], browser_of: BrowserOf
) -> None:
    planning, committee = (browser_of(player(role).user) for role in (Role.PLANNING, Role.COMMITTEE))
    submit(desk, sheet)
    for rater in (office, planning, committee):
        assert post(rater, sheet, {}, do="approve").status_code == 302
    address, version = f"/reviews/sheets/{sheet.pk}/revise/", str(fresh(sheet).version)
    assert fresh(sheet).state == ReviewState.APPROVED

    silent = planning.post(address, {"version": version, "do": "revise", "note": ""})
    begun = planning.post(address, {"version": version, "do": "revise", "note": "決算額の誤り"})

    assert (silent.status_code, begun.status_code) == (422, 302)
    assert (fresh(sheet).state, fresh(sheet).revision) == (ReviewState.DRAFT, 2)
    assert "決算額の誤り" in text_of(desk, sheet.get_absolute_url())


def test_next_and_previous_lead_through_ones_own_sheets(opened: ReviewRound, desk: Client) -> None:
    first, second = Sheet.objects.within(opened).filter(round=opened, lead_name="企画課")

    assert f'href="{second.get_absolute_url()}"' in text_of(desk, first.get_absolute_url())
    assert f'href="{first.get_absolute_url()}"' in text_of(desk, second.get_absolute_url())


def test_every_accepted_text_is_kept_once(sheet: Sheet, desk: Client) -> None:
    for text in ("一", "二", "三"):
        post(desk, sheet, {"result": text})

    rows = AnswerVersion.objects.within(sheet).filter(sheet=sheet).exclude(version=1)
    assert [row.changes["result"] for row in rows] == [["", "一"], ["一", "二"], ["二", "三"]]
    assert not SheetMove.objects.within(sheet).filter(sheet=sheet, move=Move.SUBMIT).exists()


def test_a_character_that_cannot_be_stored_is_refused_in_words(sheet: Sheet, desk: Client) -> None:
    response = post(desk, sheet, {"result": "前\x00後"})

    assert response.status_code == 422
    assert fresh(sheet).values.get("result", "") == ""


def test_the_page_of_a_sheet_asks_the_database_the_same_at_any_size(
    begin: Callable[..., ReviewRound], desk: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    opened = begin()
    sheet = Sheet.objects.within(opened).filter(round=opened).order_by("position")[0]

    desk.get(sheet.get_absolute_url())  # the first look has the edition checked

    with django_assert_max_num_queries(25):
        desk.get(sheet.get_absolute_url())
