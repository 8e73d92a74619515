"""`torikumi check`: findings about a plan, or about the form of a workbook or CSV."""

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
PLAN, MACHINE_READABLE = "plan", "machine-readable"


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
@click.option(
    "--rules",
    type=click.Choice([PLAN, MACHINE_READABLE]),
    default=PLAN,
    show_default=True,
    help="What is looked at: what the plan says, or whether a workbook or CSV can be read by machines.",
)
@click.option("--select", metavar="CODES", help="Run these rules only, with commas between their codes.")
@click.option("--explain", metavar="CODE", help="Explain a rule and stop; “all” lists the rules.")
def command(
    plan: Path | None, previous: Path | None, form: str, rules: str, select: str | None, explain: str | None
) -> None:
    """Check PLAN (a plan.json or a document) and print what is wrong, odd or unsure.

    With --rules machine-readable, check the form of any workbook or CSV by the state's rules for the notation of data.
    Exits with 1 where there is a finding of level error, or a rule about the form is broken.
    """
    if explain is not None:
        write_output(None, _explanation(explain) if rules == PLAN else _form_explanation(explain))
        return
    if plan is None:
        raise UserError(
            ja="点検する計画を指定してください。例：torikumi check plan.json",
            en="Name the plan to check, for example: torikumi check plan.json",
        )
    codes = None if select is None else frozenset(code.strip() for code in select.split(",") if code.strip())
    if rules == MACHINE_READABLE:
        _check_form(plan, form, codes, previous)
    else:
        _check_plan(plan, form, codes, previous)


def _check_plan(plan: Path, form: str, codes: frozenset[str] | None, previous: Path | None) -> None:
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


def _check_form(file: Path, form: str, codes: frozenset[str] | None, previous: Path | None) -> None:
    # Loaded only here: a plan.json needs no reader of sheets.
    from torikumi.check.machine_readable import report
    from torikumi.check.machine_readable.run import judge_book
    from torikumi.read.sandbox.book import read_book_apart

    if previous is not None:
        raise UserError(
            ja="--previous は --rules machine-readable と一緒には使えません。--previous を外してください。",
            en="--previous cannot be used with --rules machine-readable. Leave it out.",
        )
    book = read_book_apart(file)
    judged = judge_book(book, select=codes)
    if form == "text":
        write_output(None, report.to_text(judged, book, language=language()))
    else:
        data = report.to_json(judged, book) if form == "json" else report.to_csv(judged, language=language())
        write_output(None, data)
        say(*(report.summary_line(judged, book, language=each) for each in ("ja", "en")))
    if report.any_broken(judged):
        sys.exit(1)


def _form_explanation(code: str) -> str:
    from torikumi.check.machine_readable.catalogue import FORM_RULES
    from torikumi.check.machine_readable.pages import explain_form_rule, list_form_rules
    from torikumi.check.machine_readable.run import form_rule_of

    if code == EVERY_RULE:
        return list_form_rules(FORM_RULES, language())
    return explain_form_rule(form_rule_of(code), language())


def _explanation(code: str) -> str:
    if code == EVERY_RULE:
        return list_rules(ALL_RULES, language())
    return explain_rule(rule_of(code), language())
