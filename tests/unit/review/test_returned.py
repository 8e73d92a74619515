"""What staff do to a workbook, and what is found and explained when it comes back."""

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from invented_round import ROUND
from sent_and_back import FIRST, Case, codes, row_of, taken
from torikumi.plan.finding import Severity
from torikumi.review.merge import Fate

Work = Callable[[Worksheet], None]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def fill(case: Case) -> Work:
    """Every row is answered, each in its own words."""

    def work(sheet: Worksheet) -> None:
        for place, _ in enumerate(case.out.sent.rows):
            row = FIRST + place
            sheet.cell(row, case.column("result")).value = f"{place}番目の事業を計画どおり行った。"
            sheet.cell(row, case.column("direction")).value = "B：継続"

    return work


def also(*works: Work) -> Work:
    def work(sheet: Worksheet) -> None:
        for one in works:
            one(sheet)

    return work


def swap_rows(sheet: Worksheet, one: int, other: int, *, first: int = 1) -> None:
    for column in range(first, sheet.max_column + 1):
        here, there = sheet.cell(one, column), sheet.cell(other, column)
        here.value, there.value = there.value, here.value


def expected(case: Case, places: range | list[int] | None = None) -> dict[tuple[str | None, str], str | None]:
    chosen = range(len(case.out.sent.rows)) if places is None else places
    return {
        (case.project(place), key): text
        for place in chosen
        for key, text in (
            ("result", f"{place}番目の事業を計画どおり行った。"),
            ("direction", "B：継続"),
        )
    }


def test_a_workbook_that_was_only_opened_and_saved_changes_nothing(case: Case) -> None:
    returned = case.back()

    assert returned.book == case.out.sent
    assert codes(returned) == []
    assert taken(returned) == {}
    assert [row.project for row in returned.rows] == [row.project for row in case.out.sent.rows]


def test_what_was_filled_in_is_taken_with_its_cells(case: Case) -> None:
    returned = case.back(fill(case))

    assert codes(returned) == []
    assert taken(returned) == expected(case)
    value = next(v for v in row_of(returned, case.project(1)).values if v.key == "direction")
    assert value.cell == f"{openpyxl.utils.get_column_letter(case.column('direction'))}7"


def test_a_deleted_row_is_missed_and_changes_nothing(case: Case) -> None:
    returned = case.back(also(fill(case), lambda sheet: sheet.delete_rows(FIRST + 1)))

    assert codes(returned) == ["row-missing"]
    assert returned.missing == (case.project(1),)
    assert "No.2" in returned.findings[0].ja
    rest = [place for place in range(len(case.out.sent.rows)) if place != 1]
    assert taken(returned) == expected(case, rest)


def test_a_new_row_is_found_and_taken_for_no_project(case: Case) -> None:
    def insert(sheet: Worksheet) -> None:
        sheet.insert_rows(FIRST + 2)
        sheet.cell(FIRST + 2, case.column("@name")).value = "新しい事業"
        sheet.cell(FIRST + 2, case.column("direction")).value = "A：充実"

    returned = case.back(also(fill(case), insert))

    assert codes(returned) == ["new-row"]
    assert returned.findings[0].place is not None
    assert returned.findings[0].place.row == FIRST + 2
    assert taken(returned) == expected(case)


def test_a_remark_below_the_table_is_no_new_project(case: Case) -> None:
    def remark(sheet: Worksheet) -> None:
        sheet.cell(FIRST + len(case.out.sent.rows) + 1, 2).value = "※ 提出が遅れました"

    returned = case.back(also(fill(case), remark))

    assert codes(returned) == ["stray-text"]
    assert taken(returned) == expected(case)


def test_a_row_copied_for_a_new_project_is_not_taken_for_the_old_one(case: Case) -> None:
    def copy_row(sheet: Worksheet) -> None:
        sheet.insert_rows(FIRST + 1)
        for column in range(1, sheet.max_column + 1):
            sheet.cell(FIRST + 1, column).value = sheet.cell(FIRST, column).value
        sheet.cell(FIRST + 1, case.column("@name")).value = "写して作った新しい事業"
        sheet.cell(FIRST + 1, case.column("result")).value = "写した行の実績です。"

    returned = case.back(also(fill(case), copy_row))

    assert codes(returned) == ["copied-row"]
    assert taken(returned) == expected(case)


