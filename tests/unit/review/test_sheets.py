"""The workbooks that go out, looked at with another library than the one that wrote them."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from invented_round import FIELDS, ROUND, ROUND_ID, sample_plan
from torikumi.plan.indicator import Indicator
from torikumi.plan.model import Plan
from torikumi.plan.outcomes import parse_direction
from torikumi.plan.project import Project, Review, SectionRef, SectionRole
from torikumi.review.book_names import book_name
from torikumi.review.form import FieldKind
from torikumi.review.keys import read_book_mark, read_row_key, row_key
from torikumi.review.round import AskKind, Asks, Round
from torikumi.review.sections import AskedProject, SectionWork, lead_section, share_work
from torikumi.review.sheets import WrittenBook, write_workbooks

PLAN = sample_plan()


def written(
    plan: Plan = PLAN,
    round_: Round = ROUND,
    stored: dict[str, dict[str, str]] | None = None,
    **others: object,
) -> list[WrittenBook]:
    return list(write_workbooks(plan, round_, round_id=ROUND_ID, stored=stored or {}, **others))  # type: ignore[arg-type]


def opened(book: WrittenBook) -> Workbook:
    return openpyxl.load_workbook(BytesIO(book.octets))


def entry(book: WrittenBook) -> Worksheet:
    return opened(book)["評価シート"]


def ids(sheet: Worksheet) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[4] if cell.value}


def section(name: str, role: SectionRole = SectionRole.LEAD) -> SectionRef:
    return SectionRef(printed=name, name=name, role=role)


def test_each_section_gets_the_projects_it_leads_and_those_it_helps_with() -> None:
    projects = (
        Project(id="P-1", name="一", sections=(section("企画課"), section("農政課"))),
        Project(
            id="P-2", name="二", sections=(section("農政課", SectionRole.CONTRIBUTOR), section("企画課"))
        ),
        Project(id="P-3", name="三"),
    )

    shared = share_work(projects)

    assert [(work.name, [(one.project.id, one.lead) for one in work.projects]) for work in shared] == [
        ("企画課", [("P-1", True), ("P-2", True)]),
        ("農政課", [("P-1", False), ("P-2", False)]),
        ("担当課なし", [("P-3", True)]),
    ]


def test_a_section_written_in_another_width_is_the_same_section() -> None:
    projects = (
        Project(id="P-1", name="一", sections=(section("ＤＸ推進課"),)),
        Project(id="P-2", name="二", sections=(section("DX推進課"),)),
    )

    (work,) = share_work(projects)

    assert len(work.projects) == 2
    assert lead_section(projects[1]) == projects[1].sections[0]


def test_the_same_answers_give_the_same_bytes() -> None:
    assert [book.octets for book in written()] == [book.octets for book in written()]


def test_every_project_that_the_round_asks_about_stands_in_the_book_of_each_of_its_sections() -> None:
    asked = [project for project in PLAN.projects if "農政課" in {s.name for s in project.sections}]
    books = {book.sent.section: book for book in written()}

    sheet = entry(books["農政課"])

    names = [sheet.cell(row=6 + n, column=ids(sheet)["@name"]).value for n in range(len(asked))]
    assert names == [project.name for project in asked]


def test_only_what_the_round_asks_about_goes_out() -> None:
    one = PLAN.projects[0]
    round_ = replace(ROUND, asks=Asks(kind=AskKind.CHOSEN, projects=(one.id,)))

    books = written(round_=round_)

    assert {row.project for book in books for row in book.sent.rows} == {one.id}
    assert len(books) == len({s.name for s in one.sections})


def test_only_the_fields_of_the_sections_own_step_are_asked() -> None:
    sheet = entry(written()[0])

    assert "head_comment" not in ids(sheet)
    assert {"result", "direction", "reason", "settled"} <= ids(sheet).keys()


def test_the_city_decides_the_order_of_the_columns() -> None:
    sheet = entry(written(round_=replace(ROUND, columns=("direction", "reason")))[0])

    order = [name for name in ids(sheet) if not name.startswith("@")]
    assert order[:3] == ["direction", "reason", "result"]


def test_answers_are_open_and_all_else_is_locked() -> None:
    sheet = entry(written()[0])

    assert sheet.protection.sheet
    for name, column in ids(sheet).items():
        cell = sheet.cell(row=6, column=column)
        assert cell.protection.locked is name.startswith("@"), name


def test_an_indicator_that_a_project_does_not_have_is_locked() -> None:
    lacking = Project(id="P-1", name="一", sections=(section("企画課"),))
    having = replace(lacking, id="P-2", name="二", indicators=(Indicator(name="参加者数", unit="人"),))
    (book,) = written(Plan(title="計画", projects=(lacking, having)))

    sheet = entry(book)

    column = ids(sheet)["indicators.1"]
    assert [sheet.cell(row=row, column=column).protection.locked for row in (6, 7)] == [True, False]
    assert sheet.cell(row=7, column=ids(sheet)["@name.indicators.1"]).value == "参加者数（人）"
    assert len(book.sent.rows[0].values) == len(book.sent.rows[1].values) - 1


def test_key_column_and_id_row_are_hidden_and_the_base_is_very_hidden() -> None:
    book = opened(written()[0])

    sheet = book["評価シート"]
    assert sheet.column_dimensions["A"].hidden
    assert sheet.row_dimensions[4].hidden
    assert {s.title: s.sheet_state for s in book} == {
        "はじめに": "visible",
        "評価シート": "visible",
        "_sent": "veryHidden",
        "_lists": "veryHidden",
    }


def test_excel_offers_the_scale_and_refuses_in_japanese() -> None:
    book = opened(written()[0])

    names = {column: name for name, column in ids(book["評価シート"]).items()}
    found = book["評価シート"].data_validations.dataValidation
    rules = {names[next(iter(rule.sqref.ranges)).min_col]: rule for rule in found}
    assert rules["direction"].type == "list"
    letters = rules["direction"].formula1.split("$")[1]
    assert [cell.value for cell in book["_lists"][letters] if cell.value] == [
        "A：充実",
        "B：継続",
        "C：縮小",
        "D：廃止",
    ]
    assert (rules["result"].type, rules["result"].formula1) == ("textLength", "400")
    assert "400字まで" in rules["result"].error
    assert rules["settled"].type == "whole"
    assert (rules["indicators.1"].type, rules["indicators.1"].errorStyle) == ("decimal", "warning")


def test_the_page_is_set_up_for_print() -> None:
    sheet = entry(written()[0])

    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.print_title_rows == "$3:$5"
    assert sheet.freeze_panes == "E6"
    assert sheet["B1"].font.name == "BIZ UDPゴシック"


def test_the_guide_tells_until_when_and_whom_to_ask() -> None:
    guide = opened(written()[0])["はじめに"]

    said = {row[0].value: row[1].value for row in guide.iter_rows(max_col=2) if row[0].value}
    assert said["締切"] == "令和8年6月30日（火）"
    assert said["問合せ先"] == "企画課 企画係（内線 2210）"
    assert said["今後の方針"] == "必ず記入。一覧から選ぶ。来年度の方針を選んでください。"


def test_the_guide_says_once_what_to_write_where_nothing_is_counted_yet() -> None:
    def said(hint: str) -> str:
        fields = tuple(replace(f, hint=hint) if f.kind is FieldKind.INDICATORS else f for f in FIELDS)
        (book, *_) = written(round_=replace(ROUND, form=replace(ROUND.form, fields=fields)))
        rows = opened(book)["はじめに"].iter_rows(max_col=2, values_only=True)
        return str(next(text for label, text in rows if label == "指標の実績"))

    assert said("") == "指標ごとに実績の数字。まだ集計できないときは「未集計」。"
    own = "まだ分からないときは「未集計」と書いてください。"
    assert said(own) == f"指標ごとに実績の数字。{own}"


DANGEROUS = [
    f"{sign}{rest}"
    for sign in "=+-@\t\r"
    for rest in ("1+1", 'HYPERLINK("http://example.jp","x")', "SUM(A1)")
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    keys = [
        field.key for field in FIELDS if field.kind in (FieldKind.TEXT, FieldKind.LINE, FieldKind.DIRECTION)
    ]
    project = Project(id="P-1", number=text, name=text, summary=text, sections=(section(text),))
    project = replace(project, indicators=(Indicator(name=text, unit=text),))
    stored = {"P-1": dict.fromkeys([*keys, "settled", "indicators.1"], text)}

    (book,) = written(Plan(title=text, projects=(project,)), replace(ROUND, title=text, contact=text), stored)

    check = ids(entry(book))["@check"]
    for sheet in opened(book):
        formulas = [c for row in sheet.iter_rows() for c in row if c.data_type == "f" or c.hyperlink]
        assert {(c.column, c.row) for c in formulas} <= {(check, 6)}


def test_numbers_are_numbers_and_words_are_words() -> None:
    project = Project(
        id="P-1", name="一", sections=(section("企画課"),), indicators=(Indicator(name="数"),) * 3
    )
    stored = {
        "P-1": {"settled": "1,200", "indicators.1": "12.5", "indicators.2": "未集計", "indicators.3": "007"}
    }
    (book,) = written(Plan(title="計画", projects=(project,)), stored=stored)

    sheet = entry(book)

    values = {name: sheet.cell(row=6, column=column).value for name, column in ids(sheet).items()}
    assert (values["settled"], values["indicators.1"]) == (1200, 12.5)
    assert (values["indicators.2"], values["indicators.3"]) == ("未集計", "007")


@pytest.mark.parametrize(
    ("section_name", "file"),
    [
        ("企画課", "01_企画課.xlsx"),
        ("教育委員会/学校教育課", "01_教育委員会_学校教育課.xlsx"),
        ('a<b>:"c"|?*', "01_a_b_c_.xlsx"),
        ("CON", "01_CON.xlsx"),
        ("課. ", "01_課.xlsx"),
        ("\u202eslx", "01__slx.xlsx"),
        ("", "01__.xlsx"),
    ],
)
def test_a_files_name_is_one_that_windows_takes(section_name: str, file: str) -> None:
    assert book_name(1, section_name, rev=1, of=18) == file


def test_the_longest_name_still_fits_and_a_later_sending_has_its_own() -> None:
    assert len(book_name(1, "𠮷" * 300, rev=12, of=5000).encode()) <= 255
    assert book_name(3, "企画課", rev=2, of=120) == "003_企画課_第2回.xlsx"


def test_a_second_sending_with_new_answers_is_told_apart_and_one_without_is_the_same() -> None:
    first = written()
    sent = [book.sent for book in first]
    changed = {PLAN.projects[0].id: {"result": "新しい実績"}}

    again = written(earlier=sent)
    later = written(stored=changed, earlier=sent)

    assert [book.octets for book in again] == [book.octets for book in first]
    touched = {s.name for s in PLAN.projects[0].sections}
    assert {book.sent.section for book in later if book.sent.rev == 2} == touched
    assert all(book.sent.mark not in {one.mark for one in sent} for book in later if book.sent.rev == 2)


def test_a_key_is_the_same_for_a_round_and_project_and_damage_is_seen() -> None:
    key = row_key("r", year=2025, project="P-1")

    assert key == row_key("r", year=2025, project="P-1")
    assert len({key, row_key("r", year=2025, project="P-2"), row_key("q", year=2025, project="P-1")}) == 3
    read = read_row_key(f" {key.lower()} ")
    assert read is not None
    assert (read.year, read.text) == (2025, key)
    assert read_book_mark(key) is None
    damaged = [
        key[:place] + other + key[place + 1 :]
        for place in range(len(key))
        for other in "0F7"
        if key[place] != other
    ]
    # Two check characters let one in 256 by.
    assert sum(read_row_key(text) is not None for text in damaged) <= 2


def test_who_answers_may_be_told_apart_from_the_plan_and_one_section_written_alone() -> None:
    first, second = PLAN.projects[:2]
    work = (
        SectionWork("企画課", (AskedProject(first, lead=True), AskedProject(second, lead=False))),
        SectionWork("農政課", (AskedProject(second, lead=True),)),
    )

    (book,) = written(work=work, only={"農政課"})

    assert book.sent.file == "02_農政課.xlsx"
    assert [(row.project, row.lead) for row in book.sent.rows] == [(second.id, True)]


def test_earlier_answers_bear_their_year_where_they_are_not_last_years() -> None:
    def answered(name: str, year: int) -> Project:
        return Project(
            id=f"P-{name}",
            name=name,
            direction=parse_direction("B：継続"),
            sections=(section("企画課"),),
            reviews=(Review(year=year, rater="担当課", result=f"{name}の実績", evaluation="順調"),),
        )

    plan = Plan(title="計画", year=2019, projects=(answered("一", 2024), answered("二", 2022)))
    one = replace(plan, projects=plan.projects[:1])

    (mixed,), (single,) = written(plan), written(one)

    sheet, last = entry(mixed), ids(entry(mixed))
    heads = {name: sheet.cell(row=5, column=last[name]).value for name in ("@last.result", "@last.direction")}
    assert heads == {"@last.result": "これまでの取組の実績", "@last.direction": "令和元年度の今後の方針"}
    texts = [sheet.cell(row=row, column=last["@last.result"]).value for row in (6, 7)]
    assert texts == ["一の実績（昨年度）", "二の実績（令和4年度）"]
    assert sheet.cell(row=6, column=last["@last.direction"]).value == "B：継続"
    alone = entry(single)
    assert alone.cell(row=5, column=ids(alone)["@last.result"]).value == "昨年度の取組の実績"
    assert alone.cell(row=6, column=ids(alone)["@last.result"]).value == "一の実績"
