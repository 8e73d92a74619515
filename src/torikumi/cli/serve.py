"""`torikumi serve`, `worker`, `migrate`, `createuser`: the server, always in a process of its own.

The command line knows nothing of Django; it starts `python -m torikumi.web.manage` and gunicorn as anybody could.
"""

import importlib.util
import os
import subprocess
import sys
from typing import NoReturn

import click

from torikumi.errors import UserError

_MANAGE = (sys.executable, "-m", "torikumi.web.manage")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes.")
@click.option(
    "--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="Threads a process."
)
def command(host: str, port: int, workers: int, threads: int) -> None:
    """Bring the database up to date, then serve the application until it is stopped."""
    run_manage("migrate", "--no-input", "--verbosity", "0")
    run_server(host=host, port=port, workers=workers, threads=threads)


def run_server(*, host: str, port: int, workers: int, threads: int) -> NoReturn:
    """Become the server, with the environment that this process has."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    # The server takes the place of this process, so that a stop signal reaches it.
    os.execv(  # noqa: S606  our own arguments, and no shell
        sys.executable,
        [
            *(sys.executable, "-m", "gunicorn", "torikumi.web.wsgi:application"),
            *("--bind", address, "--workers", str(workers)),
            *("--worker-class", "gthread", "--threads", str(threads)),
            # Documents are read beside requests; working out what a large import changes takes its time.
            *("--timeout", "120", "--graceful-timeout", "30"),
            *("--max-requests", "5000", "--max-requests-jitter", "500"),
            # Who may speak for others is the application's own setting, TORIKUMI_TRUSTED_PROXIES.
            *("--forwarded-allow-ips", "", "--no-control-socket"),
        ],
    )


@click.command()
@click.option(
    "--concurrency", default=2, show_default=True, type=click.IntRange(1, 32), help="How many jobs at once."
)
def worker(concurrency: int) -> None:
    """Do jobs, such as sending mail, until it is stopped (a service of its own on PostgreSQL)."""
    _look_for_parts()
    # As with the server: the signal to stop reaches it.
    os.execv(sys.executable, [*_MANAGE, "run_worker", "--concurrency", str(concurrency)])  # noqa: S606


@click.command()
def migrate() -> None:
    """Bring the database up to date; safe to run again at any time."""
    run_manage("migrate", "--no-input")


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def createuser(arguments: tuple[str, ...]) -> None:
    """Register a person; `torikumi createuser --help` lists the options."""
    run_manage("create_user", *arguments)


def run_manage(*arguments: str) -> None:
    """Run one of Django's commands; end with its exit code where it fails."""
    _look_for_parts()
    done = subprocess.run([*_MANAGE, *arguments], check=False)  # noqa: S603  our own interpreter, no shell
    if done.returncode:
        sys.exit(done.returncode)


def _look_for_parts() -> None:
    if importlib.util.find_spec("gunicorn") is None:
        raise UserError(
            ja="サーバーの部品がありません。pip install 'torikumi[web]' で入れてください。",
            en="The parts of the server are missing; install them with pip install 'torikumi[web]'.",
        )
