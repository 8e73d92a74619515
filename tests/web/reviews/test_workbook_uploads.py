"""What is uploaded to a round: once only, one by one or in a ZIP; and how often the pages ask the database."""

# ruff: noqa: F811  a fixture is named again by the test that uses it

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.reviews.book_hands import (
    Filled,
    book_of,
    download,
    newest_return,
    returns_of,
    take,
    upload,
    zipped,
)
from tests.web.reviews.book_players import DONE, FILE, desk, office, out, planning, staff  # noqa: F401
from tests.web.reviews.pages import fresh, text_of
from torikumi.web.reviews.models import ReviewRound, Sheet
from torikumi.web.reviews.workbook_models import ReturnedState, ReturnedWorkbook


def test_the_same_file_twice_says_so_and_one_as_sent_has_nothing_to_take(
    office: Client, opened: ReviewRound, sheet: Sheet, out: Filled
) -> None:
    untouched = download(office, book_of(opened))
    out.write(sheet.name, {"result": DONE})
    octets = out.octets()
    upload(office, opened, (FILE, octets))
    take(office, newest_return(opened))

    again = upload(office, opened, ("別の名前.xlsx", octets))

    assert len(returns_of(opened)) == 1
    assert "二度は取り込みません" in text_of(office, again["Location"])
    upload(office, opened, (FILE, untouched))
    assert newest_return(opened).state == ReturnedState.REFUSED
    assert "何も書かれていない" in newest_return(opened).message


def test_many_files_and_a_zip_are_taken_in_at_once_and_a_broken_one_keeps_nobody_else_out(
    office: Client, opened: ReviewRound, sheet: Sheet, out: Filled
) -> None:
    other = Filled(download(office, book_of(opened, "広報課")))
    (name, *_) = other.rows
    other.write(name, {"result": "広報の実績"})
    out.write(sheet.name, {"result": DONE})
    pack = zipped(("返送/01_企画課.xlsx", out.octets()), ("返送/~$01.xlsx", b"x"), ("メモ.txt", b"x"))

    upload(
        office,
        opened,
        ("まとめ.zip", pack),
        ("03_広報課.xlsx", other.octets()),
        ("壊.xlsx", b"PK\x03\x04nothing"),
    )

    assert {row.file_name: row.state for row in returns_of(opened)} == {
        "01_企画課.xlsx": "staged", "03_広報課.xlsx": "staged", "壊.xlsx": "refused",
    }  # fmt: skip
    kept = office.get(f"{returns_of(opened)[0].get_absolute_url()}file/")
    assert kept.content == out.octets() or kept.status_code == 200


def test_a_workbook_set_aside_changes_nothing_and_may_come_again(
    office: Client, opened: ReviewRound, sheet: Sheet, out: Filled
) -> None:
    out.write(sheet.name, {"result": DONE})
    octets = out.octets()
    upload(office, opened, (FILE, octets))
    row = newest_return(opened)

    assert office.post(f"{row.get_absolute_url()}discard/", {"version": "1"}).status_code == 302

    assert newest_return(opened).state == ReturnedState.DISCARDED
    assert "result" not in fresh(sheet).values
    upload(office, opened, (FILE, octets))
    assert [each.state for each in returns_of(opened)] == [ReturnedState.DISCARDED, ReturnedState.STAGED]


def test_the_lists_ask_the_database_as_often_for_one_as_for_twenty(
    office: Client, opened: ReviewRound, sheet: Sheet, out: Filled
) -> None:
    counts = []
    for files in (range(1), range(1, 20)):
        for number in files:
            out.write(sheet.name, {"result": f"{number}回目"})
            upload(office, opened, (f"{number}.xlsx", out.octets()))
            row = newest_return(opened)
            ReturnedWorkbook.objects.within(row).filter(pk=row.pk).update(state=ReturnedState.DISCARDED)
        text_of(office, f"/reviews/{opened.pk}/workbooks/")
        with CaptureQueriesContext(connection) as queries:
            text_of(office, f"/reviews/{opened.pk}/workbooks/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 22


def test_the_page_of_a_workbook_asks_the_database_as_often_for_one_sheet_as_for_two(
    office: Client, opened: ReviewRound, sheet: Sheet, out: Filled
) -> None:
    second = Sheet.objects.within(opened).get(project_key="P-000000000007")
    counts = []
    for names in ([sheet.name], [sheet.name, second.name]):
        for name in names:
            out.write(name, {"result": f"{len(names)}つ書いた。"})
        upload(office, opened, (f"{len(names)}.xlsx", out.octets()))
        address = newest_return(opened).get_absolute_url()
        text_of(office, address)
        with CaptureQueriesContext(connection) as queries:
            text_of(office, address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 22
