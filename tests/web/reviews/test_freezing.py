"""A round becomes an edition: what goes in, what does not, corrections, and the origin of every value."""

import html
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.web import factories
from tests.web.plans.invented import make_plan
from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import fresh, text_of
from tests.web.reviews.rounds import IN_TIME, OPENED, STEPS, make_round
from torikumi.plan.project import ReviewState
from torikumi.review.states import Move
from torikumi.web.accounts.models import Municipality, OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent
from torikumi.web.audit.queries import trail_head
from torikumi.web.plans.actions.decisions import undo_import
from torikumi.web.plans.models import Edition, Import, PlanSeries
from torikumi.web.plans.refusals import WrongStateError
from torikumi.web.plans.store import load_edition
from torikumi.web.reviews.actions.freezing import (
    Confirmed,
    NothingToCorrectError,
    StaleFreezeError,
    freeze_again,
    freeze_round,
)
from torikumi.web.reviews.actions.rounds import create_round, open_round
from torikumi.web.reviews.actions.sheets import Answer, move_sheet, save_answer
from torikumi.web.reviews.freeze_models import FreezeRecord, FrozenSheet
from torikumi.web.reviews.models import Origin, ReviewRound, RoundState, Sheet
from torikumi.web.reviews.next_edition import NotNewestError, draft_edition
from torikumi.web.reviews.refusals import NoteMissingError, RoundClosedError

BrowserOf = Callable[[User], Client]
SOURCE = {"file": "企画課.xlsx", "sha256": "ab" * 32, "sheet": "回答", "cells": {"result": "J12"}}
WHY = "残りは次の年度に回すため"


