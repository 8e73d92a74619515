"""All that changes stored plans: an import is staged, confirmed, discarded, undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from torikumi.check.run import run_rules
from torikumi.compare.changes import list_changes
from torikumi.errors import UserError
from torikumi.plan.change import Change, ChangeKind
from torikumi.plan.file import dump_plan, load_plan
from torikumi.plan.finding import Finding, Severity
from torikumi.plan.identity import carry_identities
from torikumi.plan.model import Municipality as PlanMunicipality
from torikumi.plan.model import Plan
from torikumi.plan.place import describe_place
from torikumi.web.accounts.models import Municipality
from torikumi.web.accounts.permissions import Permission, Role, may
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.carry import Absent, carry_over
from torikumi.web.plans.documents import ReadDocument, UploadedDocument
from torikumi.web.plans.models import (
    Edition,
    EditionState,
    FindingOrigin,
    Import,
    ImportState,
    Original,
    PlanSeries,
    StoredChange,
    StoredFinding,
)
from torikumi.web.plans.store import EditionFacts, load_edition, refuse_unstorable, save_edition

EARLIEST_YEAR, LATEST_YEAR = 1989, 2100
_BATCH = 500
_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class AlreadyImportedError(UserError):
    """The same document was imported before, and nothing has changed since."""

    def __init__(self, batch: Import) -> None:
        done = "すでに取り込まれています" if batch.state == ImportState.APPLIED else "確認を待っています"
        done_en = "was imported already" if batch.state == ImportState.APPLIED else "waits to be confirmed"
        super().__init__(
            ja=f"「{batch.file_name}」と同じ内容の文書は{done}。下のリンクから取込の結果を見てください。",
            en=f"A document equal to {batch.file_name} {done_en}; look at it with the link below.",
        )
        self.batch = batch


class StaleImportError(UserError):
    """Another import was confirmed or undone since this one was read."""

    def __init__(self) -> None:
        super().__init__(
            ja="この文書を読み取った後に計画の最新版が変わりました。この取込を破棄して、同じ文書をもう一度取り込んでください。",
            en="The plan has changed since this document was read; discard this import and upload it again.",
        )


class WrongStateError(UserError):
    """The import is not in the state in which this can be done."""


class MissingYearError(UserError):
    """Neither the document nor the person says which fiscal year the plan is of."""


class WrongCityError(UserError):
    """The document is another city's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionWishes:
    """What the person says of a new edition; None and "" leave it to the document."""

    year: int | None = None
    label: str = ""
    absent: Absent = Absent.CARRY


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """Where an import goes: the plan, the edition it is made on, the year of the new one."""

    series: PlanSeries
    base: Edition | None
    year: int


@transaction.atomic
def open_series(*, title: str, by: Actor, at: datetime) -> PlanSeries:
    """Return the city's plan of that title; a new one where there is none."""
    city = _city_of(by)
    title = title.strip()
    found = PlanSeries.objects.within(city).filter(title=title).first()
    if found:
        return found
    series = PlanSeries.objects.create(municipality=city, title=title, created_by=by.name, created_at=at)
    record(by=by, at=at, action="open_series", kind="plan", key=series.pk, after={"title": title})
    return series


@transaction.atomic
def stage_import(
    read: ReadDocument, *, series_id: int, wishes: EditionWishes, by: Actor, at: datetime
) -> Import:
    """Keep what was read beside what it would change; nothing of the plan changes yet.

    Raises AlreadyImportedError where the same document stands or waits on the same edition.
    """
    city = _city_of(by)
    series = PlanSeries.objects.within(city).select_for_update().get(pk=series_id)
    base = Edition.objects.within(city).of(series).current()
    _refuse_twice(series, base, read.document)
    previous = load_edition(base) if base else None
    year = _find_year(read.plan, wishes)
    plan = _complete_plan(read.plan, series=series, city=city, year=year, label=wishes.label)
    carried: tuple[Finding, ...] = ()
    if previous is not None:
        plan = carry_identities(old=previous, new=plan)
        if wishes.absent is Absent.CARRY:
            taken = carry_over(old=previous, new=plan)
            plan, carried = taken.plan, taken.findings
    refuse_unstorable(plan)
    changes = list_changes(old=previous or replace(plan, nodes=(), projects=()), new=plan)
    target = _Target(series=series, base=base, year=year)
    batch = _insert_import(plan, changes, document=read.document, target=target, by=by, at=at)
    _insert_findings(batch, FindingOrigin.READ, (*carried, *read.findings))
    _insert_findings(batch, FindingOrigin.CHECK, run_rules(plan, previous=previous))
    _insert_changes(batch, changes)
    record(
        by=by,
        at=at,
        action="stage_import",
        kind="import",
        key=batch.pk,
        after=_facts(batch) | {"absent": wishes.absent},
    )
    return batch


