"""A workbook as a planning section has it: totals, whom to ask, last year's sheet, money that does not add up."""

from pathlib import Path

import pytest
import xlsxwriter

from torikumi.read.gate import WrongTypeError
from torikumi.read.reading import Given, Reading
from torikumi.read.run import read_documents

HEAD = ("No.", "基本目標", "施策", "事業名", "事業概要", "今後の方向性", "担当課", "R6予算額（千円）")
ROWS = (
    ("1", "基本目標１ 育てる", "子育てを支える", "一時預かり", "子どもを預かる。", "拡充", "こども課", 1200),
    ("2", "基本目標１ 育てる", "子育てを支える", "絵本の贈り物", "絵本を贈る。", "継続", "図書館", 300),
    (
        "3",
        "基本目標２ にぎわう",
        "店を増やす",
        "空き店舗の活用",
        "家賃を助ける。",
        "継続",
        "都市整備課（旧都市計画課）",
        500,
    ),
)


def write(path: Path, sheets: dict[str, tuple[tuple[object, ...], ...]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for index, row in enumerate((HEAD, *rows)):
                for column, value in enumerate(row):
                    if value != "":
                        sheet.write(index, column, value)
            if rows[-2][0] == "合計":
                sheet.merge_range(len(rows) - 1, 0, len(rows) - 1, 6, "合計")
    return path


def foot(total: int) -> tuple[tuple[object, ...], ...]:
    return (
        ("合計", "", "", "", "", "", "", total),
        ("問い合わせ先：企画政策課　内線2345", "", "", "", "", "", "", ""),
    )


def read(path: Path, *, year: int | None = None) -> Reading:
    return read_documents([path], Given(year=year))


def codes(reading: Reading) -> set[str]:
    return {finding.code for finding in reading.findings}


def test_a_total_and_whom_to_ask_open_no_heading(tmp_path: Path) -> None:
    plan = read(write(tmp_path / "r6.xlsx", {"R6": (*ROWS, *foot(2000))})).plan

    assert [node.printed for node in plan.nodes if node.level == 0] == [
        "基本目標１ 育てる",
        "基本目標２ にぎわう",
    ]
    assert plan.levels == ("基本目標", "施策")
    assert [project.name for project in plan.projects] == [row[3] for row in ROWS]
    assert [note.text for note in plan.notes] == ["問い合わせ先：企画政策課　内線2345"]


@pytest.mark.parametrize(("total", "told"), [(2000, False), (1999, True)])
def test_a_sum_of_money_that_does_not_add_up_is_told(tmp_path: Path, total: int, told: bool) -> None:
    reading = read(write(tmp_path / "r6.xlsx", {"R6": (*ROWS, *foot(total))}))

    assert ("read-sum-unequal" in codes(reading)) is told
    if told:
        (finding,) = [each for each in reading.findings if each.code == "read-sum-unequal"]
        assert "1,999千円" in finding.ja
        assert "2,000千円" in finding.ja


def test_last_years_sheet_is_not_taken_for_this_years(tmp_path: Path) -> None:
    path = write(
        tmp_path / "two.xlsx", {"R6事業一覧": (*ROWS, *foot(2000)), "R5（昨年度）": (*ROWS[:2], *foot(1500))}
    )

    newest, asked = read(path), read(path, year=2023)

    assert len(newest.plan.projects) == 3
    assert len(asked.plan.projects) == 2
    (finding,) = [each for each in newest.findings if each.code == "read-other-year"]
    assert "R5（昨年度）" in finding.ja
    assert "令和5年度" in finding.ja


def test_sheets_of_two_years_with_different_projects_are_one_plan(tmp_path: Path) -> None:
    path = write(
        tmp_path / "parts.xlsx", {"R6開始": (*ROWS[:2], *foot(1500)), "R5開始": (*ROWS[2:], *foot(500))}
    )

    assert len(read(path).plan.projects) == 3


def test_a_former_name_in_brackets_is_no_facility(tmp_path: Path) -> None:
    section = read(write(tmp_path / "r6.xlsx", {"R6": (*ROWS, *foot(2000))})).plan.projects[2].sections[0]

    assert (section.name, section.facility) == ("都市整備課", None)
    assert section.printed == "都市整備課（旧都市計画課）"


def test_a_text_of_another_kind_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text("No.,事業名,担当課\n1,朝市,商工課\n", encoding="utf-8")

    with pytest.raises(WrongTypeError, match=r"\.py"):
        read_documents([path])
