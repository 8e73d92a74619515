"""`torikumi forms` as a clerk runs it."""

import io
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from torikumi.cli.forms import command
from torikumi.errors import UserError
from torikumi.publish.forms.catalogue import FORMS

SAMPLE = str(Path(__file__).resolve().parents[3] / "samples" / "mihon" / "plan-2025.json")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, catch_exceptions=False, standalone_mode=False)


@pytest.fixture(autouse=True)
def in_japanese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")


def test_a_form_is_a_word_file_and_a_pdf_and_what_is_missing_is_told(tmp_path: Path) -> None:
    out = tmp_path / "出力"
    said = run(SAMPLE, "--form", "committee", "-o", str(out), "--set", "会議名=第1回委員会").output
    assert sorted(path.name for path in out.iterdir()) == ["委員会資料.docx", "委員会資料.pdf"]
    assert "対象の年度：令和7年度" in said
    assert (
        "人が書くところが空いています（〔　〕）：開催日、担当、議題。--set 開催日=… で入れられます。" in said
    )
    assert "計画から分からない値" in said


def test_a_template_that_was_written_and_changed_is_used(tmp_path: Path) -> None:
    mine = tmp_path / "様式.docx"
    assert "--template" in run("--write-template", "results", "-o", str(mine)).output
    document = docx.Document(io.BytesIO(mine.read_bytes()))
    document.add_paragraph("本市の様式です。{{市区町村}}")
    document.save(str(mine))
    out = tmp_path / "out"
    run(
        SAMPLE,
        "--form",
        "results",
        "-o",
        str(out),
        "--template",
        str(mine),
        "--format",
        "docx",
        "--year",
        "R5",
    )
    made = docx.Document(str(next(out.iterdir())))
    assert made.paragraphs[-1].text == "本市の様式です。みほん市"
    assert made.paragraphs[0].text == "令和5年度　主要な施策の成果に関する説明書"


def test_a_changed_template_is_never_written_over(tmp_path: Path) -> None:
    mine = tmp_path / "様式.docx"
    mine.write_bytes(b"mine")
    with pytest.raises(UserError) as caught:
        run("--write-template", "results", "-o", str(mine))
    assert "もうあります" in caught.value.ja
    assert mine.read_bytes() == b"mine"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_every_template_can_be_written_and_filled_again(form: object, tmp_path: Path) -> None:
    code = form.code  # type: ignore[attr-defined]
    mine = tmp_path / "mine.docx"
    run("--write-template", code, "-o", str(mine))
    for name, more in (("a", ()), ("b", ("--template", str(mine)))):
        run(SAMPLE, "--form", code, "-o", str(tmp_path / name), "--format", "docx", *more)
    ours, theirs = ({path.name: path.read_bytes() for path in (tmp_path / n).iterdir()} for n in "ab")
    assert ours == theirs


def test_forms_and_names_are_listed() -> None:
    assert [line.split()[0] for line in run("--list").output.splitlines()] == [form.code for form in FORMS]
    assert "{{#事業ごと}} … {{/事業ごと}}" in run("--names").output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--form に様式"),
        ([SAMPLE, "--form", "none", "-o", "x"], "「none」という様式はありません"),
        ([SAMPLE, "--form", "results", "-o", "x", "--format", "doc"], "--format の「doc」"),
        ([SAMPLE, "--form", "results", "-o", "x", "--year", "来年"], "--year の「来年」"),
        ([SAMPLE, "--form", "results", "-o", "x", "--set", "期限"], "--set の「期限」"),
        ([SAMPLE, "--form", "results", "-o", "x", "--set", "天気=晴"], "--set の「天気=晴」"),
        (
            [SAMPLE, "--form", "results", "-o", "x", "--section", "ない課"],
            "担当課が「ない課」の事業はありません",
        ),
        ([SAMPLE, "--form", "results", "-o", "x", "--template", SAMPLE], "Word文書（.docx）ではありません"),
        (["--write-template", "results"], "-o 主要な施策の成果に関する説明書.docx"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError) as caught:
        run(*arguments)
    assert said in caught.value.ja
    assert not any(tmp_path.iterdir())


def test_one_section_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(SAMPLE, "--form", "implementation", "-o", str(out), "--format", "docx", "--section", "農政課")
    made = docx.Document(str(next(out.iterdir())))
    headings = [p.text for p in made.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert len(headings) == 8
    assert headings[0].endswith("みほん梨ブランド推進事業（規格外梨の加工品開発事業を統合）")
