"""Keeping what the rules say of an edition."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from torikumi.plan.codec import encode
from torikumi.plan.finding import Finding
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.check_models import CheckFinding, EditionCheck
from torikumi.web.plans.models import Edition

_BATCH = 500


@transaction.atomic
def keep_check(
    findings: Sequence[Finding], *, edition: Edition, rules: str, by: Actor, at: datetime
) -> EditionCheck:
    """Keep what the rules say of an edition; where somebody was quicker, what they kept."""
    try:
        with transaction.atomic():
            run = EditionCheck.objects.create(
                municipality_id=edition.municipality_id,
                edition=edition,
                rules=rules,
                finding_count=len(findings),
                made_at=at,
            )
    except IntegrityError:
        # The same edition and the same rules: they found the same.
        return EditionCheck.objects.within(edition).get(edition=edition, rules=rules)
    rows = [_row(finding, run=run, position=position) for position, finding in enumerate(findings)]
    CheckFinding.objects.bulk_create(rows, batch_size=_BATCH)
    facts = {"edition": edition.sequence, "rules": rules, "findings": len(findings)}
    record(by=by, at=at, action="check_edition", kind="plan", key=edition.series_id, after=facts)
    return run


def _row(finding: Finding, *, run: EditionCheck, position: int) -> CheckFinding:
    place = encode(finding.place) if finding.place is not None else None
    return CheckFinding(
        run=run,
        position=position,
        code=finding.code,
        ja=finding.ja,
        en=finding.en,
        subject=finding.subject or "",
        field=finding.field or "",
        place=json.dumps(place, ensure_ascii=False, separators=(",", ":")) if place is not None else "",
    )
