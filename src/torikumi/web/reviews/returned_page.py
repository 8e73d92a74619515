"""The page of a workbook that came back: every difference, what is odd about it, and what a person must decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.place import describe_place
from torikumi.review.answers import find_problems
from torikumi.review.came import CameRow, CameValue, Returned
from torikumi.review.came_again import erases
from torikumi.review.merge import Fate
from torikumi.review.questions import Question, questions_of
from torikumi.review.round import Round
from torikumi.web.accounts.permissions import Role
from torikumi.web.plans.fields import Part, split_parts
from torikumi.web.plans.store import load_project
from torikumi.web.reviews.actions.taking import Decision, Pick
from torikumi.web.reviews.fields import Filling, view_field
from torikumi.web.reviews.merging import MergedSheet, merge_now, projects_in
from torikumi.web.reviews.models import Sheet
from torikumi.web.reviews.queries.sheets import facts_of_each
from torikumi.web.reviews.queries.workbooks import sheets_by_project
from torikumi.web.reviews.standing import Standing
from torikumi.web.reviews.workbook_models import ReturnedWorkbook

_BLANKS = frozenset({"missing", "reason-missing"})
_WORDS = {Severity.ERROR: "要確認", Severity.WARNING: "注意", Severity.INFO: "参考"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueView:
    """One value with its cell: what stands there, what came, in pieces so that what differs can be marked."""

    key: str
    label: str
    cell: str
    note: str
    stored: str
    returned: str
    stored_parts: tuple[Part, ...]
    returned_parts: tuple[Part, ...]
    erases: bool = False
    can_edit: bool = False
    pick: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """What a workbook says of one sheet; `problems` are those of the answer as it would be stored."""

    sheet: Sheet
    is_taken: bool
    changes: tuple[ValueView, ...]
    conflicts: tuple[ValueView, ...]
    emptied: tuple[ValueView, ...]
    kept: tuple[ValueView, ...]
    agreed: int
    problems: tuple[str, ...]
    is_whole: bool

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.changes or self.conflicts or self.emptied or self.kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class BarredView:
    """A row of which nothing can be written, with the reason and how many values it would change."""

    title: str
    why: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtView:
    """A row that changes nothing until a person says which project it is; `texts` are what its cells hold."""

    name: str
    sheet: str
    row: int
    sentences: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding in words, with its place."""

    word: str
    severity: str
    sentence: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedView:
    """The whole page."""

    sheets: tuple[SheetView, ...]
    barred: tuple[BarredView, ...]
    doubts: tuple[DoubtView, ...]
    findings: tuple[FindingView, ...]

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """What there is of each kind, in words; what changes and what clashes is told even where there is none."""
        seldom = (
            ("空にされた欄", sum(len(one.emptied) for one in self.sheets)),
            ("配ったあとに画面などで書かれ、そのまま残る回答", sum(len(one.kept) for one in self.sheets)),
            ("両方に同じに書かれた回答", sum(one.agreed for one in self.sheets)),
            ("確認の要る行", len(self.doubts)),
        )
        changes = sum(len(one.changes) for one in self.sheets)
        return (("変わる回答", changes), ("食い違い", self.conflicts), *(one for one in seldom if one[1]))

    @property
    def conflicts(self) -> int:
        """How many conflicts there are."""
        return sum(len(one.conflicts) for one in self.sheets)

    @property
    def whole(self) -> int:
        """How many sheets could be handed in."""
        return sum(one.is_whole for one in self.sheets)

    @property
    def untouched(self) -> int:
        """How many sheets are as they were."""
        return len(self.sheets) - len(self.shown)

    @property
    def shown(self) -> tuple[SheetView, ...]:
        """The sheets about which there is anything to show."""
        return tuple(one for one in self.sheets if one.is_shown)


