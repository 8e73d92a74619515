"""What an import would change, worked out before any lock is taken: it may take seconds, and nobody should wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from torikumi.compare.changes import list_changes
from torikumi.plan.change import Change, ChangeKind
from torikumi.plan.file import dump_plan
from torikumi.plan.finding import Finding, Severity
from torikumi.plan.identity import carry_identities
from torikumi.plan.limits import refuse_too_many
from torikumi.plan.model import Municipality as PlanMunicipality
from torikumi.plan.model import Node, Plan
from torikumi.plan.place import Place, describe_place
from torikumi.plan.project import Project
from torikumi.text.width import search_key
from torikumi.web.accounts.models import Municipality
from torikumi.web.plans.all_rules import find_all
from torikumi.web.plans.carry import Absent, carry_over
from torikumi.web.plans.documents import ReadDocument, UploadedDocument
from torikumi.web.plans.lineage_lines import holding
from torikumi.web.plans.lineage_models import LineageDecision
from torikumi.web.plans.models import (
    Edition,
    FindingOrigin,
    Import,
    ImportState,
    PlanSeries,
    StoredChange,
    StoredFinding,
)
from torikumi.web.plans.queries.lineage import earlier_lineage
from torikumi.web.plans.refusals import (
    AlreadyImportedError,
    MissingYearError,
    NoProjectsError,
    WrongCityError,
)
from torikumi.web.plans.store import load_edition, refuse_unstorable
from torikumi.web.plans.tracing import (
    PreparedLineage,
    is_traceable,
    propose_lines,
    repeat_decisions,
    trace,
)

EARLIEST_YEAR, LATEST_YEAR = 1989, 2100
_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionWishes:
    """What the person says of a new edition; None and "" leave it to the document."""

    year: int | None = None
    label: str = ""
    absent: Absent = Absent.CARRY


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where an import goes: the city, the title of the plan, and the plan itself where it was opened already."""

    city: Municipality
    title: str
    series: PlanSeries | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedImport:
    """All that is kept of an import, made against `base`; its rows are not saved yet."""

    document: UploadedDocument
    sha256: str
    base: Edition | None
    year: int
    label: str
    absent: Absent
    plan: str
    added: int
    changed: int
    untouched: int
    gone: int
    findings: tuple[StoredFinding, ...]
    changes: tuple[StoredChange, ...]
    lineage: PreparedLineage | None = None


def _title_of(plan: Plan, to: Destination) -> str:
    """Return the document's title, or the plan's where the document only adds what it is (「… 事業一覧」)."""
    adds_to_name = to.series is not None and search_key(plan.title).startswith(search_key(to.title))
    return to.title if adds_to_name or not plan.title else plan.title


def prepare_import(read: ReadDocument, *, to: Destination, wishes: EditionWishes) -> PreparedImport:
    """Return what the import would change of the plan's newest edition.

    Raises AlreadyImportedError where the same document stands or waits on it, UserError where it cannot be kept.
    """
    refuse_too_many(read.plan)
    sha256 = read.document.sha256
    base = Edition.objects.within(to.series).of(to.series).current() if to.series else None
    if to.series is not None:
        refuse_twice(to.series, base, sha256)
    previous = load_edition(base) if base else None
    if previous is not None and previous.projects and not read.plan.projects:
        raise NoProjectsError
    plan = first = _complete_plan(read.plan, to=to, year=_find_year(read.plan, wishes), label=wishes.label)
    carried: tuple[Finding, ...] = ()
    lineage: PreparedLineage | None = None
    if base is not None and previous is not None:
        plan, lineage = _trace(first, previous, base=base, sha256=sha256)
        if wishes.absent is Absent.CARRY:
            taken = carry_over(old=previous, new=plan)
            plan, carried = taken.plan, taken.findings
    refuse_unstorable(plan)
    doubts = _about_carried(read.findings, before=first, after=plan)
    changes = list_changes(old=previous or replace(plan, nodes=(), projects=()), new=plan)
    added, changed, gone = count_projects(plan, changes)
    return PreparedImport(
        document=read.document,
        sha256=sha256,
        base=base,
        year=_find_year(read.plan, wishes),
        label=plan.edition or "",
        absent=wishes.absent,
        plan=dump_plan(plan),
        added=added,
        changed=changed,
        untouched=len(plan.projects) - added - changed,
        gone=gone,
        findings=(
            *finding_rows(FindingOrigin.READ, (*carried, *doubts)),
            *finding_rows(FindingOrigin.CHECK, find_all(plan, previous=previous)),
        ),
        changes=change_rows(changes),
        lineage=lineage,
    )


