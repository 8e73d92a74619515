"""`torikumi review`: the yearly review by workbooks, without a server."""

import click

from torikumi.cli.review_collect import collect_workbooks
from torikumi.cli.review_freeze import freeze_answers
from torikumi.cli.review_sheets import write_sheets


@click.group()
def command() -> None:
    """Hold the yearly review by Excel workbooks, one a section (年度評価)."""


command.add_command(write_sheets, "sheets")
command.add_command(collect_workbooks, "collect")
command.add_command(freeze_answers, "freeze")
