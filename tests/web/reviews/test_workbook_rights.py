"""Who handles which workbook of a round: a section its own alone, no other role, no other city."""

# ruff: noqa: F811  a fixture is named again by the test that uses it

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web import factories
from tests.web.reviews.book_hands import (
    Filled,
    book_of,
    download,
    newest_return,
    upload,
)
from tests.web.reviews.book_players import DONE, FILE, BrowserOf, desk, office, out, planning, staff  # noqa: F401  the same hands
from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import post, text_of
from tests.web.reviews.rounds import IN_TIME
from torikumi.web.accounts.models import Municipality, OrganisationUnit
from torikumi.web.accounts.permissions import Role
from torikumi.web.reviews.actions.sheets import Answer, save_answer
from torikumi.web.reviews.models import ReviewRound, Sheet
from torikumi.web.reviews.workbook_models import ReturnedState, SentWorkbook


def test_a_section_handles_its_own_workbook_alone(
    office: Client, desk: Client, opened: ReviewRound, sheet: Sheet, out: Filled
) -> None:
    others = book_of(opened, "広報課")
    filled = Filled(download(office, others))
    (name, *_) = filled.rows
    filled.write(name, {"result": "広報の合図"})

    own = text_of(desk, f"/reviews/{opened.pk}/workbooks/")

    assert FILE in own
    assert "03_広報課.xlsx" not in own
    assert desk.get(others.get_absolute_url()).status_code == 404
    assert download(desk, book_of(opened)) == download(office, book_of(opened))
    assert (
        desk.post(f"/reviews/{opened.pk}/workbooks/send/", {"section": others.section_key}).status_code == 409
    )
    assert desk.post(f"/reviews/{opened.pk}/workbooks/send/", {"all": "yes"}).status_code == 422
    sending = others.sending.get_absolute_url()
    assert {desk.get(sending).status_code, desk.get(f"{sending}all.zip").status_code} == {403}
    upload(desk, opened, ("03_広報課.xlsx", filled.octets()))
    refused = newest_return(opened)
    assert (refused.state, refused.content) == (ReturnedState.REFUSED, "")
    assert "ほかの課のブックです" in refused.message
    assert "広報の合図" not in text_of(desk, refused.get_absolute_url())
    # What the planning section took in of another section is not theirs to see or to decide.
    upload(office, opened, ("もう一度.xlsx", filled.octets()))
    row = newest_return(opened)
    assert row.state == ReturnedState.STAGED
    assert desk.get(row.get_absolute_url()).status_code == 404
    for act in ("take", "rows", "discard", "undo"):
        assert desk.post(f"{row.get_absolute_url()}{act}/", {"version": "1"}).status_code == 404
    assert "もう一度.xlsx" not in text_of(desk, f"/reviews/{opened.pk}/workbooks/")


def test_a_section_makes_its_own_workbook_with_the_answers_of_now(
    desk: Client, opened: ReviewRound, sheet: Sheet
) -> None:
    post(desk, sheet, {"result": "今の回答"})
    key = sheet.lead_key

    assert desk.post(f"/reviews/{opened.pk}/workbooks/send/", {"section": key}).status_code == 302

    books = list(SentWorkbook.objects.within(opened).all())
    assert [book.section_name for book in books] == ["企画課"]
    filled = Filled(download(desk, books[0]))
    assert filled.sheet[filled.cell(sheet.name, "result")].value == "今の回答"