def test_two_rows_of_one_project_with_different_answers_wait_for_a_person(case: Case) -> None:
    def copy_row(sheet: Worksheet) -> None:
        last = FIRST + len(case.out.sent.rows)
        for column in range(1, sheet.max_column + 1):
            sheet.cell(last, column).value = sheet.cell(FIRST, column).value
        sheet.cell(last, case.column("result")).value = "もう一つの実績です。"

    path = case.save(also(fill(case), copy_row))

    returned = case.read(path)
    assert codes(returned) == ["duplicate-row", "duplicate-row"]
    assert taken(returned) == expected(case, range(1, len(case.out.sent.rows)))

    last = FIRST + len(case.out.sent.rows)
    confirmed = case.read(path, confirmed={("評価シート", last): case.project(0)})
    assert taken(confirmed)[case.project(0), "result"] == "もう一つの実績です。"


def test_a_row_pasted_twice_without_a_change_is_read_once(case: Case) -> None:
    def copy_row(sheet: Worksheet) -> None:
        last = FIRST + len(case.out.sent.rows)
        for column in range(1, sheet.max_column + 1):
            sheet.cell(last, column).value = sheet.cell(FIRST, column).value

    returned = case.back(also(fill(case), copy_row))

    assert codes(returned) == ["row-repeated"]
    assert taken(returned) == expected(case)


def test_rows_that_were_sorted_keep_their_answers(case: Case) -> None:
    returned = case.back(also(fill(case), lambda sheet: swap_rows(sheet, FIRST, FIRST + 3)))

    assert codes(returned) == ["rows-moved"]
    assert returned.findings[0].severity is Severity.INFO
    assert taken(returned) == expected(case)


def test_when_only_the_visible_columns_were_sorted_the_rows_wait_for_a_person(case: Case) -> None:
    path = case.save(also(fill(case), lambda sheet: swap_rows(sheet, FIRST, FIRST + 3, first=2)))

    returned = case.read(path)

    assert codes(returned).count("content-of-another-row") == 2
    doubtful = {row.row: row for row in returned.rows if row.doubts}
    assert doubtful[FIRST].candidates == (case.project(3), case.project(0))
    assert taken(returned) == expected(case, [1, 2, *range(4, len(case.out.sent.rows))])

    confirmed = case.read(
        path, confirmed={("評価シート", FIRST): case.project(3), ("評価シート", FIRST + 3): case.project(0)}
    )
    assert taken(confirmed) == expected(case)


def test_when_one_locked_column_was_sorted_by_itself_the_rows_wait_for_a_person(case: Case) -> None:
    def swap_names(sheet: Worksheet) -> None:
        column = case.column("@summary")
        here, there = sheet.cell(FIRST, column), sheet.cell(FIRST + 1, column)
        here.value, there.value = there.value, here.value

    returned = case.back(also(fill(case), swap_names))

    assert {row.row for row in returned.rows if row.doubts} == {FIRST, FIRST + 1}
    asked = [finding for finding in returned.findings if finding.severity is Severity.ERROR]
    assert [finding.place.row for finding in asked if finding.place] == [FIRST, FIRST + 1]
    assert all(finding.ja.count("確認するまで、この行は何も変えません。") == 1 for finding in asked)
    assert taken(returned) == expected(case, range(2, len(case.out.sent.rows)))


def test_when_answers_were_sorted_by_themselves_the_rows_wait_for_a_person(tmp_path: Path) -> None:
    case = Case(tmp_path)
    stored = {case.project(n): {"result": f"すでに書かれている{n}番目の実績。"} for n in range(4)}
    case = Case(tmp_path, stored=stored)

    def swap(sheet: Worksheet) -> None:
        column = case.column("result")
        here, there = sheet.cell(FIRST, column), sheet.cell(FIRST + 2, column)
        here.value, there.value = there.value, here.value

    returned = case.back(swap)

    assert codes(returned) == ["column-shifted", "column-shifted"]
    assert taken(returned) == {}


