"""`torikumi check`: findings about a plan."""

import sys
from pathlib import Path

import click

from torikumi.check.catalogue import ALL_RULES
from torikumi.check.explain import explain_rule, list_rules
from torikumi.check.report import summary_line, to_csv, to_json, to_text
from torikumi.check.run import rule_of, run_rules
from torikumi.cli.opening import open_plan
from torikumi.cli.output import language, say, write_output
from torikumi.errors import UserError
from torikumi.plan.finding import Severity

EVERY_RULE = "all"


@click.command()
@click.argument("plan", required=False, type=click.Path(path_type=Path))
@click.option(
    "--previous", metavar="OLD", type=click.Path(path_type=Path), help="The edition before, to compare with."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="How the findings are written.",
)
@click.option("--select", metavar="CODES", help="Run these rules only, with commas between their codes.")
@click.option("--explain", metavar="CODE", help="Explain a rule and stop; “all” lists the rules.")
def command(
    plan: Path | None, previous: Path | None, form: str, select: str | None, explain: str | None
) -> None:
    """Check PLAN (a plan.json or a document) and print what is wrong, odd or unsure.

    Exits with 1 where there is a finding of level error.
    """
    if explain is not None:
        write_output(None, _explanation(explain))
        return
    if plan is None:
        raise UserError(
            ja="点検する計画を指定してください。例：torikumi check plan.json",
            en="Name the plan to check, for example: torikumi check plan.json",
        )
    codes = None if select is None else frozenset(code.strip() for code in select.split(",") if code.strip())
    before = None if previous is None else open_plan(previous)
    opened = open_plan(plan)
    findings = tuple(run_rules(opened, previous=before, select=codes))
    if form == "text":
        write_output(None, to_text(findings, opened, file=plan.name, language=language()))
    else:
        data = to_json(findings, opened) if form == "json" else to_csv(findings, opened, language=language())
        write_output(None, data)
        say(*(summary_line(findings, opened, language=each) for each in ("ja", "en")))
    if any(finding.severity is Severity.ERROR for finding in findings):
        sys.exit(1)


def _explanation(code: str) -> str:
    if code == EVERY_RULE:
        return list_rules(ALL_RULES, language())
    return explain_rule(rule_of(code), language())
