"""The command line as a whole: words, languages, exit codes, and files that are whole or not there."""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from shared import REPOSITORY
from torikumi.cli.japanese import HELP, OPTIONS, in_japanese
from torikumi.cli.main import COMMANDS
from torikumi.cli.output import language, write_output
from torikumi.errors import UserError

PLAN = REPOSITORY / "samples" / "mihon" / "plan-2025.json"


def run(
    *arguments: str, lang: str = "en_US.UTF-8", cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LC_ALL": lang, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-c", "from torikumi.cli.main import main; main()", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=cwd,
        check=False,
    )


def command_of(word: str) -> click.Command:
    module, name = COMMANDS[word]
    command = getattr(importlib.import_module(module), name)
    assert isinstance(command, click.Command)
    return command


@pytest.mark.parametrize("word", COMMANDS)
def test_a_command_and_each_of_its_options_speak_japanese(word: str) -> None:
    command = command_of(word)
    options = {parameter.name for parameter in command.params if isinstance(parameter, click.Option)}

    assert HELP[word]
    assert set(OPTIONS[word]) == options


@pytest.mark.parametrize("kind", ["PDF", "Word", "Excel", "ODS", "HTML", "CSV"])
def test_both_languages_name_the_kinds_of_document_that_are_read(kind: str) -> None:
    assert kind in HELP["read"]
    assert kind in (command_of("read").help or "")


def test_the_japanese_help_leaves_the_english_one_alone() -> None:
    command = command_of("publish")
    english = command.help

    assert in_japanese("publish", command).help == HELP["publish"]
    assert command.help == english


@pytest.mark.parametrize(
    ("lang", "words"), [("ja_JP.UTF-8", "計画（plan.json か文書）を点検し"), ("C", "Check PLAN")]
)
def test_help_comes_in_the_language_of_the_environment(lang: str, words: str) -> None:
    assert words in run("check", "--help", lang=lang).stdout


def test_what_a_person_can_fix_is_one_sentence_and_exit_code_2() -> None:
    result = run("check", "no-such-plan.json", lang="ja_JP.UTF-8")

    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "「no-such-plan.json」を開けません（見つかりません）" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unknown_command_is_exit_code_2() -> None:
    assert run("chekc").returncode == 2


def test_data_goes_to_standard_output_and_words_to_standard_error() -> None:
    result = run("check", str(PLAN), "--format", "json")

    assert json.loads(result.stdout)
    assert "{" not in result.stderr


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"LC_ALL": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP"}, "ja"),
        ({"LC_ALL": "C", "LANG": "ja_JP"}, "en"),
        ({}, "en"),
    ],
)
def test_the_first_variable_that_is_set_decides_the_language(
    names: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in names.items():
        monkeypatch.setenv(name, value)

    assert language() == expected


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "plan.json"
    target.write_text("before")

    def fail(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(UserError, match="空きがありません"):
        write_output(target, "after")

    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_written_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    write_output(tmp_path / "plan.json", "{}")
    (tmp_path / "other").write_text("")

    assert (tmp_path / "plan.json").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_document_is_never_overwritten_by_what_is_read_from_it(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("No.,事業名,事業概要,担当課\n1,朝市,朝市を開く。,商工課\n", encoding="utf-8")
    before = table.read_bytes()
    (tmp_path / "link.csv").symlink_to(table)

    for outputs in (["-o", str(table)], ["-o", str(tmp_path / "link.csv")], ["-o", "x", "--report", "x"]):
        result = run("read", str(table), *outputs, lang="ja_JP.UTF-8", cwd=tmp_path)
        assert result.returncode == 2, outputs
        assert "別の名前" in result.stderr

    assert table.read_bytes() == before
    assert not (tmp_path / "x").exists()


def test_a_device_is_written_into_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)

    write_output(pipe, "行")

    assert reader.communicate(timeout=10)[0].decode() == "行"
    assert pipe.is_fifo()


def test_a_link_is_followed_and_the_permissions_stay(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    target.write_text("before")
    target.chmod(0o600)
    (tmp_path / "link").symlink_to(target)

    write_output(tmp_path / "link", "after")

    assert target.read_text() == "after"
    assert target.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "link").is_symlink()


def test_a_full_disk_behind_standard_output_is_one_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [sys.executable, "-c", "from torikumi.cli.main import main; main()", "check", str(PLAN)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert result.returncode == 2
    assert "Traceback" not in result.stderr


def test_a_reader_that_has_seen_enough_is_no_fault() -> None:
    command = f"{sys.executable} -c 'from torikumi.cli.main import main; main()' check {PLAN} --format json | head -c 1"

    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )

    assert "Traceback" not in result.stderr
    assert "Exception" not in result.stderr


def test_a_name_that_is_too_long_is_one_sentence(tmp_path: Path) -> None:
    result = run("publish", str(PLAN), "-o", str(tmp_path / ("長" * 90)))

    assert result.returncode == 2
    assert "Traceback" not in result.stderr


def test_the_demo_is_prepared_from_the_samples_and_again(tmp_path: Path) -> None:
    first = run("demo", "--home", str(tmp_path / "demo"), "--no-serve", lang="ja_JP.UTF-8")
    second = run("demo", "--home", str(tmp_path / "demo"), "--no-serve", lang="ja_JP.UTF-8")

    assert first.returncode == 0, first.stderr
    assert "planning-" in first.stdout + first.stderr
    assert second.returncode == 0, second.stderr
    assert "取り込み済み" in second.stdout + second.stderr


def test_the_doctor_says_what_makes_the_papers() -> None:
    assert "Making PDFs: Typst 0." in run("doctor").stdout or "PDFの作成: Typst 0." in run("doctor").stdout


def test_the_doctor_says_what_stands_around_a_reading() -> None:
    done = run("doctor")

    assert done.returncode == 0
    said = done.stdout.partition("Around a reading: ")[2]
    assert said.startswith(("limits", "bubblewrap"))
