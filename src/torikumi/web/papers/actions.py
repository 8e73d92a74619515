"""Everything that changes about papers: a city's template, and the record that a paper was made."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Max

from torikumi.publish.forms.catalogue import Form
from torikumi.web.accounts.models import Municipality
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.papers.models import PaperTemplate
from torikumi.web.plans.models import Edition


@transaction.atomic
def save_template(
    *, city: Municipality, form: Form, file_name: str, content: bytes, by: Actor, at: datetime
) -> PaperTemplate:
    """Keep a city's template of a form, which the caller has checked; the newest one is used."""
    return _save(city=city, form=form, file_name=file_name, content=content, by=by, at=at)


@transaction.atomic
def use_product_template(*, city: Municipality, form: Form, by: Actor, at: datetime) -> PaperTemplate:
    """Use the template that comes with the product again; the city's own stays in the record."""
    return _save(city=city, form=form, file_name="", content=b"", by=by, at=at)


@transaction.atomic
def record_paper(*, edition: Edition, form: Form, kind: str, count: int, by: Actor, at: datetime) -> None:
    """Record that a paper was made of an edition and handed out."""
    record(
        by=by,
        at=at,
        action="make_paper",
        kind="plan",
        key=edition.series_id,
        after={"edition": edition.sequence, "form": form.code, "kind": kind, "files": count},
    )


def _save(
    *, city: Municipality, form: Form, file_name: str, content: bytes, by: Actor, at: datetime
) -> PaperTemplate:
    # Two that save at once meet at the city's row.
    Municipality.objects.select_for_update().get(pk=city.pk)
    rows = PaperTemplate.objects.within(city).filter(form=form.code)
    newest = rows.aggregate(last=Max("version"))["last"] or 0
    seal = sha256(content).hexdigest() if content else ""
    row = PaperTemplate.objects.create(
        municipality=city,
        form=form.code,
        version=newest + 1,
        file_name=file_name[:200],
        sha256=seal,
        content=content,
        made_by=by.name,
        made_at=at,
    )
    record(
        by=by,
        at=at,
        action="save_template" if content else "use_product_template",
        kind="paper_template",
        key=f"{form.code}:{row.version}",
        after={"form": form.code, "version": row.version, "file_name": row.file_name, "sha256": seal},
    )
    return row
