"""`torikumi indicators`: grades by the city's own rule, rolled up, and where each indicator is heading."""

from pathlib import Path

import click

from torikumi.cli.opening import open_plan, open_rating_rule, year_of
from torikumi.cli.output import language, refuse_overwriting, say, write_output
from torikumi.errors import UserError
from torikumi.indicators.ratings import rate_plan
from torikumi.indicators.report import to_csv, to_json, to_text
from torikumi.indicators.rollup import METHOD_WORDS, Method
from torikumi.review.library.ratings import all_ratings

_DEFAULT = "four-marks"


@click.command()
@click.argument("plan", required=False, type=click.Path(path_type=Path))
@click.option(
    "--rule",
    "named",
    metavar="RULE",
    default=_DEFAULT,
    show_default=True,
    help="A ready-made rule (see --list), or a TOML file with a [rating] table, such as ROUND.toml.",
)
@click.option("--year", metavar="YEAR", help="The fiscal year: R6, 2024; the latest measured one by default.")
@click.option(
    "--method",
    type=click.Choice([method.value for method in Method]),
    default=Method.REACHED.value,
    show_default=True,
    help="How goals and measures are graded from their indicators.",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="How the grades are written.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write to FILE, not to standard output.",
)
@click.option("--list", "listed", is_flag=True, help="List the ready-made rules.")
def command(
    *,
    plan: Path | None,
    named: str,
    year: str | None,
    method: str,
    form: str,
    output: Path | None,
    listed: bool,
) -> None:
    """Grade the indicators of PLAN by a rule, goal by goal, and say where each is heading (指標の判定).

    What was not measured, what ended and what lacks a figure is told apart from what fell short. The grades of goals and
    measures are derived from those of their indicators, by the method named; nothing is stored.
    """
    if listed:
        write_output(output, "".join(_rule_lines()))
        return
    if plan is None:
        raise UserError(
            ja="計画を指定してください（例：torikumi indicators plan.json）。規則の一覧は --list で見られます。",
            en="Name a plan (torikumi indicators plan.json); --list shows the rules.",
        )
    refuse_overwriting((output,), (plan,))
    rated = rate_plan(open_plan(plan), open_rating_rule(named), year_of(year) if year else None)
    how = Method(method)
    if form == "json":
        write_output(output, to_json(rated, method=how))
    elif form == "csv":
        write_output(output, to_csv(rated, language=language()))
    else:
        write_output(output, to_text(rated, method=how, language=language()))
    if output is not None:
        count = len(rated.indicators)
        how_ja, how_en = METHOD_WORDS[how]
        say(
            f"指標 {count} 件の判定（まとめ方：{how_ja}）を「{output}」に書き出しました。",
            f"Wrote the grades of {count} indicators (rolled up by {how_en}) to {output}.",
        )


def _rule_lines() -> list[str]:
    return [f"{entry.value.id}\t{entry.value.title}\t{entry.description}\n" for entry in all_ratings()]
