"""What a staged import changes once its reading is corrected; worked out before any lock is taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from torikumi.check.run import run_rules
from torikumi.compare.changes import list_changes
from torikumi.plan.file import dump_plan, load_plan
from torikumi.plan.finding import Finding
from torikumi.plan.identity import carry_identities
from torikumi.plan.model import Plan
from torikumi.web.plans.carry import Absent, carry_over
from torikumi.web.plans.correcting import FieldValue, corrected_plan, corrected_projects, told_of
from torikumi.web.plans.models import FindingOrigin, Import, StoredChange, StoredFinding
from torikumi.web.plans.preparing import change_rows, count_projects, finding_rows
from torikumi.web.plans.queries.corrections import (
    doubts_of_reading,
    list_corrections,
    plan_as_read,
    standing,
    values_of,
)
from torikumi.web.plans.reading_models import ReadingCorrection, ReadingJob
from torikumi.web.plans.store import load_edition, refuse_unstorable


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


def restate(batch: Import) -> Restated:
    """Return what the import would change with all its standing corrections. Raises UserError where it cannot be kept."""
    as_read = plan_as_read(batch)
    corrections = standing(list_corrections(batch))
    previous = load_edition(batch.base) if batch.base else None
    plan, carried = _corrected(load_plan(as_read), values_of(corrections), previous, _wish(batch))
    refuse_unstorable(plan)
    changes = list_changes(old=previous or replace(plan, nodes=(), projects=()), new=plan)
    added, changed, gone = count_projects(plan, changes)
    return Restated(
        plan_as_read=as_read,
        plan=dump_plan(plan),
        revision=batch.revision,
        reflected=frozenset(one.pk for one in corrections),
        added=added,
        changed=changed,
        untouched=len(plan.projects) - added - changed,
        gone=gone,
        findings=(
            *_open_doubts(batch, corrections),
            *finding_rows(FindingOrigin.READ, carried),
            *finding_rows(FindingOrigin.CHECK, run_rules(plan, previous=previous)),
        ),
        changes=change_rows(changes),
    )


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


def _open_doubts(batch: Import, corrections: Iterable[ReadingCorrection]) -> Iterable[StoredFinding]:
    """Yield the reader's doubts anew, without those about a field that a person put right."""
    settled = {(one.subject, told_of(one.field)) for one in corrections}
    for row in doubts_of_reading(batch):
        if (row.subject, row.field) not in settled:
            yield StoredFinding(
                position=row.position,
                origin=row.origin,
                code=row.code,
                severity=row.severity,
                rank=row.rank,
                ja=row.ja,
                en=row.en,
                subject=row.subject,
                field=row.field,
                place=row.place,
            )


def _wish(batch: Import) -> Absent:
    """Return what the person wished for values that the document leaves empty; where nobody knows, they stay."""
    job = ReadingJob.objects.within(batch).filter(batch=batch).only("absent").first()
    return Absent(job.absent) if job else Absent.CARRY
