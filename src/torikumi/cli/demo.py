"""`torikumi demo`: a running site with the sample cities, on SQLite, in one command."""

import os
import socket
from pathlib import Path

import click

import torikumi
from torikumi.cli.output import say
from torikumi.cli.serve import run_manage, run_server
from torikumi.errors import UserError

_PACKAGE = Path(torikumi.__file__).parent
# Stands at the top of every page.
_SITE_NAME = "デモ（見本のデータ。架空の市を含みます）"


class SamplesMissingError(UserError):
    """The sample plans are not where they should be."""


class NoFreePortError(UserError):
    """Every port that was tried is taken."""


def _sample_plans() -> list[Path]:
    # In a wheel the samples lie inside the package, in a checkout beside `src`.
    for folder in (_PACKAGE / "samples", _PACKAGE.parent.parent / "samples"):
        plans = sorted(folder.glob("*/plan*.json"))
        if plans:
            return plans
    raise SamplesMissingError(
        ja="見本の計画が見つかりません。リポジトリを取得しなおしてから、もう一度実行してください。",
        en="The sample plans are missing. Fetch the repository again, then run this command once more.",
    )


def _set_environment(home: Path) -> None:
    os.environ |= {"TORIKUMI_HOME": str(home), "TORIKUMI_DEMO": "1", "TORIKUMI_SITE_NAME": _SITE_NAME}
    # The demo is one's own machine and SQLite, whatever the shell around it is set up for.
    for name in ("DATABASE_URL", "TORIKUMI_HTTPS", "TORIKUMI_ALLOWED_HOSTS"):
        os.environ.pop(name, None)


def _free_port(wanted: int) -> int:
    """Return the port that is wanted, or the next one that nothing listens at."""
    for port in range(wanted, min(wanted + 50, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise NoFreePortError(
        ja=f"{wanted}番から50個のポートがすべて使われています。--port で別の番号を指定してください。",
        en=f"The fifty ports from {wanted} are all in use. Name another with --port.",
    )


@click.command()
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/demo"),
    show_default=True,
    help="Folder for the demo's database and files.",
)
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1024, 65535),
    help="Port on 127.0.0.1; the next free one where it is taken.",
)
@click.option("--no-serve", is_flag=True, help="Prepare everything, and stop before serving.")
def command(home: Path, port: int, no_serve: bool) -> None:
    """Load the sample cities, serve them on 127.0.0.1, print the address and the test log-ins."""
    plans = _sample_plans()
    home.mkdir(parents=True, exist_ok=True)
    _set_environment(home.resolve())
    say("データベースを用意し、見本を読み込んでいます…", "Preparing the database, loading the samples …")
    run_manage("migrate", "--no-input", "--verbosity", "0")
    run_manage("load_plans", *map(str, plans))
    run_manage("demo_users")
    for folder in sorted({plan.parent for plan in plans}):
        if (folder / "ROUND.toml").exists():
            newest = max(plan for plan in plans if plan.parent == folder)
            run_manage("demo_round", str(newest), str(folder / "ROUND.toml"))
    if no_serve:
        return
    port = _free_port(port)
    say(
        f"http://127.0.0.1:{port}/ を開いてください。終えるときは Ctrl+C を押します。",
        f"Open http://127.0.0.1:{port}/ . Press Ctrl+C to stop.",
    )
    run_server(host="127.0.0.1", port=port, workers=1, threads=4)
