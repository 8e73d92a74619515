"""All the workbooks of a round that came back, put together: what changes, what clashes, who has not answered."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from torikumi.plan.finding import Finding, Severity
from torikumi.review.answers import Problem, find_problems
from torikumi.review.answers_file import Answer, AnswerBook, AnswerValue, Origin
from torikumi.review.came import CameRow, CameValue, Ground, Note, Returned
from torikumi.review.columns import section_step
from torikumi.review.merge import Fate, plain_text
from torikumi.review.questions import first_values, questions_of
from torikumi.review.round import asked_projects
from torikumi.review.sent import latest


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A value that is taken: before and after, and its cell."""

    project: str
    key: str
    label: str
    before: str
    after: str
    origin: Origin
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One text of a clash; `origin` is None for what is stored."""

    text: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A value that was written in two places, differently: a person decides, and until then it stays as stored."""

    project: str
    key: str
    label: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemOf:
    """A problem of the answer about one project, as it would be stored."""

    project: str
    problem: Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What came of a round's workbooks. `answers` are all answers afterwards; nothing is stored yet.

    `emptied` are cells that somebody emptied and whose answers stay. `waiting` are the sections whose workbook has not
    come back.
    """

    answers: AnswerBook
    returned: tuple[Returned, ...]
    changes: tuple[Change, ...]
    clashes: tuple[Clash, ...]
    emptied: tuple[Change, ...]
    problems: tuple[ProblemOf, ...]
    findings: tuple[Finding, ...]
    waiting: tuple[str, ...]

    @property
    def needs_a_person(self) -> bool:
        """Whether anything was left out until a person has looked."""
        return bool(self.clashes) or any(finding.severity is Severity.ERROR for finding in self.findings)


def stored_values(ground_answers: AnswerBook, ground: Ground) -> dict[str, dict[str, str]]:
    """Return what stands in every sheet now: the answers so far, over what a sheet begins with."""
    answered = ground_answers.texts()
    asked = asked_projects(ground.plan, ground.round.asks, year=ground.round.year)
    return {
        project.id: {**first_values(ground.round, project), **answered.get(project.id, {})}
        for project in asked
    }


def collect(returned: Sequence[Returned], ground: Ground, *, before: AnswerBook) -> Collected:
    """Return what the workbooks come to together; `ground.stored` is what they were held against."""
    rows = _rows_by_project(returned)
    labels = _Labels(ground)
    changes: list[Change] = []
    clashes: list[Clash] = []
    emptied: list[Change] = []
    for project, came in rows.items():
        for key in dict.fromkeys(value.key for _, row in came for value in row.values):
            sides = [(one, row, value) for one, row in came for value in row.values if value.key == key]
            outcome = _decide(project, key, labels.of(project, key), sides)
            if isinstance(outcome, Clash):
                clashes.append(outcome)
            elif outcome is not None and outcome.after != outcome.before:
                changes.append(outcome)
            emptied.extend(_emptied(project, key, labels.of(project, key), sides))
    answers = _apply(before, changes, rows, ground)
    return Collected(
        answers=answers,
        returned=tuple(returned),
        changes=tuple(changes),
        clashes=tuple(clashes),
        emptied=tuple(emptied),
        problems=tuple(_problems(answers, rows, ground)),
        findings=tuple(_findings(returned, rows)),
        waiting=_waiting(returned, ground),
    )


_Came = tuple[Returned, CameRow, CameValue]
_Rows = Mapping[str, Sequence[tuple[Returned, CameRow]]]


def _rows_by_project(returned: Iterable[Returned]) -> dict[str, list[tuple[Returned, CameRow]]]:
    rows: dict[str, list[tuple[Returned, CameRow]]] = {}
    for one in returned:
        for row in one.rows:
            if row.project is not None and row.is_certain:
                rows.setdefault(row.project, []).append((one, row))
    return rows


def _decide(project: str, key: str, label: str, sides: Sequence[_Came]) -> Change | Clash | None:
    """What becomes of one value that may have come back several times."""
    written = [
        entry for entry in sides if entry[2].merged.fate in (Fate.TAKE, Fate.CONFLICT) or _erases(entry[2])
    ]
    if not written:
        return None
    texts = {plain_text(value.merged.returned) for *_, value in written}
    is_against_store = any(value.merged.fate is Fate.CONFLICT for *_, value in written)
    if len(texts) > 1 or is_against_store:
        each = {
            plain_text(value.merged.returned): _side(one, row, value) for one, row, value in reversed(written)
        }
        stored = (Side(text=written[0][2].merged.stored),) if is_against_store else ()
        return Clash(project=project, key=key, label=label, sides=(*stored, *reversed(each.values())))
    one, row, value = written[0]
    return _change(project, key, label, one, row, value)


def _erases(value: CameValue) -> bool:
    merged = value.merged
    return merged.fate is Fate.EMPTIED and merged.value is not None and not merged.value.strip()


def _emptied(project: str, key: str, label: str, sides: Sequence[_Came]) -> Iterator[Change]:
    for one, row, value in sides:
        if value.merged.fate is Fate.EMPTIED and not _erases(value):
            yield _change(project, key, label, one, row, value)


def _change(project: str, key: str, label: str, one: Returned, row: CameRow, value: CameValue) -> Change:
    return Change(
        project=project,
        key=key,
        label=label,
        before=value.merged.stored,
        after=value.merged.returned,
        origin=_origin(one, row, value),
        note=value.note,
    )


def _side(one: Returned, row: CameRow, value: CameValue) -> Side:
    return Side(text=value.merged.returned, origin=_origin(one, row, value))


def _origin(one: Returned, row: CameRow, value: CameValue) -> Origin:
    return Origin(file=one.file, sha256=one.sha256, sheet=row.sheet, cell=value.cell)


class _Labels:
    """What the questions are called."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._known: dict[str, dict[str, str]] = {}

    def of(self, project: str, key: str) -> str:
        """Return the label of a question about a project."""
        if project not in self._known:
            asked = questions_of(self._ground.round, self._ground.plan.project_by_id[project])
            self._known[project] = {question.key: question.label for question in asked}
        return self._known[project].get(key, key)


