"""A proposal is made by its sort, and shows what stands in the plan, what would stand there, and what an answer does."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import text_of
from tests.web.reviews.rounds import IN_TIME
from tests.web.reviews.test_freezing import approve, chain, freeze  # noqa: F401  the same hands
from tests.web.reviews.test_voice_pages import CANARY, propose
from torikumi.review.proposals import ProposalKind, ProposalMove, ProposedField
from torikumi.web.accounts.models import OrganisationUnit, User
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.store import load_edition
from torikumi.web.reviews.actions.proposals import Reply, decide_proposal
from torikumi.web.reviews.models import ReviewRound, Sheet
from torikumi.web.reviews.voice_models import Proposal

BrowserOf = Callable[[User], Client]


def test_the_present_summary_and_the_proposed_one_stand_side_by_side(
    opened: ReviewRound, sheet: Sheet, team: Player, head: Player, by: Actor, browser_of: BrowserOf
) -> None:
    number = propose(opened, sheet, team)
    desk = browser_of(head.user)
    before = load_edition(opened.base).project_by_id[sheet.project_key].summary
    assert before

    for address in (f"/reviews/{opened.pk}/proposals/{number}/", sheet.get_absolute_url()):
        page = text_of(desk, address)
        assert f'<p class="versus__word">今の概要</p><div class="versus__text diff">{before}</div>' in page
        assert f"{before}<ins>\n{CANARY}</ins>" in page
        assert "「提案」（令和7年度、にぎわい部会）として加わります。今の文は消えません。" in page
        assert "不採用にすると、概要は今のままです。" in page

    decide_proposal(
        proposal_id=number, version=1, move=ProposalMove.DECLINE, reply=Reply(reason="足りている"),
        by=head.actor, at=IN_TIME,
    )  # fmt: skip
    page = text_of(desk, f"/reviews/{opened.pk}/proposals/{number}/")
    assert "不採用なので、この提案では何も変わりません。" in page


@pytest.mark.parametrize(
    ("field", "after"),
    [
        (ProposedField.NAME, f"<ins>{CANARY}</ins>"),
        (ProposedField.SECTION, f"<ins>{CANARY}</ins>"),
        (None, f"<ins>\n{CANARY}</ins>"),
    ],
)
def test_what_a_page_shows_as_accepted_is_what_the_edition_says(
    field: ProposedField | None, after: str, sheet: Sheet, team: Player, head: Player, by: Actor,
    browser_of: BrowserOf,
) -> None:  # fmt: skip
    opened = sheet.round
    more = {"field": field} if field else {}
    number = propose(opened, sheet, team, ProposalKind.FIELD if field else ProposalKind.END, **more)
    page = text_of(browser_of(head.user), f"/reviews/{opened.pk}/proposals/{number}/")
    assert after in page

    decide_proposal(
        proposal_id=number, version=1, move=ProposalMove.ACCEPT, reply=Reply(),
        by=head.actor, at=IN_TIME,
    )  # fmt: skip
    project = load_edition(freeze(opened, by)).project_by_id[sheet.project_key]

    said = {ProposedField.NAME: project.name, ProposedField.SECTION: project.sections[0].name}
    assert (said[field] if field else (project.summary or "").split("\n")[-1]) == CANARY


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"kind": "summary", "sheet": "", "text": "x", "reason": "y", "team": "z"}, "どの事業"),
        ({"kind": "merge", "text": "x", "reason": "y", "team": "z"}, "統合する相手"),
        ({"kind": "field", "text": "x", "reason": "y", "team": "z"}, "変える項目"),
        ({"kind": "add", "sheet": "", "text": "x", "reason": "y", "team": "z"}, "新しい事業の名前"),
        ({"kind": "summary", "text": "", "reason": "y", "team": "z"}, "提案の内容を書いて"),
    ],
)
def test_what_a_proposal_lacks_is_said(
    said: dict[str, str],
    sentence: str,
    opened: ReviewRound,
    sheet: Sheet,
    team: Player,
    browser_of: BrowserOf,
) -> None:
    sent = {"sheet": str(sheet.pk), **said}

    response = browser_of(team.user).post(f"/reviews/{opened.pk}/proposals/add/", sent)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def _names(page: str) -> set[str]:
    form = page[page.index('<form class="form"') :]
    return set(re.findall(r'name="(\w+)"', form[: form.index("</form>")])) - {"csrfmiddlewaretoken"}


ALWAYS = {"version", "kind", "field", "text", "reason", "team"}


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("kind=summary", {"sheet"}),
        ("kind=merge", {"sheet", "partners"}),
        ("kind=add", {"name", "node", "section"}),
        ("kind=end", {"sheet"}),
        ("kind=field&field=section", {"sheet"}),
    ],
)
def test_a_form_asks_what_its_sort_of_proposal_needs_and_no_more(
    query: str, asked: set[str], opened: ReviewRound, team: Player, browser_of: BrowserOf
) -> None:
    desk, address = browser_of(team.user), f"/reviews/{opened.pk}/proposals/add/"

    assert f'href="?{query}"' in text_of(desk, address)
    assert _names(text_of(desk, f"{address}?{query}")) == ALWAYS | asked


def test_who_comes_from_a_project_is_offered_nothing_new(
    opened: ReviewRound, sheet: Sheet, team: Player, browser_of: BrowserOf
) -> None:
    page = text_of(browser_of(team.user), f"/reviews/{opened.pk}/proposals/add/?sheet={sheet.pk}")

    assert f"?kind=end&sheet={sheet.pk}" in page
    assert "?kind=add" not in page


def test_partners_are_named_by_their_line_in_the_list_or_their_number(
    opened: ReviewRound, sheet: Sheet, team: Player, browser_of: BrowserOf
) -> None:
    desk, address = browser_of(team.user), f"/reviews/{opened.pk}/proposals/add/"
    second, third = Sheet.objects.within(opened).filter(round=opened).order_by("position")[1:3]
    said = {"kind": "merge", "sheet": sheet.pk, "text": "一つにする。", "reason": "重なる", "team": "部会"}
    assert f'<option value="{second}">' in text_of(desk, f"{address}?kind=merge")

    refused = desk.post(address, {**said, "partners": [str(second), "ない事業", ""]})
    assert refused.status_code == 422
    page = html.unescape(refused.content.decode())
    assert "「ない事業」は、この評価の事業の一覧にありません。" in page
    assert f'value="{second}"' in page
    assert 'value="ない事業"' in page

    made = desk.post(address, {**said, "partners": [str(second), third.number, ""]})
    assert made.status_code == 302
    row = Proposal.objects.within(opened).get()
    assert row.partners == [second.project_key, third.project_key]
    assert f'value="{third}"' in text_of(desk, f"{made['Location']}change/")


def test_a_new_lead_section_is_chosen_from_the_organisation(
    opened: ReviewRound, sheet: Sheet, team: Player, sections: dict[str, OrganisationUnit],
    browser_of: BrowserOf,
) -> None:  # fmt: skip
    desk, address = browser_of(team.user), f"/reviews/{opened.pk}/proposals/add/"
    said = {"kind": "field", "field": "section", "sheet": sheet.pk, "reason": "所管が移る", "team": "部会"}
    assert '<option value="広報課">広報課</option>' in text_of(desk, f"{address}?kind=field&field=section")

    assert desk.post(address, {**said, "text": "ない課"}).status_code == 422
    assert desk.post(address, {**said, "text": "広報課"}).status_code == 302
    assert Proposal.objects.within(opened).get().text == "広報課"


def test_a_proposal_is_written_anew_as_one_of_another_sort(
    opened: ReviewRound, sheet: Sheet, team: Player, browser_of: BrowserOf
) -> None:
    number = propose(opened, sheet, team)
    desk, address = browser_of(team.user), f"/reviews/{opened.pk}/proposals/{number}/change/"
    assert f"?kind=end&sheet={sheet.pk}" in text_of(desk, f"{address}?choose=1")
    page = text_of(desk, f"{address}?kind=end")
    assert f">{CANARY}</textarea>" in page.replace(">\n", ">")

    sent = {
        "kind": "end",
        "version": 1,
        "sheet": sheet.pk,
        "text": CANARY,
        "reason": "終わった",
        "team": "部会",
    }
    assert desk.post(address, sent).status_code == 302
    assert Proposal.objects.within(opened).get(pk=number).kind == ProposalKind.END
