"""Proposals and comments in the browser: who makes them, who answers, who sees what, and what the edition gets."""

import csv
import html
import io
from collections.abc import Callable

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web import factories
from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import text_of
from tests.web.reviews.rounds import IN_TIME
from tests.web.reviews.test_freezing import WHY, approve, chain, freeze  # noqa: F401  the same hands
from torikumi.plan.project import LayerKind
from torikumi.review.comments import CommentState
from torikumi.review.proposals import ProposalKind, ProposalMove, ProposalState
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import UNIT_ROLES, Role
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent
from torikumi.web.plans.store import load_edition
from torikumi.web.reviews.actions.comments import Said, answer_comment, make_comment
from torikumi.web.reviews.actions.proposals import Proposed, StaleVoiceError, decide_proposal, make_proposal
from torikumi.web.reviews.actions.proposals import Reply as ProposalReply
from torikumi.web.reviews.models import ReviewRound, Sheet
from torikumi.web.reviews.next_edition import draft_edition
from torikumi.web.reviews.refusals import RoundClosedError
from torikumi.web.reviews.voice_models import Proposal, RoundComment

BrowserOf = Callable[[User], Client]
CANARY = "カナリアの提案"


@pytest.fixture
def committee(player: Callable[..., Player]) -> Player:
    return player(Role.COMMITTEE)


def propose(
    round_: ReviewRound,
    sheet: Sheet | None,
    by: Player,
    kind: ProposalKind = ProposalKind.SUMMARY,
    **more: str,
) -> int:
    proposed = Proposed(
        kind=kind,
        sheet=sheet.pk if sheet else None,
        text=CANARY,
        reason="広く知られていない",
        team="にぎわい部会",
        **more,  # type: ignore[arg-type]  # names of fields that are text
    )
    return make_proposal(round_id=round_.pk, proposed=proposed, by=by.actor, at=IN_TIME).pk


def _comment(round_: ReviewRound, by: Player, **more: object) -> int:
    said = Said(**{"text": "カナリアの意見", "body": "行政評価委員会", **more})  # type: ignore[arg-type]
    return make_comment(round_id=round_.pk, said=said, by=by.actor, at=IN_TIME).pk


def test_a_proposal_goes_from_the_team_to_the_section_and_into_the_edition(
    opened: ReviewRound, sheet: Sheet, team: Player, head: Player, by: Actor, browser_of: BrowserOf
) -> None:
    address = f"/reviews/{opened.pk}/proposals/"
    made = browser_of(team.user).post(
        f"{address}add/",
        {"kind": "summary", "sheet": sheet.pk, "text": "夜もひらく。", "reason": "働く人も来られる",
         "team": "にぎわい部会"},
    )  # fmt: skip
    assert made.status_code == 302
    desk = browser_of(head.user)
    page = text_of(desk, made["Location"])
    assert "修正して採用とする" in page
    assert "夜もひらく。" in text_of(desk, sheet.get_absolute_url())

    refused = desk.post(
        f"{made['Location']}answer/", {"version": "1", "do": "accept_changed", "text": "夕方も"}
    )
    assert refused.status_code == 422
    assert "理由を書いてください" in refused.content.decode()
    done = desk.post(
        f"{made['Location']}answer/",
        {"version": "1", "do": "accept_changed", "text": "夕方もひらく。", "reason": "人手による"},
    )
    assert done.status_code == 302
    edition = freeze(opened, by)

    project = load_edition(edition).project_by_id[sheet.project_key]
    layer = project.layers[-1]
    assert (layer.kind, layer.text, layer.year, layer.author) == (
        LayerKind.CHANGE, "夕方もひらく。", 2025, "企画課",
    )  # fmt: skip
    events = AuditEvent.objects.filter(object_kind="proposal").order_by("pk")
    assert [event.action for event in events] == ["make_proposal", "move_proposal"]


@pytest.mark.parametrize(("do", "state"), [("accept", "accepted"), ("decline", "declined")])
def test_a_changed_text_is_not_thrown_away_unasked(
    do: str, state: str, opened: ReviewRound, sheet: Sheet, team: Player, head: Player, browser_of: BrowserOf
) -> None:
    number = propose(opened, sheet, team)
    address = f"/reviews/{opened.pk}/proposals/{number}/answer/"
    said = {"version": "1", "text": "夕方もひらく。", "reason": "人手による"}
    desk = browser_of(head.user)

    asked = desk.post(address, {**said, "do": do})
    page = html.unescape(asked.content.decode())
    assert asked.status_code == 422
    assert "「修正した文」が書かれています" in page
    assert "修正して採用とする</button>" in page
    assert "夕方もひらく。</textarea>" in page
    assert Proposal.objects.within(opened).get(pk=number).state == ProposalState.PROPOSED
    assert desk.post(address, {**said, "do": do, "asked": "別の文"}).status_code == 422

    assert desk.post(address, {**said, "do": do, "asked": "夕方もひらく。"}).status_code == 302
    row = Proposal.objects.within(opened).get(pk=number)
    assert (row.state, row.answer_text) == (state, "")