def _apply(before: AnswerBook, changes: Sequence[Change], rows: _Rows, ground: Ground) -> AnswerBook:
    """The answers afterwards: all of those whose project came back, and those that stood there before."""
    old = {answer.project: answer for answer in before.answers}
    taken: dict[str, dict[str, Change]] = {}
    for change in changes:
        taken.setdefault(change.project, {})[change.key] = change
    answers = []
    for project in ground.plan.projects:
        if project.id not in rows:
            answers.extend([old[project.id]] if project.id in old else [])
            continue
        values = {value.key: value for value in old[project.id].values} if project.id in old else {}
        for key, text in ground.stored.get(project.id, {}).items():
            values.setdefault(key, AnswerValue(key=key, text=text))
        for key, change in taken.get(project.id, {}).items():
            values[key] = AnswerValue(key=key, text=change.after, origin=change.origin)
        order = {question.key: place for place, question in enumerate(questions_of(ground.round, project))}
        kept = sorted(values.values(), key=lambda value: order.get(value.key, len(order)))
        answers.append(Answer(project=project.id, name=project.name, values=tuple(kept)))
    gone = [answer for answer in before.answers if answer.project not in ground.plan.project_by_id]
    return replace(before, answers=(*answers, *gone))


def _problems(answers: AnswerBook, rows: _Rows, ground: Ground) -> Iterator[ProblemOf]:
    step = section_step(ground.round)
    texts = answers.texts()
    for project in ground.plan.projects:
        if project.id in rows:
            for problem in find_problems(ground.round, project, texts[project.id], step=step):
                yield ProblemOf(project=project.id, problem=problem)


def _findings(returned: Iterable[Returned], rows: _Rows) -> Iterator[Finding]:
    """The findings of all files; a row that one file lacks and another has is not missing."""
    for one in returned:
        for finding in one.findings:
            if finding.code != "row-missing" or finding.subject not in rows:
                yield finding


def _waiting(returned: Iterable[Returned], ground: Ground) -> tuple[str, ...]:
    came = {one.book.section for one in returned if one.book is not None}
    return tuple(section for section in latest(ground.books) if section not in came)
