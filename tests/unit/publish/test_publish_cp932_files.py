"""CP932 on request: beside the files in UTF-8, with a list of every character that it could not write."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings

from strategies import plans as any_plans
from torikumi.cli.publish import command
from torikumi.errors import UserError
from torikumi.plan.file import dump_plan
from torikumi.plan.model import Plan
from torikumi.publish.csv import in_cp932
from torikumi.publish.edition import CSV, render_edition
from torikumi.publish.terms import Terms
from unit.publish import plans

REPLACED = "data/cp932/replaced.csv"


def published(plan: Plan) -> dict[str, bytes]:
    return render_edition(plan, only=frozenset({CSV}), terms=Terms(with_cp932=True))[1]


def _odd_plan() -> Plan:
    plan = plans.make_plan()
    odd = replace(plan.projects[0], name="𠮷野の葛〜𠮷野川", summary="🌸と𠮷")
    return replace(plan, projects=(odd, *plan.projects[1:]))


def test_every_csv_is_there_in_both() -> None:
    files = published(plans.make_plan())

    utf8 = {name for name in files if name.endswith(".csv") and "/cp932/" not in name}
    assert {name.replace("data/cp932/", "data/") for name in files if "/cp932/" in name} - {
        "data/replaced.csv"
    } == utf8
    assert files["data/cp932/projects.csv"].decode("cp932").startswith('"市区町村コード"')


def test_what_cp932_lacks_is_listed_with_its_place() -> None:
    files = published(_odd_plan())

    listed = list(csv.DictReader(io.StringIO(files[REPLACED].decode("utf-8-sig"))))
    in_projects = [row for row in listed if row["ファイル"] == "cp932/projects.csv"]
    assert [
        (r["文字"], r["符号位置"], r["書いた文字"], r["個数"], r["最初の行"], r["最初の列"])
        for r in in_projects
    ] == [
        ("𠮷", "U+20BB7", "〓", "3", "2", "事業名"),
        ("〜", "U+301C", "～", "1", "2", "事業名"),
        ("🌸", "U+1F338", "〓", "1", "2", "事業概要"),
    ]
    assert "〓野の葛～〓野川" in files["data/cp932/projects.csv"].decode("cp932")
    assert "𠮷野の葛〜𠮷野川" in files["data/projects.csv"].decode()


def test_where_nothing_is_replaced_there_is_no_list() -> None:
    plain = Plan(title="計画", municipality=plans.make_plan().municipality)

    assert REPLACED not in published(plain)


@given(any_plans())
@settings(max_examples=15)
def test_the_list_is_all_that_differs_from_utf8(plan: Plan) -> None:
    files = published(plan)

    differing: dict[tuple[str, str], int] = {}
    for name, octets in files.items():
        if name.endswith(".csv") and "/cp932/" not in name:
            told = octets.decode("utf-8-sig")
            assert files[name.replace("data/", "data/cp932/", 1)].decode("cp932") == "".join(
                map(in_cp932, told)
            )
            for character in told:
                if in_cp932(character) != character:
                    key = (name.replace("data/", "cp932/", 1), character)
                    differing[key] = differing.get(key, 0) + 1
    listed = (
        list(csv.DictReader(io.StringIO(files[REPLACED].decode("utf-8-sig"), newline="")))
        if REPLACED in files
        else []
    )
    assert {
        (row["ファイル"], chr(int(row["符号位置"][2:], 16))): int(row["個数"]) for row in listed
    } == differing


def _run(tmp_path: Path, plan: Plan, *words: str) -> tuple[int, str, BaseException | None]:
    (tmp_path / "plan.json").write_text(dump_plan(plan), encoding="utf-8")
    result = CliRunner().invoke(
        command,
        [str(tmp_path / "plan.json"), "-o", str(tmp_path / "out"), *words],
        env={"LC_ALL": "ja_JP.UTF-8"},
    )
    return result.exit_code, result.output, result.exception


def test_the_command_says_where_the_list_is(tmp_path: Path) -> None:
    code, said, _ = _run(
        tmp_path, _odd_plan(), "--only", "csv", "--csv-encoding", "cp932", "--licence", "cc-by-4.0"
    )

    assert code == 0
    assert "CP932で書けない文字がありました。" in said
    assert "replaced.csv に書きました" in said
    assert "creativecommons.org" in (tmp_path / "out/data/catalog.jsonld").read_text(encoding="utf-8")


def test_cp932_without_csv_is_refused(tmp_path: Path) -> None:
    _, _, error = _run(tmp_path, plans.make_plan(), "--only", "json", "--csv-encoding", "cp932")

    assert isinstance(error, UserError)
    assert "--only に csv を加えて" in error.ja
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["", " \u3000"])
def test_an_empty_licence_is_refused(tmp_path: Path, text: str) -> None:
    _, _, error = _run(tmp_path, plans.make_plan(), "--licence", text)

    assert isinstance(error, UserError)
    assert "cc-by-4.0、pdl-1.0、cc0-1.0" in error.ja
