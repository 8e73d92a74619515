"""Workbooks of a round through the real pages: sent, filled in, taken back; nothing is lost, nothing is overwritten."""

# ruff: noqa: F811  a fixture is named again by the test that uses it

import csv
import io
import zipfile

import pytest
from django.test import Client

from tests.web.reviews.book_hands import (
    Filled,
    book_of,
    download,
    form_of,
    newest_return,
    pick,
    send_all,
    take,
    upload,
)
from tests.web.reviews.book_players import DONE, FILE, BrowserOf, desk, office, out, planning, staff  # noqa: F401  the same hands
from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import fresh, seen_text, submit, text_of
from tests.web.reviews.rounds import IN_TIME
from torikumi.plan.project import ReviewState
from torikumi.web.audit.models import AuditEvent
from torikumi.web.reviews.actions.sheets import Answer, save_answer
from torikumi.web.reviews.models import AnswerVersion, Origin, ReviewRound, Sheet
from torikumi.web.reviews.workbook_models import ReturnedState, SentWorkbook


def test_all_sections_get_their_workbooks_in_one_zip_with_the_list(
    office: Client, opened: ReviewRound, sheet: Sheet
) -> None:
    send_all(office, opened)

    (first,) = {book.sending for book in SentWorkbook.objects.within(opened).all()}
    response = office.get(f"{first.get_absolute_url()}all.zip")
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    names = archive.namelist()
    rows = list(csv.reader(io.StringIO(archive.read("送付一覧.csv").decode("utf-8-sig"))))
    assert names[:2] == ["送付一覧.csv", FILE]
    assert len(names) == 9
    assert rows[1][:5] == [FILE, "企画課", "2", "0", "1"]
    assert archive.read(FILE) == download(office, book_of(opened))
    kept = book_of(opened)
    assert kept.versions == {
        f"P-{n:012x}": Sheet.objects.within(opened).get(project_key=f"P-{n:012x}").version for n in (0, 7)
    }
    assert kept.sent_book().rows[0].project == sheet.project_key
    assert "2" in text_of(office, first.get_absolute_url())
    assert list(AuditEvent.objects.filter(action="send_workbooks").values_list("object_id", flat=True)) == [
        str(opened.pk)
    ]
    assert AuditEvent.objects.filter(action="export_workbooks").count() == 2


def test_answers_written_on_the_screen_go_out_and_an_unchanged_workbook_is_the_same_file(
    office: Client, opened: ReviewRound, sheet: Sheet, staff: Player, out: Filled
) -> None:
    before = {name: book_of(opened, name).sha256 for name in ("企画課", "広報課")}
    save_answer(
        sheet_id=sheet.pk, version=sheet.version, answer=Answer(values={"result": "画面で書いた。"}),
        by=staff.actor, at=IN_TIME,
    )  # fmt: skip

    send_all(office, opened)

    again = book_of(opened)
    assert (again.rev, again.file_name) == (2, "01_企画課_第2回.xlsx")
    filled = Filled(download(office, again))
    assert filled.sheet[filled.cell(sheet.name, "result")].value == "画面で書いた。"
    assert (book_of(opened, "広報課").rev, book_of(opened, "広報課").sha256) == (1, before["広報課"])


def test_a_workbook_comes_back_is_looked_at_and_then_taken_with_its_cells(
    office: Client, opened: ReviewRound, sheet: Sheet, out: Filled
) -> None:
    out.write(sheet.name, {"result": DONE, "direction": "Ａ", "reason": "需要が増えた。"})

    response = upload(office, opened, ("戻り.xlsx", out.octets()))

    assert response.status_code == 302
    row = newest_return(opened)
    assert (row.state, row.section_name, row.changes, row.conflicts, row.doubts) == (
        ReturnedState.STAGED, "企画課", 3, 0, 0,
    )  # fmt: skip
    page = text_of(office, row.get_absolute_url())
    assert DONE in page
    assert out.cell(sheet.name, "result") in page
    assert "「Ａ」を「A：充実」と読みました。" in page
    assert fresh(sheet).values.get("result") is None
    assert take(office, row).status_code == 302
    saved = fresh(sheet)
    assert (saved.values["result"], saved.values["direction"], saved.state) == (
        DONE,
        "A：充実",
        ReviewState.DRAFT,
    )
    write = AnswerVersion.objects.within(sheet).filter(sheet=sheet).latest("version")
    assert write.origin == Origin.WORKBOOK
    assert write.source["file"] == "戻り.xlsx"
    assert write.source["sha256"] == row.sha256
    assert write.source["cells"]["result"] == out.cell(sheet.name, "result")
    history = text_of(office, f"{sheet.get_absolute_url()}history/")
    assert "戻り.xlsx" in history
    assert out.cell(sheet.name, "result") in history
    assert "取込済み" in text_of(office, row.get_absolute_url())


