"""Departments and sections, valid in time."""

from datetime import date, datetime

from django.db import transaction

from torikumi.web.accounts.actions.people import AccountError
from torikumi.web.accounts.models import Municipality, OrganisationUnit
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor


@transaction.atomic
def create_unit(
    *,
    municipality: Municipality,
    code: str,
    name: str,
    parent: OrganisationUnit | None = None,
    valid_from: date,
    by: Actor,
    at: datetime,
) -> OrganisationUnit:
    """Add a department or section from one day on."""
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    if parent is not None and parent.municipality_id != municipality.pk:
        raise AccountError(
            ja="上位の組織が別の団体のものです。同じ団体の組織を選んでください。",
            en="The unit above is another city's; choose one of the same city.",
        )
    if OrganisationUnit.objects.of_municipality(municipality.code).on(valid_from).filter(code=code).exists():
        raise AccountError(
            ja=f"組織コード「{code}」は、その日に使われています。別のコードにするか、先に今の組織を終わらせてください。",
            en=f"The code {code} is in use on that day; choose another, or end the present unit first.",
        )
    unit = OrganisationUnit.objects.create(
        municipality=municipality, code=code, name=name, parent=parent, valid_from=valid_from
    )
    record(
        by=by, at=at, action="create_unit", kind="unit", key=code, after={"name": name, "from": valid_from}
    )
    return unit


@transaction.atomic
def end_unit(*, unit: OrganisationUnit, last_day: date, by: Actor, at: datetime) -> None:
    """Let a department or section end with `last_day`; roles in it end with it."""
    if last_day < unit.valid_from:
        raise AccountError(
            ja="終わりの日が始まりの日より前です。始まりの日以後の日を入れてください。",
            en="The last day is before the first; give a later one.",
        )
    before = unit.valid_to
    unit.valid_to = last_day
    unit.save(update_fields=["valid_to"])
    record(
        by=by,
        at=at,
        action="end_unit",
        kind="unit",
        key=unit.code,
        before={"to": before},
        after={"to": last_day},
    )
