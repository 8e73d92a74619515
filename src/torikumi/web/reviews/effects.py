"""What becomes of a project when a proposal (提案) is accepted, and when it is declined: before, after, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.review.proposals import FIELD_WORDS, ProposalKind, ProposalState, ProposedField
from torikumi.review.voices import apply_proposals
from torikumi.text.era import format_fiscal_year
from torikumi.web.plans.fields import Part, split_parts
from torikumi.web.reviews.next_edition import accepted_proposal
from torikumi.web.reviews.voice_models import Proposal

_SUMMARY = "概要"
# As what the text comes into the summary, and what else a reader must know.
_ADDS: Mapping[ProposalKind, tuple[str, str]] = {
    ProposalKind.SUMMARY: ("提案", "今の文は消えません。"),
    ProposalKind.MERGE: (
        "提案",
        "相手の事業を取り込んだことが、両方の事業に書かれます。相手の事業もその版には残ります。",
    ),
    ProposalKind.END: ("取りやめ", "事業はその版には残ります。"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a proposal does to one field of its project, in pieces so that what differs can be marked.

    `field` is "" for a new project, which has no text before. The sentences say what an answer brings about, or,
    once there is one, what it has brought about: then `declined` is "".
    """

    field: str
    before: tuple[Part, ...]
    after: tuple[Part, ...]
    accepted: str
    declined: str = ""


def effect_of(row: Proposal, project: Project | None, *, year: int) -> Effect:
    """Return what accepting the proposal does; `project` is as the round's edition has it, None for a new one.

    What stands after it is what the freeze would write.
    """
    if project is None:
        return _with_answer(_of_new(row), row)
    plan = Plan(title="", projects=(project,))
    proposal = accepted_proposal(row)
    after = apply_proposals(plan, [proposal], year=year).projects[0]
    if proposal.field is None:
        return _with_answer(_of_summary(row, project, after, year=year), row)
    before_text, after_text = (_text(one, proposal.field) for one in (project, after))
    before, now = split_parts(before_text, after_text)
    field = FIELD_WORDS[proposal.field]
    keeps = "今の注は消えません。" if proposal.field is ProposedField.REMARK else ""
    effect = Effect(
        field=field,
        before=before,
        after=now,
        accepted=f"採用すると、次の版の{field}が「採用したあと」のようになります。{keeps}",
        declined=f"不採用にすると、{field}は今のままです。",
    )
    return _with_answer(effect, row)


def _of_summary(row: Proposal, project: Project, after: Project, *, year: int) -> Effect:
    old, new = project.summary or "", after.summary or ""
    word, after_all = _ADDS[ProposalKind(row.kind)]
    by = f"{format_fiscal_year(year)}、{row.team}"
    accepted = (
        f"採用すると、次の版の概要の終わりに、下線の文が「{word}」（{by}）として加わります。{after_all}"
    )
    added = new.removeprefix(old)
    is_added = bool(old) and new.startswith(old)
    return Effect(
        field=_SUMMARY,
        before=(Part(old, False),) if old else (),
        after=(Part(old, False), Part(added, True)) if is_added else (Part(new, True),),
        accepted=accepted,
        declined="不採用にすると、概要は今のままです。",
    )


def _of_new(row: Proposal) -> Effect:
    text = accepted_proposal(row).text
    return Effect(
        field="",
        before=(),
        after=(Part(text, True),),
        accepted=f"採用すると、次の版に新しい事業「{row.name}」ができます。概要は下線の文です。",
        declined="不採用にすると、新しい事業はできません。",
    )


def _with_answer(effect: Effect, row: Proposal) -> Effect:
    match ProposalState(row.state):
        case ProposalState.PROPOSED:
            return effect
        case ProposalState.DECLINED | ProposalState.WITHDRAWN:
            said = f"{row.state_word}なので、この提案では何も変わりません。"
        case ProposalState.ACCEPTED_CHANGED:
            said = "修正して採用したので、確定すると、提案の文ではなく、下線の文が次の版に入ります。"
        case _:
            said = "採用したので、確定すると「採用したあと」のようになります。"
    return replace(effect, accepted=said, declined="")


def _text(project: Project, field: ProposedField) -> str:
    match field:
        case ProposedField.NAME:
            return project.name
        case ProposedField.SECTION:
            return project.sections[0].name if project.sections else ""
        case _:
            return "\n".join(project.notes)