def test_sheets_that_are_whole_are_handed_in_where_that_is_asked(
    desk: Client, opened: ReviewRound, sheet: Sheet, out: Filled
) -> None:
    second = Sheet.objects.within(opened).get(project_key="P-000000000007")
    out.write(sheet.name, {"result": DONE, "direction": "B：継続"})
    out.write(second.name, {"reason": "実績はまだ。"})
    upload(desk, opened, (FILE, out.octets()))

    response = take(desk, newest_return(opened), hand_in="yes")

    assert response.status_code == 302
    assert fresh(sheet).state == ReviewState.SUBMITTED
    assert (fresh(second).state, fresh(second).values["reason"]) == (ReviewState.DRAFT, "実績はまだ。")


def test_what_somebody_wrote_meanwhile_is_shown_beside_the_workbook_and_a_person_decides(
    office: Client, opened: ReviewRound, sheet: Sheet, staff: Player, out: Filled
) -> None:
    out.write(sheet.name, {"result": DONE, "reason": "Excelの理由"})
    save_answer(
        sheet_id=sheet.pk, version=sheet.version,
        answer=Answer(values={"result": "画面で書いた実績。", "budget_direction": "増"}),
        by=staff.actor, at=IN_TIME,
    )  # fmt: skip
    upload(office, opened, (FILE, out.octets()))
    row = newest_return(opened)

    page = text_of(office, row.get_absolute_url())
    undecided = take(office, row)

    assert (row.changes, row.conflicts) == (1, 1)
    assert "食い違い：取組の実績" in page
    assert "予算の方向" in page  # written on the screen, untouched in the workbook
    assert undecided.status_code == 409
    assert "食い違いが1件、決まっていません" in seen_text(undecided)
    assert fresh(sheet).values["result"] == "画面で書いた実績。"
    assert "reason" not in fresh(sheet).values
    text = f"text-{sheet.pk}-result"
    done = take(office, row, **{pick(sheet, "result"): "edit", text: "二つを合わせた実績。"})
    assert done.status_code == 302
    values = fresh(sheet).values
    assert (values["result"], values["reason"], values["budget_direction"]) == (
        "二つを合わせた実績。", "Excelの理由", "増",
    )  # fmt: skip


@pytest.mark.parametrize(("choice", "left"), [("stored", "画面"), ("returned", DONE)])
def test_either_text_of_a_conflict_can_be_chosen(
    choice: str, left: str, office: Client, opened: ReviewRound, sheet: Sheet, staff: Player, out: Filled
) -> None:
    out.write(sheet.name, {"result": DONE})
    answer = Answer(values={"result": "画面"})
    save_answer(sheet_id=sheet.pk, version=sheet.version, answer=answer, by=staff.actor, at=IN_TIME)
    upload(office, opened, (FILE, out.octets()))

    assert take(office, newest_return(opened), **{pick(sheet, "result"): choice}).status_code == 302

    assert fresh(sheet).values["result"] == left


def test_a_sheet_that_changes_between_looking_and_confirming_is_merged_again_and_shown(
    office: Client, opened: ReviewRound, sheet: Sheet, staff: Player, out: Filled
) -> None:
    second = Sheet.objects.within(opened).get(project_key="P-000000000007")
    out.write(sheet.name, {"result": DONE})
    out.write(second.name, {"result": "二つめ"})
    upload(office, opened, (FILE, out.octets()))
    row = newest_return(opened)
    looked_at = form_of(office, row)
    answer = Answer(values={"result": "見ている間に書いた。"})
    save_answer(sheet_id=sheet.pk, version=sheet.version, answer=answer, by=staff.actor, at=IN_TIME)

    response = office.post(f"{row.get_absolute_url()}take/", looked_at)

    assert response.status_code == 409
    page = seen_text(response)
    assert "見ている間に" in page
    assert "見ている間に書いた。" in page
    assert DONE in page
    assert "result" not in fresh(second).values, "all or nothing"
    assert fresh(sheet).values["result"] == "見ている間に書いた。"
    assert take(office, row, **{pick(sheet, "result"): "stored"}).status_code == 302
    assert fresh(second).values["result"] == "二つめ"


def test_two_people_take_one_workbook_at_once_and_the_second_is_told(
    office: Client, desk: Client, opened: ReviewRound, sheet: Sheet, out: Filled
) -> None:
    out.write(sheet.name, {"result": DONE})
    upload(office, opened, (FILE, out.octets()))
    row = newest_return(opened)
    mine = form_of(desk, row)
    assert take(office, row).status_code == 302

    second = desk.post(f"{row.get_absolute_url()}take/", mine)

    assert second.status_code == 409
    assert "ほかの人がこのブックを扱いました" in seen_text(second)
    assert AnswerVersion.objects.within(sheet).filter(sheet=sheet, origin=Origin.WORKBOOK).count() == 1


