"""A reading process goes over each of its limits, breaks, is stopped, and reads; the one that asks lives on."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from torikumi.errors import UserError
from torikumi.read.reading import Given
from torikumi.read.run import read_documents
from torikumi.read.sandbox import ask as asking
from torikumi.read.sandbox.ask import Asking, wall_in_force
from torikumi.read.sandbox.ends import ReaderBrokeError, StoppedReadingError, UnreadableDocumentError
from torikumi.read.sandbox.limits import Limits
from torikumi.read.sandbox.reading import read_apart, read_side_by_side
from torikumi.read.sandbox.wall import Wall, walls

TABLE = """みなと町総合計画（令和6年度）,,,
基本目標,No.,事業名,今後の方針,担当課
1 働く,1,朝市,拡充,商工課
,2,夜市,廃止,商工課
"""
# Tasks that no document needs: Python runs this file first in every process that finds it, so in the reading process.
TASKS = """
import ctypes, os, socket, subprocess, sys, threading, time
if "torikumi.read.sandbox.child" in sys.orig_argv:
    from torikumi.read.sandbox import tasks

    def pages(asked, on_page):
        for page in range(1, 4):
            on_page(page, 3)
            time.sleep(0.1)
        return "read"

    def hang(asked, on_page):
        on_page(1, 2)
        time.sleep(600)

    def spin(asked, on_page):
        while True:
            pass

    def fill(asked, on_page):
        return len([bytearray(64 * 1024 * 1024) for _ in range(1000)])

    def crash(asked, on_page):
        ctypes.string_at(0)

    def fail(asked, on_page):
        raise KeyError("a mistake of ours")

    def talk(asked, on_page):
        return "あ" * 1_000_000

    def print_much(asked, on_page):
        print("a library prints")
        os.write(1, b"and so does another\\n")
        return "read"

    def write(asked, on_page):
        return open("/tmp/torikumi-written", "w").write("x")

    def tries(asked, on_page):
        refused = []
        for name, act in (
            ("fork", os.fork),
            ("program", lambda: subprocess.run(["/bin/true"])),
            ("connection", lambda: socket.create_connection(("127.0.0.1", 9), timeout=1)),
            ("signal", lambda: os.kill(1, 0)),
        ):
            try:
                act()
            except PermissionError:
                refused.append(name)
        thread = threading.Thread(target=refused.append, args=("nothing to a thread",))
        thread.start()
        thread.join()
        return refused

    def secrets(asked, on_page):
        return [os.path.exists(asked["secret"]), "TORIKUMI_SECRET_KEY" in os.environ]

    tasks.TASKS.update({name: value for name, value in list(globals().items()) if callable(value)})