def view_returned(
    row: ReturnedWorkbook, rules: Round, standing: Standing, decided: Decision | None = None
) -> ReturnedView:
    """Return the page of a staged workbook, held against what is stored now; `decided` is what a person sent before."""
    returned = row.returned()
    assert row.sent is not None  # noqa: S101  staged
    book = row.sent.sent_book()
    wanted = {*projects_in(returned), *(one for each in returned.rows for one in each.candidates)}
    sheets = sheets_by_project(row.round, wanted | {one.project for one in book.rows})
    facts = facts_of_each(sheets.values(), row)
    merged = merge_now(returned, row.round, rules, sheets, facts, standing)
    open_ = [one for one in merged if not one.barred]
    own = None if Role.PLANNING in standing.roles else {one.project for one in book.rows}
    return ReturnedView(
        sheets=tuple(_sheet_view(one, one.sheet, rules, decided) for one in open_ if one.sheet),
        barred=tuple(_barred_view(one) for one in merged if one.barred and one.writes),
        doubts=tuple(_doubt_view(one, returned, sheets, own) for one in returned.rows if one.doubts),
        findings=tuple(map(_finding_view, returned.findings)),
    )


def _sheet_view(one: MergedSheet, sheet: Sheet, rules: Round, decided: Decision | None) -> SheetView:
    project = load_project(sheet.project)
    questions = {q.key: q for q in questions_of(rules, project, step=rules.steps[0].id)}
    seen = decided.sheets.get(sheet.pk) if decided else None
    picks = seen.picks if seen else {}
    after = {**sheet.values, **{v.key: v.merged.value or "" for v in one.changes}}
    problems = find_problems(rules, project, after, step=rules.steps[0].id)

    def view(value: CameValue) -> ValueView:
        return _value_view(value, questions[value.key], rules, picks.get(value.key))

    return SheetView(
        sheet=sheet,
        is_taken=seen.is_taken if seen else True,
        changes=tuple(map(view, one.changes)),
        conflicts=tuple(map(view, one.conflicts)),
        emptied=tuple(map(view, one.emptied)),
        kept=tuple(map(view, one.with_fate(Fate.KEEP))),
        agreed=len(one.with_fate(Fate.AGREE)),
        problems=tuple(problem.ja for problem in problems if problem.code not in _BLANKS),
        is_whole=not any(problem.severity is Severity.ERROR for problem in problems),
    )


def _value_view(value: CameValue, question: Question, rules: Round, pick: Pick | None) -> ValueView:
    merged = value.merged
    stored, returned = split_parts(merged.stored, merged.returned)
    has_options = bool(view_field(rules, question, {}, Filling()).options)
    return ValueView(
        key=value.key,
        label=question.label,
        cell=value.cell,
        note=value.note.ja if value.note else "",
        stored=merged.stored,
        returned=merged.returned,
        stored_parts=stored,
        returned_parts=returned,
        erases=erases(value),
        can_edit=not has_options,
        pick=pick.choice if pick else "",
        text=pick.text if pick and pick.choice == "edit" else merged.returned,
    )


def _barred_view(one: MergedSheet) -> BarredView:
    title = str(one.sheet) if one.sheet else one.project_key
    return BarredView(title=title, why=one.barred, count=len(one.changes) + len(one.conflicts))


def row_name(sheet: str, row: int) -> str:
    """Return the name by which a page's form knows a row."""
    return f"row-{row}-{sheet}"


def _doubt_view(
    row: CameRow, returned: Returned, sheets: Mapping[str, Sheet], own: set[str] | None
) -> DoubtView:
    choices = [*row.candidates, *(one for one in returned.missing if one not in row.candidates)]
    return DoubtView(
        name=row_name(row.sheet, row.row),
        sheet=row.sheet,
        row=row.row,
        sentences=tuple(
            finding.ja
            for finding in returned.findings
            if finding.place and (finding.place.row, finding.place.sheet or "") == (row.row, row.sheet)
        ),
        choices=tuple(
            (key, str(sheets[key])) for key in choices if key in sheets and (own is None or key in own)
        ),
        # What stands in the cells, never what is stored: the row may be another section's.
        texts=tuple((v.cell, v.key, v.typed) for v in row.values if v.typed),
    )


def _finding_view(finding: Finding) -> FindingView:
    return FindingView(
        word=_WORDS[finding.severity],
        severity=finding.severity.value,
        sentence=finding.ja,
        place=describe_place(finding.place, language="ja"),
    )


def choices_of(views: Iterable[DoubtView], post: Mapping[str, str]) -> list[tuple[str, int, str]]:
    """Return which project each doubtful row is, as a person chose on the page; what is not on offer is left aside."""
    return [
        (view.sheet, view.row, post[view.name])
        for view in views
        if post.get(view.name) in {key for key, _ in view.choices}
    ]
