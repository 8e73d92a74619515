from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from tests.web.reviews.conftest import Player
from tests.web.reviews.rounds import IN_TIME, OPENED, TOO_LATE, make_round
from torikumi.plan.project import ReviewState
from torikumi.review.states import Move, MoveRefusedError
from torikumi.web.accounts.models import OrganisationUnit
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.models import AuditEvent
from torikumi.web.reviews.actions.sheets import Answer, move_sheet, save_answer
from torikumi.web.reviews.models import AnswerVersion, ReviewRound, Sheet, SheetMove
from torikumi.web.reviews.refusals import (
    DeadlineError,
    IncompleteAnswerError,
    NotAllowedError,
    NoteMissingError,
    StaleSheetError,
    UnknownFieldError,
)

WHOLE = {"result": "計画どおり実施した。", "direction": "B：継続"}


@pytest.fixture
def clerk(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION, section=sections["企画課"])


@pytest.fixture
def head(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION_HEAD, section=sections["企画課"])


def _fresh(sheet: Sheet) -> Sheet:
    return Sheet.objects.within(sheet).get(pk=sheet.pk)


def _save(sheet: Sheet, player: Player, values: dict[str, str], version: int | None = None) -> Sheet:
    return save_answer(
        sheet_id=sheet.pk,
        version=_fresh(sheet).version if version is None else version,
        answer=Answer(values=values),
        by=player.actor,
        at=IN_TIME,
    )


def _move(sheet: Sheet, player: Player, move: Move, **more: object) -> Sheet:
    version = _fresh(sheet).version
    return move_sheet(
        sheet_id=sheet.pk, version=version, move=move, by=player.actor, at=more.pop("at", IN_TIME), **more
    )


def test_a_sheet_begins_with_last_years_direction(sheet: Sheet) -> None:
    assert sheet.values["direction"] == "B：継続"
    assert (sheet.state, sheet.version, sheet.lead_name) == (ReviewState.NOT_STARTED, 1, "企画課")
    assert AnswerVersion.objects.within(sheet).filter(sheet=sheet).get().origin == "carried"


def test_saving_keeps_what_stood_there_before(sheet: Sheet, clerk: Player) -> None:
    _save(sheet, clerk, {"result": "一つ目"})
    saved = _save(sheet, clerk, {"result": "二つ目"})

    assert (saved.state, saved.values["result"], saved.version) == (ReviewState.DRAFT, "二つ目", 3)
    changes = AnswerVersion.objects.within(sheet).filter(sheet=sheet, version=3).get().changes
    assert changes == {"result": ["一つ目", "二つ目"]}
    event = AuditEvent.objects.of_object("sheet", sheet.pk).first()
    assert event is not None
    assert (event.action, event.before, event.actor) == (
        "save_answer",
        {"result": "一つ目"},
        clerk.user.login_name,
    )


def test_saving_the_same_again_is_no_new_version(sheet: Sheet, clerk: Player) -> None:
    _save(sheet, clerk, {"result": "同じ"})

    assert _save(sheet, clerk, {"result": "同じ"}).version == 2


def test_a_text_written_by_somebody_else_meanwhile_is_never_overwritten(
    sheet: Sheet, clerk: Player, by: object
) -> None:
    seen = _fresh(sheet).version
    _save(sheet, clerk, {"result": "先に書いた文"}, version=seen)

    with pytest.raises(StaleSheetError) as caught:
        _save(sheet, clerk, {"result": "後から書いた文"}, version=seen)

    (collision,) = caught.value.collisions
    assert (collision.stored, collision.wanted) == ("先に書いた文", "後から書いた文")
    assert _fresh(sheet).values["result"] == "先に書いた文"


def test_two_people_who_write_different_fields_do_not_hinder_one_another(sheet: Sheet, clerk: Player) -> None:
    seen = _fresh(sheet).version
    _save(sheet, clerk, {"result": "実績"}, version=seen)

    saved = _save(sheet, clerk, {"reason": "理由"}, version=seen)

    assert (saved.values["result"], saved.values["reason"]) == ("実績", "理由")


def test_a_version_that_does_not_exist_yet_is_refused(sheet: Sheet, clerk: Player) -> None:
    with pytest.raises(StaleSheetError):
        _save(sheet, clerk, {"result": "未来"}, version=99)


def test_another_section_cannot_write(
    sheet: Sheet, player: Callable[..., Player], sections: dict[str, OrganisationUnit]
) -> None:
    stranger = player(Role.SECTION, section=sections["図書館"])

    with pytest.raises(NotAllowedError):
        _save(sheet, stranger, {"result": "よその課"})
    assert _fresh(sheet).version == 1


def test_somebody_of_another_city_does_not_even_find_the_sheet(sheet: Sheet, other_city: object) -> None:
    from tests.web import factories
    from torikumi.web.audit.actor import Actor

    user = factories.person(other_city, Role.PLANNING)
    stranger = Player(user, Actor(name=user.login_name, role=Role.PLANNING, municipality="999989"))

    with pytest.raises(Sheet.DoesNotExist):
        _save(sheet, stranger, {"result": "よその市"}, version=1)


def test_an_actor_whose_city_is_not_theirs_is_refused(sheet: Sheet, clerk: Player) -> None:
    from dataclasses import replace

    with pytest.raises(PermissionDenied):
        _save(sheet, Player(clerk.user, replace(clerk.actor, municipality="999989")), {"result": "x"})


def test_a_field_of_another_step_is_refused(sheet: Sheet, clerk: Player) -> None:
    with pytest.raises(UnknownFieldError):
        _save(sheet, clerk, {"head_comment": "課長になりすます"})


