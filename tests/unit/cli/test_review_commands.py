"""`torikumi review sheets` and `collect`: out, filled in with openpyxl, and back, as a planning section does it."""

import csv
import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl.worksheet.worksheet import Worksheet

from shared import REPOSITORY
from torikumi.cli.review import command
from torikumi.errors import UserError
from torikumi.plan.file import dump_plan, read_plan

ROUND = """
title = "令和7年度 年度評価"
year = 2025
scale = "iruma"
form = "short"
contact = "企画課（内線 2210）"
[[steps]]
role = "section"
due = 2026-06-30
"""
FIRST = 6


def run(*words: object, language: str = "ja_JP.UTF-8") -> Result:
    return CliRunner().invoke(
        command, [*map(str, words)], env={"LANG": language, "LC_ALL": "", "LC_MESSAGES": ""}
    )


def refusal(result: Result) -> str:
    assert isinstance(result.exception, UserError)
    return result.exception.ja


class Desk:
    """A planning section's folder, with a plan of two sections, the settings, and the workbooks that went out."""

    def __init__(self, folder: Path) -> None:
        plan = read_plan(REPOSITORY / "samples" / "mihon" / "plan-2025.json")
        wanted = [
            p for p in plan.projects if len(p.sections) == 1 and p.sections[0].name in ("農政課", "図書館")
        ]
        shared = next(p for p in plan.projects if {s.name for s in p.sections} >= {"農政課", "産業振興課"})
        self.projects = (*wanted[:5], shared)
        self.plan = folder / "plan.json"
        self.plan.write_text(dump_plan(replace(plan, projects=self.projects, totals=())), encoding="utf-8")
        self.round = folder / "ROUND.toml"
        self.round.write_text(ROUND, encoding="utf-8")
        self.out = folder / "送付"
        self.answers = folder / "answers.json"
        self.back = folder / "返送"
        self.back.mkdir()

    def send(self, *more: object) -> Result:
        return run("sheets", self.plan, "--round", self.round, "-o", self.out, *more)

    def collect(self, *more: object, sent: bool = True) -> Result:
        record = ("--sent", self.out / "送付控え.json") if sent else ()
        return run("collect", self.back, "--plan", self.plan, *record, *more)

    def file_of(self, section: str) -> Path:
        return next(path for path in sorted(self.out.glob("*.xlsx")) if section in path.name)

    def fill(self, section: str, work: Callable[[Worksheet], None], *, name: str | None = None) -> Path:
        book = openpyxl.load_workbook(self.file_of(section))
        work(book["評価シート"])
        path = self.back / (name or self.file_of(section).name)
        book.save(path)
        return path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    assert desk.send().exit_code == 0
    return desk


def write(row: int, **texts: str) -> Callable[[Worksheet], None]:
    def work(sheet: Worksheet) -> None:
        ids = {cell.value: cell.column for cell in sheet[4] if cell.value}
        for name, text in texts.items():
            sheet.cell(row, ids[name]).value = text

    return work


