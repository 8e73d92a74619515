"""Many sheets written in one act: each as if it were written alone, all of them or none."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import fresh
from tests.web.reviews.rounds import IN_TIME
from torikumi.web.accounts.models import OrganisationUnit
from torikumi.web.accounts.permissions import Role
from torikumi.web.reviews.actions.sheets import Answer, SheetWrite, save_answer, save_answers
from torikumi.web.reviews.models import AnswerVersion, ReviewRound, Sheet
from torikumi.web.reviews.refusals import NotAllowedError, StaleSheetError


@pytest.fixture
def clerk(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION, section=sections["企画課"])


@pytest.fixture
def own(opened: ReviewRound) -> list[Sheet]:
    """Give the two sheets of 企画課."""
    return list(Sheet.objects.within(opened).filter(round=opened, lead_name="企画課").order_by("pk"))


def _writes(sheets: list[Sheet], text: str = "実績") -> list[SheetWrite]:
    return [
        SheetWrite(
            sheet_id=sheet.pk, version=sheet.version, answer=Answer(values={"result": f"{text}{sheet.pk}"})
        )
        for sheet in sheets
    ]


def test_each_sheet_has_its_own_text_version_and_record(own: list[Sheet], clerk: Player) -> None:
    saved = save_answers(writes=_writes(own), by=clerk.actor, at=IN_TIME)

    assert len(own) == 2
    for sheet in own:
        assert fresh(sheet).values["result"] == f"実績{sheet.pk}"
        assert saved[sheet.pk].version == fresh(sheet).version == sheet.version + 1
        assert AnswerVersion.objects.within(sheet).filter(sheet=sheet, by=clerk.user.login_name).count() == 1


def test_one_that_is_refused_keeps_all_the_others_out(
    opened: ReviewRound, own: list[Sheet], clerk: Player
) -> None:
    other = Sheet.objects.within(opened).get(project_key="P-000000000001")
    with pytest.raises(NotAllowedError):
        save_answers(writes=_writes([*own, other]), by=clerk.actor, at=IN_TIME)
    assert all("result" not in fresh(sheet).values for sheet in own)

    answer = Answer(values={"result": "ほかの人の文"})
    save_answer(sheet_id=own[1].pk, version=own[1].version, answer=answer, by=clerk.actor, at=IN_TIME)
    with pytest.raises(StaleSheetError):
        save_answers(writes=_writes(own), by=clerk.actor, at=IN_TIME)
    assert "result" not in fresh(own[0]).values
    assert fresh(own[1]).values["result"] == "ほかの人の文"


def test_who_writes_is_asked_once_however_many_sheets(own: list[Sheet], clerk: Player) -> None:
    counts = []
    for number, sheets in enumerate(([own[0]], own)):
        with CaptureQueriesContext(connection) as queries:
            save_answers(
                writes=_writes(list(map(fresh, sheets)), f"{number}回目"), by=clerk.actor, at=IN_TIME
            )
        counts.append(len(queries))

    # The version, the sheet itself, and the event with its link in the chain.
    assert counts[1] - counts[0] <= 8
