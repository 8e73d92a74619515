"""The job that proposes the lineage of an import: anew after corrections, or for the first time for an older import."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from torikumi.errors import UserError
from torikumi.plan.file import load_plan
from torikumi.plan.model import Plan
from torikumi.web.jobs.tasks import Course, Outcome, Task
from torikumi.web.plans.actions.lineage import LineageToPropose, NewProposal, keep_proposal
from torikumi.web.plans.correcting import corrected_plan
from torikumi.web.plans.lineage_lines import Pairs
from torikumi.web.plans.models import Edition, Import
from torikumi.web.plans.queries.corrections import list_corrections, standing, values_of
from torikumi.web.plans.queries.lineage import held_decisions, kept_lineage
from torikumi.web.plans.store import load_edition
from torikumi.web.plans.tracing import (
    MOST_TRACED,
    dump_proposal,
    is_traceable,
    load_pairs,
    load_proposal,
    propose_lines,
    trace,
)


def propose_anew(course: Course, wanted: LineageToPropose) -> Outcome:
    """Propose the lineage of an import, and keep it beside what people decided. Raises UserError where there is none."""
    batch = (
        Import.objects.within(course.city)
        .select_related("base", "edition")
        .filter(pk=wanted.import_id)
        .first()
    )
    if batch is None or batch.base is None:
        raise UserError(
            ja="この取込には前の版がないので、系譜はありません。",
            en="This import has no edition before it, and so no lineage.",
        )
    kept = kept_lineage(batch)
    held = held_decisions(batch)
    previous = load_edition(batch.base)
    if kept is not None and kept.read:
        corrections = values_of(standing(list_corrections(batch)))
        new = trace(old=previous, new=corrected_plan(load_plan(kept.read), corrections), held=held).read
        careful: Pairs = load_pairs(kept.careful)
    else:
        new = load_edition(_require_edition(batch))
        careful = _shared_ids(previous, new)
    if not is_traceable(old=previous, new=new):
        raise UserError(
            ja=f"事業が{MOST_TRACED:,}件を超える版の系譜は作れません。計画ごとに分けた文書を取り込んでください。",
            en=f"No lineage is made of editions of more than {MOST_TRACED:,} projects; import one document a plan.",
        )
    before = load_proposal(kept) if kept is not None else None
    course.tell(0, 1)
    proposal = dump_proposal(propose_lines(old=previous, new=new, held=held, before=before))
    made = NewProposal(revision=batch.revision, careful=careful, pairs=careful, proposal=proposal)
    keep_proposal(import_id=batch.pk, made=made, by=course.by, at=timezone.now())
    return Outcome(message="系譜の案ができました。", url=reverse("plans:lineage", args=[batch.pk]))


PROPOSE_LINEAGE = Task(name="lineage", label="系譜の案", arguments=LineageToPropose, work=propose_anew)


def _require_edition(batch: Import) -> Edition:
    if batch.edition is None:
        raise UserError(
            ja="この取込は、系譜を確かめる画面ができる前のものです。破棄して、同じ文書をもう一度取り込んでください。",
            en="This import is older than the page of lineages; discard it and import the document again.",
        )
    return batch.edition


def _shared_ids(old: Plan, new: Plan) -> Pairs:
    """Return the pairs that two stored editions have by their ids."""
    return {
        position: project.id
        for position, project in enumerate(new.projects, start=1)
        if project.id in old.project_by_id
    }
