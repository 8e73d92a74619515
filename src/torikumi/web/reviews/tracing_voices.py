"""The origin of what a proposal (提案) brought into an edition: edition, layer, proposal, who accepted it and when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from torikumi.plan.project import Project
from torikumi.publish.words import LAYERS
from torikumi.review.proposals import FIELD_WORDS, ProposalKind, ProposalMove, ProposedField
from torikumi.review.voices import layer_of
from torikumi.text.era import format_fiscal_year
from torikumi.web.reviews.freeze_models import FreezeRecord
from torikumi.web.reviews.next_edition import accepted_proposal
from torikumi.web.reviews.queries.voices import proposal_history
from torikumi.web.reviews.voice_models import Proposal, ProposalMoveRow

_ACCEPTS = frozenset({ProposalMove.ACCEPT, ProposalMove.ACCEPT_CHANGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedProposal:
    """An accepted proposal: the freeze that took it in, what it brought, who made it, who accepted it.

    `is_there` tells whether the edition still says so; a later import may have written the summary anew. `may_open`
    tells whether the person sees the proposal's own page, with its reason and its history.
    """

    record: FreezeRecord
    row: Proposal
    brought: str
    text: str
    made: ProposalMoveRow
    accepted: ProposalMoveRow
    is_there: bool
    may_open: bool


def trace_proposals(
    found: Iterable[tuple[FreezeRecord, Proposal]], project: Project, *, visible: Collection[int]
) -> tuple[TracedProposal, ...]:
    """Return the proposals that the project comes from; `visible` are those whose page the person may open."""
    return tuple(_trace(record, row, project, may_open=row.pk in visible) for record, row in found)


def to_json(trace: TracedProposal) -> dict[str, object]:
    """Return the trace for programs."""
    return {
        "edition": {"sequence": trace.record.edition.sequence, "sha256": trace.record.edition.sha256},
        "round": trace.record.round.title,
        "brought": trace.brought,
        "text": trace.text,
        "there": trace.is_there,
        "proposal": {
            "id": trace.row.pk,
            "kind": trace.row.kind,
            "team": trace.row.team,
            "by": trace.made.by_name,
            "at": trace.made.at.isoformat(),
        },
        "accepted": {
            "state": trace.accepted.state,
            "office": trace.row.answered_by,
            "by": trace.accepted.by_name,
            "at": trace.accepted.at.isoformat(),
        },
    }


def _trace(record: FreezeRecord, row: Proposal, project: Project, *, may_open: bool) -> TracedProposal:
    history = proposal_history(row)
    proposal = accepted_proposal(row)
    layer = layer_of(proposal, year=record.round.year)
    is_partner = project.id in row.partners
    if is_partner:
        brought, text = f"統合（{row.subject}へ）", ""
        is_there = any(row.sheet and merge.partner_id == row.sheet.project_key for merge in project.merges)
    elif layer is not None:
        who = f"{format_fiscal_year(record.round.year)} {layer.author}"
        new = "新しい事業、" if row.kind == ProposalKind.ADD else ""
        brought, text = f"{new}概要の「{LAYERS[layer.kind]}」（{who}）", layer.text
        is_there = layer in project.layers
    else:
        field = ProposedField(row.field)
        brought, text = FIELD_WORDS[field], proposal.text
        is_there = _says(project, field, proposal.text)
    return TracedProposal(
        record=record,
        row=row,
        brought=brought,
        text=text,
        made=next(one for one in reversed(history) if one.move == ProposalMove.CHANGE),
        accepted=next(one for one in reversed(history) if one.move in _ACCEPTS),
        is_there=is_there,
        may_open=may_open,
    )


def _says(project: Project, field: ProposedField, text: str) -> bool:
    match field:
        case ProposedField.NAME:
            return project.name == text
        case ProposedField.SECTION:
            return bool(project.sections) and project.sections[0].name == text
        case _:
            return text in project.notes
