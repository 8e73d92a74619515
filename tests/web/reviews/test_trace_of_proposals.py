"""A summary that a proposal changed leads back to the proposal, and to who accepted it and when."""

from collections.abc import Callable

from django.test import Client

from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import text_of
from tests.web.reviews.rounds import IN_TIME
from tests.web.reviews.test_freezing import approve, chain, freeze  # noqa: F401  the same hands
from tests.web.reviews.test_voice_pages import CANARY, propose
from torikumi.review.proposals import ProposalKind, ProposalMove
from torikumi.web.accounts.models import User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.store import load_edition
from torikumi.web.reviews.actions.proposals import Reply, decide_proposal
from torikumi.web.reviews.models import ReviewRound, Sheet

BrowserOf = Callable[[User], Client]


def _accept(number: int, by: Player, *, text: str = "", reason: str = "") -> None:
    move = ProposalMove.ACCEPT_CHANGED if text else ProposalMove.ACCEPT
    reply = Reply(text=text, reason=reason)
    decide_proposal(proposal_id=number, version=1, move=move, reply=reply, by=by.actor, at=IN_TIME)


def test_a_layer_leads_back_to_the_proposal_and_who_accepted_it(
    opened: ReviewRound, sheet: Sheet, team: Player, head: Player, by: Actor, browser_of: BrowserOf
) -> None:
    number = propose(opened, sheet, team)
    _accept(number, head, text="夕方もひらく。", reason="人手による")
    made = freeze(opened, by)
    address = f"/reviews/trace/{made.pk}/{sheet.project_key}/"
    desk = browser_of(head.user)

    assert address in text_of(desk, f"/plans/{opened.series_id}/projects/{sheet.project_key}/")
    page = text_of(desk, address)
    (found,) = desk.get(f"{address}?format=json").json()["proposals"]

    assert "概要の「担当課による変更」（令和7年度 企画課）" in page
    assert f'<a href="/reviews/{opened.pk}/proposals/{number}/">概要の変更（にぎわい部会）</a>' in page
    assert f"修正して採用　企画課　{head.user.display_name}　2026年6月30日（火）23:59" in page
    assert (found["text"], found["there"]) == ("夕方もひらく。", True)
    assert found["edition"] == {"sequence": made.sequence, "sha256": made.sha256}
    assert found["accepted"]["by"] == head.user.display_name
    assert found["proposal"] == {
        "id": number, "kind": "summary", "team": "にぎわい部会", "by": team.user.display_name,
        "at": IN_TIME.isoformat(),
    }  # fmt: skip


def test_a_reader_sees_who_accepted_and_not_what_is_said_in_the_house(
    opened: ReviewRound, sheet: Sheet, team: Player, head: Player, player: Callable[..., Player],
    by: Actor, browser_of: BrowserOf,
) -> None:  # fmt: skip
    number = propose(opened, sheet, team)
    _accept(number, head, text="夕方もひらく。", reason="庁内の事情")
    made = freeze(opened, by)

    page = text_of(browser_of(player(Role.READER).user), f"/reviews/trace/{made.pk}/{sheet.project_key}/")

    assert "夕方もひらく。" in page
    assert head.user.display_name in page
    assert "庁内の事情" not in page
    assert CANARY not in page
    assert f"/proposals/{number}/" not in page


def test_a_new_project_and_both_sides_of_a_merge_lead_back_too(
    opened: ReviewRound, sheet: Sheet, team: Player, head: Player, player: Callable[..., Player],
    by: Actor, browser_of: BrowserOf,
) -> None:  # fmt: skip
    planning = player(Role.PLANNING)
    partner = Sheet.objects.within(opened).filter(round=opened).order_by("position")[1]
    _accept(propose(opened, None, team, ProposalKind.ADD, name="夜市", section="商工観光課"), planning)
    more = {"partners": (partner.project_key,)}
    _accept(propose(opened, sheet, team, ProposalKind.MERGE, **more), head)  # type: ignore[arg-type]  # a tuple
    made = freeze(opened, by)
    new = next(project for project in load_edition(made).projects if project.name == "夜市")
    desk = browser_of(planning.user)

    assert "新しい事業、概要の「検討部会などの提案」" in text_of(desk, f"/reviews/trace/{made.pk}/{new.id}/")
    for key, word in ((sheet.project_key, CANARY), (partner.project_key, f"統合（{sheet}へ）")):
        page = text_of(desk, f"/reviews/trace/{made.pk}/{key}/")
        assert word in page
        assert "あとで書き換えられています" not in page