def test_rows_of_another_section_show_a_section_nothing_that_is_stored(
    office: Client, desk: Client, opened: ReviewRound, sheet: Sheet, out: Filled, player: Callable[..., Player],
    sections: dict[str, OrganisationUnit],
) -> None:  # fmt: skip
    other = Sheet.objects.within(opened).get(project_key="P-000000000001")
    theirs = player(Role.SECTION, section=sections["広報課"])
    answer = Answer(values={"result": "カナリアの下書き"})
    save_answer(sheet_id=other.pk, version=other.version, answer=answer, by=theirs.actor, at=IN_TIME)
    filled = Filled(download(office, book_of(opened, "広報課")))
    pasted = out.sheet.max_row + 1
    for column in range(1, out.sheet.max_column + 1):
        out.sheet.cell(pasted, column).value = filled.sheet.cell(filled.first, column).value
    out.write(sheet.name, {"result": DONE})
    upload(desk, opened, (FILE, out.octets()))
    row = newest_return(opened)

    page = text_of(desk, row.get_absolute_url())

    assert "ほかの課に送った行です" in page
    assert "カナリアの下書き" not in page
    chosen = {"version": "1", f"row-{pasted}-評価シート": other.project_key}
    assert desk.post(f"{row.get_absolute_url()}rows/", chosen).status_code == 422


@pytest.mark.parametrize("role", Role)
def test_only_those_who_answer_come_to_workbooks(
    role: Role, office: Client, opened: ReviewRound, sheet: Sheet, out: Filled, player: Callable[..., Player],
    browser_of: BrowserOf,
) -> None:  # fmt: skip
    """Those of a section are of another one than the workbook's."""
    out.write(sheet.name, {"result": "カナリアの実績"})
    upload(office, opened, (FILE, out.octets()))
    row, book = newest_return(opened), book_of(opened)
    desk = browser_of(player(role).user)
    answers = [
        desk.get(address)
        for address in (
            f"/reviews/{opened.pk}/workbooks/", row.get_absolute_url(), f"{row.get_absolute_url()}file/",
            book.get_absolute_url(), book.sending.get_absolute_url(), f"{book.sending.get_absolute_url()}all.zip",
        )
    ]  # fmt: skip
    opens = {Role.PLANNING: [200] * 6, Role.SECTION: [200, 404, 404, 404, 403, 403]}
    opens[Role.SECTION_HEAD] = opens[Role.SECTION]

    assert [answer.status_code for answer in answers] == opens.get(role, [403] * 6)
    seen = any("カナリアの実績" in answer.content.decode("utf-8", "replace") for answer in answers)
    assert seen == (role is Role.PLANNING)


def test_another_city_finds_nothing_and_its_workbook_is_refused(
    office: Client,
    opened: ReviewRound,
    sheet: Sheet,
    out: Filled,
    other_city: Municipality,
    browser_of: BrowserOf,
) -> None:
    out.write(sheet.name, {"result": DONE})
    upload(office, opened, (FILE, out.octets()))
    row, book = newest_return(opened), book_of(opened)
    desk = browser_of(factories.person(other_city, Role.PLANNING))
    for address in (
        f"/reviews/{opened.pk}/workbooks/", row.get_absolute_url(), f"{row.get_absolute_url()}file/",
        book.get_absolute_url(), book.sending.get_absolute_url(), f"{book.sending.get_absolute_url()}all.zip",
    ):  # fmt: skip
        assert desk.get(address).status_code == 404
    for address in (
        f"/reviews/{opened.pk}/workbooks/send/", f"/reviews/{opened.pk}/workbooks/upload/",
        f"{row.get_absolute_url()}take/", f"{row.get_absolute_url()}discard/", f"{row.get_absolute_url()}rows/",
        f"{row.get_absolute_url()}undo/", f"{book.sending.get_absolute_url()}mail/",
    ):  # fmt: skip
        assert desk.post(address, {"version": "1", "all": "yes"}).status_code == 404
    # A workbook of another round has other keys and another mark.
    out.sheet["A1"].value = None
    for cells in out.sheet.iter_rows(max_row=out.first - 1):
        for cell in cells:
            cell.value = None
    upload(office, opened, ("よその市.xlsx", out.octets()))
    assert newest_return(opened).state == ReturnedState.REFUSED
    assert "この回に送ったブックではありません" in newest_return(opened).message
