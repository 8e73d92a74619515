"""The command `torikumi check`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from written_plan import plan_of

from torikumi.cli.check import command
from torikumi.errors import UserError
from torikumi.plan.file import dump_plan

GOOD = {"事業": [{"番号": 1, "事業名": "（仮称）相談事業", "方針": "B：継続", "担当課": "福祉課"}]}
BAD = {"事業": [*GOOD["事業"], {"番号": 2, "事業名": "講座事業", "方針": "", "担当課": "福祉課"}]}


@pytest.fixture(autouse=True)
def japanese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")


def written(folder: Path, case: dict[str, object], name: str = "plan.json") -> Path:
    path = folder / name
    path.write_text(dump_plan(plan_of(case)), encoding="utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_a_plan_without_errors_ends_with_0(tmp_path: Path) -> None:
    result = run(written(tmp_path, GOOD))

    assert result.exit_code == 0
    assert "plan.json: name-provisional" in result.stdout
    assert "誤り 0件、注意 0件、参考 1件" in result.stdout


def test_an_error_ends_with_1(tmp_path: Path) -> None:
    result = run(written(tmp_path, BAD))

    assert result.exit_code == 1
    assert "plan.json: direction-missing" in result.stdout


def test_an_error_that_is_not_selected_does_not_count(tmp_path: Path) -> None:
    result = run(written(tmp_path, BAD), "--select", "name-provisional, name-missing")

    assert result.exit_code == 0
    assert "direction-missing" not in result.stdout


def test_json_goes_to_standard_output_and_the_summary_to_standard_error(tmp_path: Path) -> None:
    result = run(written(tmp_path, BAD), "--format", "json")

    assert [each["code"] for each in json.loads(result.stdout)] == ["name-provisional", "direction-missing"]
    assert "2事業を点検しました" in result.stderr


def test_csv_begins_with_the_mark_for_excel(tmp_path: Path) -> None:
    result = run(written(tmp_path, BAD), "--format", "csv")

    assert result.stdout_bytes.startswith(b"\xef\xbb\xbf")


def test_the_edition_before_is_compared_with(tmp_path: Path) -> None:
    old = written(tmp_path, {"事業": [{**GOOD["事業"][0], "方針": "D：廃止"}]}, "old.json")

    result = run(written(tmp_path, GOOD), "--previous", old)

    assert "abolished-but-listed" in result.stdout


def test_an_unknown_rule_is_a_sentence_with_the_nearest_name(tmp_path: Path) -> None:
    result = run(written(tmp_path, GOOD), "--select", "direction-mising")

    assert isinstance(result.exception, UserError)
    assert "direction-missing" in result.exception.ja


def test_a_rule_is_explained_without_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    japanese_text = run("--explain", "direction-missing").stdout
    monkeypatch.setenv("LC_ALL", "C")
    english_text = run("--explain", "direction-missing").stdout

    assert all(part in japanese_text for part in ("何を見るか：", "なぜ：", "よくない例：", "よい例："))
    assert all(part in english_text for part in ("What: ", "Why: ", "Wrong", "Right"))


def test_all_rules_are_listed() -> None:
    listed = run("--explain", "all").stdout.splitlines()

    assert any(line.startswith("direction-missing ") and line.endswith("今後の方針がない") for line in listed)
    assert len(listed) > 20


def test_without_a_plan_the_next_step_is_told() -> None:
    result = run()

    assert isinstance(result.exception, UserError)
    assert "torikumi check plan.json" in result.exception.ja


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[]"])
def test_a_file_that_is_no_plan_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(content)

    assert isinstance(run(path).exception, UserError)


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    assert isinstance(run(tmp_path / "no.json").exception, UserError)
    assert isinstance(run(tmp_path / "no.txt").exception, UserError)


def test_a_document_is_read_first(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text(
        "No.,事業名,事業概要,担当課の今後の方針,担当課\n"
        "1,（仮称）相談事業,窓口を設ける。,B：継続,福祉課\n"
        "2,講座事業,講座を開く。,,福祉課\n",
        encoding="utf-8",
    )

    result = run(path)

    assert result.exit_code == 1, result.output
    assert "direction-missing" in result.stdout
    assert "name-provisional" in result.stdout


def test_a_city_switches_a_rule_off_with_a_reason_and_the_count_is_shown(tmp_path: Path) -> None:
    settings = tmp_path / "checks.toml"
    settings.write_text(
        '[rules.name-provisional]\nset = "off"\nreason = "仮称で公表する。"\n', encoding="utf-8"
    )

    result = run(written(tmp_path, GOOD), "--rules-file", settings)

    assert "name-provisional 1件 理由：仮称で公表する。" in result.stdout
    assert "参考 0件" in result.stdout


def test_a_city_makes_a_rule_matter_less(tmp_path: Path) -> None:
    settings = tmp_path / "checks.toml"
    settings.write_text(
        '[rules.direction-missing]\nset = "info"\nreason = "来月決める。"\n', encoding="utf-8"
    )

    result = run(written(tmp_path, BAD), "--rules-file", settings)

    assert result.exit_code == 0
    assert "誤り 0件、注意 0件、参考 2件" in result.stdout


def test_settings_go_to_standard_error_where_the_findings_are_data(tmp_path: Path) -> None:
    settings = tmp_path / "checks.toml"
    settings.write_text(
        '[rules.name-provisional]\nset = "off"\nreason = "仮称で公表する。"\n', encoding="utf-8"
    )

    result = run(written(tmp_path, GOOD), "--rules-file", settings, "--format", "json")

    assert json.loads(result.stdout) == []
    assert "name-provisional 1件" in result.stderr


def test_a_settings_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    result = run(written(tmp_path, GOOD), "--rules-file", tmp_path / "no.toml")

    assert isinstance(result.exception, UserError)
    assert "no.toml" in result.exception.ja


def test_sections_are_held_against_the_list_of_the_city(tmp_path: Path) -> None:
    names = tmp_path / "sections.csv"
    names.write_text("課名,旧名,廃止,引き継ぎ先\nくらし福祉課,福祉課,,\n", encoding="utf-8")

    result = run(written(tmp_path, GOOD), "--sections", names)

    assert "section-renamed" in result.stdout
    assert "くらし福祉課" in result.stdout


def test_the_findings_are_written_beside_the_projects_of_a_workbook(tmp_path: Path) -> None:
    book = tmp_path / "out.xlsx"

    result = run(written(tmp_path, BAD), "--xlsx", book)

    assert result.exit_code == 1
    assert book.read_bytes().startswith(b"PK")


def test_the_plan_is_not_overwritten_by_the_workbook(tmp_path: Path) -> None:
    plan = written(tmp_path, GOOD)

    result = run(plan, "--xlsx", plan)

    assert isinstance(result.exception, UserError)


def test_options_about_plans_do_not_go_with_the_form_of_a_workbook(tmp_path: Path) -> None:
    result = run(tmp_path / "表.csv", "--rules", "machine-readable", "--sections", tmp_path / "sections.csv")

    assert isinstance(result.exception, UserError)
    assert "--sections" in result.exception.ja
