"""`torikumi compare`: what differs between two editions of a plan."""

import sys
from pathlib import Path

import click

from torikumi.cli.opening import open_plan
from torikumi.cli.output import language, refuse_overwriting, say, write_output
from torikumi.compare.changes import list_changes
from torikumi.compare.report import to_json, to_text
from torikumi.plan.identity import carry_identities


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--as",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the differences are written.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write to FILE, not to standard output.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 where there are differences.")
def command(old: Path, new: Path, form: str, output: Path | None, exit_code: bool) -> None:
    """Print what changed, came and went between two editions, OLD and NEW (plan.json files or documents).

    A project is the same where its id is; else by its name and sections, then by its number and a similar name.
    """
    refuse_overwriting((output,), (old, new))
    before = open_plan(old)
    after = carry_identities(old=before, new=open_plan(new))
    changes = list_changes(old=before, new=after)
    if form == "json":
        write_output(output, to_json(changes, old=before, new=after))
    else:
        write_output(output, to_text(changes, old=before, new=after, language=language()))
    if output is not None:
        count = len(changes)
        say(f"違い {count} 件を「{output}」に書き出しました。", f"Wrote {count} differences to {output}.")
    if exit_code and changes:
        sys.exit(1)