@pytest.fixture
def chain(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> dict[str, Player]:
    """Return those through whose hands the sheets of 企画課 go."""
    return {
        "clerk": player(Role.SECTION, section=sections["企画課"]),
        "head": player(Role.SECTION_HEAD, section=sections["企画課"]),
        "planning": player(Role.PLANNING),
        "committee": player(Role.COMMITTEE),
    }


def approve(sheet: Sheet, chain: dict[str, Player], **values: str) -> None:
    """Have the sheet answered in a workbook and approved by the whole chain."""
    answer = Answer(
        values={"result": "12回ひらいた。", "direction": "B：継続", **values},
        origin=Origin.WORKBOOK,
        source=SOURCE,
    )
    hand = {"sheet_id": sheet.pk, "at": IN_TIME}
    version = fresh(sheet).version
    move_sheet(**hand, version=version, move=Move.SUBMIT, answer=answer, by=chain["clerk"].actor)
    for rater in ("head", "planning", "committee"):
        version = fresh(sheet).version
        move_sheet(**hand, version=version, move=Move.APPROVE, by=chain[rater].actor)


def freeze(round_: ReviewRound, by: Actor, reason: str = WHY) -> Edition:
    """Freeze the round as it is now."""
    fingerprint = draft_edition(_fresh(round_)).fingerprint
    return freeze_round(
        round_id=round_.pk, confirmed=Confirmed(fingerprint=fingerprint, reason=reason), by=by, at=IN_TIME
    )


def correct(round_: ReviewRound, by: Actor, reason: str = "誤りを直した") -> Edition:
    """Make the next edition after a correction."""
    fingerprint = draft_edition(_fresh(round_)).fingerprint
    return freeze_again(
        round_id=round_.pk, confirmed=Confirmed(fingerprint=fingerprint, reason=reason), by=by, at=IN_TIME
    )


def revise(sheet: Sheet, chain: dict[str, Player]) -> None:
    """Open an approved sheet again."""
    move_sheet(
        sheet_id=sheet.pk, version=fresh(sheet).version, move=Move.REVISE, note="回数の誤り",
        by=chain["planning"].actor, at=IN_TIME,
    )  # fmt: skip


def _fresh(round_: ReviewRound) -> ReviewRound:
    rows = ReviewRound.objects.within(round_).select_related("series", "base", "edition")
    return rows.get(pk=round_.pk)


def test_what_was_approved_becomes_the_next_edition_and_the_rest_stays(
    opened: ReviewRound, sheet: Sheet, chain: dict[str, Player], by: Actor, edition: Edition
) -> None:
    approve(sheet, chain, direction="C：縮小", reason="参加者が減った。", settled="350")

    made = freeze(opened, by)

    plan, before = load_edition(made), load_edition(edition)
    project = plan.project_by_id[sheet.project_key]
    assert (made.base_id, made.year, plan.year) == (edition.pk, 2025, 2025)
    assert project.direction is not None
    assert project.direction.printed == "C：縮小"
    review = next(one for one in project.reviews if (one.year, one.rater) == (2025, "担当課"))
    assert (review.result, review.reason, review.approved_by) == (
        "12回ひらいた。", "参加者が減った。", "委員会",
    )  # fmt: skip
    assert [(entry.field, entry.place.cell) for entry in review.places if entry.place.cell] == [
        ("result", "J12")
    ]
    assert plan.projects[1:] == before.projects[1:]
    assert _fresh(opened).state == RoundState.FROZEN
    assert _fresh(opened).edition == made


def test_the_record_says_what_went_in_and_what_did_not(
    opened: ReviewRound, sheet: Sheet, chain: dict[str, Player], by: Actor
) -> None:
    approve(sheet, chain)

    made = freeze(opened, by)

    kept = FreezeRecord.objects.within(opened).get(edition=made)
    (row,) = FrozenSheet.objects.within(opened).filter(record=kept)
    assert (row.sheet_id, row.version, row.move.move) == (sheet.pk, fresh(sheet).version, "approve")
    assert (len(kept.left), kept.left[0]["kind"], kept.reason, kept.turn) == (11, "sheet", WHY, 1)
    event = AuditEvent.objects.of_object("round", opened.pk).first()
    assert event is not None
    assert (event.action, event.reason, event.after["sha256"]) == ("freeze_round", WHY, made.sha256)


def test_what_is_left_out_needs_a_reason_and_nothing_is_half_done(
    opened: ReviewRound, sheet: Sheet, chain: dict[str, Player], by: Actor
) -> None:
    approve(sheet, chain)

    with pytest.raises(NoteMissingError):
        freeze(opened, by, reason=" ")

    assert (_fresh(opened).state, Edition.objects.within(opened).count()) == (RoundState.OPEN, 1)


def test_what_changed_since_it_was_looked_at_is_not_frozen(
    opened: ReviewRound, sheet: Sheet, chain: dict[str, Player], by: Actor
) -> None:
    seen = Confirmed(fingerprint=draft_edition(opened).fingerprint, reason=WHY)
    approve(sheet, chain)

    with pytest.raises(StaleFreezeError):
        freeze_round(round_id=opened.pk, confirmed=seen, by=by, at=IN_TIME)


def test_an_import_in_between_is_named_and_nothing_is_frozen(
    opened: ReviewRound, by: Actor, import_plan: Callable[..., Edition]
) -> None:
    import_plan(make_plan(13), year=2025)

    with pytest.raises(NotNewestError, match="別の版"):
        draft_edition(_fresh(opened))


def test_only_planning_freezes(opened: ReviewRound, chain: dict[str, Player]) -> None:
    for name in ("clerk", "head", "committee"):
        with pytest.raises(PermissionDenied):
            freeze(opened, chain[name].actor)


def test_a_frozen_round_is_not_frozen_again_but_corrected(
    opened: ReviewRound, sheet: Sheet, chain: dict[str, Player], by: Actor
) -> None:
    approve(sheet, chain)
    first = freeze(opened, by)
    with pytest.raises(RoundClosedError):
        freeze(opened, by)
    with pytest.raises(NothingToCorrectError):
        correct(opened, by)

    revise(sheet, chain)
    with pytest.raises(NothingToCorrectError):
        correct(opened, by)
    approve(sheet, chain, result="10回ひらいた。")
    with pytest.raises(NoteMissingError):
        correct(opened, by, reason="")
    second = correct(opened, by)

    assert _result(first, sheet) == "12回ひらいた。"
    assert _result(second, sheet) == "10回ひらいた。"
    assert (second.base_id, _fresh(opened).edition_id) == (first.pk, second.pk)


def _result(edition: Edition, sheet: Sheet) -> str | None:
    reviews = load_edition(edition).project_by_id[sheet.project_key].reviews
    return next(one.result for one in reviews if (one.year, one.rater) == (2025, "担当課"))


def test_the_import_below_a_frozen_edition_is_not_undone(
    opened: ReviewRound, sheet: Sheet, chain: dict[str, Player], by: Actor, edition: Edition
) -> None:
    approve(sheet, chain)
    freeze(opened, by)

    with pytest.raises(WrongStateError, match="年度評価を確定して"):
        undo_import(import_id=Import.objects.within(opened).get(edition=edition).pk, by=by, at=IN_TIME)


def test_the_pages_lead_through_a_freeze_and_a_correction(
    opened: ReviewRound, sheet: Sheet, chain: dict[str, Player], browser_of: BrowserOf
) -> None:
    desk = browser_of(chain["planning"].user)
    approve(sheet, chain, direction="C：縮小", reason="参加者が減った。")
    address = f"/reviews/{opened.pk}/freeze/"
    page = text_of(desk, address)
    assert "入らないもの（11件）" in page
    assert "内容が変わるもの <b>1件</b>" in page

    seen = {"fingerprint": _fingerprint(page), "looked": "1"}
    refused = desk.post(address, {**seen, "label": "確定版"})
    assert refused.status_code == 422
    assert "理由を書いてください" in refused.content.decode()
    done = desk.post(address, {**seen, "label": "確定版", "reason": WHY})
    assert done.status_code == 302
    assert "確定版" in text_of(desk, done["Location"])
    assert "今の版から変わるものはありません" in text_of(desk, address)

    revise(sheet, chain)
    approve(sheet, chain, result="10回ひらいた。")
    page = text_of(desk, address)
    desk.post(address, {"fingerprint": _fingerprint(page), "looked": "1", "reason": "回数の誤りを直した"})
    table = text_of(desk, f"/reviews/{opened.pk}/freeze/corrections/")
    assert "1回目の訂正" in table
    assert "回数の誤りを直した" in table
    assert "担当課：" in table


def test_nothing_is_frozen_that_nobody_looked_at(
    begin: Callable[..., ReviewRound], chain: dict[str, Player], browser_of: BrowserOf
) -> None:
    today = timezone.localdate()
    dues = (today - timedelta(days=1), today, today + timedelta(days=9), None)
    steps = tuple(replace(step, due=due) for step, due in zip(STEPS, dues, strict=True))
    opened = begin(make_round(steps=steps))
    desk = browser_of(chain["planning"].user)
    address = f"/reviews/{opened.pk}/freeze/"
    page = text_of(desk, address)

    refused = desk.post(address, {"fingerprint": _fingerprint(page), "reason": WHY})

    text = html.unescape(refused.content.decode())
    assert page.index("もとの版から変わること</h2>") < page.index("確定して次の版にする</button>")
    assert page.index("入らないもの（12件）") < page.index("確定して次の版にする</button>")
    assert refused.status_code == 422
    assert "まだ確定していません。" in text
    assert f"{WHY}</textarea>" in text
    assert _fresh(opened).state == RoundState.OPEN
    warned = text.partition("まだ期日の来ていない段階があります")[2].partition("</ul>")[0]
    assert [label in warned for label in ("担当課：", "課長：", "企画課：", "委員会：")] == [
        False,
        True,
        True,
        False,
    ]


def _fingerprint(page: str) -> str:
    return page.split('name="fingerprint" value="')[1].split('"')[0]


def test_the_plan_s_pages_stand_on_a_frozen_edition(
    opened: ReviewRound, sheet: Sheet, chain: dict[str, Player], by: Actor, browser_of: BrowserOf
) -> None:
    approve(sheet, chain, direction="C：縮小", reason="参加者が減った。")
    made = freeze(opened, by)
    desk = browser_of(chain["clerk"].user)
    plan = f"/plans/{opened.series_id}/"

    assert "最初の版なので" not in text_of(desk, plan)
    assert "C：縮小" in text_of(desk, f"{plan}compare/")
    for wanted, is_found in (("direction", True), ("content", True), ("records", False), ("added", False)):
        listed = text_of(desk, f"{plan}projects/?changed={wanted}")
        assert (f"{plan}projects/{sheet.project_key}/" in listed) == is_found, wanted
    assert "方針の変更" in text_of(desk, f"{plan}projects/").partition(sheet.name)[2][:600]
    page = text_of(desk, f"{plan}projects/{sheet.project_key}/")
    assert f"/reviews/trace/{made.pk}/{sheet.project_key}/" in page
    assert "前の版から変わったこと" in page


def test_every_value_leads_back_to_its_cell(
    opened: ReviewRound, sheet: Sheet, chain: dict[str, Player], by: Actor, browser_of: BrowserOf
) -> None:
    save_answer(
        sheet_id=sheet.pk, version=fresh(sheet).version, answer=Answer(values={"result": "カナリアの下書き"}),
        by=chain["clerk"].actor, at=IN_TIME,
    )  # fmt: skip
    approve(sheet, chain)
    made = freeze(opened, by)
    address = f"/reviews/trace/{made.pk}/{sheet.project_key}/"

    own = text_of(browser_of(chain["clerk"].user), address)
    found = browser_of(chain["clerk"].user).get(f"{address}?format=json").json()

    for word in ("12回ひらいた。", "企画課.xlsx", "J12", "ab" * 32, "指紋に一致します", "カナリアの下書き"):
        assert word in own
    (round_,) = found["rounds"]
    assert round_["sheet"]["verified"] is True
    assert [one["step"] for one in round_["approvals"]] == ["担当課", "課長", "企画課", "委員会"]
    result = next(one for one in round_["values"] if one["field"] == "result")
    assert [one["after"] for one in result["written"]] == ["12回ひらいた。", "カナリアの下書き"]


def test_how_an_answer_came_about_is_not_everybody_s(
    opened: ReviewRound, sheet: Sheet, chain: dict[str, Player], by: Actor, browser_of: BrowserOf,
    player: Callable[..., Player], other_city: Municipality,
) -> None:  # fmt: skip
    save_answer(
        sheet_id=sheet.pk, version=fresh(sheet).version, answer=Answer(values={"result": "カナリアの下書き"}),
        by=chain["clerk"].actor, at=IN_TIME,
    )  # fmt: skip
    approve(sheet, chain)
    made = freeze(opened, by)
    revise(sheet, chain)
    save_answer(
        sheet_id=sheet.pk, version=fresh(sheet).version, answer=Answer(values={"result": "訂正中のカナリア"}),
        by=chain["clerk"].actor, at=IN_TIME,
    )  # fmt: skip
    reader = browser_of(player(Role.READER).user)
    address = f"/reviews/trace/{made.pk}/{sheet.project_key}/"

    for page in (text_of(reader, address), text_of(reader, f"{address}?format=json")):
        assert "12回ひらいた。" in page
        assert "カナリア" not in page
    stranger = browser_of(factories.person(other_city, Role.PLANNING))
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"/reviews/{opened.pk}/freeze/").status_code == 404
    assert reader.get(f"/reviews/{opened.pk}/freeze/").status_code == 403


