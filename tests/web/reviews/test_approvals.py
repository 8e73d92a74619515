"""Deciding on many sheets at once, and in the place of somebody who is away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import WHOLE, fresh, post, seen_text, submit, text_of
from tests.web.reviews.rounds import FORM, make_round
from torikumi.plan.project import ReviewState
from torikumi.review.form import Choice, Field, FieldKind, Meaning
from torikumi.web.accounts.actions.delegations import Absence, delegate
from torikumi.web.accounts.models import OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent
from torikumi.web.reviews.models import ReviewRound, Sheet, SheetMove

BrowserOf = Callable[[User], Client]


@pytest.fixture
def clerk(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION, section=sections["企画課"])


@pytest.fixture
def head(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION_HEAD, section=sections["企画課"])


@pytest.fixture
def pair(opened: ReviewRound, clerk: Player, browser_of: BrowserOf) -> tuple[Sheet, Sheet]:
    """Return the two sheets of 企画課, handed in."""
    first, second = Sheet.objects.within(opened).filter(round=opened, lead_name="企画課").order_by("position")
    for sheet in (first, second):
        submit(
            browser_of(clerk.user),
            sheet,
            {**WHOLE, "result": f"{sheet.name}を行った。", "reason": "話し合った。"},
        )
    return fresh(first), fresh(second)


def _decide(browser: Client, sheets: tuple[Sheet, ...], do: str, **more: str) -> object:
    address = f"/reviews/{sheets[0].round_id}/approvals/"
    sent: dict[str, object] = {"pick": [str(sheet.pk) for sheet in sheets], "do": do, **more}
    return browser.post(address, {f"version-{sheet.pk}": str(sheet.version) for sheet in sheets} | sent)


def test_the_table_shows_direction_and_result_in_short(
    pair: tuple[Sheet, Sheet], head: Player, browser_of: BrowserOf
) -> None:
    page = text_of(browser_of(head.user), f"/reviews/{pair[0].round_id}/approvals/")

    assert "<b>2</b> 件があなたの承認を待っています" in page
    for sheet in pair:
        assert f"{sheet.name}を行った。" in page
        assert f'name="version-{sheet.pk}" value="{sheet.version}"' in page


def test_many_are_approved_at_once_each_with_its_own_record(
    pair: tuple[Sheet, Sheet], head: Player, browser_of: BrowserOf
) -> None:
    browser = browser_of(head.user)
    response = _decide(browser, pair, "approve")

    assert response.status_code == 302
    assert "2件を承認しました。" in text_of(browser, f"/reviews/{pair[0].round_id}/approvals/")
    for sheet in pair:
        assert fresh(sheet).step == 2
        assert SheetMove.objects.within(sheet).filter(sheet=sheet, move="approve").count() == 1


def test_a_sheet_that_changed_meanwhile_stays_and_the_others_go_on(
    pair: tuple[Sheet, Sheet], head: Player, clerk: Player, browser_of: BrowserOf
) -> None:
    first, second = pair
    desk = browser_of(clerk.user)
    desk.post(f"{second.get_absolute_url()}answer/", {"version": str(second.version), "do": "withdraw"})

    response = _decide(browser_of(head.user), pair, "approve")
    page = seen_text(response)

    assert response.status_code == 409
    assert "次の1件は、そのままです" in page
    assert f"1件を承認しました。{first}" in page
    assert "一覧を開いた後に、このシートは変わりました。承認も差戻しもしていません。" in page
    assert "両方の文" not in page
    assert (fresh(first).step, fresh(second).state) == (2, ReviewState.DRAFT)


def test_what_there_is_to_decide_on_stands_in_the_table(
    begin: Callable[..., ReviewRound], clerk: Player, head: Player, browser_of: BrowserOf
) -> None:
    wanted = (
        Field(
            key="progress",
            label="進捗",
            kind=FieldKind.CHOICE,
            meaning=Meaning.PROGRESS,
            choices=(Choice(label="前倒し"), Choice(label="遅れ")),
        ),
        Field(key="next", label="予算額", kind=FieldKind.AMOUNT, meaning=Meaning.BUDGET, unit="千円", year=1),
        Field(key="now", label="当初予算", kind=FieldKind.AMOUNT, meaning=Meaning.BUDGET, unit="千円"),
    )
    round_ = begin(make_round(form=replace(FORM, fields=(*FORM.fields, *wanted))))
    sheet = Sheet.objects.within(round_).filter(round=round_, lead_name="企画課").order_by("position")[0]
    answer = {"progress": "遅れ", "next": "56", "now": "777", "reason": "参加者が減った。" + "長" * 200}
    submit(browser_of(clerk.user), sheet, {**WHOLE, "direction": "C：縮小", **answer})

    page = text_of(browser_of(head.user), f"/reviews/{round_.pk}/approvals/")

    assert "進捗：遅れ" in page
    assert "令和8年度の予算額：56千円" in page
    assert f"理由：参加者が減った。{'長' * 112}…" in page
    assert "777" not in page


def test_many_are_returned_with_one_reason(
    pair: tuple[Sheet, Sheet], head: Player, browser_of: BrowserOf
) -> None:
    browser = browser_of(head.user)
    silent = _decide(browser, pair, "return", note="  ")
    none = browser.post(f"/reviews/{pair[0].round_id}/approvals/", {"do": "approve"})
    done = _decide(browser, pair, "return", note="数字を入れてください。")

    assert (silent.status_code, none.status_code, done.status_code) == (422, 422, 302)
    for sheet in pair:
        assert fresh(sheet).state == ReviewState.RETURNED
        assert (
            SheetMove.objects.within(sheet).get(sheet=sheet, move="return").note == "数字を入れてください。"
        )


def test_words_written_before_an_approval_stay_with_it(
    pair: tuple[Sheet, Sheet], head: Player, browser_of: BrowserOf
) -> None:
    browser = browser_of(head.user)
    _decide(browser, pair[:1], "approve", note="数字は確かめました。")
    listed = text_of(browser, f"/reviews/{pair[0].round_id}/approvals/")
    post(browser, pair[1], {}, do="approve", note="こちらも確かめました。")
    opened = text_of(browser, pair[1].get_absolute_url())

    for sheet, page, words in zip(
        pair, (listed, opened), ("数字は確かめました。", "こちらも確かめました。"), strict=True
    ):
        assert "書いた言葉は、承認に添えて経過に残しました。" in page
        assert words in text_of(browser, f"{sheet.get_absolute_url()}history/")


def test_a_sheet_without_its_version_is_not_moved(
    pair: tuple[Sheet, Sheet], head: Player, browser_of: BrowserOf
) -> None:
    response = browser_of(head.user).post(
        f"/reviews/{pair[0].round_id}/approvals/", {"pick": [str(pair[0].pk)], "do": "approve"}
    )

    assert response.status_code == 409
    assert fresh(pair[0]).step == 1


def test_the_head_of_another_section_moves_nothing(
    pair: tuple[Sheet, Sheet],
    player: Callable[..., Player],
    sections: dict[str, OrganisationUnit],
    browser_of: BrowserOf,
) -> None:
    stranger = browser_of(player(Role.SECTION_HEAD, section=sections["図書館"]).user)
    page = text_of(stranger, f"/reviews/{pair[0].round_id}/approvals/")
    response = _decide(stranger, pair, "approve")

    assert "承認を待っているシートはありません" in page
    assert response.status_code == 409
    assert {fresh(sheet).step for sheet in pair} == {1}


def test_a_deputy_is_named_on_the_page_in_the_move_and_in_the_trail(
    pair: tuple[Sheet, Sheet], head: Player, player: Callable[..., Player], by: Actor, browser_of: BrowserOf
) -> None:
    deputy = player(Role.READER)
    day = timezone.localdate()
    absence = Absence(
        person=head.user,
        assignment=None,
        first_day=day - timedelta(days=1),
        last_day=day + timedelta(days=9),
        reason="出張",
    )
    delegate(absence=absence, taker=deputy.user, by=by, at=timezone.now())
    browser = browser_of(deputy.user)
    table = text_of(browser, f"/reviews/{pair[0].round_id}/approvals/")
    page = text_of(browser, pair[0].get_absolute_url())

    _decide(browser, pair[:1], "approve")
    post(browser, pair[1], {"head_comment": "代わりに見ました。"}, do="approve")

    assert "見本 太郎さんの代理として" in table
    assert "見本 太郎さんの代理として" in page
    for sheet in pair:
        move = SheetMove.objects.within(sheet).get(sheet=sheet, move="approve")
        event = AuditEvent.objects.of_object("sheet", sheet.pk).filter(action="sheet_approve").get()
        assert move.on_behalf_of == event.on_behalf_of == head.user.login_name
        assert event.role == "section_head"
    assert "の代理）" in text_of(browser_of(head.user), f"{pair[0].get_absolute_url()}history/")
