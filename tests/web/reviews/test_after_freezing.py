"""What stands on the pages of a round, its sheets and its plan once the round is frozen."""

import re
from collections.abc import Callable

from django.test import Client

from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import WHOLE, text_of
from tests.web.reviews.rounds import IN_TIME
from tests.web.reviews.test_freezing import approve, chain, freeze, revise  # noqa: F401  the same hands
from torikumi.review.states import Move
from torikumi.web.accounts.models import User
from torikumi.web.audit.actor import Actor
from torikumi.web.reviews.actions.sheets import Answer, move_sheet
from torikumi.web.reviews.models import ReviewRound, Sheet

BrowserOf = Callable[[User], Client]


def test_a_frozen_round_calls_nobody_to_act_and_says_what_became_of_it(
    opened: ReviewRound,
    sheet: Sheet,
    chain: dict[str, Player],  # noqa: F811
    by: Actor,
    browser_of: BrowserOf,
) -> None:
    second = Sheet.objects.within(opened).filter(round=opened, lead_name="企画課").exclude(pk=sheet.pk)[0]
    approve(sheet, chain)
    answer = Answer(values={**WHOLE, "reason": "参加者が戻った。"})
    move_sheet(
        sheet_id=second.pk, version=second.version, move=Move.SUBMIT, answer=answer,
        by=chain["clerk"].actor, at=IN_TIME,
    )  # fmt: skip
    made = freeze(opened, by)
    desk = browser_of(chain["clerk"].user)

    page = text_of(desk, opened.get_absolute_url())
    assert f'今の版は「<a href="{made.series.get_absolute_url()}">令和7年度版</a>」' in page
    for heading in ("確定したシート</h2>", "確定した版に入らなかったシート</h2>"):
        assert heading in page
    for call in ("これから提出するシート", "あなたの番", "回答の締切は", "次に書くもの"):
        assert call not in page
    office = text_of(browser_of(chain["planning"].user), opened.get_absolute_url())
    assert "確定した版の訂正</a>" in office
    assert "催促</a>" not in office
    assert "計画の版に入っていません" in text_of(desk, second.get_absolute_url())
    assert "計画の版に入っています" in text_of(desk, sheet.get_absolute_url())

    revise(sheet, chain)
    assert "訂正しているシート</h2>" in text_of(desk, opened.get_absolute_url())
    shown = text_of(desk, sheet.get_absolute_url())
    assert "訂正の途中です" in shown
    note = shown.partition("訂正の理由</h2>")[2].partition("</section>")[0]
    assert '<p class="remark">企画担当 ' in note
    assert "委員会" not in note
    approve(sheet, chain, result="10回ひらいた。")
    office = browser_of(chain["planning"].user)
    assert "（書かなければ「令和7年度版 第2版」）" in text_of(office, f"/reviews/{opened.pk}/freeze/")


def test_the_edition_counts_the_sheets_as_they_were_when_it_was_made(
    opened: ReviewRound,
    sheet: Sheet,
    chain: dict[str, Player],  # noqa: F811
    by: Actor,
    browser_of: BrowserOf,
) -> None:
    second = Sheet.objects.within(opened).filter(round=opened, lead_name="企画課").exclude(pk=sheet.pk)[0]
    approve(sheet, chain)
    answer = Answer(values={**WHOLE, "reason": "参加者が戻った。"})
    move_sheet(
        sheet_id=second.pk, version=second.version, move=Move.SUBMIT, answer=answer,
        by=chain["clerk"].actor, at=IN_TIME,
    )  # fmt: skip
    freeze(opened, by)
    revise(sheet, chain)

    page = text_of(browser_of(chain["clerk"].user), f"/plans/{opened.series_id}/")

    maker = User.objects.get(login_name=by.name)
    assert f"に {maker.display_name} が確定" in page
    assert "12事業のうち <b>2事業</b>が回答済みでした" in page
    cards = re.findall(r'<li class="card card--(\w+)"><span>[^<]*</span> <span[^>]*><b[^>]*>(\d+)</b>', page)
    assert {state: int(count) for state, count in cards if count != "0"} == {
        "approved": 1, "submitted": 1, "not_started": 10,
    }  # fmt: skip