def test_the_whole_way_through_the_chain(
    sheet: Sheet, clerk: Player, head: Player, player: Callable[..., Player]
) -> None:
    planning, committee = player(Role.PLANNING), player(Role.COMMITTEE)
    _move(sheet, clerk, Move.SUBMIT, answer=Answer(values=WHOLE))
    assert (_fresh(sheet).state, _fresh(sheet).step) == (ReviewState.SUBMITTED, 1)
    _save(sheet, head, {"head_comment": "よくやった。"})
    _move(sheet, head, Move.APPROVE)
    _move(sheet, planning, Move.APPROVE, answer=Answer(values={"planning_direction": "C：縮小"}))
    done = _move(sheet, committee, Move.APPROVE)

    assert (done.state, done.step, done.direction_code, done.is_changed) == (
        ReviewState.APPROVED,
        4,
        "C",
        True,
    )
    moves = SheetMove.objects.within(sheet).filter(sheet=sheet)
    assert [(move.move, move.by_name, move.step_label) for move in moves] == [
        ("submit", "見本 太郎", "担当課"),
        ("approve", "見本 太郎", "課長"),
        ("approve", "見本 太郎", "企画課"),
        ("approve", "見本 太郎", "委員会"),
    ]


def test_an_unfinished_answer_does_not_go_on_and_nothing_is_half_written(sheet: Sheet, clerk: Player) -> None:
    with pytest.raises(IncompleteAnswerError) as caught:
        _move(sheet, clerk, Move.SUBMIT, answer=Answer(values={"direction": "C：縮小"}))

    assert {problem.key for problem in caught.value.problems} == {"result", "reason"}
    assert (_fresh(sheet).version, _fresh(sheet).values["direction"]) == (1, "B：継続")


def test_a_return_says_why_and_the_section_mends_it(sheet: Sheet, clerk: Player, head: Player) -> None:
    _move(sheet, clerk, Move.SUBMIT, answer=Answer(values=WHOLE))
    with pytest.raises(NoteMissingError):
        _move(sheet, head, Move.RETURN, note="  ")
    returned = _move(sheet, head, Move.RETURN, note="参加者数を書いてください。")
    assert (returned.state, returned.step) == (ReviewState.RETURNED, 0)

    again = _move(sheet, clerk, Move.SUBMIT, answer=Answer(values={"result": "120人が参加した。"}))

    assert again.state == ReviewState.SUBMITTED


def test_the_section_takes_back_what_nobody_has_approved(sheet: Sheet, clerk: Player, head: Player) -> None:
    _move(sheet, clerk, Move.SUBMIT, answer=Answer(values=WHOLE))
    assert _move(sheet, clerk, Move.WITHDRAW).state == ReviewState.DRAFT
    _move(sheet, clerk, Move.SUBMIT)
    _move(sheet, head, Move.APPROVE)

    with pytest.raises(MoveRefusedError):
        _move(sheet, clerk, Move.WITHDRAW)


def test_what_is_approved_changes_only_by_a_revision_with_a_reason(
    sheet: Sheet, clerk: Player, head: Player, player: Callable[..., Player]
) -> None:
    planning, committee = player(Role.PLANNING), player(Role.COMMITTEE)
    _move(sheet, clerk, Move.SUBMIT, answer=Answer(values=WHOLE))
    for rater in (head, planning, committee):
        _move(sheet, rater, Move.APPROVE)
    for person in (clerk, head, planning, committee):
        with pytest.raises((MoveRefusedError, NotAllowedError, UnknownFieldError)):
            _save(sheet, person, {"result": "後から"})
    with pytest.raises(NoteMissingError):
        _move(sheet, planning, Move.REVISE)

    revised = _move(sheet, planning, Move.REVISE, note="決算額の誤り")

    assert (revised.state, revised.revision, revised.approved_at) == (ReviewState.DRAFT, 2, None)


@pytest.mark.parametrize("late", [True, False])
def test_the_last_day_ends_when_it_ends_in_japan(
    late: bool, begin: Callable[..., ReviewRound], clerk: Player
) -> None:
    opened = begin(make_round(late=late))
    first, second, *_ = Sheet.objects.within(opened).filter(round=opened, lead_name="企画課")
    _move(first, clerk, Move.SUBMIT, answer=Answer(values=WHOLE), at=IN_TIME)
    assert not _fresh(first).is_late
    stays = {**WHOLE, "direction": "D：廃止"}

    if late:
        _move(second, clerk, Move.SUBMIT, answer=Answer(values=stays), at=TOO_LATE)
        assert _fresh(second).is_late
    else:
        with pytest.raises(DeadlineError):
            _move(second, clerk, Move.SUBMIT, answer=Answer(values=stays), at=TOO_LATE)
        saved = save_answer(
            sheet_id=second.pk, version=1, answer=Answer(values=WHOLE), by=clerk.actor, at=TOO_LATE
        )
        assert (saved.state, saved.values["result"]) == (ReviewState.DRAFT, WHOLE["result"])


def test_a_round_that_is_not_open_takes_nothing(
    opened: ReviewRound, sheet: Sheet, clerk: Player, by: object
) -> None:
    from torikumi.web.reviews.actions.rounds import cancel_round
    from torikumi.web.reviews.refusals import RoundClosedError

    cancel_round(round_id=opened.pk, version=opened.version, reason="試し", by=by, at=OPENED)

    with pytest.raises(RoundClosedError):
        _save(sheet, clerk, {"result": "遅い"})


def test_moving_writes_one_transaction(sheet: Sheet, clerk: Player) -> None:
    _move(sheet, clerk, Move.SUBMIT, answer=Answer(values=WHOLE))

    actions = [event.action for event in AuditEvent.objects.of_object("sheet", sheet.pk)]
    assert actions == ["sheet_submit", "save_answer"]
    assert connection.in_atomic_block  # the test's own; nothing was left open or committed apart
