"""Findings as text for people, as JSON and as CSV for machines."""

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields

from torikumi.check.run import Silenced
from torikumi.check.titles import title_of_subject
from torikumi.plan.finding import Finding, Severity
from torikumi.plan.model import Plan
from torikumi.plan.place import Place, describe_place

BOM = "\ufeff"
SEVERITY_JA = {Severity.ERROR: "誤り", Severity.WARNING: "注意", Severity.INFO: "参考"}
SEVERITY_EN = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
_SEVERITIES_EN = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "infos"}
_HEADER_JA = ("重要度", "規則", "対象", "項目", "場所", "内容")
_HEADER_EN = ("severity", "code", "subject", "field", "place", "message")
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def to_text(
    findings: Sequence[Finding],
    plan: Plan,
    *,
    file: str,
    language: str,
    silenced: Sequence[Silenced] = (),
) -> str:
    """Return one line a finding (`file:page:row: code message`), grouped by severity, and a summary line.

    A part of the place that the document does not have is left out; a sheet stands for the page, and its cell for the
    row. `file` is named where a finding does not know its own document. What is switched off is counted at the end.
    """
    blocks = []
    for severity in Severity:
        group = sorted_by_place([finding for finding in findings if finding.severity is severity], plan)
        if group:
            lines = [_line(finding, file=file, language=language) for finding in group]
            blocks.append("\n".join([_heading(severity, len(group), language), *lines]))
    if silenced:
        blocks.append("\n".join(silence_lines(silenced, language=language)))
    blocks.append(summary_line(findings, plan, language=language))
    return "\n\n".join(blocks) + "\n"


def silence_lines(silenced: Sequence[Silenced], *, language: str) -> list[str]:
    """Return what is switched off and would have spoken: a heading, and a line a rule with its number and reason."""
    count = sum(each.count for each in silenced)
    if language == "ja":
        heading = f"■ 切ってある規則（{count}件は示していません）"
        return [
            heading,
            *(
                f"{each.code} {each.count}件 {'理由' if each.by_city else '初めは切'}：{_one_line(each.ja)}"
                for each in silenced
            ),
        ]
    return [
        f"== Switched off ({count} not shown) ==",
        *(
            f"{each.code} {each.count} {'reason' if each.by_city else 'off at first'}: {_one_line(each.en)}"
            for each in silenced
        ),
    ]


def to_json(findings: Sequence[Finding], plan: Plan) -> str:
    """Return a JSON array with an object a finding, in the order of the document."""
    objects = [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "message": {"ja": finding.ja, "en": finding.en},
            "subject": finding.subject,
            "title": title_of_subject(plan, finding.subject),
            "field": finding.field,
            "place": _place_as_object(finding.place),
        }
        for finding in sorted_by_place(findings, plan)
    ]
    return json.dumps(objects, ensure_ascii=False, indent=2) + "\n"


def to_csv(findings: Sequence[Finding], plan: Plan, *, language: str) -> str:
    """Return a table with a row a finding, with the mark (BOM) by which Excel knows UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADER_JA if language == "ja" else _HEADER_EN)
    for finding in sorted_by_place(findings, plan):
        row = (
            _word(finding.severity, language),
            finding.code,
            title_of_subject(plan, finding.subject),
            finding.field or "",
            describe_place(finding.place, language=language),
            finding.sentence(language),
        )
        writer.writerow([_as_plain_cell(text) for text in row])
    return BOM + out.getvalue()


def summary_line(findings: Sequence[Finding], plan: Plan, *, language: str) -> str:
    """Return how many findings of each severity there are among how many projects."""
    counts = Counter(finding.severity for finding in findings)
    if language == "ja":
        parts = "、".join(f"{SEVERITY_JA[severity]} {counts[severity]}件" for severity in Severity)
        return f"{len(plan.projects)}事業を点検しました：{parts}"
    parts = ", ".join(
        f"{counts[severity]} {(SEVERITY_EN if counts[severity] == 1 else _SEVERITIES_EN)[severity]}"
        for severity in Severity
    )
    projects = "project" if len(plan.projects) == 1 else "projects"
    return f"Checked {len(plan.projects)} {projects}: {parts}"


def sorted_by_place(findings: Sequence[Finding], plan: Plan) -> list[Finding]:
    """Return the findings in the order of the plan: of the whole plan, of its headings, of its projects."""
    order: dict[str | None, int] = {None: 0}
    ids = [*(node.id for node in plan.nodes), *(project.id for project in plan.projects)]
    for position, subject in enumerate(ids, start=1):
        order.setdefault(subject, position)
    return sorted(findings, key=lambda finding: order.get(finding.subject, 0))


def _heading(severity: Severity, count: int, language: str) -> str:
    if language == "ja":
        return f"■ {SEVERITY_JA[severity]}（{count}件）"
    return f"== {SEVERITY_EN[severity].capitalize()} ({count}) =="


def _line(finding: Finding, *, file: str, language: str) -> str:
    place = finding.place
    parts: list[str] = [place.file if place is not None and place.file else file]
    if place is not None:
        page = place.page if place.sheet is None else place.sheet
        row = place.row if place.cell is None else place.cell
        parts += [str(part) for part in (page, row) if part is not None]
    return _one_line(f"{':'.join(parts)}: {finding.code} {finding.sentence(language)}")


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())


def _word(severity: Severity, language: str) -> str:
    return (SEVERITY_JA if language == "ja" else SEVERITY_EN)[severity]


def _place_as_object(place: Place | None) -> dict[str, object] | None:
    if place is None:
        return None
    parts = {field.name: getattr(place, field.name) for field in fields(place)}
    return {name: value for name, value in parts.items() if value is not None}


def _as_plain_cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
