"""What a staged import changes once its reading is corrected; worked out before any lock is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from torikumi.compare.changes import list_changes
from torikumi.plan.file import dump_plan, load_plan
from torikumi.plan.finding import Finding
from torikumi.plan.identity import carry_identities
from torikumi.plan.model import Plan
from torikumi.web.plans.all_rules import find_all
from torikumi.web.plans.carry import CARRIED, Absent, carry_over
from torikumi.web.plans.correcting import FieldValue, corrected_plan, corrected_projects, told_of
from torikumi.web.plans.lineage_lines import Ends, Pairs
from torikumi.web.plans.lineage_models import KeptLineage, LineageDecision
from torikumi.web.plans.models import FindingOrigin, Import, StoredChange, StoredFinding
from torikumi.web.plans.preparing import change_rows, count_projects, finding_rows
from torikumi.web.plans.queries.corrections import (
    doubts_of_reading,
    list_corrections,
    plan_as_read,
    standing,
    values_of,
)
from torikumi.web.plans.queries.lineage import held_decisions, kept_lineage
from torikumi.web.plans.reading_models import ReadingCorrection, ReadingJob
from torikumi.web.plans.store import load_edition, refuse_unstorable
from torikumi.web.plans.tracing import trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """The import with its corrections: plan, numbers, findings and changes; its rows are not saved yet."""

    plan_as_read: str
    plan: str
    revision: int
    reflected: frozenset[int]
    added: int
    changed: int
    untouched: int
    gone: int
    findings: tuple[StoredFinding, ...]
    changes: tuple[StoredChange, ...]
    careful: Pairs | None = None
    pairs: Pairs | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Anew:
    """The plan with its corrections and its ids, and what was carried over into it.

    `as_read` is the plan without corrections; `ids` gives the id of each project and heading by the one as read.
    """

    as_read: str
    plan: Plan
    carried: tuple[Finding, ...]
    ids: Mapping[str, str]
    careful: Pairs | None = None
    pairs: Pairs | None = None


def restate(batch: Import) -> Restated:
    """Return what the import would change with all its standing corrections. Raises UserError where it cannot be kept."""
    as_read = plan_as_read(batch)
    corrections = standing(list_corrections(batch))
    previous = load_edition(batch.base) if batch.base else None
    kept = kept_lineage(batch)
    values, absent = values_of(corrections), _wish(batch)
    if previous is not None and kept is not None and kept.read:
        held = held_decisions(batch)
        anew = _traced(kept, values, previous=previous, absent=absent, held=held, as_read=load_plan(as_read))
    else:
        plan, found = _corrected(load_plan(as_read), values, previous, absent)
        anew = _Anew(as_read=as_read, plan=plan, carried=found, ids={})
    plan = anew.plan
    refuse_unstorable(plan)
    changes = list_changes(old=previous or replace(plan, nodes=(), projects=()), new=plan)
    added, changed, gone = count_projects(plan, changes)
    return Restated(
        plan_as_read=anew.as_read,
        plan=dump_plan(plan),
        revision=batch.revision,
        reflected=frozenset(one.pk for one in corrections),
        added=added,
        changed=changed,
        untouched=len(plan.projects) - added - changed,
        gone=gone,
        findings=(
            *_open_doubts(batch, corrections, anew),
            *finding_rows(FindingOrigin.READ, anew.carried),
            *finding_rows(FindingOrigin.CHECK, find_all(plan, previous=previous)),
        ),
        changes=change_rows(changes),
        careful=anew.careful,
        pairs=anew.pairs,
    )


def _traced(
    kept: KeptLineage,
    values: list[FieldValue],
    *,
    previous: Plan,
    absent: Absent,
    held: Mapping[Ends, LineageDecision],
    as_read: Plan,
) -> _Anew:
    """Return the plan anew from the document: with corrections, with the ids that people decided, and carried over."""
    read = load_plan(kept.read)
    traced = trace(old=previous, new=corrected_plan(read, values), held=held)
    plan = traced.plan
    findings: tuple[Finding, ...] = ()
    if absent is Absent.CARRY:
        taken = carry_over(old=previous, new=plan)
        # What a person left empty on purpose stays empty.
        plan, findings = corrected_projects(taken.plan, values), taken.findings
    ids = {one.id: here.id for one, here in zip(as_read.projects, plan.projects, strict=True)}
    ids |= {one.id: here.id for one, here in zip(as_read.nodes, plan.nodes, strict=True)}
    corrected = {(plan.projects[one.position - 1].id, told_of(one.field)) for one in values}
    return _Anew(
        as_read=dump_plan(_without_corrections(read, previous, absent=absent, held=held, as_read=as_read)),
        plan=plan,
        carried=tuple(one for one in findings if (one.subject, one.field) not in corrected),
        ids=ids,
        careful=traced.careful,
        pairs=traced.pairs,
    )


def _without_corrections(
    read: Plan, previous: Plan, *, absent: Absent, held: Mapping[Ends, LineageDecision], as_read: Plan
) -> Plan:
    """Return what the document says, carried over by the same decisions, under the ids that corrections know."""
    plan = trace(old=previous, new=read, held=held).plan
    if absent is Absent.CARRY:
        plan = carry_over(old=previous, new=plan).plan
    projects = [
        replace(one, id=known.id, node=known.node)
        for one, known in zip(plan.projects, as_read.projects, strict=True)
    ]
    return replace(as_read, projects=tuple(projects))


def _corrected(
    plan: Plan, values: list[FieldValue], previous: Plan | None, absent: Absent
) -> tuple[Plan, tuple[Finding, ...]]:
    """Return the corrected plan, with the ids of the projects that are known again by it."""
    plan = corrected_plan(plan, values)
    if previous is None:
        return plan, ()
    before = set(plan.project_by_id)
    plan = _carried_again(plan, previous)
    if absent is not Absent.CARRY:
        return plan, ()
    taken = carry_over(old=previous, new=plan)
    known_again = set(plan.project_by_id) - before
    findings = tuple(one for one in taken.findings if one.subject in known_again)
    # What a person left empty on purpose stays empty.
    return corrected_projects(taken.plan, values), findings


def _carried_again(plan: Plan, previous: Plan) -> Plan:
    """Return the plan with the old edition's ids; as it is where two projects would get one id."""
    carried = carry_identities(old=previous, new=plan)
    ids = [project.id for project in carried.projects]
    return carried if len(set(ids)) == len(ids) else plan


def _open_doubts(
    batch: Import, corrections: Iterable[ReadingCorrection], anew: _Anew
) -> Iterable[StoredFinding]:
    """Yield the reader's doubts anew, without those about a field that a person put right."""
    settled = {(one.subject, told_of(one.field)) for one in corrections}
    for row in doubts_of_reading(batch):
        if anew.pairs is not None and row.code in CARRIED:
            continue  # what is carried over is told anew
        if (row.subject, row.field) not in settled:
            yield StoredFinding(
                position=row.position,
                origin=row.origin,
                code=row.code,
                severity=row.severity,
                rank=row.rank,
                ja=row.ja,
                en=row.en,
                subject=anew.ids.get(row.subject, row.subject),
                field=row.field,
                place=row.place,
            )


def _wish(batch: Import) -> Absent:
    """Return what the person wished for values that the document leaves empty; where nobody knows, they stay."""
    job = ReadingJob.objects.within(batch).filter(batch=batch).only("absent").first()
    return Absent(job.absent) if job else Absent.CARRY
