"""What came back, told to people and to machines: every difference with its cell, before anything is stored."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from torikumi.plan.codec import encode
from torikumi.plan.finding import Finding, Severity
from torikumi.plan.model import Plan
from torikumi.plan.place import describe_place
from torikumi.review.answers_file import Origin
from torikumi.review.collected import Change, Clash, Collected, ProblemOf, Side

REPORT_VERSION = 1
_WORDS = {
    "ja": {Severity.ERROR: "要確認", Severity.WARNING: "注意", Severity.INFO: "参考"},
    "en": {Severity.ERROR: "to decide", Severity.WARNING: "warning", Severity.INFO: "info"},
}
# A section that has not come to a question yet is no news; what is wrong with what was written is, and so is a direction
# that was changed without its reason.
_BLANKS = frozenset(("missing",))


def to_json(collected: Collected, plan: Plan) -> str:
    """Return the report as JSON, in the order of the plan."""
    content = {
        "torikumi_collected": REPORT_VERSION,
        "files": [
            {
                "file": one.file,
                "sha256": one.sha256,
                "section": one.book.section if one.book else None,
                "rev": one.book.rev if one.book else None,
                "rows": len(one.rows),
                "missing": [*one.missing],
            }
            for one in collected.returned
        ],
        "changes": [_change_as_object(change, plan) for change in collected.changes],
        "clashes": [_clash_as_object(clash, plan) for clash in collected.clashes],
        "emptied": [_change_as_object(change, plan) for change in collected.emptied],
        "problems": [_problem_as_object(one, plan) for one in collected.problems],
        "findings": [encode(finding) for finding in collected.findings],
        "waiting": [*collected.waiting],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def to_text(collected: Collected, plan: Plan, *, language: str) -> str:
    """Return the report in words."""
    write = _Japanese(plan) if language == "ja" else _English(plan)
    return "".join(f"{line}\n" for line in write.lines(collected))


def summary_line(collected: Collected, *, language: str) -> str:
    """Return one sentence about the whole."""
    files = len({one.file for one in collected.returned})
    errors = sum(finding.severity is Severity.ERROR for finding in collected.findings)
    if language == "ja":
        waiting = (
            f"返送のない課が{len(collected.waiting)}あります。"
            if collected.waiting
            else "すべての課から返りました。"
        )
        return (
            f"{files}個のファイルを読みました。変わる回答 {len(collected.changes)}件、"
            f"食い違い {len(collected.clashes)}件、確認が要るもの {errors}件。{waiting}"
        )
    return (
        f"Read {files} files: {len(collected.changes)} answers change, {len(collected.clashes)} clash, "
        f"{errors} to decide; {len(collected.waiting)} sections have not answered."
    )


def project_words(plan: Plan, project_id: str | None) -> str:
    """Return what people call a project: No.3「…」."""
    project = plan.project_by_id.get(project_id or "")
    if project is None:
        return project_id or ""
    number = f"No.{project.number}" if project.number else ""
    return f"{number}「{project.name}」"


def is_blank_problem(one: ProblemOf) -> bool:
    """Tell whether a problem only says that something is not filled in yet."""
    return one.problem.code in _BLANKS


def cell_words(origin: Origin | None) -> str:
    """Return where a value stands: 01_企画課.xlsx H6."""
    return f"{origin.file} {origin.cell}" if origin else ""


class _Words:
    """The words of one language."""

    language = ""
    changed = clashing = emptied = found = wrong = waiting = before = after = stored = blank = ""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def lines(self, collected: Collected) -> Iterator[str]:
        """Yield the lines of the whole report."""
        yield from self._part(self.changed, len(collected.changes), self._changes(collected.changes))
        yield from self._part(self.clashing, len(collected.clashes), self._clashes(collected.clashes))
        emptied = [f"  {self._where(c)}：「{_one_line(c.before)}」" for c in collected.emptied]
        yield from self._part(self.emptied, len(emptied), emptied)
        findings = [self._finding(finding) for finding in _by_weight(collected.findings)]
        yield from self._part(self.found, len(findings), findings)
        wrong = [one for one in collected.problems if not is_blank_problem(one)]
        yield from self._part(self.wrong, len(wrong), map(self._problem, wrong))
        blanks = Counter(one.project for one in collected.problems if is_blank_problem(one))
        if blanks:
            yield self.blank.format(projects=len(blanks), values=blanks.total())
            yield ""
        yield from self._part(
            self.waiting, len(collected.waiting), (f"  {name}" for name in collected.waiting)
        )

    def _part(self, title: str, count: int, lines: Iterable[str]) -> Iterator[str]:
        if count:
            yield f"{title} ({count})" if self.language == "en" else f"{title}（{count}件）"
            yield from lines
            yield ""

    def _changes(self, changes: Sequence[Change]) -> Iterator[str]:
        for change in changes:
            yield f"  {self._where(change)}"
            if change.before:
                yield f"    {self.before}{_one_line(change.before)}"
            yield f"    {self.after}{_one_line(change.after)}"
            if change.note:
                yield f"    {change.note.ja if self.language == 'ja' else change.note.en}"

    def _clashes(self, clashes: Sequence[Clash]) -> Iterator[str]:
        for clash in clashes:
            yield f"  {project_words(self.plan, clash.project)} {clash.label}"
            for side in clash.sides:
                yield f"    {self._side(side)}：{_one_line(side.text)}"

    def _side(self, side: Side) -> str:
        return cell_words(side.origin) if side.origin else self.stored

    def _where(self, change: Change) -> str:
        place = cell_words(change.origin)
        return f"{project_words(self.plan, change.project)} {change.label} [{place}]"

    def _finding(self, finding: Finding) -> str:
        file = finding.place.file if finding.place and finding.place.file else ""
        where = " ".join(
            part for part in (file, describe_place(finding.place, language=self.language)) if part
        )
        mark = _WORDS[self.language][finding.severity]
        return f"  [{mark}] {finding.sentence(self.language)}" + (f" [{where}]" if where else "")

    def _problem(self, one: ProblemOf) -> str:
        mark = _WORDS[self.language][one.problem.severity]
        words = one.problem.ja if self.language == "ja" else one.problem.en
        return f"  [{mark}] {project_words(self.plan, one.project)} {words}"


class _Japanese(_Words):
    language = "ja"
    changed = "変わる回答"
    clashing = "食い違い：どれにするかを決めるまで、今の回答のままです"
    emptied = "空にされた欄：回答は消えません"
    found = "気づいた点"
    wrong = "回答の確認"
    waiting = "返送のない課"
    before = "前："
    after = "後："
    stored = "今の回答"
    blank = "未記入：{projects}事業に{values}欄"


class _English(_Words):
    language = "en"
    changed = "Answers that change"
    clashing = "Clashes: until somebody decides, the answer stays as stored"
    emptied = "Emptied cells: their answers stay"
    found = "Findings"
    wrong = "Problems of answers"
    waiting = "Sections that have not answered"
    before = "before: "
    after = "after: "
    stored = "stored"
    blank = "Not filled in yet: {values} fields of {projects} projects"


def _by_weight(findings: Iterable[Finding]) -> list[Finding]:
    order = (Severity.ERROR, Severity.WARNING, Severity.INFO)
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def _one_line(text: str) -> str:
    return " ⏎ ".join(text.splitlines())


def _change_as_object(change: Change, plan: Plan) -> dict[str, object]:
    return {
        "project": change.project,
        "name": project_words(plan, change.project),
        "key": change.key,
        "label": change.label,
        "before": change.before,
        "after": change.after,
        "origin": encode(change.origin),
        "note": None if change.note is None else {"ja": change.note.ja, "en": change.note.en},
    }


def _clash_as_object(clash: Clash, plan: Plan) -> dict[str, object]:
    return {
        "project": clash.project,
        "name": project_words(plan, clash.project),
        "key": clash.key,
        "label": clash.label,
        "sides": [
            {"text": side.text, "origin": None if side.origin is None else encode(side.origin)}
            for side in clash.sides
        ],
    }


def _problem_as_object(one: ProblemOf, plan: Plan) -> dict[str, object]:
    problem = one.problem
    return {
        "project": one.project,
        "name": project_words(plan, one.project),
        "key": problem.key,
        "code": problem.code,
        "severity": problem.severity.value,
        "ja": problem.ja,
        "en": problem.en,
    }
