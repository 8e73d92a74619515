"""Nobody has to look for work: proposals, comments and corrections that wait stand on the first page and the round's."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import fresh, text_of
from tests.web.reviews.rounds import IN_TIME
from tests.web.reviews.test_freezing import approve, chain, freeze, revise  # noqa: F401  the same hands
from torikumi.review.proposals import ProposalKind
from torikumi.review.states import Move
from torikumi.web.accounts.models import OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.reviews.actions.comments import Said, answer_comment, make_comment
from torikumi.web.reviews.actions.proposals import Proposed, make_proposal
from torikumi.web.reviews.actions.sheets import Answer, move_sheet
from torikumi.web.reviews.models import ReviewRound, Sheet

BrowserOf = Callable[[User], Client]


@pytest.fixture
def team(player: Callable[..., Player]) -> Player:
    return player(Role.STUDY_TEAM)


def _propose(round_: ReviewRound, by: Player, sheet: Sheet | None) -> None:
    proposed = Proposed(
        kind=ProposalKind.SUMMARY if sheet else ProposalKind.ADD,
        sheet=sheet.pk if sheet else None,
        text="夜もひらく。",
        reason="働く人も来られる",
        team="にぎわい部会",
        name="" if sheet else "夜市",
    )
    make_proposal(round_id=round_.pk, proposed=proposed, by=by.actor, at=IN_TIME)


def _seen(browser: Client, round_: ReviewRound) -> tuple[str, str]:
    return text_of(browser, "/"), text_of(browser, round_.get_absolute_url())


def test_a_proposal_waits_on_the_pages_of_the_section_that_answers_it(
    opened: ReviewRound, sheet: Sheet, team: Player, chain: dict[str, Player], browser_of: BrowserOf,  # noqa: F811
    player: Callable[..., Player], sections: dict[str, OrganisationUnit],
) -> None:  # fmt: skip
    _propose(opened, team, sheet)
    _propose(opened, team, None)
    other = player(Role.SECTION, section=sections["広報課"])

    for who, is_told in (("clerk", True), ("head", True), ("planning", True), ("committee", False)):
        for page in _seen(browser_of(chain[who].user), opened):
            assert ("<b>1</b> 件の提案があなたの回答を待っています" in page) == is_told, who
            assert (f"/reviews/{opened.pk}/proposals/?state=proposed" in page) == is_told, who
    for page in _seen(browser_of(other.user), opened):
        assert "件の提案" not in page


@pytest.mark.parametrize("section", ["", "企画課"])
def test_a_comment_waits_for_an_answer_and_the_answer_for_planning(
    section: str, opened: ReviewRound, chain: dict[str, Player], browser_of: BrowserOf,  # noqa: F811
) -> None:  # fmt: skip
    said = Said(text="分かりにくい", body="行政評価委員会", section=section)
    row = make_comment(round_id=opened.pk, said=said, by=chain["committee"].actor, at=IN_TIME)
    waits = chain["clerk"] if section else chain["planning"]
    for page in _seen(browser_of(waits.user), opened):
        assert "<b>1</b> 件の意見が対応方針を待っています" in page

    answer_comment(comment_id=row.pk, version=1, answer="書き直す。", by=waits.actor, at=IN_TIME)

    for page in _seen(browser_of(chain["clerk"].user), opened):
        assert "対応方針" not in page.partition("この評価のページ")[0]
    for page in _seen(browser_of(chain["planning"].user), opened):
        assert "<b>1</b> 件の対応方針があなたの承認を待っています" in page
        assert f"/reviews/{opened.pk}/comments/?state=answered" in page


def test_a_correction_after_the_freeze_is_on_the_first_page_of_those_it_waits_for(
    opened: ReviewRound,
    sheet: Sheet,
    chain: dict[str, Player],  # noqa: F811
    by: Actor,
    browser_of: BrowserOf,
) -> None:
    approve(sheet, chain)
    freeze(opened, by)
    assert opened.title not in text_of(browser_of(chain["clerk"].user), "/")

    revise(sheet, chain)

    assert "<b>1</b> 件の訂正を書きます" in text_of(browser_of(chain["clerk"].user), "/")
    assert "<b>1</b> 件のシートを訂正しています" in text_of(browser_of(chain["planning"].user), "/")
    move_sheet(
        sheet_id=sheet.pk, version=fresh(sheet).version, move=Move.SUBMIT,
        answer=Answer(values={"result": "10回ひらいた。"}), by=chain["clerk"].actor, at=IN_TIME,
    )  # fmt: skip
    desk = browser_of(chain["head"].user)
    assert "<b>1</b> 件があなたの承認を待っています" in text_of(desk, "/")
    page = text_of(desk, f"/reviews/{opened.pk}/approvals/")
    assert "訂正の理由：回数の誤り" in page
    assert f"{sheet.get_absolute_url()}history/" in page
