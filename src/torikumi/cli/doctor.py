"""`torikumi doctor`: what of this machine the program uses, and what it lacks."""

import importlib.util
import os
import platform
import subprocess
import sys
from importlib.metadata import version

import click

from torikumi.cli.output import language
from torikumi.publish.typeset.fonts import FAMILY, TypesetterMissingError, missing_parts
from torikumi.read.sandbox.ask import wall_in_force
from torikumi.read.sandbox.limits import LIMITS

_WALL_WORDS = {
    "bubblewrap": (
        "bubblewrap（文書のほかは見えない、通信できない）",
        "bubblewrap (sees nothing but the document)",
    ),
    "bubblewrap-without-proc": (
        "bubblewrap（/proc なし。文書のほかは見えない、通信できない）",
        "bubblewrap without /proc (sees nothing but the document)",
    ),
    "limits": (
        "上限だけ（bubblewrap がないか、使えない）",
        "limits only (no bubblewrap, or it may not be used)",
    ),
    "syscall-filter": (
        "カーネルのフィルター（通信、プログラムの起動、ほかのプロセスへの合図を断る）",
        "filter of the kernel (no network, no programs, no signals)",
    ),
    "own-network": ("外へ出られないネットワーク", "network without a way out"),
}


@click.command()
def command() -> None:
    """Say what of this machine is used: the version, what stands around a reading, what makes PDFs, and, where DATABASE_URL or
    TORIKUMI_HOME is set, how the server's database is guarded and whether the trail is whole."""
    spoken = 0 if language() == "ja" else 1
    click.echo(f"{('取組', 'Torikumi')[spoken]}: {version('torikumi')}, Python {platform.python_version()}")
    walls = [_WALL_WORDS.get(word, (word, word))[spoken] for word in wall_in_force().split(", ")]
    click.echo(f"{('読み取りの囲い', 'Around a reading')[spoken]}: {' + '.join(walls)}")
    memory = LIMITS.memory // (1024 * 1024)
    click.echo(
        (
            f"読み取りの上限: メモリー {memory}MB、1ページ {LIMITS.step:.0f}秒、全体 {LIMITS.total / 60:.0f}分",
            f"Limits of a reading: {memory} MB, {LIMITS.step:.0f} s a page, {LIMITS.total / 60:.0f} min in all",
        )[spoken]
    )
    _tell_of_papers(spoken)
    _tell_of_server()


def _tell_of_papers(spoken: int) -> None:
    missing = missing_parts()
    if missing:
        error = TypesetterMissingError(missing)
        words = (error.ja, error.en)[spoken]
    else:
        words = f"Typst {version('typst')}, {FAMILY}"
    click.echo(f"{('PDFの作成', 'Making PDFs')[spoken]}: {words}")


def _tell_of_server() -> None:
    """Let a process with Django look at the database, and end as it ends."""
    is_set_up = os.environ.get("DATABASE_URL") or os.environ.get("TORIKUMI_HOME")
    if not is_set_up or importlib.util.find_spec("gunicorn") is None:
        return
    sys.stdout.flush()
    command = [sys.executable, "-m", "torikumi.web.manage", "server_state", "--language", language()]
    done = subprocess.run(command, check=False)  # noqa: S603  our own interpreter, no shell
    if done.returncode:
        sys.exit(done.returncode)
