"""The group of all commands; prints what a person can fix as one sentence and sets the exit code."""

import importlib
import sys
from collections.abc import Mapping

import click

from torikumi.cli.japanese import HELP, in_japanese
from torikumi.cli.output import language, say
from torikumi.errors import UserError

# Each word is a module of this package; loaded when it is asked for, so that `check` never waits for Django.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "read": ("torikumi.cli.read", "command"),
    "check": ("torikumi.cli.check", "command"),
    "compare": ("torikumi.cli.compare", "command"),
    "sections": ("torikumi.cli.sections", "command"),
    "indicators": ("torikumi.cli.indicators", "command"),
    "review": ("torikumi.cli.review", "command"),
    "publish": ("torikumi.cli.publish", "command"),
    "export-site": ("torikumi.cli.export_site", "command"),
    "forms": ("torikumi.cli.forms", "command"),
    "corpus": ("torikumi.cli.corpus", "command"),
    "demo": ("torikumi.cli.demo", "command"),
    "serve": ("torikumi.cli.serve", "command"),
    "worker": ("torikumi.cli.serve", "worker"),
    "migrate": ("torikumi.cli.serve", "migrate"),
    "doctor": ("torikumi.cli.doctor", "command"),
    "createuser": ("torikumi.cli.serve", "createuser"),
}

_INTERRUPTED = 130  # what a shell says of a process that Ctrl-C ended


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101  a module of ours without `command` is our mistake
        return in_japanese(cmd_name, command) if language() == "ja" else command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            # Exit code 1 would say that the work was done and something is wrong with the plan.
            click.echo(err=True)  # below the ^C
            say("中断しました。", "Stopped.")
            ctx.exit(_INTERRUPTED)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="torikumi")
def cli() -> None:
    """Read, check, compare and publish the plans of local governments (取組)."""


def main() -> None:
    """Run the command line; exit 2 with one sentence where the person can fix it, 130 at Ctrl-C."""
    if language() == "ja":
        cli.help = HELP[""]
    try:
        cli()
    except UserError as error:
        say(error.ja, error.en)
        sys.exit(2)