"""

EACH_WALL = pytest.mark.parametrize("wall", [*walls()])


@pytest.fixture(autouse=True)
def _more_tasks(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path_factory.mktemp("tasks")
    (folder / "sitecustomize.py").write_text(TASKS, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]))


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "一覧.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def behind(wall: Wall, task: str, **more: object) -> object:
    return asking._ask_behind(wall, Asking(task=task, files=(), names=("一覧.csv",), **more))  # type: ignore[arg-type]


def test_what_is_read_apart_is_what_is_read_here(document: Path) -> None:
    given = Given(title="みなと町計画", year=2025)

    assert read_apart([document], given) == read_documents([document], given)


@pytest.mark.parametrize("jobs", [2, 3])
def test_what_is_read_side_by_side_is_what_is_read_at_once(tmp_path: Path, jobs: int) -> None:
    paths = []
    for number in range(3):
        paths.append(tmp_path / f"{number}.csv")
        paths[-1].write_text(
            TABLE.replace("朝市", f"朝市その{number}").replace("1 働く", f"{number} 働く"), encoding="utf-8"
        )

    assert read_side_by_side(paths, jobs=jobs) == read_documents(paths)


def test_one_bad_document_among_several_is_refused_by_name(document: Path) -> None:
    bad = document.with_name("空.csv")
    bad.write_bytes(b"")

    with pytest.raises(UserError, match="空"):
        read_side_by_side([document, bad, document], jobs=2)


@pytest.mark.parametrize(
    ("name", "words"), [("ない.csv", "開けません"), ("", "ファイルではありません"), ("空.csv", "空")]
)
def test_what_cannot_be_opened_is_named_as_the_person_named_it(tmp_path: Path, name: str, words: str) -> None:
    if name == "空.csv":
        (tmp_path / name).touch()

    with pytest.raises(UserError, match=words) as refused:
        read_apart([tmp_path / name])

    assert (name or str(tmp_path)) in refused.value.ja


@EACH_WALL
def test_progress_is_told(wall: Wall) -> None:
    told: list[tuple[int, int]] = []

    assert behind(wall, "pages", on_page=lambda page, pages: told.append((page, pages))) == "read"
    assert told == [(1, 3), (2, 3), (3, 3)]


@EACH_WALL
@pytest.mark.parametrize(
    ("task", "limits", "words"),
    [
        ("hang", Limits(step=1), "時間の上限"),
        ("pages", Limits(total=0.05), "時間の上限"),
        ("spin", Limits(step_cpu=1), "時間の上限"),
        ("fill", Limits(memory=400 * 1024 * 1024), "メモリーの上限"),
        ("talk", Limits(answer=100_000), "結果の大きさの上限"),
        ("crash", Limits(), "異常終了 SIGSEGV"),
        ("fail", Limits(), "異常終了 1"),
    ],
)
def test_each_limit_has_its_own_sentence(wall: Wall, task: str, limits: Limits, words: str) -> None:
    with pytest.raises(UnreadableDocumentError) as refused:
        behind(wall, task, limits=limits)

    assert words in refused.value.ja
    assert "「一覧.csv」" in refused.value.ja


def test_a_mistake_of_ours_says_where() -> None:
    with pytest.raises(ReaderBrokeError) as broke:
        behind(Wall.BARE, "fail")

    assert "KeyError: 'a mistake of ours'" in broke.value.said


@EACH_WALL
def test_what_libraries_print_is_no_answer(wall: Wall) -> None:
    assert behind(wall, "print_much") == "read"


@EACH_WALL
def test_no_program_no_connection_no_signal_but_threads(wall: Wall) -> None:
    assert behind(wall, "tries") == ["fork", "program", "connection", "signal", "nothing to a thread"]


def test_behind_bubblewrap_nothing_else_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if Wall.WRAPPED not in walls():
        pytest.skip("no bubblewrap on this machine")
    monkeypatch.setenv("TORIKUMI_SECRET_KEY", "only-for-tests")
    secret = tmp_path / "secret_key"
    secret.write_text("x")

    assert behind(Wall.WRAPPED, "secrets", given={"secret": str(secret)}) == [False, False]
    with pytest.raises(ReaderBrokeError) as broke:
        behind(Wall.WRAPPED, "write")
    assert "Read-only file system" in broke.value.said or "No such file" in broke.value.said


@EACH_WALL
def test_a_stop_ends_the_process(wall: Wall) -> None:
    pages: list[int] = []
    before = _reading_processes()

    with pytest.raises(StoppedReadingError):
        behind(wall, "hang", on_page=lambda page, of: pages.append(page), is_stopped=lambda: bool(pages))

    assert _reading_processes() <= before


@EACH_WALL
def test_the_process_dies_with_the_one_that_asked(wall: Wall) -> None:
    code = (
        "import sys\n"
        "from torikumi.read.sandbox import ask\n"
        f"wall = ask.Wall({str(wall)!r})\n"
        "ask._ask_behind(wall, ask.Asking(task='hang', files=(), names=('a',), on_page=lambda *_: print('on', flush=True)))\n"
    )
    asked = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert asked.stdout is not None
    assert asked.stdout.readline() == "on\n"
    started = _children_of(asked.pid)
    assert started

    asked.send_signal(signal.SIGKILL)
    asked.wait()

    end = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() and not _is_zombie(pid) for pid in started):
        assert time.monotonic() < end
        time.sleep(0.02)


def test_where_bubblewrap_is_forbidden_the_limits_remain(
    tmp_path: Path, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "bin" / "bwrap"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{broken.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(asking, "_REFUSED", set())

    assert len(read_apart([document]).plan.projects) == 2
    assert wall_in_force().split(", ")[0] == "limits"


def test_a_document_of_any_name_is_read(tmp_path: Path) -> None:
    path = tmp_path / "--bind あ $(true) ;.csv"
    path.write_text(TABLE, encoding="utf-8")

    assert read_apart([path]).plan.sources[0].name == path.name


def test_many_at_once_do_not_meet(document: Path) -> None:
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(len(read_apart([document]).plan.projects)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [2, 2, 2, 2]


def _reading_processes() -> set[str]:
    return {
        pid
        for pid in _pids()
        if "torikumi.read.sandbox.child" in _words(pid) and str(os.getpid()) in _parents(pid)
    }


def _children_of(parent: int) -> set[str]:
    return {pid for pid in _pids() if str(parent) in _parents(pid)}


def _pids() -> list[str]:
    return [entry.name for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _parents(pid: str) -> list[str]:
    found = []
    while pid != "0":
        try:
            status = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            break
        pid = status.rpartition(")")[2].split()[1]
        found.append(pid)
    return found


def _words(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
    except OSError:
        return ""


def _is_zombie(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
