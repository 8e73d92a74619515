"""Who takes a sheet back that was handed in: the section itself; the planning section returns it, and says why."""

from collections.abc import Callable

from django.test import Client

from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import fresh, submit, text_of
from torikumi.plan.project import ReviewState
from torikumi.web.accounts.models import OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.reviews.models import Sheet, SheetMove


def test_planning_returns_with_a_reason_what_only_the_section_takes_back(
    sheet: Sheet,
    player: Callable[..., Player],
    sections: dict[str, OrganisationUnit],
    planner: User,
    browser_of: Callable[[User], Client],
) -> None:
    desk = browser_of(player(Role.SECTION, section=sections["企画課"]).user)
    submit(desk, sheet)
    office = browser_of(planner)
    address = sheet.get_absolute_url()
    assert "提出を取り戻して書き直す" in text_of(desk, address)
    page = text_of(office, address)
    assert "提出を取り戻して書き直す" not in page
    assert "担当課へ差し戻す" in page

    refused = office.post(f"{address}answer/", {"version": fresh(sheet).version, "do": "withdraw"})
    assert (refused.status_code, fresh(sheet).state) == (403, ReviewState.SUBMITTED)

    returned = office.post(
        f"{address}rate/", {"version": fresh(sheet).version, "do": "return", "note": "年度が違います。"}
    )
    assert (returned.status_code, fresh(sheet).state) == (302, ReviewState.RETURNED)
    assert SheetMove.objects.within(sheet).get(sheet=sheet, move="return").note == "年度が違います。"
