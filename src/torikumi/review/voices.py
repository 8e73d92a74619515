"""What study teams and the committee add to an edition: accepted proposals, and comments with their answers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from torikumi.plan.comment import Comment
from torikumi.plan.identity import project_id
from torikumi.plan.model import Plan
from torikumi.plan.project import (
    LayerKind,
    Merge,
    MergeKind,
    Project,
    SectionRef,
    SummaryLayer,
)
from torikumi.review.proposals import ProposalKind, ProposedField
from torikumi.text.names import is_provisional, second_name


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedProposal:
    """A proposal as it was accepted. `text` is what shall stand in the edition: the accepting side's where it changed it.

    `project` is None for a new one, whose `name`, `node` and `section` are given instead; `partners` are the ids of
    the projects that a merge takes in. `author` is the team or, where the text was changed, the section.
    """

    kind: ProposalKind
    project: str | None = None
    text: str
    author: str
    is_changed: bool = False
    partners: tuple[str, ...] = ()
    field: ProposedField | None = None
    name: str = ""
    node: str | None = None
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredComment:
    """A comment with its approved answer, on a project, on a heading or, where both are None, on the whole plan."""

    comment: Comment
    project: str | None = None
    node: str | None = None


def apply_proposals(plan: Plan, proposals: Iterable[AcceptedProposal], *, year: int) -> Plan:
    """Return the plan with the proposals in it; one that stands there already is not added twice.

    What is about a project that the plan does not have changes nothing.
    """
    for proposal in proposals:
        if proposal.kind is ProposalKind.ADD:
            plan = _add(plan, proposal, year=year)
        elif proposal.project in plan.project_by_id:
            plan = _change(plan, proposal, year=year)
    return plan


def add_comments(plan: Plan, comments: Iterable[AnsweredComment]) -> Plan:
    """Return the plan with the comments; one of the same year, body and words gets the newer answer."""
    for one in comments:
        if one.project is not None:
            plan = _comment_on_project(plan, one.project, one.comment)
        elif one.node is not None:
            plan = _comment_on_node(plan, one.node, one.comment)
        else:
            plan = replace(plan, comments=_merged(plan.comments, one.comment))
    return plan


def _comment_on_project(plan: Plan, wanted: str, comment: Comment) -> Plan:
    project = plan.project_by_id.get(wanted)
    if project is None:
        return plan
    return _put(plan, replace(project, comments=_merged(project.comments, comment)))


def _comment_on_node(plan: Plan, wanted: str, comment: Comment) -> Plan:
    nodes = tuple(
        replace(node, comments=_merged(node.comments, comment)) if node.id == wanted else node
        for node in plan.nodes
    )
    return replace(plan, nodes=nodes)


def _merged(comments: tuple[Comment, ...], new: Comment) -> tuple[Comment, ...]:
    key = (new.year, new.by, new.text)
    if not any((old.year, old.by, old.text) == key for old in comments):
        return (*comments, new)
    return tuple(new if (old.year, old.by, old.text) == key else old for old in comments)


def added_id(plan_title: str, proposal: AcceptedProposal) -> str:
    """Return the id that a new project has in the edition, from what was proposed."""
    sections = (proposal.section,) if proposal.section else ()
    return project_id(plan_title=plan_title, number=None, name=proposal.name, sections=sections)


def layer_of(proposal: AcceptedProposal, *, year: int) -> SummaryLayer | None:
    """Return the layer that a proposal adds to the summary; None for one that changes another field."""
    if proposal.kind is ProposalKind.FIELD:
        return None
    if proposal.kind is ProposalKind.END:
        kind = LayerKind.CANCELLATION
    else:
        kind = LayerKind.CHANGE if proposal.is_changed else LayerKind.PROPOSAL
    return SummaryLayer(kind=kind, text=proposal.text, year=year, author=proposal.author)


def _add(plan: Plan, proposal: AcceptedProposal, *, year: int) -> Plan:
    sections = (proposal.section,) if proposal.section else ()
    one = added_id(plan.title, proposal)
    layer = layer_of(proposal, year=year)
    if one in plan.project_by_id:
        return plan
    project = Project(
        id=one,
        name=proposal.name,
        second_name=second_name(proposal.name),
        provisional=is_provisional(proposal.name),
        node=proposal.node if proposal.node in plan.node_by_id else None,
        summary=proposal.text,
        layers=(layer,) if layer is not None else (),
        sections=tuple(SectionRef(printed=name, name=name) for name in sections),
    )
    # Behind the last project of its heading; printed totals speak of the document, which did not have it.
    places = [n for n, other in enumerate(plan.projects) if other.node == project.node]
    at = places[-1] + 1 if places else len(plan.projects)
    return replace(plan, projects=(*plan.projects[:at], project, *plan.projects[at:]), totals=())


def _change(plan: Plan, proposal: AcceptedProposal, *, year: int) -> Plan:
    wanted = proposal.project or ""
    layer = layer_of(proposal, year=year)
    if layer is None:
        return _put(plan, _with_field(plan.project_by_id[wanted], proposal))
    if proposal.kind is ProposalKind.MERGE:
        plan = _merge(plan, wanted, proposal.partners)
    return _put(plan, _layered(plan.project_by_id[wanted], layer))


def _layered(project: Project, layer: SummaryLayer) -> Project:
    """The project with one layer more; the summary is the sum of its layers, so it grows by the same words."""
    if layer in project.layers or not layer.text:
        return project
    summary = project.summary or ""
    layers = project.layers or ((SummaryLayer(kind=LayerKind.ORIGINAL, text=summary),) if summary else ())
    return replace(
        project,
        summary=f"{summary}\n{layer.text}" if summary else layer.text,
        layers=(*layers, layer),
    )


def _merge(plan: Plan, wanted: str, partners: tuple[str, ...]) -> Plan:
    whole = plan.project_by_id[wanted]
    for one in partners:
        partner = plan.project_by_id.get(one)
        if partner is None or one == wanted:
            continue
        taken = Merge(kind=MergeKind.ABSORBED, partner=partner.name, partner_id=one, field="summary")
        given = Merge(kind=MergeKind.INTO, partner=whole.name, partner_id=wanted, field="summary")
        plan = _put(plan, _with_merge(plan.project_by_id[wanted], taken))
        plan = _put(plan, _with_merge(partner, given))
    return plan


def _with_merge(project: Project, merge: Merge) -> Project:
    pairs = {(old.kind, old.partner_id) for old in project.merges}
    if (merge.kind, merge.partner_id) in pairs:
        return project
    return replace(project, merges=(*project.merges, merge))


def _with_field(project: Project, proposal: AcceptedProposal) -> Project:
    text = proposal.text
    match proposal.field:
        case ProposedField.NAME:
            return replace(
                project, name=text, second_name=second_name(text), provisional=is_provisional(text)
            )
        case ProposedField.SECTION:
            return replace(project, sections=_led_by(project.sections, text))
        case _:
            return project if text in project.notes else replace(project, notes=(*project.notes, text))


def _led_by(sections: tuple[SectionRef, ...], name: str) -> tuple[SectionRef, ...]:
    if sections and sections[0].name == name:
        return sections
    rest = tuple(section for section in sections[1:] if section.name != name)
    return (SectionRef(printed=name, name=name), *rest)


def _put(plan: Plan, project: Project) -> Plan:
    return replace(plan, projects=tuple(project if one.id == project.id else one for one in plan.projects))