def test_a_locked_cell_that_was_typed_over_is_told_and_the_answers_are_taken(case: Case) -> None:
    def type_over(sheet: Worksheet) -> None:
        sheet.cell(FIRST, case.column("@name")).value = "勝手に変えた事業名"

    returned = case.back(also(fill(case), type_over))

    assert codes(returned) == ["locked-cell-changed"]
    finding = returned.findings[0]
    assert finding.place is not None
    assert finding.place.cell == "C6"
    assert "勝手に変えた事業名" in finding.ja
    assert taken(returned) == expected(case)


def test_a_row_whose_name_and_summary_are_somebody_elses_waits_for_a_person(case: Case) -> None:
    def reuse(sheet: Worksheet) -> None:
        sheet.cell(FIRST, case.column("@name")).value = "まったく別の事業"
        sheet.cell(FIRST, case.column("@summary")).value = "まったく別の概要"

    returned = case.back(also(fill(case), reuse))

    assert codes(returned) == ["content-unknown"]
    assert taken(returned) == expected(case, range(1, len(case.out.sent.rows)))


def test_without_the_key_column_rows_are_known_by_their_content(case: Case) -> None:
    returned = case.back(also(fill(case), lambda sheet: sheet.delete_cols(1)))

    assert codes(returned) == ["key-column-removed"]
    assert taken(returned) == expected(case)


def test_without_key_column_and_id_row_columns_are_known_by_their_headings(case: Case) -> None:
    def cut(sheet: Worksheet) -> None:
        sheet.delete_rows(4)
        sheet.delete_cols(1)

    returned = case.back(also(fill(case), cut))

    assert codes(returned) == ["id-row-removed", "key-column-removed"]
    assert taken(returned) == expected(case)


def test_two_projects_of_one_name_are_not_told_apart_without_keys(tmp_path: Path) -> None:
    plan = Case(tmp_path).plan
    twins = tuple(replace(p, number=None, name="同じ名前", summary="同じ概要") for p in plan.projects[:2])
    section = plan.projects[0].sections
    case = Case(
        tmp_path,
        plan=replace(plan, projects=tuple(replace(p, sections=section) for p in twins)),
        section=None,
    )

    returned = case.back(also(fill(case), lambda sheet: sheet.delete_cols(1)))

    assert codes(returned) == ["key-column-removed", "duplicate-row", "duplicate-row"]
    assert taken(returned) == {}


@pytest.mark.parametrize("damage", ["K2025-XXXX", "あ", "K2025-0123456789AB-00"])
def test_a_damaged_key_is_restored_from_the_content(case: Case, damage: str) -> None:
    def spoil(sheet: Worksheet) -> None:
        sheet.cell(FIRST, 1).value = damage

    returned = case.back(also(fill(case), spoil))

    assert codes(returned) == ["key-restored"]
    assert taken(returned) == expected(case)


def test_a_damaged_key_and_another_content_is_nobodys_row(case: Case) -> None:
    def spoil(sheet: Worksheet) -> None:
        sheet.cell(FIRST, 1).value = "K2025-XXXX"
        sheet.cell(FIRST, case.column("@name")).value = "別の事業"

    returned = case.back(also(fill(case), spoil))

    assert codes(returned) == ["key-damaged", "row-missing"]
    assert taken(returned) == expected(case, range(1, len(case.out.sent.rows)))


def test_a_row_of_another_round_is_not_taken(tmp_path: Path) -> None:
    last_year = Case(tmp_path, round_=replace(ROUND, year=2024))
    case = Case(tmp_path)

    def paste(sheet: Worksheet) -> None:
        sheet.cell(FIRST, 1).value = last_year.out.sent.rows[0].key

    returned = case.back(also(fill(case), paste))

    assert codes(returned)[0] == "key-of-another-round"
    assert (case.project(0), "result") not in taken(returned)


def test_a_row_of_another_section_waits_for_a_person(case: Case) -> None:
    other = next(book for book in case.books if book.section == "図書館")
    texts = {value.key: value.text for value in other.rows[0].locked}

    def paste(sheet: Worksheet) -> None:
        last = FIRST + len(case.out.sent.rows)
        sheet.cell(last, 1).value = other.rows[0].key
        sheet.cell(last, case.column("@name")).value = texts["@name"]
        sheet.cell(last, case.column("result")).value = "図書館の実績"

    returned = case.back(also(fill(case), paste))

    assert codes(returned) == ["row-of-another-section"]
    assert taken(returned) == expected(case)
    assert next(row for row in returned.rows if row.doubts).candidates == (other.rows[0].project,)