def test_the_proposed_text_itself_needs_no_question(
    opened: ReviewRound, sheet: Sheet, team: Player, head: Player, browser_of: BrowserOf
) -> None:
    number = propose(opened, sheet, team)
    sent = {"version": "1", "do": "accept", "text": f"{CANARY}\r\n"}

    done = browser_of(head.user).post(f"/reviews/{opened.pk}/proposals/{number}/answer/", sent)

    assert done.status_code == 302


def test_a_new_project_is_answered_by_planning_and_stands_in_the_edition(
    opened: ReviewRound, team: Player, head: Player, player: Callable[..., Player], by: Actor,
    browser_of: BrowserOf,
) -> None:  # fmt: skip
    number = propose(opened, None, team, ProposalKind.ADD, name="夜市", node="m0", section="商工観光課")
    address = f"/reviews/{opened.pk}/proposals/{number}/"
    assert browser_of(head.user).get(address).status_code == 404

    planning = browser_of(player(Role.PLANNING).user)
    assert planning.post(f"{address}answer/", {"version": "1", "do": "accept"}).status_code == 302

    names = [project.name for project in load_edition(freeze(opened, by)).projects]
    assert "夜市" in names


def test_an_open_proposal_is_named_before_a_freeze(opened: ReviewRound, sheet: Sheet, team: Player) -> None:
    before = draft_edition(opened).fingerprint
    propose(opened, sheet, team)

    draft = draft_edition(opened)

    assert [one.kind for one in draft.voices_left] == ["proposal"]
    assert draft.fingerprint != before


def test_a_stale_answer_changes_nothing(
    opened: ReviewRound, sheet: Sheet, team: Player, head: Player
) -> None:
    number = propose(opened, sheet, team)

    with pytest.raises(StaleVoiceError):
        decide_proposal(
            proposal_id=number, version=9, move=ProposalMove.ACCEPT, reply=ProposalReply(),
            by=head.actor, at=IN_TIME,
        )  # fmt: skip

    assert Proposal.objects.within(opened).get(pk=number).state == ProposalState.PROPOSED


def test_a_comment_is_answered_approved_and_published_with_the_edition(
    opened: ReviewRound, sheet: Sheet, committee: Player, head: Player, player: Callable[..., Player],
    by: Actor, browser_of: BrowserOf,
) -> None:  # fmt: skip
    planning = browser_of(player(Role.PLANNING).user)
    made = browser_of(committee.user).post(
        f"/reviews/{opened.pk}/comments/add/",
        {"sheet": sheet.pk, "text": "目標が低い。", "body": "行政評価委員会"},
    )
    assert made.status_code == 302
    address = made["Location"]
    desk = browser_of(head.user)
    assert desk.post(f"{address}answer/", {"version": "1", "answer": "下書きの方針"}).status_code == 302
    assert "下書きの方針" not in text_of(browser_of(committee.user), address)
    assert "下書きの方針" not in text_of(browser_of(committee.user), f"/reviews/{opened.pk}/comments/")
    back = planning.post(f"{address}approve/", {"version": "2", "do": "send_back", "note": "数を示すこと"})
    assert back.status_code == 302
    desk.post(f"{address}answer/", {"version": "3", "answer": "目標を見直す。"})
    assert planning.post(f"{address}approve/", {"version": "4", "do": "approve"}).status_code == 302
    assert "目標を見直す。" in text_of(browser_of(committee.user), address)

    (comment,) = load_edition(freeze(opened, by)).project_by_id[sheet.project_key].comments

    assert (comment.text, comment.by, comment.year, comment.answer, comment.answered_by) == (
        "目標が低い。", "行政評価委員会", 2025, "目標を見直す。", "企画課",
    )  # fmt: skip


