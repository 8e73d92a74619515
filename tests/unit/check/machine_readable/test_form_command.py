"""`torikumi check --rules machine-readable` as a person calls it."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from shared import SHARED, needs_shared
from torikumi.cli.check import command
from torikumi.errors import UserError


def _check(*words: str | Path) -> Result:
    return CliRunner().invoke(command, ["--rules", "machine-readable", *map(str, words)])


def _workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "一覧"
    for row in (("市名", "事業費（千円）"), ("甲市", 1200), ("乙市", "1,300"), ("丙市", "=B2+1")):
        sheet.append(row)
    sheet.merge_cells("A6:B6")
    book.save(path)
    return path


@pytest.fixture(autouse=True)
def _japanese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")


def test_it_says_what_is_broken_where_and_what_to_do(tmp_path: Path) -> None:
    result = _check(_workbook(tmp_path / "a.xlsx"))

    assert result.exit_code == 1
    assert (
        "× 1-3 数値データが数値で、文字を含まない：守られていない（1か所）\n    一覧!B3  「1,300」\n"
        in result.output
    )
    assert "直し方：数だけを数値として入れ" in result.output
    assert "× 1-7 数式を値に直してある：守られていない（1か所）\n    一覧!B4" in result.output
    assert "一覧!A6:B6" in result.output
    assert (
        "－ 1-11 時間を西暦で書いてあるか、和暦に西暦を添えてある：見ていない\n    年や日を" in result.output
    )
    assert result.output.endswith(
        "1シートを17項目で見ました：守られている 12、守られていない 3、見ていない 2\n"
    )


def test_as_json_every_place_is_there(tmp_path: Path) -> None:
    result = _check(_workbook(tmp_path / "a.xlsx"), "--format", "json")

    found = json.loads(result.stdout)
    by_code = {rule["code"]: rule for rule in found["rules"]}
    assert (found["file"], found["kind"], found["verdict"]) == ("a.xlsx", "xlsx", "broken")
    assert by_code["1-3"]["places"] == [
        {"sheet": "一覧", "place": "B3", "found": {"ja": "「1,300」", "en": "“1,300”"}}
    ]
    assert by_code["1-8"] | {"title": None, "advice": None} == {
        "code": "1-8",
        "ours": False,
        "title": None,
        "verdict": "kept",
        "unseen": None,
        "advice": None,
        "count": 0,
        "places": [],
    }
    assert by_code["T-1"]["ours"]


def test_as_csv_no_cell_runs(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("市名,事業費（千円）\n甲市,=1+1\n", encoding="utf-8")

    result = _check(tmp_path / "a.csv", "--format", "csv", "--select", "1-7")

    (_, row) = csv.reader(io.StringIO(result.stdout.removeprefix("\ufeff")))
    assert row == ["1-7", "数式を値に直してある", "守られていない", "", "B2", "「=1+1」"]


def test_a_clean_file_ends_with_0_and_some_rules_can_be_chosen(tmp_path: Path) -> None:
    result = _check(_workbook(tmp_path / "a.xlsx"), "--select", "1-1,1-8,1-9")

    assert (result.exit_code, result.output.count("○")) == (0, 3)


def test_an_earlier_edition_is_no_part_of_it(tmp_path: Path) -> None:
    result = _check(_workbook(tmp_path / "a.xlsx"), "--previous", tmp_path / "b.json")

    assert isinstance(result.exception, UserError)
    assert "--previous を外してください" in result.exception.ja


def test_rules_are_explained() -> None:
    assert "直し方：結合を解き" in _check("--explain", "1-4").output
    assert len(_check("--explain", "all").output.splitlines()) == 17


def _broken(name: str) -> set[str]:
    found = json.loads(_check(SHARED / name, "--format", "json").stdout)
    return {rule["code"] for rule in found["rules"] if rule["verdict"] == "broken"}


@needs_shared
def test_real_lists_of_a_city_break_what_they_break() -> None:
    assert _broken("takamatsu/organization-202604.xlsx") == set()
    # Row numbers are text, and no column says which city.
    assert _broken("takamatsu/organization-202004.xlsx") == {"1-3", "1-12"}


@needs_shared
def test_a_table_for_people_breaks_much() -> None:
    assert _broken("iruma/documents/band_messy.xlsx") >= {"1-2", "1-4", "1-5", "1-6"}