def test_a_later_edition_still_knows_where_its_values_come_from(
    opened: ReviewRound, sheet: Sheet, chain: dict[str, Player], by: Actor, browser_of: BrowserOf
) -> None:
    second = Sheet.objects.within(opened).filter(round=opened, lead_name="企画課").exclude(pk=sheet.pk)[0]
    approve(sheet, chain)
    approve(second, chain, direction="D：廃止")
    freeze(opened, by)
    revise(sheet, chain)
    approve(sheet, chain, result="10回ひらいた。")
    revise(second, chain)
    made = correct(opened, by)

    desk = browser_of(chain["clerk"].user)
    found = desk.get(f"/reviews/trace/{made.pk}/{second.project_key}/?format=json").json()

    assert fresh(second).state == ReviewState.DRAFT
    assert found["rounds"][0]["freeze"]["turn"] == 1
    assert found["rounds"][0]["sheet"]["verified"] is True


def test_the_report_has_the_numbers_and_the_trail_s_head(
    opened: ReviewRound, sheet: Sheet, chain: dict[str, Player], by: Actor, browser_of: BrowserOf
) -> None:
    approve(sheet, chain, direction="C：縮小", reason="参加者が減った。")
    freeze(opened, by)
    desk = browser_of(chain["planning"].user)
    head = trail_head(chain["planning"].user.municipality.code)

    page = text_of(desk, f"/reviews/{opened.pk}/report/")

    assert "昨年度から方針が変わったもの（1件）" in page
    assert "確定していないもの（11件）" in page
    assert str(head.hash) in page
    assert browser_of(chain["clerk"].user).get(f"/reviews/{opened.pk}/report/").status_code == 403


