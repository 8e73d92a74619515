"""`torikumi check`: findings about a plan, or about the form of a workbook or CSV."""

import sys
from pathlib import Path
from typing import TypedDict, Unpack

import click

from torikumi.check.catalogue import ALL_RULES
from torikumi.check.explain import explain_rule, list_rules
from torikumi.check.naming import rule_of
from torikumi.check.report import silence_lines, sorted_by_place, summary_line, to_csv, to_json, to_text
from torikumi.check.run import check_plan
from torikumi.check.settings import AS_THE_CATALOGUE
from torikumi.cli.opening import open_plan, open_rule_settings, open_section_list
from torikumi.cli.output import language, refuse_overwriting, say, write_output
from torikumi.errors import UserError
from torikumi.plan.finding import Severity

EVERY_RULE = "all"
PLAN, MACHINE_READABLE = "plan", "machine-readable"


class _Wishes(TypedDict):
    """The options of a check, by their names in the command."""

    previous: Path | None
    form: str
    select: str | None
    rules_file: Path | None
    sections: Path | None
    xlsx: Path | None


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
@click.option(
    "--rules-file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The city's own settings of the rules (checks.toml): off, or another severity, each with its reason.",
)
@click.option(
    "--sections",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The city's list of sections (CSV or workbook: 課名, 旧名, 廃止, 引き継ぎ先).",
)
@click.option(
    "--xlsx",
    metavar="OUT",
    type=click.Path(path_type=Path),
    help="Also write the plan's table for people with the findings beside each project.",
)
@click.option("--select", metavar="CODES", help="Run these rules only, with commas between their codes.")
@click.option("--explain", metavar="CODE", help="Explain a rule and stop; “all” lists the rules.")
def command(explain: str | None, rules: str, plan: Path | None, **wishes: Unpack[_Wishes]) -> None:
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
    if rules == MACHINE_READABLE:
        _refuse_plan_options(wishes)
        _check_form(plan, wishes["form"], _codes(wishes["select"]))
    else:
        _check_plan(plan, wishes)


def _codes(select: str | None) -> frozenset[str] | None:
    return None if select is None else frozenset(code.strip() for code in select.split(",") if code.strip())


def _check_plan(plan: Path, wishes: _Wishes) -> None:
    inputs = [
        plan,
        *(path for path in (wishes["previous"], wishes["rules_file"], wishes["sections"]) if path),
    ]
    refuse_overwriting([wishes["xlsx"]], inputs)
    settings = AS_THE_CATALOGUE if wishes["rules_file"] is None else open_rule_settings(wishes["rules_file"])
    sections = None if wishes["sections"] is None else open_section_list(wishes["sections"])
    before = None if wishes["previous"] is None else open_plan(wishes["previous"])
    opened = open_plan(plan)
    checked = check_plan(
        opened, previous=before, select=_codes(wishes["select"]), sections=sections, settings=settings
    )
    findings, silenced = checked.findings, checked.silenced
    if wishes["xlsx"] is not None:
        # Loaded only here: without a workbook no writer of workbooks is needed.
        from torikumi.publish.xlsx import write_checked_workbook

        write_output(wishes["xlsx"], write_checked_workbook(opened, sorted_by_place(findings, opened)))
    if wishes["form"] == "text":
        text = to_text(findings, opened, file=plan.name, language=language(), silenced=silenced)
        write_output(None, text)
    else:
        is_json = wishes["form"] == "json"
        write_output(
            None, to_json(findings, opened) if is_json else to_csv(findings, opened, language=language())
        )
        if silenced:
            say(*("\n".join(silence_lines(silenced, language=each)) for each in ("ja", "en")))
        say(*(summary_line(findings, opened, language=each) for each in ("ja", "en")))
    if any(finding.severity is Severity.ERROR for finding in findings):
        sys.exit(1)


def _refuse_plan_options(wishes: _Wishes) -> None:
    given = {
        "--previous": wishes["previous"],
        "--rules-file": wishes["rules_file"],
        "--sections": wishes["sections"],
        "--xlsx": wishes["xlsx"],
    }
    name = next((name for name, value in given.items() if value is not None), None)
    if name is not None:
        raise UserError(
            ja=f"{name} は --rules machine-readable と一緒には使えません。{name} を外してください。",
            en=f"{name} cannot be used with --rules machine-readable. Leave it out.",
        )


def _check_form(file: Path, form: str, codes: frozenset[str] | None) -> None:
    # Loaded only here: a plan.json needs no reader of sheets.
    from torikumi.check.machine_readable import report
    from torikumi.check.machine_readable.run import judge_book
    from torikumi.read.sandbox.book import read_book_apart

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