def test_copied_sorted_and_deleted_rows_change_nothing_until_a_person_has_looked(
    office: Client, opened: ReviewRound, sheet: Sheet, out: Filled
) -> None:
    second = Sheet.objects.within(opened).get(project_key="P-000000000007")
    first_row, second_row = out.rows[sheet.name], out.rows[second.name]
    out.write(sheet.name, {"result": "一つめの実績を書いた。"})
    out.write(second.name, {"result": "二つめの実績を書いた。"})
    # The visible columns were sorted, the hidden keys stayed where they were.
    for column in range(2, out.sheet.max_column + 1):
        above, below = out.sheet.cell(first_row, column), out.sheet.cell(second_row, column)
        above.value, below.value = below.value, above.value
    upload(office, opened, (FILE, out.octets()))
    row = newest_return(opened)

    page = text_of(office, row.get_absolute_url())
    taken_without_looking = form_of(office, row)

    assert (row.doubts, row.changes) == (2, 0)
    assert "見えている列だけを並べ替えたのかもしれません" in page
    assert not any(name.startswith("seen-") for name in taken_without_looking)
    chosen = {
        "version": str(row.version),
        f"row-{first_row}-評価シート": second.project_key,
        f"row-{second_row}-評価シート": sheet.project_key,
    }
    assert office.post(f"{row.get_absolute_url()}rows/", chosen).status_code == 302
    assert "result" not in fresh(sheet).values
    again = newest_return(opened)
    assert (again.doubts, again.changes) == (0, 2)
    assert take(office, again).status_code == 302
    assert fresh(sheet).values["result"] == "一つめの実績を書いた。"
    assert fresh(second).values["result"] == "二つめの実績を書いた。"


def test_one_project_is_not_taken_from_two_rows(
    office: Client, opened: ReviewRound, sheet: Sheet, out: Filled
) -> None:
    row_number = out.rows[sheet.name]
    out.write(sheet.name, {"result": "一つめの答え"})
    copied = out.sheet.max_row + 1
    for column in range(1, out.sheet.max_column + 1):
        out.sheet.cell(copied, column).value = out.sheet.cell(row_number, column).value
    out.sheet.cell(copied, out.columns["result"]).value = "二つめの答え"
    upload(office, opened, (FILE, out.octets()))
    row = newest_return(opened)
    both = {
        "version": "1",
        f"row-{row_number}-評価シート": sheet.project_key,
        f"row-{copied}-評価シート": sheet.project_key,
    }

    refused = office.post(f"{row.get_absolute_url()}rows/", both)

    assert refused.status_code == 422
    assert "二つの行は選べません" in seen_text(refused)
    one = {"version": "1", f"row-{copied}-評価シート": sheet.project_key}
    assert office.post(f"{row.get_absolute_url()}rows/", one).status_code == 302
    assert take(office, newest_return(opened)).status_code == 302
    assert fresh(sheet).values["result"] == "二つめの答え"


def test_an_emptied_cell_erases_nothing(
    office: Client, opened: ReviewRound, sheet: Sheet, staff: Player
) -> None:
    answer = Answer(values={"result": "消してはいけない。"})
    save_answer(sheet_id=sheet.pk, version=sheet.version, answer=answer, by=staff.actor, at=IN_TIME)
    send_all(office, opened)
    out = Filled(download(office, book_of(opened)))
    out.write(sheet.name, {"result": None, "reason": "書いた"})
    upload(office, opened, (FILE, out.octets()))
    row = newest_return(opened)

    assert "空にされた欄（今の回答は消えません）" in text_of(office, row.get_absolute_url())
    take(office, row)

    assert fresh(sheet).values["result"] == "消してはいけない。"
    assert fresh(sheet).values["reason"] == "書いた"


def test_what_was_taken_can_be_put_back_as_a_new_version(
    office: Client, opened: ReviewRound, sheet: Sheet, staff: Player, out: Filled
) -> None:
    second = Sheet.objects.within(opened).get(project_key="P-000000000007")
    out.write(sheet.name, {"result": DONE})
    out.write(second.name, {"result": DONE})
    upload(office, opened, (FILE, out.octets()))
    row = newest_return(opened)
    take(office, row)
    answer = Answer(values={"result": "あとで直した。"})
    save_answer(sheet_id=second.pk, version=fresh(second).version, answer=answer, by=staff.actor, at=IN_TIME)

    response = office.post(f"{row.get_absolute_url()}undo/", {"version": newest_return(opened).version})

    assert response.status_code == 302
    assert fresh(sheet).values["result"] == ""
    assert fresh(second).values["result"] == "あとで直した。"
    assert newest_return(opened).state == ReturnedState.UNDONE
    assert "1件は、そのあとで書き換えられた" in text_of(office, row.get_absolute_url())
    # The same file may be taken once more.
    upload(office, opened, (FILE, out.octets()))
    assert newest_return(opened).state == ReturnedState.STAGED


def test_a_handed_in_sheet_is_not_written_and_says_why(
    office: Client, desk: Client, opened: ReviewRound, sheet: Sheet, out: Filled
) -> None:
    out.write(sheet.name, {"result": DONE})
    submit(desk, sheet)
    upload(office, opened, (FILE, out.octets()))
    row = newest_return(opened)

    page = text_of(office, row.get_absolute_url())

    assert "承認待ちなので、変えられません。差し戻してから取り込んでください。" in page
    assert take(office, row).status_code == 302
    assert fresh(sheet).values["result"] != DONE