@transaction.atomic
def stage_new_plan(
    read: ReadDocument, *, title: str, wishes: EditionWishes, by: Actor, at: datetime
) -> Import:
    """Open a plan and stage its first edition; where the document is refused, no plan is opened either."""
    series = open_series(title=title, by=by, at=at)
    return stage_import(read, series_id=series.pk, wishes=wishes, by=by, at=at)


@transaction.atomic
def confirm_import(*, import_id: int, by: Actor, at: datetime) -> Edition:
    """Make the staged import the plan's newest edition. Raises StaleImportError where the plan moved on."""
    city, batch, series = _lock_import(import_id, by)
    _require_state(batch, ImportState.STAGED)
    current = Edition.objects.within(city).of(series).current()
    if (current.pk if current else None) != batch.base_id:
        raise StaleImportError
    newest = Edition.objects.within(city).of(series).order_by("-sequence").first()
    facts = EditionFacts(
        series=series,
        sequence=newest.sequence + 1 if newest else 1,
        base=current,
        year=batch.year,
        label=batch.label,
        by=by.name,
        at=at,
    )
    try:
        with transaction.atomic():
            edition = save_edition(load_plan(batch.plan), facts=facts)
    except IntegrityError as error:
        # The database refuses a second successor of one edition, should two people confirm in the same moment.
        raise StaleImportError from error
    _decide(batch, ImportState.APPLIED, edition=edition, by=by, at=at)
    after = {**_facts(batch), "edition": edition.sequence, "sha256": edition.sha256}
    record(by=by, at=at, action="confirm_import", kind="import", key=batch.pk, after=after)
    return edition


@transaction.atomic
def discard_import(*, import_id: int, by: Actor, at: datetime) -> Import:
    """Set a staged import aside; it stays readable."""
    _, batch, _ = _lock_import(import_id, by)
    _require_state(batch, ImportState.STAGED)
    _decide(batch, ImportState.DISCARDED, edition=None, by=by, at=at)
    record(by=by, at=at, action="discard_import", kind="import", key=batch.pk, before=_facts(batch))
    return batch


@transaction.atomic
def undo_import(*, import_id: int, by: Actor, at: datetime) -> Import:
    """Take the newest edition back; the one before it is current again. Nothing is deleted."""
    city, batch, series = _lock_import(import_id, by)
    _require_state(batch, ImportState.APPLIED)
    current = Edition.objects.within(city).of(series).current()
    if current is None or current.pk != batch.edition_id:
        raise WrongStateError(
            ja="取り消せるのは最新の取込だけです。後から確定した取込を先に取り消してください。",
            en="Only the newest import can be undone; undo those after it first.",
        )
    Edition.objects.within(city).filter(pk=current.pk).update(state=EditionState.UNDONE)
    _decide(batch, ImportState.UNDONE, edition=current, by=by, at=at)
    before = {**_facts(batch), "edition": current.sequence, "sha256": current.sha256}
    record(by=by, at=at, action="undo_import", kind="import", key=batch.pk, before=before)
    return batch


def _city_of(by: Actor) -> Municipality:
    role = Role(by.role) if by.role in set(Role) else None
    if role is None or not may({role}, Permission.IMPORT_PLANS):
        raise PermissionDenied
    return Municipality.objects.get(code=by.municipality)


