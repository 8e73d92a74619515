"""`torikumi read`: a document becomes a plan, with what the reader is unsure of."""

import json
import sys
from collections import Counter
from pathlib import Path

import click

from torikumi.cli.output import refuse_overwriting, say, write_output
from torikumi.cli.progress import pages_on_terminal
from torikumi.errors import UserError
from torikumi.plan.file import dump_plan
from torikumi.plan.finding import Finding, Severity
from torikumi.plan.model import Municipality, Plan
from torikumi.plan.municipality import parse_code, prefecture_of
from torikumi.plan.place import Place, describe_place
from torikumi.plan.records import to_records
from torikumi.read.confidence import ProjectConfidence
from torikumi.read.reading import Given, Reading
from torikumi.read.sandbox.ends import ReaderBrokeError
from torikumi.read.sandbox.reading import read_apart, read_side_by_side
from torikumi.text.era import parse_fiscal_year

_SHOWN = 12  # findings printed on the terminal; the report has all
_WORDS = {
    "ja": {Severity.ERROR: "誤り", Severity.WARNING: "注意", Severity.INFO: "参考"},
    "en": {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"},
}


class WrongOptionError(UserError):
    """An option has a value that cannot be used."""


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", metavar="OUT", type=click.Path(path_type=Path), help="Where the plan is written."
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["plan", "records", "csv", "xlsx"]),
    default="plan",
    show_default=True,
    help="How the plan is written.",
)
@click.option(
    "--report", metavar="JSON", type=click.Path(path_type=Path), help="Write the reader's doubts here."
)
@click.option("--strict", is_flag=True, help="Exit with 1 where there is a finding of level error.")
@click.option("--title", help="The plan's title, where the document does not print it.")
@click.option("--city", metavar="CODE", help="The municipality's code of five or six digits.")
@click.option("--city-name", help="The municipality's name, with --city.")
@click.option(
    "--year", metavar="YEAR", help="The fiscal year that the document reports on (2024, R6, 令和6年度)."
)
@click.option("--tree", is_flag=True, help="Take a document that holds the tree of headings and no projects.")
@click.option("--encoding", help="How a text file is encoded: utf-8, cp932, utf-16.")
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="How many of several documents are read at once.",
)
@click.option(
    "--in-process", is_flag=True, hidden=True, help="Read in this process (to measure or to debug)."
)
def command(  # noqa: PLR0913, PLR0917  one parameter an option
    files: tuple[Path, ...],
    output: Path | None,
    form: str,
    report: Path | None,
    strict: bool,
    title: str | None,
    city: str | None,
    city_name: str | None,
    year: str | None,
    tree: bool,
    encoding: str | None,
    jobs: int,
    in_process: bool,
) -> None:
    """Read the documents FILE… and write the plan they hold.

    They may be PDF, Word, Excel, ODS, HTML, CSV, text or pictures; several may belong together.
    """
    given = Given(
        title=title,
        municipality=_municipality(city, city_name),
        year=_fiscal_year(year),
        encoding=encoding,
        tree_alone=tree,
    )
    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise WrongOptionError(
            ja="Excelブックは画面に表示できません。-o plan.xlsx のように書き出し先を指定してください。",
            en="A workbook cannot be shown on the screen. Name a file, for example -o plan.xlsx.",
        )
    refuse_overwriting((output, report), files)
    reading = _read_here(files, given) if in_process else _read_apart(files, given, jobs=jobs)
    content = _render(reading.plan, form)
    if report is not None:
        write_output(report, _report(reading))
    write_output(output, content)
    _tell(reading)
    if strict and any(finding.severity is Severity.ERROR for finding in reading.findings):
        sys.exit(1)


def _read_here(files: tuple[Path, ...], given: Given) -> Reading:
    from torikumi.read.run import (
        read_documents,
    )  # its parts take a moment to load, and only this way needs them here

    with pages_on_terminal() as on_page:
        return read_documents(files, given, on_page=on_page)


def _read_apart(files: tuple[Path, ...], given: Given, *, jobs: int) -> Reading:
    with pages_on_terminal() as on_page:
        try:
            if jobs > 1 and len(files) > 1:
                return read_side_by_side(files, given, jobs=jobs, on_page=on_page)
            return read_apart(files, given, on_page=on_page)
        except ReaderBrokeError as error:
            click.echo(
                error.said, err=True
            )  # for whoever mends the reader; the sentence for the person follows
            raise