@pytest.mark.parametrize("address", ["freeze/", "report/", "freeze/corrections/"])
def test_a_round_three_times_as_large_takes_no_more_queries(
    address: str,
    begin: Callable[..., ReviewRound],
    edition: Edition,
    chain: dict[str, Player],
    browser_of: BrowserOf,
    stage: Callable[..., Import],
) -> None:
    desk = browser_of(chain["planning"].user)
    opened = begin(make_round())
    sheets = list(Sheet.objects.within(opened).filter(round=opened, lead_name="企画課"))
    approve(sheets[0], chain)
    text_of(desk, f"/reviews/{opened.pk}/{address}")
    with CaptureQueriesContext(
        connection,
    ) as few:
        text_of(desk, f"/reviews/{opened.pk}/{address}")
    approve(sheets[1], chain, direction="D：廃止")
    with CaptureQueriesContext(connection) as more:
        text_of(desk, f"/reviews/{opened.pk}/{address}")

    assert len(more) <= len(few) <= 25


def test_any_id_of_a_project_has_a_trace_and_an_id_that_is_none_has_not(
    series: PlanSeries, import_plan: Callable[..., Edition], chain: dict[str, Player], by: Actor,
    browser_of: BrowserOf,
) -> None:  # fmt: skip
    plan = make_plan(2)
    first = replace(plan.projects[0], id="Ｐ/1 あ?", merges=())
    import_plan(replace(plan, projects=(first, replace(plan.projects[1], merges=()))))
    round_ = create_round(series_id=series.pk, rules=make_round(), by=by, at=OPENED)
    open_round(round_id=round_.pk, version=round_.version, by=by, at=OPENED)
    sheet = Sheet.objects.within(round_).get(round=round_, project_key=first.id)
    approve(sheet, chain)
    made = freeze(round_, by)
    desk = browser_of(chain["clerk"].user)

    page = text_of(desk, reverse("plans:project", args=[series.pk, first.id]))

    address = reverse("reviews:trace", args=[made.pk, first.id])
    assert address in unquote(page) or address in page
    assert "12回ひらいた。" in text_of(desk, address)
    assert desk.get(f"/reviews/trace/{made.pk}/%00/").status_code == 404
    assert desk.get(f"/reviews/trace/{made.pk}/P-none/").status_code == 404