def test_a_removed_column_changes_nothing(case: Case) -> None:
    returned = case.back(also(fill(case), lambda sheet: sheet.delete_cols(case.column("result"))))

    assert codes(returned) == ["column-removed"]
    assert {key for _, key in taken(returned)} == {"direction"}


def test_a_renamed_and_an_added_column_are_told(case: Case) -> None:
    def work(sheet: Worksheet) -> None:
        sheet.cell(5, case.column("result")).value = "実績（詳しく）"
        sheet.insert_cols(case.column("direction"))
        sheet.cell(5, case.column("direction")).value = "課で足した欄"

    returned = case.back(also(fill(case), work))

    assert codes(returned) == ["column-renamed", "column-added"]
    assert taken(returned) == expected(case)


def test_a_column_that_stands_twice_is_not_read(case: Case) -> None:
    def work(sheet: Worksheet) -> None:
        last = sheet.max_column + 1
        for row in range(4, FIRST + len(case.out.sent.rows)):
            sheet.cell(row, last).value = sheet.cell(row, case.column("result")).value

    returned = case.back(also(fill(case), work))

    assert codes(returned) == ["column-doubled"]
    assert {key for _, key in taken(returned)} == {"direction"}


def test_a_renamed_sheet_and_a_covering_note_make_no_difference(case: Case) -> None:
    def work(sheet: Worksheet) -> None:
        sheet.title = "農政課（提出）"
        sheet.insert_rows(1, 3)
        sheet.cell(1, 2).value = "企画課御中　評価シートを提出します。"

    returned = case.back(also(fill(case), work))

    assert codes(returned) == ["sheet-renamed"]
    assert taken(returned) == expected(case)


def test_a_sheet_split_in_two_is_read_together(case: Case) -> None:
    def work(sheet: Worksheet) -> None:
        other = sheet.parent.copy_worksheet(sheet)
        other.title = "後半"
        sheet.delete_rows(FIRST + 3, 100)
        other.delete_rows(FIRST, 3)

    returned = case.back(also(fill(case), work))

    assert codes(returned) == ["sheet-split"]
    assert taken(returned) == expected(case)


def test_rows_hidden_by_a_filter_are_read_and_told(case: Case) -> None:
    def work(sheet: Worksheet) -> None:
        sheet.auto_filter.add_filter_column(1, ["1"])
        for row in range(FIRST + 1, FIRST + len(case.out.sent.rows)):
            sheet.row_dimensions[row].hidden = True

    returned = case.back(also(fill(case), work))

    assert codes(returned) == ["rows-hidden"]
    assert taken(returned) == expected(case)


def test_another_rounds_workbook_is_refused(tmp_path: Path) -> None:
    last_year = Case(tmp_path, round_=replace(ROUND, year=2024))
    case = Case(tmp_path)

    returned = case.read(last_year.save())

    assert returned.book is None
    assert codes(returned) == ["unknown-sending"]
    assert "2024年度" in returned.findings[0].ja


