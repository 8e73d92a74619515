"""Which projects an open round asks about, and which section answers: changed while it runs, always with a reason."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.models import StoredProject
from torikumi.web.plans.store import fold_section, load_project, refuse_unstorable_text
from torikumi.web.reviews.actions.access import city_of_manager
from torikumi.web.reviews.models import AnswerVersion, ReviewRound, RoundState, Sheet, SheetSection
from torikumi.web.reviews.new_sheets import prepare_sheets
from torikumi.web.reviews.refusals import (
    NoSuchProjectError,
    NoteMissingError,
    RoundClosedError,
    StaleSheetError,
)

_LONGEST = 2_000
_LONGEST_NAME = 100


@transaction.atomic
def add_projects(
    *, round_id: int, keys: Collection[str], reason: str, by: Actor, at: datetime
) -> tuple[Sheet, ...]:
    """Ask about further projects of the round's edition; one that was taken out comes back with all its answers."""
    reason = tidy_reason(reason)
    round_ = _lock_open(round_id, by)
    there = {row.project_key: row for row in Sheet.objects.within(round_).filter(round=round_)}
    back = [there[key] for key in keys if key in there and there[key].taken_out_at is not None]
    rows = StoredProject.objects.within(round_).filter(edition=round_.base, key__in=set(keys) - set(there))
    stored = {row.key: row for row in rows.order_by("position")}
    if not back and not stored:
        raise NoSuchProjectError(
            ja="加える事業を選んでください。この評価の対象でない事業から選べます。",
            en="Choose projects that the round does not ask about yet.",
        )
    new = prepare_sheets(round_, map(load_project, stored.values()), stored, by=by, at=at)
    Sheet.objects.bulk_create(new.sheets)
    SheetSection.objects.bulk_create(new.sections)
    AnswerVersion.objects.bulk_create(new.carried)
    for sheet in back:
        sheet.taken_out_at, sheet.taken_out_why = None, ""
        sheet.version += 1
        sheet.save(update_fields=["taken_out_at", "taken_out_why", "version"])
    added = (*new.sheets, *back)
    record(
        by=by,
        at=at,
        action="add_sheets",
        kind="round",
        key=round_.pk,
        after={"projects": [sheet.project_key for sheet in added]},
        reason=reason,
    )
    return added


@transaction.atomic
def take_out_sheet(*, sheet_id: int, version: int, reason: str, by: Actor, at: datetime) -> Sheet:
    """Ask about a project no more; its answers stay readable, and it can come back."""
    reason = tidy_reason(reason)
    sheet = _lock_sheet(sheet_id, version, by)
    sheet.taken_out_at, sheet.taken_out_why = at, reason
    sheet.version += 1
    sheet.save(update_fields=["taken_out_at", "taken_out_why", "version"])
    record(
        by=by,
        at=at,
        action="take_out_sheet",
        kind="sheet",
        key=sheet.pk,
        before={"state": sheet.state},
        after={"version": sheet.version},
        reason=reason,
    )
    return sheet


@transaction.atomic
def change_lead(*, sheet_id: int, version: int, section: str, reason: str, by: Actor, at: datetime) -> Sheet:
    """Let another section answer; the one before stays among the sheet's sections (関係課) and sees what it wrote."""
    reason, name = tidy_reason(reason), section.strip()
    sheet = _lock_sheet(sheet_id, version, by)
    key = fold_section(name)
    if not key or len(name) > _LONGEST_NAME or key == sheet.lead_key:
        raise NoSuchProjectError(
            ja="新しい主管課を、今とは別の課から選んでください。",
            en="Choose another section than the present one.",
        )
    refuse_unstorable_text(name)
    before = sheet.lead_name
    rows = SheetSection.objects.within(sheet).filter(sheet=sheet)
    rows.filter(is_lead=True).update(is_lead=False)
    if not rows.filter(key=key).update(is_lead=True):
        SheetSection.objects.create(
            municipality_id=sheet.municipality_id,
            round_id=sheet.round_id,
            sheet=sheet,
            position=rows.count(),
            key=key,
            name=name,
            is_lead=True,
        )
    sheet.lead_key, sheet.lead_name = key, name
    sheet.version += 1
    sheet.save(update_fields=["lead_key", "lead_name", "version"])
    record(
        by=by,
        at=at,
        action="change_lead",
        kind="sheet",
        key=sheet.pk,
        before={"section": before},
        after={"section": name, "version": sheet.version},
        reason=reason,
    )
    return sheet


def tidy_reason(text: str) -> str:
    """Return a reason without space around it. Raises NoteMissingError for none, and for one beyond all measure."""
    reason = text.strip()
    if not reason or len(reason) > _LONGEST:
        raise NoteMissingError(
            ja=f"理由を{_LONGEST:,}字までで書いてください。関係する課の人が読みます。",
            en=f"Write why, in at most {_LONGEST} characters.",
        )
    refuse_unstorable_text(reason)
    return reason


def _lock_open(round_id: int, by: Actor) -> ReviewRound:
    city = city_of_manager(by)
    rows = ReviewRound.objects.within(city).select_related("base").select_for_update(of=("self",))
    round_ = rows.get(pk=round_id)
    _require_open(round_)
    return round_


def _lock_sheet(sheet_id: int, version: int, by: Actor) -> Sheet:
    city = city_of_manager(by)
    sheet = (
        Sheet.objects.within(city).select_related("round").select_for_update(of=("self",)).get(pk=sheet_id)
    )
    _require_open(sheet.round)
    if sheet.version != version:
        raise StaleSheetError(version=sheet.version)
    if sheet.taken_out_at is not None:
        raise RoundClosedError(
            ja="この事業はすでに対象から外されています。画面を開き直してください。",
            en="The project was taken out already; open the page again.",
        )
    return sheet


def _require_open(round_: ReviewRound) -> None:
    if round_.state != RoundState.OPEN:
        raise RoundClosedError(
            ja=f"この評価は{RoundState(round_.state).label}なので、対象や主管課は変えられません。",
            en=f"The round is {round_.state}: its projects cannot be changed.",
        )
