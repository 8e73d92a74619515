"""`torikumi read`: what it writes, what it says, how it ends."""

import json
import os
import pty
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
import python_calamine

TABLE = """港町市総合計画（令和6年度）,,,
基本目標,No.,事業名,担当課の方針,担当課
1 働く,1,朝市,拡充,商工課
,2,夜市,廃止,商工課
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "一覧.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def _environment(language: str, packages: str = "") -> dict[str, str]:
    paths = os.pathsep.join(filter(None, [packages, os.environ.get("PYTHONPATH", "")]))
    return {"LC_ALL": language, "PATH": "", "PYTHONPATH": paths}


def torikumi(
    *words: object, language: str = "ja_JP.UTF-8", packages: str = ""
) -> subprocess.CompletedProcess[bytes]:
    program = "from torikumi.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, "read", *map(str, words)],
        check=False,
        capture_output=True,
        env=_environment(language, packages),
    )


def test_the_plan_goes_to_standard_output_and_words_to_standard_error(document: Path):
    done = torikumi(document)

    assert done.returncode == 0
    plan = json.loads(done.stdout)
    assert plan["title"] == "港町市総合計画（令和6年度）"
    assert plan["year"] == 2024
    words = done.stderr.decode()
    assert "2事業と見出し1件を読みました。" in words
    assert "［参考］4列目を『方針』として読みました。" in words


def test_words_are_english_elsewhere(document: Path):
    assert b"Read 2 projects under 1 headings." in torikumi(document, language="C").stderr


def test_what_the_person_gives_goes_before_what_is_printed(document: Path):
    done = torikumi(
        document, "--title", "実施計画", "--city", "11225", "--city-name", "港町市", "--year", "R7"
    )

    plan = json.loads(done.stdout)
    assert (plan["title"], plan["year"]) == ("実施計画", 2025)
    assert (plan["municipality"]["code"], plan["municipality"]["name"]) == ("112259", "港町市")


def test_the_title_names_the_municipality_whose_code_is_given(document: Path):
    assert json.loads(torikumi(document, "--city", "11225").stdout)["municipality"]["name"] == "港町市"


def test_records_are_the_flat_view(document: Path):
    records = json.loads(torikumi(document, "--as", "records").stdout)

    assert [(record["number"], record["goal"], record["direction"]) for record in records] == [
        ("1", "1 働く", "拡充"),
        ("2", "1 働く", "廃止"),
    ]


def test_csv_and_workbooks_are_written(document: Path, tmp_path: Path):
    table = torikumi(document, "--as", "csv").stdout.decode("utf-8-sig")
    done = torikumi(document, "--as", "xlsx", "-o", tmp_path / "plan.xlsx")

    assert "朝市" in table
    assert done.returncode == 0
    workbook = python_calamine.CalamineWorkbook.from_filelike(BytesIO((tmp_path / "plan.xlsx").read_bytes()))
    assert any(
        "朝市" in row for name in workbook.sheet_names for row in workbook.get_sheet_by_name(name).to_python()
    )


def test_the_report_has_the_confidence_of_each_project_and_why_a_field_is_doubtful(tmp_path: Path):
    path = tmp_path / "list.csv"
    lines = ["No.,事業名,事業概要,どうする,担当課", "1,朝市,開く。,拡充,商工課", "2,夜市,開く。,継続,商工課"]
    path.write_text("\n".join([*lines, "3,見守り,訪ねる。,その時に考える,福祉課"] + [
        f"{number},事業{number},行う。,継続,企画課" for number in range(4, 12)
    ]), encoding="utf-8")  # fmt: skip

    torikumi(path, "-o", tmp_path / "plan.json", "--report", tmp_path / "report.json")

    confidences = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["confidence"]
    assert [one["number"] for one in confidences] == [str(number) for number in range(1, 12)]
    (doubtful,) = confidences[2]["doubtful"]
    assert (doubtful["field"], doubtful["confidence"]) == ("direction", confidences[2]["confidence"])
    assert "その時に考える" in doubtful["reasons"][-1]["ja"]


def test_the_report_has_every_finding_with_its_place(document: Path, tmp_path: Path):
    torikumi(document, "-o", tmp_path / "plan.json", "--report", tmp_path / "report.json")

    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    (finding,) = [one for one in report["findings"] if one["code"] == "read-role-guessed"]
    assert finding["place"] == {"file": "一覧.csv", "table": 0, "row": 2, "column": 4}
    assert (report["projects"], report["nodes"]) == (2, 1)
    assert finding["en"]


def test_strict_reading_without_errors_ends_well(document: Path):
    assert torikumi(document, "--strict").returncode == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--year", "いつか"], "年度「いつか」がわかりません"),
        (["--city", "99"], "団体コード"),
        (["--city-name", "港町市"], "--city（団体コード）と一緒に"),
        (["--encoding", "cp932"], "CP932でない文字"),
    ],
)
def test_a_wrong_option_ends_with_one_sentence(document: Path, words: list[str], sentence: str):
    done = torikumi(document, *words)

    assert done.returncode == 2
    assert done.stdout == b""
    assert sentence in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert len(done.stderr.decode().strip().splitlines()) == 1


def test_nothing_is_written_where_reading_fails(tmp_path: Path):
    path = tmp_path / "名簿.csv"
    path.write_text("氏名,住所\n港太郎,港町1-1\n港花子,港町1-2\n", encoding="utf-8")

    done = torikumi(path, "-o", tmp_path / "plan.json", "--report", tmp_path / "report.json")

    assert done.returncode == 2
    assert "事業名の列が見つかりません（見出し: 氏名, 住所）" in done.stderr.decode()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["名簿.csv"]


def test_several_documents_are_read_side_by_side(document: Path, tmp_path: Path):
    second = tmp_path / "二.csv"
    second.write_text(TABLE.replace("1 働く", "2 学ぶ"), encoding="utf-8")

    both = torikumi(document, second, "--jobs", 2)

    assert both.returncode == 0
    assert both.stdout == torikumi(document, second).stdout
    assert both.stdout == torikumi(document, second, "--in-process").stdout


def test_a_reader_that_breaks_is_told_in_one_sentence(document: Path, tmp_path: Path):
    (tmp_path / "sitecustomize.py").write_text(
        "import ctypes, sys\n"
        "if 'torikumi.read.sandbox.child' in sys.orig_argv:\n"
        "    from torikumi.read.sandbox import tasks\n"
        "    tasks.TASKS['read'] = lambda asked, on_page: ctypes.string_at(0)\n"
    )

    done = torikumi(document, packages=str(tmp_path))

    assert done.returncode == 2
    assert "読み取り部品の異常終了 SIGSEGV" in done.stderr.decode().splitlines()[-1]


def test_pages_show_on_a_terminal_and_a_stop_ends_the_reading(document: Path, tmp_path: Path):
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, time\n"
        "if 'torikumi.read.sandbox.child' in sys.orig_argv:\n"
        "    from torikumi.read.sandbox import tasks\n"
        "    def slow(asked, on_page):\n"
        "        on_page(3, 83)\n"
        "        time.sleep(600)\n"
        "    tasks.TASKS['read'] = slow\n"
    )
    terminal, end = pty.openpty()
    # A shell that starts the tests in the background has them ignore Ctrl-C, and children inherit that.
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    program = f"{heard}; from torikumi.cli.main import main; main()"
    reading = subprocess.Popen(
        [sys.executable, "-c", program, "read", document],
        stdout=subprocess.DEVNULL,
        stderr=end,
        env=_environment("ja_JP.UTF-8", str(tmp_path)),
    )
    shown = ""
    while "3/83" not in shown:
        shown += os.read(terminal, 1000).decode(errors="replace")
    assert "読み取り中" in shown

    reading.send_signal(signal.SIGINT)

    assert reading.wait(timeout=60) == 130
    os.close(terminal)
    os.close(end)