def test_a_workbook_of_something_else_is_refused(case: Case, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "旅費精算書"
    book.save(tmp_path / "travel.xlsx")

    returned = case.read(tmp_path / "travel.xlsx")

    assert (returned.book, codes(returned)) == (None, ["not-a-review-workbook"])


def test_an_older_sending_is_held_against_what_went_out_then(tmp_path: Path) -> None:
    first = Case(tmp_path)
    path = first.save(lambda sheet: setattr(sheet.cell(FIRST, first.column("memo")), "value", "梨田"))
    project = first.project(0)
    later = Case(tmp_path, stored={project: {"result": "画面で書いた実績"}}, earlier=first.books)

    returned = later.read(path)

    assert codes(returned) == ["older-sending"]
    assert returned.book is not None
    assert returned.book.rev == 1
    fates = {value.key: value.merged.fate for value in row_of(returned, project).values}
    assert (fates["memo"], fates["result"]) == (Fate.TAKE, Fate.KEEP)


def test_what_was_written_meanwhile_on_the_screen_is_a_conflict(tmp_path: Path) -> None:
    case = Case(tmp_path)
    path = case.save(fill(case))
    case.stored = {case.project(0): {"result": "画面で書いた実績"}}

    returned = case.read(path)

    value = next(v for v in row_of(returned, case.project(0)).values if v.key == "result")
    assert (value.merged.fate, value.merged.value) == (Fate.CONFLICT, None)
    assert (value.merged.stored, value.merged.returned) == (
        "画面で書いた実績",
        "0番目の事業を計画どおり行った。",
    )


@pytest.mark.parametrize(("erases", "value"), [(False, "古い実績"), (True, "")])
def test_an_emptied_cell_erases_only_where_the_round_says_so(
    tmp_path: Path, erases: bool, value: str
) -> None:
    plain = Case(tmp_path)
    stored = {plain.project(0): {"result": "古い実績"}}
    case = Case(tmp_path, stored=stored, round_=replace(ROUND, empty_erases=erases))

    returned = case.back(lambda sheet: setattr(sheet.cell(FIRST, case.column("result")), "value", None))

    merged = next(v.merged for v in row_of(returned, case.project(0)).values if v.key == "result")
    assert (merged.fate, merged.value) == (Fate.EMPTIED, value)


@pytest.mark.parametrize(
    ("field", "typed", "value", "is_noted"),
    [
        ("direction", "b", "B：継続", True),
        ("direction", "Ｂ", "B：継続", True),
        ("direction", "継続", "B：継続", True),
        ("direction", " B:継続 ", "B：継続", True),
        ("direction", "C：縮小", "C：縮小", False),
        ("direction", "E：拡大", "E：拡大", False),
        ("direction", "○", "○", False),
        ("evaluation", "おおむね 順調", "おおむね順調", True),
        ("settled", "１，２００千円", "1200", True),
        ("settled", "1,200", "1200", False),
        ("settled", 1200, "1200", False),
        ("settled", "約1,200", "約1,200", False),
        ("settled", "1200円", "1200円", False),
        ("indicators.1", "１２３．５", "123.5", True),
        ("indicators.1", "未集計", "未集計", False),
        ("memo", "梨田\n一郎", "梨田 一郎", True),
        ("result", "一行目\n二行目", "一行目\n二行目", False),
    ],
)
def test_how_a_cell_is_read(case: Case, field: str, typed: object, value: str, is_noted: bool) -> None:
    returned = case.back(lambda sheet: setattr(sheet.cell(FIRST, case.column(field)), "value", typed))

    read = next(v for v in row_of(returned, case.project(0)).values if v.key == field)
    assert read.merged.returned == value
    assert (read.note is not None) is is_noted


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("memo", date(2025, 4, 1), "date-for-text"),
        ("direction", date(2025, 4, 1), "date-for-text"),
        ("settled", date(2025, 4, 1), "date-for-text"),
        ("result", True, "truth-for-text"),
        ("memo", 1234567890123456789, "digits-lost"),
        ("result", "=1+1", "formula-without-value"),
    ],
)
def test_what_excel_made_of_a_cell_is_told_and_not_taken(
    case: Case, field: str, typed: object, code: str
) -> None:
    def work(sheet: Worksheet) -> None:
        cell = sheet.cell(FIRST, case.column(field))
        cell.number_format = "General"
        cell.value = typed

    returned = case.back(work)

    assert codes(returned) == [code]
    assert returned.findings[0].severity is Severity.ERROR
    assert returned.findings[0].place is not None
    assert returned.findings[0].place.cell is not None
    assert taken(returned) == {}


def test_an_error_value_is_told_and_not_taken(case: Case) -> None:
    def work(sheet: Worksheet) -> None:
        cell = sheet.cell(FIRST, case.column("settled"))
        cell.value = "#REF!"
        cell.data_type = "e"

    returned = case.back(work)

    assert codes(returned) == ["error-value"]
    assert taken(returned) == {}


