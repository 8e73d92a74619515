"""`torikumi doctor`: what of this machine the program uses, and what it lacks."""

import platform
from importlib.metadata import version

import click

from torikumi.cli.output import language
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
    """Say what of this machine is used: the version, and what stands around a process that reads a document."""
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
