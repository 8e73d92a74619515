"""`torikumi demo`: a running site with the sample cities, on SQLite, in one command."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import click

import torikumi
from torikumi.cli.output import say
from torikumi.errors import UserError

_PACKAGE = Path(torikumi.__file__).parent


class SamplesMissingError(UserError):
    """The sample plans are not where they should be."""


class DemoFailedError(UserError):
    """One of the steps of the demo stopped."""


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


def _manage(arguments: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(  # noqa: S603  our own interpreter and our own arguments
        [sys.executable, "-m", "torikumi.web.manage", *arguments], env=environment, check=False
    )
    if done.returncode != 0:
        raise DemoFailedError(
            ja=f"デモの準備が「{arguments[0]}」で止まりました。上に出た文を確かめてから、もう一度実行してください。",
            en=f"The demo stopped at “{arguments[0]}”. Read the lines above, then run it again.",
        )


def _environment(home: Path) -> dict[str, str]:
    chosen = {
        "TORIKUMI_HOME": str(home),
        "TORIKUMI_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "torikumi.web.settings",
    }
    return {**os.environ, "TORIKUMI_SECRET_KEY": secrets.token_urlsafe(50), **chosen}


@click.command()
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/demo"),
    show_default=True,
    help="Folder for the demo's database and files.",
)
@click.option("--port", default=8000, show_default=True, help="Port on 127.0.0.1.")
@click.option("--no-serve", is_flag=True, help="Prepare everything, and stop before serving.")
def command(home: Path, port: int, no_serve: bool) -> None:
    """Load the sample cities, serve them on 127.0.0.1, print the address and the test log-ins."""
    plans = _sample_plans()
    home.mkdir(parents=True, exist_ok=True)
    environment = _environment(home.resolve())
    say("データベースを用意しています…", "Preparing the database …")
    _manage(["migrate", "--verbosity", "0"], environment)
    _manage(["load_plans", *map(str, plans)], environment)
    _manage(["demo_users"], environment)
    say(
        f"http://127.0.0.1:{port}/ を開いてください。終えるときは Ctrl+C を押します。",
        f"Open http://127.0.0.1:{port}/ . Press Ctrl+C to stop.",
    )
    if not no_serve:
        _manage(["runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"], environment)