@pytest.mark.parametrize(
    ("field", "typed", "shown", "code"),
    [
        ("memo", 123456789012, "General", "number-for-text"),
        ("indicators.1", 0.35, "0%", "percent"),
    ],
)
def test_what_excel_may_have_changed_is_told_and_taken(
    case: Case, field: str, typed: object, shown: str, code: str
) -> None:
    def work(sheet: Worksheet) -> None:
        cell = sheet.cell(FIRST, case.column(field))
        cell.value = typed
        cell.number_format = shown

    returned = case.back(work)

    assert codes(returned) == [code]
    assert len(taken(returned)) == 1


def test_problems_of_the_answer_come_with_the_row(case: Case) -> None:
    def work(sheet: Worksheet) -> None:
        sheet.cell(FIRST, case.column("result")).value = "長" * 401
        sheet.cell(FIRST, case.column("direction")).value = "A：充実"

    returned = case.back(work)

    problems = {problem.key: problem.code for problem in row_of(returned, case.project(0)).problems}
    assert problems["result"] == "too-long"
    assert problems["reason"] == "reason-missing"


def test_a_table_that_was_pasted_into_a_fresh_sheet_is_read(case: Case) -> None:
    def plain(sheet: Worksheet) -> None:
        fresh = sheet.parent.create_sheet("貼り付け")
        for row in sheet.iter_rows():
            for cell in row:
                fresh.cell(cell.row, cell.column).value = copy(cell.value)
        del sheet.parent["評価シート"]

    returned = case.back(also(fill(case), plain))

    assert codes(returned) == ["sheet-renamed"]
    assert taken(returned) == expected(case)


def test_words_in_a_cell_that_does_not_concern_the_project_or_beside_the_table_are_told(case: Case) -> None:
    lacking = next(
        n for n, row in enumerate(case.out.sent.rows) if "indicators.1" not in {v.key for v in row.values}
    )

    def work(sheet: Worksheet) -> None:
        sheet.cell(FIRST + lacking, case.column("indicators.1")).value = 12
        sheet.cell(FIRST, sheet.max_column + 2).value = "欄外のメモ"

    returned = case.back(also(fill(case), work))

    assert codes(returned) == ["text-beside", "locked-cell-changed"]
    assert "欄外のメモ" in returned.findings[0].ja
    assert taken(returned) == expected(case)


def test_an_indicator_that_the_plan_has_changed_meanwhile_is_not_taken(case: Case) -> None:
    place = next(
        n for n, row in enumerate(case.out.sent.rows) if "indicators.1" in {v.key for v in row.values}
    )
    path = case.save(
        lambda sheet: setattr(sheet.cell(FIRST + place, case.column("indicators.1")), "value", 12)
    )
    changed = case.plan.project_by_id[case.project(place)]
    changed = replace(changed, indicators=(replace(changed.indicators[0], name="別の指標"),))
    case.plan = replace(
        case.plan, projects=tuple(changed if p.id == changed.id else p for p in case.plan.projects)
    )

    returned = case.read(path)

    assert codes(returned) == ["indicator-changed"]
    assert taken(returned) == {}


def test_a_project_that_is_gone_from_the_plan_is_told(case: Case) -> None:
    path = case.save(fill(case))
    case.plan = replace(case.plan, projects=tuple(p for p in case.plan.projects if p.id != case.project(0)))

    returned = case.read(path)

    assert codes(returned) == ["project-gone"]
    assert taken(returned) == expected(case, range(1, len(case.out.sent.rows)))


def test_thousands_of_rows_more_are_refused_at_once(case: Case) -> None:
    def work(sheet: Worksheet) -> None:
        for row in range(FIRST, FIRST + 2100):
            sheet.cell(row, 1).value = case.out.sent.rows[0].key
            sheet.cell(row, case.column("@name")).value = "写した行"

    returned = case.back(work)

    assert codes(returned) == ["too-many-rows"]
    assert returned.rows == ()


def test_a_section_that_only_helps_may_leave_its_rows_empty(case: Case) -> None:
    sheet = openpyxl.load_workbook(BytesIO(case.out.octets), data_only=True)["評価シート"]

    said = [sheet.cell(FIRST + n, case.column("@check")).value for n, _ in enumerate(case.out.sent.rows)]
    assert said == ["未入力" if row.lead else "任意" for row in case.out.sent.rows]
