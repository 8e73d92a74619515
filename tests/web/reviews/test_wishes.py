"""What somebody saved, what others saved meanwhile, and in whose name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.web.reviews.conftest import Player
from tests.web.reviews.rounds import IN_TIME
from torikumi.review.states import Move
from torikumi.web.accounts.actions.delegations import Absence, delegate
from torikumi.web.accounts.models import OrganisationUnit
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.models import AuditEvent
from torikumi.web.reviews.actions.sheets import Answer, move_sheet, save_answer
from torikumi.web.reviews.models import AnswerVersion, Sheet, SheetMove
from torikumi.web.reviews.refusals import StaleSheetError

WHOLE = {"result": "計画どおり実施した。", "direction": "B：継続"}


@pytest.fixture
def clerk(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION, section=sections["企画課"])


@pytest.fixture
def head(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION_HEAD, section=sections["企画課"])


def _save(sheet: Sheet, player: Player, version: int, answer: Answer) -> Sheet:
    return save_answer(sheet_id=sheet.pk, version=version, answer=answer, by=player.actor, at=IN_TIME)


def _fresh(sheet: Sheet) -> Sheet:
    return Sheet.objects.within(sheet).get(pk=sheet.pk)


def test_a_field_that_was_left_alone_stays_as_others_wrote_it(sheet: Sheet, clerk: Player) -> None:
    _save(sheet, clerk, 1, Answer(values={"result": "はじめの文"}))
    _save(sheet, clerk, 2, Answer(values={"result": "ほかの人の文"}))

    # The whole form comes from a page of version 2: the result as it stood there, and a reason that is new.
    saved = _save(sheet, clerk, 2, Answer(values={"result": "はじめの文", "reason": "新しい理由"}))

    assert (saved.values["result"], saved.values["reason"]) == ("ほかの人の文", "新しい理由")


def test_what_the_person_saw_counts_more_than_the_number_of_the_version(sheet: Sheet, clerk: Player) -> None:
    _save(sheet, clerk, 1, Answer(values={"result": "ほかの人の文"}))

    with pytest.raises(StaleSheetError) as caught:
        _save(sheet, clerk, 2, Answer(values={"result": "自分の文"}, seen={"result": ""}))
    saved = _save(sheet, clerk, 2, Answer(values={"result": "自分の文"}, seen={"result": "ほかの人の文"}))

    (collision,) = caught.value.collisions
    assert (collision.stored, collision.wanted, collision.by) == ("ほかの人の文", "自分の文", "見本 太郎")
    assert saved.values["result"] == "自分の文"


def test_line_ends_of_a_browser_are_no_change(sheet: Sheet, clerk: Player) -> None:
    _save(sheet, clerk, 1, Answer(values={"result": "一行目\n二行目"}))

    assert _save(sheet, clerk, 2, Answer(values={"result": "一行目\r\n二行目"})).version == 2


def test_a_raters_draft_is_in_no_column_that_lists_show(sheet: Sheet, clerk: Player, head: Player) -> None:
    planning = Role.PLANNING
    move_sheet(
        sheet_id=sheet.pk,
        version=1,
        move=Move.SUBMIT,
        answer=Answer(values=WHOLE),
        by=clerk.actor,
        at=IN_TIME,
    )
    move_sheet(sheet_id=sheet.pk, version=_fresh(sheet).version, move=Move.APPROVE, by=head.actor, at=IN_TIME)
    planner = AuditEvent.objects.filter(action="open_round").get()
    by = replace(head.actor, name=planner.actor, role=planning)
    answer = Answer(values={"planning_direction": "D：廃止"})

    drafted = save_answer(sheet_id=sheet.pk, version=_fresh(sheet).version, answer=answer, by=by, at=IN_TIME)
    shown = drafted.direction_code
    approved = move_sheet(sheet_id=sheet.pk, version=drafted.version, move=Move.APPROVE, by=by, at=IN_TIME)

    assert (shown, approved.direction_code) == ("B", "D")


def test_what_a_deputy_does_is_done_on_behalf_of_who_is_away(
    sheet: Sheet, clerk: Player, head: Player, player: Callable[..., Player], by: object
) -> None:
    deputy = player(Role.READER)
    delegate(
        absence=Absence(
            person=head.user,
            assignment=None,
            first_day=date(2026, 6, 1),
            last_day=date(2026, 7, 31),
            reason="出張",
        ),
        taker=deputy.user,
        by=by,
        at=datetime(2026, 6, 1, tzinfo=UTC),
    )
    move_sheet(
        sheet_id=sheet.pk,
        version=1,
        move=Move.SUBMIT,
        answer=Answer(values=WHOLE),
        by=clerk.actor,
        at=IN_TIME,
    )
    _save(sheet, deputy, _fresh(sheet).version, Answer(values={"head_comment": "代わりに書いた。"}))
    move_sheet(
        sheet_id=sheet.pk, version=_fresh(sheet).version, move=Move.APPROVE, by=deputy.actor, at=IN_TIME
    )

    away = head.user.login_name
    events = AuditEvent.objects.of_object("sheet", sheet.pk).filter(actor=deputy.user.login_name)
    assert [(event.action, event.on_behalf_of, event.role) for event in events] == [
        ("sheet_approve", away, "section_head"),
        ("rate_sheet", away, "section_head"),
    ]
    assert AnswerVersion.objects.within(sheet).filter(sheet=sheet).latest("version").on_behalf_of == away
    assert SheetMove.objects.within(sheet).filter(sheet=sheet).latest("version").on_behalf_of == away


def test_ones_own_act_on_a_page_that_a_borrowed_role_opened_is_ones_own(sheet: Sheet, clerk: Player) -> None:
    opened_as_deputy = replace(clerk.actor, role="section_head", on_behalf_of="somebody")

    save_answer(
        sheet_id=sheet.pk,
        version=1,
        answer=Answer(values={"result": "自分で"}),
        by=opened_as_deputy,
        at=IN_TIME,
    )

    event = AuditEvent.objects.of_object("sheet", sheet.pk).first()
    assert event is not None
    assert (event.on_behalf_of, event.role) == ("", "section")
