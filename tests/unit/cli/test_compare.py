"""`torikumi compare`."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from torikumi.cli.compare import command
from torikumi.errors import UserError
from torikumi.plan.file import dump_plan
from torikumi.plan.model import Plan
from torikumi.plan.outcomes import parse_direction
from torikumi.plan.project import Project

OLD = Plan(
    title="計画",
    year=2019,
    projects=(Project(id="P-1", name="梨まつり", direction=parse_direction("B：継続")),),
)
# Read on its own, the new edition has ids of its own.
NEW = replace(
    OLD, year=2020, projects=(Project(id="P-9", name="梨まつり", direction=parse_direction("D：廃止")),)
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    paths = tmp_path / "old.json", tmp_path / "new.json"
    for path, plan in zip(paths, (OLD, NEW), strict=True):
        path.write_text(dump_plan(plan), encoding="utf-8")
    return str(paths[0]), str(paths[1])


def run(*words: str, language: str = "ja_JP.UTF-8") -> Result:
    return CliRunner().invoke(command, words, env={"LANG": language, "LC_ALL": "", "LC_MESSAGES": ""})


def test_the_same_project_is_found_and_its_change_told(files: tuple[str, str]) -> None:
    result = run(*files)

    assert result.exit_code == 0
    assert "梨まつり\n    今後の方針：B：継続 → D：廃止\n" in result.stdout
    assert "加わった" not in result.stdout


def test_the_text_is_english_where_the_person_is(files: tuple[str, str]) -> None:
    assert "direction: B：継続 → D：廃止" in run(*files, language="C.UTF-8").stdout


def test_json_goes_to_standard_output(files: tuple[str, str]) -> None:
    (change,) = json.loads(run(*files, "--as", "json").stdout)["changes"]

    assert (change["subject"], change["field"]) == ("P-1", "direction")


def test_a_file_is_written_whole(files: tuple[str, str], tmp_path: Path) -> None:
    result = run(*files, "--as", "json", "-o", str(tmp_path / "out.json"))

    assert result.stdout == ""
    assert "out.json" in result.stderr
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["changes"]


def test_the_exit_code_tells_of_differences_only_when_asked(files: tuple[str, str]) -> None:
    old, new = files

    assert run(old, new).exit_code == 0
    assert run(old, new, "--exit-code").exit_code == 1
    assert run(old, old, "--exit-code").exit_code == 0


def test_a_document_can_be_compared_with_a_plan(files: tuple[str, str], tmp_path: Path) -> None:
    table = tmp_path / "new.csv"
    table.write_text(
        "No.,事業名,今後の方針,担当課\n1,梨まつり,D：廃止,農政課\n2,婚活,A：充実,企画課\n", encoding="utf-8"
    )

    result = run(files[0], str(table))

    assert result.exit_code == 0
    assert "今後の方針：B：継続 → D：廃止" in result.stdout
    assert "■ 加わったもの 1\n  2 婚活" in result.stdout


def test_a_file_that_is_no_plan_is_named(files: tuple[str, str], tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")

    result = run(files[0], str(broken))

    assert isinstance(result.exception, UserError)
    assert "broken.json" in result.exception.ja


@pytest.mark.parametrize(
    ("form", "start"), [("xlsx", b"PK"), ("html", b"<!doctype html>"), ("pdf", b"%PDF-")]
)
def test_the_list_of_changes_is_written(
    files: tuple[str, str], tmp_path: Path, form: str, start: bytes
) -> None:
    out = tmp_path / f"changes.{form}"

    result = run(*files, "--as", form, "-o", str(out))

    assert result.exit_code == 0
    assert result.stderr == f"変更点一覧（1行）を「{out}」に書き出しました。\n"
    assert out.read_bytes().startswith(start)


def test_the_list_has_an_exit_code_too(files: tuple[str, str], tmp_path: Path) -> None:
    out = str(tmp_path / "changes.html")

    assert run(*files, "--as", "html", "-o", out, "--exit-code").exit_code == 1
    assert run(files[0], files[0], "--as", "html", "-o", out, "--exit-code").exit_code == 0


def test_a_lineage_is_no_list(files: tuple[str, str]) -> None:
    result = run(*files, "--as", "pdf", "--lineage")

    assert isinstance(result.exception, UserError)
    assert result.exception.ja.endswith("--lineage を外してください。")