def _trace(plan: Plan, previous: Plan, *, base: Edition, sha256: str) -> tuple[Plan, PreparedLineage | None]:
    """Return the plan with the ids of the edition before, and its lineage, with what was decided on it before.

    There is no lineage of plans that are too large for one.
    """
    if not is_traceable(old=previous, new=plan):
        return carry_identities(old=previous, new=plan), None
    earlier = earlier_lineage(base)
    repeated: tuple[LineageDecision, ...] = ()
    if earlier is not None:
        kept, decisions = earlier
        is_same = Import.objects.within(base).filter(pk=kept.batch_id, original__sha256=sha256).exists()
        repeated = repeat_decisions(earlier=kept, decisions=decisions, read=plan, is_same_document=is_same)
    traced = trace(old=previous, new=plan, held=holding(repeated))
    return traced.plan, PreparedLineage(
        read=dump_plan(traced.read),
        careful=traced.careful,
        pairs=traced.pairs,
        proposal=propose_lines(old=previous, new=traced.read, held=holding(repeated)),
        repeated=repeated,
    )


def _about_carried(findings: Iterable[Finding], *, before: Plan, after: Plan) -> list[Finding]:
    """Return the findings with the ids that projects and headings got from the edition before.

    A doubt about a place of the document alone becomes one about the field that was read there.
    """
    ids = {old.id: new.id for old, new in zip(before.projects, after.projects, strict=True)}
    ids |= {old.id: new.id for old, new in zip(before.nodes, after.nodes, strict=True)}
    read_at: dict[Place, tuple[str, str]] = {}
    parts: tuple[Project | Node, ...] = (*before.projects, *before.nodes)
    for part in parts:
        for entry in part.places:
            field = entry.field if isinstance(part, Project) else "name"
            read_at.setdefault(entry.place, (ids[part.id], field))
    told = []
    for one in findings:
        if one.subject is not None:
            told.append(replace(one, subject=ids.get(one.subject, one.subject)))
        elif one.place in read_at:
            subject, field = read_at[one.place]
            told.append(replace(one, subject=subject, field=one.field or field))
        else:
            told.append(one)
    return told


def refuse_twice(series: PlanSeries, base: Edition | None, sha256: str) -> None:
    """Raise AlreadyImportedError where the same document stands as `base`, or waits to come after it."""
    same = Import.objects.within(series).filter(series=series, original__sha256=sha256)
    waiting = same.filter(state=ImportState.STAGED, base=base)
    standing = same.filter(state=ImportState.APPLIED, edition=base)
    for found in (waiting.first(), standing.first() if base else None):
        if found:
            raise AlreadyImportedError(found)


def _find_year(plan: Plan, wishes: EditionWishes) -> int:
    """Return the fiscal year of the new edition: what the person says goes before what the document says."""
    year = wishes.year if wishes.year is not None else plan.year
    if year is None:
        raise MissingYearError(
            ja="文書から年度が分かりません。この版の年度を入れてください。",
            en="The document does not say its fiscal year; enter the year of this edition.",
        )
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise MissingYearError(
            ja=f"文書の年度「{year}」は正しくないようです。この版の年度を入れてください。",
            en=f"The document's fiscal year {year} cannot be right; enter the year of this edition.",
        )
    return year


def _complete_plan(plan: Plan, *, to: Destination, year: int, label: str) -> Plan:
    city = to.city
    if plan.municipality is not None and plan.municipality.code != city.code:
        raise WrongCityError(
            ja=f"この文書は{plan.municipality.name}（{plan.municipality.code}）のものです。"
            f"{city.name}（{city.code}）の文書を選んでください。",
            en=f"The document is of {plan.municipality.code}; choose one of {city.code}.",
        )
    own = PlanMunicipality(code=city.code, name=city.name, prefecture=city.prefecture or None)
    return replace(
        plan,
        title=_title_of(plan, to),
        year=year,
        edition=label or plan.edition,
        municipality=plan.municipality or own,
    )


def count_projects(plan: Plan, changes: tuple[Change, ...]) -> tuple[int, int, int]:
    """Return how many projects came, changed, and went; changes of headings are not counted."""
    nodes = set(plan.node_by_id)
    subjects: dict[ChangeKind, set[str]] = {kind: set() for kind in ChangeKind}
    for change in changes:
        if change.subject not in nodes:
            subjects[change.kind].add(change.subject)
    here = set(plan.project_by_id)
    added = subjects[ChangeKind.ADDED] & here
    return (
        len(added),
        len(subjects[ChangeKind.CHANGED] & here - added),
        len(subjects[ChangeKind.REMOVED] - here),
    )


def finding_rows(origin: FindingOrigin, findings: Iterable[Finding]) -> tuple[StoredFinding, ...]:
    """Return the rows that findings become; not saved yet."""
    return tuple(
        StoredFinding(
            position=position,
            origin=origin,
            code=finding.code,
            severity=finding.severity,
            rank=_RANKS[finding.severity],
            ja=finding.ja,
            en=finding.en,
            subject=finding.subject or "",
            field=finding.field or "",
            place=describe_place(finding.place, language="ja"),
        )
        for position, finding in enumerate(findings)
    )


def change_rows(changes: Iterable[Change]) -> tuple[StoredChange, ...]:
    """Return the rows that differences become; not saved yet."""
    return tuple(
        StoredChange(
            position=position,
            kind=change.kind,
            subject=change.subject,
            title=change.title,
            field=change.field,
            before=change.before,
            after=change.after,
        )
        for position, change in enumerate(changes)
    )
