"""The way of a sheet: for those who were part of it, and for everybody else."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import WHOLE, fresh, post, submit, text_of
from torikumi.web.accounts.models import OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.reviews.models import Sheet
from torikumi.web.reviews.queries.writers import versions_of
from torikumi.web.reviews.timeline import values_at

BrowserOf = Callable[[User], Client]
DRAFT, NOTE, REASON = "消した下書きの文", "内輪の差戻しの理由", "決算額の誤りを直す"


@pytest.fixture
def approved(
    sheet: Sheet, player: Callable[..., Player], sections: dict[str, OrganisationUnit], browser_of: BrowserOf
) -> dict[str, Client]:
    """Play a sheet through drafts, a return, an approval and a correction; return everybody's browser by role."""
    unit = sections["企画課"]
    people = {
        "clerk": browser_of(player(Role.SECTION, section=unit).user),
        "head": browser_of(player(Role.SECTION_HEAD, section=unit).user),
        "planning": browser_of(player(Role.PLANNING).user),
        "committee": browser_of(player(Role.COMMITTEE).user),
        "reader": browser_of(player(Role.READER).user),
        "stranger": browser_of(player(Role.SECTION, section=sections["図書館"]).user),
    }
    post(people["clerk"], sheet, {"result": DRAFT})
    submit(people["clerk"], sheet, {**WHOLE, "settled": "100"})
    post(people["head"], sheet, {}, do="return", note=NOTE)
    _through(people, sheet, {"result": "一度めの確定した文です。"})
    people["planning"].post(
        f"{sheet.get_absolute_url()}revise/",
        {"version": str(fresh(sheet).version), "do": "revise", "note": REASON},
    )
    _through(people, sheet, {"settled": "900"})
    return people


def _through(people: dict[str, Client], sheet: Sheet, values: dict[str, str]) -> None:
    submit(people["clerk"], sheet, values)
    for name in ("head", "planning", "committee"):
        assert post(people[name], sheet, {}, do="approve").status_code == 302


def test_who_was_part_of_it_sees_every_text_and_every_note(sheet: Sheet, approved: dict[str, Client]) -> None:
    for name in ("clerk", "head", "planning"):
        page = text_of(approved[name], f"{sheet.get_absolute_url()}history/")
        for text in (DRAFT, NOTE, REASON, "差戻し", "引継ぎ"):
            assert text in page, (name, text)


def test_everybody_else_sees_what_was_approved_and_corrected_but_no_draft_and_no_return(
    sheet: Sheet, approved: dict[str, Client]
) -> None:
    for name in ("reader", "stranger"):
        page = text_of(approved[name], f"{sheet.get_absolute_url()}history/")
        assert DRAFT not in page
        assert NOTE not in page
        assert "差戻し（" not in page
        assert REASON in page
        assert "<del>100</del>" in page
        assert "<ins>900</ins>" in page
        assert NOTE not in text_of(approved[name], sheet.get_absolute_url())


def test_a_correction_under_way_hides_the_answer_again(sheet: Sheet, approved: dict[str, Client]) -> None:
    approved["planning"].post(
        f"{sheet.get_absolute_url()}revise/",
        {"version": str(fresh(sheet).version), "do": "revise", "note": "再訂正"},
    )

    text_of(approved["reader"], sheet.get_absolute_url(), status=403)
    text_of(approved["reader"], f"{sheet.get_absolute_url()}history/", status=403)
    assert "再訂正" in text_of(approved["clerk"], sheet.get_absolute_url())


def test_replaying_every_write_gives_what_is_stored(sheet: Sheet, approved: dict[str, Client]) -> None:
    now = fresh(sheet)

    assert values_at(versions_of(now), now.version) == now.values


def test_typing_on_is_one_entry_and_what_was_replaced_stays_one_of_its_own(
    sheet: Sheet, player: Callable[..., Player], sections: dict[str, OrganisationUnit], browser_of: BrowserOf
) -> None:
    desk = browser_of(player(Role.SECTION, section=sections["企画課"]).user)
    for text in ("計画", "計画どおり", "計画どおり実施した", "まったく別の文"):
        post(desk, sheet, {"result": text})

    page = text_of(desk, f"{sheet.get_absolute_url()}history/")

    assert page.count(">保存 <") == 2
    assert "<ins>計画どおり実施した</ins>" in page