def test_workbooks_list_and_record_are_written(desk: Desk) -> None:
    names = sorted(path.name for path in desk.out.iterdir())

    books = [name for name in names if name.endswith(".xlsx")]
    assert books[0] == "01_農政課.xlsx"
    assert len(books) == len({section.name for project in desk.projects for section in project.sections})
    listed = list(csv.DictReader((desk.out / "送付一覧.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [line["ファイル"] for line in listed] == books
    for line in listed:
        assert line["SHA-256"] == hashlib.sha256((desk.out / line["ファイル"]).read_bytes()).hexdigest()
    assert json.loads((desk.out / "送付控え.json").read_text(encoding="utf-8"))["torikumi_sent"] == 1


def test_writing_again_changes_nothing(desk: Desk) -> None:
    before = {path.name: path.read_bytes() for path in desk.out.iterdir()}

    result = desk.send()

    assert result.exit_code == 0
    assert {path.name: path.read_bytes() for path in desk.out.iterdir()} == before


def test_a_file_that_was_filled_in_is_never_written_over(desk: Desk) -> None:
    path = desk.file_of("農政課")
    book = openpyxl.load_workbook(path)
    book.save(path)
    filled = path.read_bytes()

    result = desk.send()

    assert "変わっています" in refusal(result)
    assert path.read_bytes() == filled


def test_another_round_does_not_go_into_the_same_folder(desk: Desk) -> None:
    desk.round.write_text(ROUND.replace("2025", "2026"), encoding="utf-8")

    assert "別の回" in refusal(desk.send())


def test_a_round_that_asks_about_nothing_says_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.round.write_text(
        ROUND.replace("[[steps]]", '[asks]\nkind = "chosen"\nprojects = ["P-x"]\n[[steps]]', 1),
        encoding="utf-8",
    )

    assert "評価する事業がありません" in refusal(desk.send())


def test_a_direction_that_changed_without_its_reason_is_named(desk: Desk) -> None:
    desk.fill("農政課", write(FIRST, result="計画どおり行った。", direction="D：廃止"))

    result = desk.collect()

    assert "から変えるので、" in result.stdout


def test_a_file_that_is_no_workbook_is_not_passed_over_in_silence(desk: Desk) -> None:
    (desk.back / "回答.docx").write_bytes(b"PK")
    (desk.back / "~$01_農政課.docx").write_bytes(b"")

    desk.fill("農政課", write(FIRST, result="計画どおり行った。"))

    result = desk.collect()

    assert "読まなかったファイルが1個あります：回答.docx。" in result.stderr


def test_nothing_is_written_before_it_was_shown(desk: Desk) -> None:
    desk.fill("農政課", write(FIRST, result="計画どおり行った。"))

    result = desk.collect()

    assert result.exit_code == 0
    assert "後：計画どおり行った。" in result.stdout
    assert "01_農政課.xlsx" in result.stdout
    assert "まだ何も書いていません" in result.stderr
    assert not desk.answers.exists()


def test_the_answers_are_written_with_the_cell_they_came_from(desk: Desk) -> None:
    path = desk.fill("農政課", write(FIRST, result="計画どおり行った。"))

    result = desk.collect("-o", desk.answers, "--report", desk.answers.with_name("report.json"))

    assert result.exit_code == 0
    written = json.loads(desk.answers.read_text(encoding="utf-8"))
    assert written["torikumi_answers"] == 1
    value = next(v for a in written["answers"] for v in a["values"] if v["text"] == "計画どおり行った。")
    assert value["origin"] == {
        "file": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "sheet": "評価シート",
        "cell": value["origin"]["cell"],
    }
    cell = openpyxl.load_workbook(path)["評価シート"][value["origin"]["cell"]]
    assert cell.value == "計画どおり行った。"
    report = json.loads(desk.answers.with_name("report.json").read_text(encoding="utf-8"))
    assert [change["after"] for change in report["changes"]] == ["計画どおり行った。"]
    assert "産業振興課" in report["waiting"]


def test_the_same_files_give_the_same_answers_and_a_second_time_nothing_changes(desk: Desk) -> None:
    desk.fill("農政課", write(FIRST, result="計画どおり行った。"))
    desk.collect("-o", desk.answers)
    before = desk.answers.read_bytes()

    again = desk.collect("-o", desk.answers)

    assert "変わる回答 0件" in again.stderr
    assert desk.answers.read_bytes() == before


def test_what_was_not_filled_in_has_not_come_back(desk: Desk) -> None:
    for path in desk.out.glob("*.xlsx"):
        shutil.copy(path, desk.back / path.name)

    result = desk.collect("--as", "json")

    assert len(json.loads(result.stdout)["waiting"]) == len(list(desk.out.glob("*.xlsx")))


def test_two_copies_of_one_section_that_differ_stand_side_by_side(desk: Desk) -> None:
    desk.fill("農政課", write(FIRST, result="係の実績"))
    desk.fill("農政課", write(FIRST, result="課長が直した実績"), name="01_農政課 (2).xlsx")

    result = desk.collect("-o", desk.answers)

    assert result.exit_code == 1
    assert "食い違い" in result.stdout
    assert "係の実績" in result.stdout
    assert "課長が直した実績" in result.stdout
    texts = [v["text"] for a in json.loads(desk.answers.read_text())["answers"] for v in a["values"]]
    assert "係の実績" not in texts
    assert "課長が直した実績" not in texts


def test_two_sections_of_one_project_that_differ_stand_side_by_side(desk: Desk) -> None:
    shared = desk.projects[-1]

    def row_of(section: str) -> int:
        sheet = openpyxl.load_workbook(desk.file_of(section))["評価シート"]
        return next(row for row in range(FIRST, sheet.max_row + 1) if sheet.cell(row, 3).value == shared.name)

    for section in ("農政課", "産業振興課"):
        desk.fill(section, write(row_of(section), result=f"{section}の実績"))

    report = json.loads(desk.collect("--as", "json").stdout)

    (clash,) = report["clashes"]
    assert clash["project"] == shared.id
    assert {side["text"] for side in clash["sides"]} == {"農政課の実績", "産業振興課の実績"}


def test_halves_in_two_files_miss_no_row(desk: Desk) -> None:
    sheet = openpyxl.load_workbook(desk.file_of("農政課"))["評価シート"]
    last = sheet.max_row
    desk.fill("農政課", lambda sheet: sheet.delete_rows(FIRST + 1, 100), name="前半.xlsx")
    desk.fill("農政課", lambda sheet: sheet.delete_rows(FIRST), name="後半.xlsx")

    result = desk.collect("--as", "json")

    assert last > FIRST
    assert [f["code"] for f in json.loads(result.stdout)["findings"]] == []


def test_a_doubtful_row_is_taken_once_a_person_has_confirmed_it(desk: Desk) -> None:
    def double(sheet: Worksheet) -> None:
        write(FIRST, result="はじめの行")(sheet)
        last = sheet.max_row + 1
        for column in range(1, sheet.max_column + 1):
            sheet.cell(last, column).value = sheet.cell(FIRST, column).value
        write(last, result="写した行")(sheet)

    path = desk.fill("農政課", double)
    last = openpyxl.load_workbook(path)["評価シート"].max_row

    doubtful = desk.collect("--as", "json")
    confirmed = desk.collect("--as", "json", "--confirm", f"{path.name}:{last}")

    assert doubtful.exit_code == 1
    assert json.loads(doubtful.stdout)["changes"] == []
    assert [change["after"] for change in json.loads(confirmed.stdout)["changes"]] == ["写した行"]


@pytest.mark.parametrize("word", ["農政課", "01_農政課.xlsx:x", "01_農政課.xlsx:6", "01_農政課.xlsx:6=P-x"])
def test_a_confirmation_that_confirms_nothing_is_refused(desk: Desk, word: str) -> None:
    desk.fill("農政課", write(FIRST, result="実績"))

    result = desk.collect("--confirm", word)

    assert refusal(result)


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(desk: Desk) -> None:
    desk.fill("農政課", write(FIRST, result="実績"))
    (desk.back / "02_壊れた.xlsx").write_bytes(b"PK\x03\x04")

    result = desk.collect("--as", "json")

    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [f["code"] for f in report["findings"]] == ["file-refused"]
    assert len(report["changes"]) == 1
    assert "[02_壊れた.xlsx]" in desk.collect().stdout


def test_answers_so_far_go_out_with_the_next_sending(desk: Desk) -> None:
    desk.fill("農政課", write(FIRST, result="一度目の実績"))
    desk.collect("-o", desk.answers)

    result = desk.send("--answers", desk.answers)

    assert result.exit_code == 0
    sheet = openpyxl.load_workbook(desk.out / "01_農政課_第2回.xlsx")["評価シート"]
    ids = {cell.value: cell.column for cell in sheet[4] if cell.value}
    assert sheet.cell(FIRST, ids["result"]).value == "一度目の実績"


def test_the_differences_as_a_workbook(desk: Desk) -> None:
    desk.fill("農政課", write(FIRST, result='=HYPERLINK("http://example.jp")'))

    result = desk.collect("--as", "xlsx")

    book = openpyxl.load_workbook(BytesIO(result.stdout_bytes))
    assert book.sheetnames == [
        "変わる回答",
        "食い違い",
        "空にされた欄",
        "気づいた点",
        "回答の確認",
        "返送のない課",
    ]
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_in_english_it_is_english(desk: Desk) -> None:
    desk.fill("農政課", write(FIRST, result="done"))

    result = run(
        "collect",
        desk.back,
        "--plan",
        desk.plan,
        "--sent",
        desk.out / "送付控え.json",
        language="en_US.UTF-8",
    )

    assert "Answers that change (1)" in result.stdout
    assert "Nothing is written yet" in result.stderr


def test_without_the_record_the_next_step_is_named(desk: Desk) -> None:
    desk.fill("農政課", write(FIRST, result="実績"))

    assert "送付控え.json" in refusal(desk.collect(sent=False))


def test_an_empty_folder_is_named(desk: Desk) -> None:
    assert "ブックがありません" in refusal(desk.collect())


def test_a_returned_file_is_never_written_over(desk: Desk) -> None:
    path = desk.fill("農政課", write(FIRST, result="実績"))

    result = desk.collect("-o", path)

    assert "別の名前" in refusal(result)


def test_answers_of_another_round_are_refused(desk: Desk) -> None:
    desk.fill("農政課", write(FIRST, result="実績"))
    desk.collect("-o", desk.answers)
    content = json.loads(desk.answers.read_text(encoding="utf-8"))
    content["round"]["year"] = 2020
    desk.answers.write_text(json.dumps(content), encoding="utf-8")

    assert "別の回" in refusal(desk.collect("-o", desk.answers))


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"torikumi_answers": 2}', '{"torikumi_answers": 1, "round": {}}']
)
def test_a_file_that_holds_no_answers_is_refused(desk: Desk, text: str) -> None:
    desk.fill("農政課", write(FIRST, result="実績"))
    desk.answers.write_text(text, encoding="utf-8")

    assert "answers.json" in refusal(desk.collect("--answers", desk.answers))