def test_comments_on_a_heading_and_on_the_whole_go_where_they_belong(
    opened: ReviewRound, committee: Player, player: Callable[..., Player], by: Actor, browser_of: BrowserOf
) -> None:
    planning = browser_of(player(Role.PLANNING).user)
    for number in (_comment(opened, committee, node="m1"), _comment(opened, committee)):
        address = f"/reviews/{opened.pk}/comments/{number}/"
        planning.post(f"{address}answer/", {"version": "1", "answer": "検討する。"})
        planning.post(f"{address}approve/", {"version": "2", "do": "approve"})

    plan = load_edition(freeze(opened, by))

    assert [one.answer for one in plan.node_by_id["m1"].comments] == ["検討する。"]
    assert [one.answer for one in plan.comments] == ["検討する。"]


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_the_proposals_and_comments_that_concern_it(
    role: Role, opened: ReviewRound, sheet: Sheet, team: Player, committee: Player,
    player: Callable[..., Player], browser_of: BrowserOf,
) -> None:  # fmt: skip
    """Those of a section have theirs in another one than the project's."""
    proposal = propose(opened, sheet, team)
    comment = _comment(opened, committee, sheet=sheet.pk)
    desk = browser_of(player(role).user)
    sees = role not in UNIT_ROLES | {Role.READER}

    assert (CANARY in text_of(desk, f"/reviews/{opened.pk}/proposals/")) == sees
    assert ("カナリアの意見" in text_of(desk, f"/reviews/{opened.pk}/comments/")) == sees
    assert (desk.get(f"/reviews/{opened.pk}/proposals/{proposal}/").status_code == 200) == sees
    assert (desk.get(f"/reviews/{opened.pk}/comments/{comment}/").status_code == 200) == sees
    assert sees or CANARY not in desk.get(sheet.get_absolute_url()).content.decode()


def test_another_city_finds_nothing(
    opened: ReviewRound, sheet: Sheet, team: Player, committee: Player, other_city: Municipality,
    browser_of: BrowserOf,
) -> None:  # fmt: skip
    proposal, comment = propose(opened, sheet, team), _comment(opened, committee, sheet=sheet.pk)
    desk = browser_of(factories.person(other_city, Role.PLANNING))
    for address in (
        "proposals/", f"proposals/{proposal}/", f"proposals/{proposal}/change/", "comments/",
        f"comments/{comment}/", "comments/list.csv", "proposals/add/", "report/",
    ):  # fmt: skip
        assert desk.get(f"/reviews/{opened.pk}/{address}").status_code == 404
    for address in (f"proposals/{proposal}/answer/", f"comments/{comment}/approve/"):
        assert desk.post(f"/reviews/{opened.pk}/{address}", {"version": "1"}).status_code == 404


def test_the_list_for_the_committee_s_paper_is_a_file_and_is_recorded(
    opened: ReviewRound, sheet: Sheet, committee: Player, head: Player, player: Callable[..., Player],
    browser_of: BrowserOf,
) -> None:  # fmt: skip
    first = _comment(opened, committee, sheet=sheet.pk, text="=1+1 は式ではない")
    _comment(opened, committee)
    answer_comment(comment_id=first, version=1, answer="見直す。", by=head.actor, at=IN_TIME)
    desk = browser_of(player(Role.PLANNING).user)

    table = desk.get(f"/reviews/{opened.pk}/comments/list.csv").content.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(desk.get(f"/reviews/{opened.pk}/comments/list.xlsx").content))

    lines = list(csv.reader(io.StringIO(table)))
    assert lines[1] == [
        "1", str(sheet), "'=1+1 は式ではない", "行政評価委員会", "企画課", "見直す。", "承認待ち",
    ]  # fmt: skip
    rows = list(book.active.iter_rows(values_only=True))
    assert (rows[1][2], rows[2][1], len(rows)) == ("=1+1 は式ではない", "計画全体", 3)
    assert book.active.page_setup.paperSize == 9
    assert AuditEvent.objects.filter(action="export_comments").count() == 2
    assert browser_of(committee.user).get(f"/reviews/{opened.pk}/comments/list.csv").status_code == 403


@pytest.mark.parametrize("kind", ["proposals", "comments"])
def test_a_list_asks_the_database_as_often_for_three_as_for_thirty(
    kind: str, opened: ReviewRound, sheet: Sheet, team: Player, committee: Player, browser_of: BrowserOf
) -> None:
    desk = browser_of(team.user)
    counts = []
    for more in (3, 27):
        for _ in range(more):
            propose(opened, sheet, team)
            _comment(opened, committee, sheet=sheet.pk)
        text_of(desk, f"/reviews/{opened.pk}/{kind}/")
        with CaptureQueriesContext(connection) as queries:
            text_of(desk, f"/reviews/{opened.pk}/{kind}/")
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 20


def test_a_frozen_round_takes_comments_but_no_proposals(
    opened: ReviewRound, sheet: Sheet, team: Player, committee: Player, by: Actor, browser_of: BrowserOf,
    chain: dict[str, Player],  # noqa: F811
) -> None:  # fmt: skip
    number = propose(opened, sheet, team)
    approve(sheet, chain)
    freeze(opened, by)

    with pytest.raises(RoundClosedError):
        propose(opened, sheet, team)
    page = text_of(browser_of(team.user), f"/reviews/{opened.pk}/proposals/{number}/")
    assert "取り下げる" not in page
    late = _comment(opened, committee, sheet=sheet.pk)
    assert RoundComment.objects.within(opened).get(pk=late).state == CommentState.OPEN
    assert WHY in text_of(browser_of(chain["planning"].user), f"/reviews/{opened.pk}/report/")