def _municipality(city: str | None, name: str | None) -> Municipality | None:
    if city is None:
        if name is not None:
            raise WrongOptionError(
                ja="--city-name は --city（団体コード）と一緒に指定してください。",
                en="Give --city-name together with --city (the code).",
            )
        return None
    code = parse_code(city)
    return Municipality(code=code, name=name or "", prefecture=prefecture_of(code))


def _fiscal_year(printed: str | None) -> int | None:
    if printed is None:
        return None
    year = parse_fiscal_year(printed)
    if year is None:
        raise WrongOptionError(
            ja=f"年度「{printed}」がわかりません。2024、R6、令和6年度 のように指定してください。",
            en=f"The fiscal year {printed} is unknown. Write it as 2024, R6 or 令和6年度.",
        )
    return year


def _render(plan: Plan, form: str) -> str | bytes:
    if form == "records":
        return json.dumps(to_records(plan), ensure_ascii=False, indent=1) + "\n"
    if form == "plan":
        return dump_plan(plan)
    # Loaded only where it is asked for: reading needs no writer of workbooks.
    if form == "csv":
        from torikumi.publish.csv import write_csv

        return write_csv(plan)
    from torikumi.publish.xlsx import write_data_workbook

    return write_data_workbook(plan)


def _report(reading: Reading) -> str:
    plan = reading.plan
    content = {
        "title": plan.title,
        "sources": [{"name": source.name, "sha256": source.sha256} for source in plan.sources],
        "projects": len(plan.projects),
        "nodes": len(plan.nodes),
        "findings": [_finding_as_object(finding) for finding in reading.findings],
        "confidence": [_confidence_as_object(confidence, plan) for confidence in reading.confidences],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _confidence_as_object(confidence: ProjectConfidence, plan: Plan) -> dict[str, object]:
    project = plan.project_by_id[confidence.project]
    return {
        "project": project.id,
        "number": project.number,
        "name": project.name,
        "confidence": confidence.value,
        "doubtful": [
            {
                "field": one.field,
                "confidence": one.value,
                "reasons": [{"ja": ground.ja, "en": ground.en} for ground in one.grounds],
            }
            for one in confidence.doubtful
        ],
    }


def _finding_as_object(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "ja": finding.ja,
        "en": finding.en,
        "subject": finding.subject,
        "field": finding.field,
        "place": None if finding.place is None else _place_as_object(finding.place),
    }


def _place_as_object(place: Place) -> dict[str, object]:
    parts = {
        "file": place.file,
        "page": place.page,
        "sheet": place.sheet,
        "table": place.table,
        "row": place.row,
        "column": place.column,
        "cell": place.cell,
    }
    return {name: value for name, value in parts.items() if value is not None}


def _tell(reading: Reading) -> None:
    order = (Severity.ERROR, Severity.WARNING, Severity.INFO)
    findings = sorted(reading.findings, key=lambda finding: order.index(finding.severity))
    for finding in findings[:_SHOWN]:
        say(_line(finding, "ja"), _line(finding, "en"))
    if len(findings) > _SHOWN:
        rest = len(findings) - _SHOWN
        say(
            f"ほかに{rest}件（--report で全部を書き出せます）",
            f"and {rest} more (--report writes all of them)",
        )
    say(_summary(reading, "ja"), _summary(reading, "en"))


def _line(finding: Finding, spoken: str) -> str:
    where = describe_place(finding.place, language=spoken)
    mark = _WORDS[spoken][finding.severity]
    if spoken == "ja":
        return f"［{mark}］{finding.ja}" + (f"（{where}）" if where else "")
    return f"[{mark}] {finding.en}" + (f" ({where})" if where else "")


def _summary(reading: Reading, spoken: str) -> str:
    plan = reading.plan
    counts = Counter(finding.severity for finding in reading.findings)
    words = _WORDS[spoken]
    parts = [f"{words[severity]} {counts[severity]}" for severity in Severity if counts[severity]]
    if spoken == "ja":
        doubts = f"気づいた点：{'、'.join(parts)}件。" if parts else "気になる点はありません。"
        return f"{len(plan.projects)}事業と見出し{len(plan.nodes)}件を読みました。{doubts}"
    doubts = f"Findings: {', '.join(parts)}." if parts else "No doubts."
    return f"Read {len(plan.projects)} projects under {len(plan.nodes)} headings. {doubts}"
