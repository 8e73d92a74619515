"""`torikumi review freeze`: the answers that were collected become the plan's next edition."""

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from torikumi.cli.opening import open_plan
from torikumi.cli.output import refuse_overwriting, say, write_output
from torikumi.cli.review_files import open_answers, open_record, open_round
from torikumi.errors import UserError
from torikumi.plan.file import dump_plan
from torikumi.review.approved_book import Unready, approve_book
from torikumi.review.freeze import freeze
from torikumi.review.round import Round

_MOST_NAMED = 20


@click.command()
@click.argument("answers", metavar="ANSWERS", type=click.Path(path_type=Path))
@click.option(
    "--plan", metavar="PLAN", required=True, type=click.Path(path_type=Path),
    help="The plan that the round was held on.",
)  # fmt: skip
@click.option(
    "--round",
    "round_file",
    metavar="TOML",
    type=click.Path(path_type=Path),
    help="The settings of the round.",
)
@click.option(
    "--sent", metavar="JSON", type=click.Path(path_type=Path),
    help="The record of what went out, in place of --round.",
)  # fmt: skip
@click.option(
    "--approved-on", "day", metavar="DATE", required=True, type=click.DateTime(formats=["%Y-%m-%d"]),
    help="The day on which the answers were approved (2026-07-15).",
)  # fmt: skip
@click.option("--edition", metavar="TEXT", help="The name of the edition; the year's by default.")
@click.option(
    "-o", "--output", metavar="JSON", required=True, type=click.Path(path_type=Path),
    help="Where the next edition is written (plan.json).",
)  # fmt: skip
def freeze_answers(
    answers: Path,
    plan: Path,
    round_file: Path | None,
    sent: Path | None,
    day: datetime,
    edition: str | None,
    output: Path,
) -> None:
    """Make the plan's next edition out of the answers that were collected (確定).

    Projects without an answer that could be handed in stay as they were and are named. Exits with 1 where there are any.
    """
    refuse_overwriting((output,), [path for path in (answers, plan, round_file, sent) if path is not None])
    round_ = _round(round_file, sent)
    before = open_plan(plan)
    book = approve_book(open_answers(answers, round_), before, round_, day=day.date())
    frozen = freeze(before, round_, book.answers).plan
    write_output(output, dump_plan(replace(frozen, edition=edition)))
    say(
        f"{len(book.answers)}事業の回答を入れた版を「{output}」に書きました。",
        f"Wrote an edition with the answers about {len(book.answers)} projects to {output}.",
    )
    if book.unready:
        _tell_unready(book.unready)
        sys.exit(1)


def _round(round_file: Path | None, sent: Path | None) -> Round:
    if round_file is not None:
        return open_round(round_file)
    if sent is not None:
        return open_record(sent).round
    raise UserError(
        ja="評価の設定がわかりません。--round に ROUND.toml を、または --sent に送付の控えを指定してください。",
        en="The settings of the round are not known. Name ROUND.toml with --round, or the record of the sending with --sent.",
    )


def _tell_unready(unready: tuple[Unready, ...]) -> None:
    say(
        f"次の{len(unready)}事業は、回答が揃っていないので、前の版のままです。",
        f"{len(unready)} projects have no complete answer and stay as they were:",
    )
    for one in unready[:_MOST_NAMED]:
        name = f"No.{one.project.number} {one.project.name}" if one.project.number else one.project.name
        ja = "、".join(problem.ja for problem in one.problems) or "回答がありません。"
        en = " ".join(problem.en for problem in one.problems) or "No answer."
        say(f"  {name}　{ja}", f"  {name}: {en}")
    if len(unready) > _MOST_NAMED:
        more = len(unready) - _MOST_NAMED
        say(f"  ほか{more}事業。", f"  And {more} more.")