def _lock_import(import_id: int, by: Actor) -> tuple[Municipality, Import, PlanSeries]:
    """Return the import with its series locked, so that two decisions about one plan come one after another."""
    city = _city_of(by)
    batch = Import.objects.within(city).get(pk=import_id)
    series = PlanSeries.objects.within(city).select_for_update().get(pk=batch.series_id)
    batch.refresh_from_db(fields=["state"], from_queryset=Import.objects.within(city))
    return city, batch, series


def _require_state(batch: Import, wanted: ImportState) -> None:
    if batch.state == wanted:
        return
    raise WrongStateError(
        ja=f"この取込は{ImportState(batch.state).label}なので、もう変えられません。画面を開き直してください。",
        en=f"This import is {batch.state} and cannot be changed any more; open the page again.",
    )


def _decide(batch: Import, state: ImportState, *, edition: Edition | None, by: Actor, at: datetime) -> None:
    batch.state = state
    batch.edition = edition
    batch.decided_by = by.name
    batch.decided_at = at
    batch.save(update_fields=["state", "edition", "decided_by", "decided_at"])


def _refuse_twice(series: PlanSeries, base: Edition | None, document: UploadedDocument) -> None:
    same = Import.objects.within(series).filter(series=series, original__sha256=document.sha256)
    waiting = same.filter(state=ImportState.STAGED, base=base)
    standing = same.filter(state=ImportState.APPLIED, edition=base) if base else same.none()
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


def _complete_plan(plan: Plan, *, series: PlanSeries, city: Municipality, year: int, label: str) -> Plan:
    if plan.municipality is not None and plan.municipality.code != city.code:
        raise WrongCityError(
            ja=f"この文書は{plan.municipality.name}（{plan.municipality.code}）のものです。"
            f"{city.name}（{city.code}）の文書を選んでください。",
            en=f"The document is of {plan.municipality.code}; choose one of {city.code}.",
        )
    own = PlanMunicipality(code=city.code, name=city.name, prefecture=city.prefecture or None)
    return replace(
        plan,
        title=plan.title or series.title,
        year=year,
        edition=label or plan.edition,
        municipality=plan.municipality or own,
    )


def _insert_import(
    plan: Plan,
    changes: tuple[Change, ...],
    *,
    document: UploadedDocument,
    target: _Target,
    by: Actor,
    at: datetime,
) -> Import:
    added, changed, gone = _count_projects(plan, changes)
    return Import.objects.create(
        municipality_id=target.series.municipality_id,
        series=target.series,
        base=target.base,
        original=_keep_original(document, target.series),
        file_name=document.name[:255],
        year=target.year,
        label=(plan.edition or "")[:100],
        plan=dump_plan(plan),
        added=added,
        changed=changed,
        untouched=len(plan.projects) - added - changed,
        gone=gone,
        created_by=by.name,
        created_at=at,
    )


def _count_projects(plan: Plan, changes: tuple[Change, ...]) -> tuple[int, int, int]:
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


def _keep_original(document: UploadedDocument, series: PlanSeries) -> Original:
    kept = Original.objects.within(series).filter(sha256=document.sha256).defer("content").first()
    return kept or Original.objects.create(
        municipality_id=series.municipality_id,
        sha256=document.sha256,
        size=len(document.content),
        content=document.content,
    )


def _insert_findings(batch: Import, origin: FindingOrigin, findings: Iterable[Finding]) -> None:
    StoredFinding.objects.bulk_create(
        [
            StoredFinding(
                batch=batch,
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
        ],
        batch_size=_BATCH,
    )


def _insert_changes(batch: Import, changes: Iterable[Change]) -> None:
    StoredChange.objects.bulk_create(
        [
            StoredChange(
                batch=batch,
                position=position,
                kind=change.kind,
                subject=change.subject,
                title=change.title,
                field=change.field,
                before=change.before,
                after=change.after,
            )
            for position, change in enumerate(changes)
        ],
        batch_size=_BATCH,
    )


def _facts(batch: Import) -> dict[str, object]:
    return {
        "series": batch.series_id,
        "file": batch.file_name,
        "year": batch.year,
        "added": batch.added,
        "changed": batch.changed,
        "untouched": batch.untouched,
        "gone": batch.gone,
    }
