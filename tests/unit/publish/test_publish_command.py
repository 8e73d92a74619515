from pathlib import Path

import pytest
from click.testing import CliRunner

from torikumi.cli.publish import command
from torikumi.errors import UserError
from torikumi.plan.file import dump_plan
from unit.publish import plans


@pytest.fixture
def two_plans(tmp_path: Path) -> tuple[str, str]:
    new, old = tmp_path / "new.json", tmp_path / "old.json"
    new.write_text(dump_plan(plans.make_plan()), encoding="utf-8")
    old.write_text(dump_plan(plans.make_older_plan()), encoding="utf-8")
    return str(new), str(old)


def run(*arguments: str) -> str:
    result = CliRunner().invoke(command, arguments, catch_exceptions=False, standalone_mode=False)
    return result.output


@pytest.mark.parametrize("reverse", [True, False], ids=["new first", "old first"])
def test_the_newest_edition_is_the_main_one(
    tmp_path: Path, two_plans: tuple[str, str], reverse: bool
) -> None:
    order = two_plans if reverse else two_plans[::-1]
    run(*order, "-o", str(tmp_path / "out"))

    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "このページは令和4年度版の内容です" in page
    assert "婚活バスツアー" in page


def test_it_says_what_to_open(
    tmp_path: Path, two_plans: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")

    assert "index.html を開いてください" in run(two_plans[0], "-o", str(tmp_path / "out"))


def test_only_some_kinds(tmp_path: Path, two_plans: tuple[str, str]) -> None:
    run(two_plans[0], "-o", str(tmp_path / "out"), "--only", "csv, json")

    assert not (tmp_path / "out" / "index.html").exists()
    assert (tmp_path / "out" / "data" / "projects.csv").is_file()


@pytest.mark.parametrize("only", ["docx", "", "site,docx"])
def test_a_kind_that_does_not_exist_is_named(tmp_path: Path, two_plans: tuple[str, str], only: str) -> None:
    with pytest.raises(UserError) as caught:
        run(two_plans[0], "-o", str(tmp_path / "out"), "--only", only)

    assert "site、pdf、xlsx、csv、json" in caught.value.ja
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("octets", [None, b"\xff\xfe", b"hello", b"{}"])
def test_a_file_that_is_no_plan_is_named_with_the_next_step(tmp_path: Path, octets: bytes | None) -> None:
    path = tmp_path / "plan.json"
    if octets is not None:
        path.write_bytes(octets)

    with pytest.raises(UserError) as caught:
        run(str(path), "-o", str(tmp_path / "out"))

    assert caught.value.ja.endswith("。")
    assert not (tmp_path / "out").exists()


def test_two_documents_of_two_years_tell_one_history(tmp_path: Path) -> None:
    head = "No.,基本目標,事業名,事業概要,今後の方針,担当課\n"
    (tmp_path / "r5.csv").write_text(
        head + "1,1 まち,朝市,朝市を開く。,B：継続,商工課\n2,1 まち,夕市,夕市を開く。,B：継続,商工課\n",
        encoding="utf-8",
    )
    (tmp_path / "r6.csv").write_text(
        head + "7,1 まち,朝市,朝市を開く。,A：充実,農政課\n8,1 まち,夜市,夜市を開く。,B：継続,商工課\n",
        encoding="utf-8",
    )

    run(str(tmp_path / "r5.csv"), str(tmp_path / "r6.csv"), "-o", str(tmp_path / "out"))

    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "out" / "projects").glob("P-*.html")]
    assert len(pages) == 3  # 朝市 has one page through both years, 夕市 one that says it ended
    morning = next(page for page in pages if "朝市を開く。" in page)
    assert "継続" in morning
    assert "充実" in morning
