"""Published things as the API shows them: from a plan, a publication and a city to the shapes of the answers."""

from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project
from torikumi.publish.addresses import INDEX
from torikumi.publish.addresses import project_address as page_address
from torikumi.publish.words import level_word
from torikumi.web.api.addresses import edition_address, file_address, project_address
from torikumi.web.api.editions import OpenEdition, SealedPlan
from torikumi.web.api.shapes import (
    EditionDetail,
    EditionEntry,
    GoalTree,
    Heading,
    MeasureEntry,
    ProjectDetail,
    ProjectEntry,
    Step,
)
from torikumi.web.publications.models import Publication


def edition_entry(publication: Publication, code: str) -> EditionEntry:
    """Return an edition in a list; its edition is one that was named."""
    edition = publication.edition
    return EditionEntry(
        edition=edition.sequence,
        name=str(edition),
        year=edition.year,
        published_at=publication.published_at,
        project_count=edition.project_count,
        manifest_sha256=publication.manifest_sha256,
        address=edition_address(publication, code),
        page=file_address(publication, code, INDEX),
    )


def edition_detail(opened: OpenEdition) -> EditionDetail:
    """Return an edition as a whole."""
    plan = opened.plan
    return EditionDetail(
        entry=edition_entry(opened.publication, opened.city.code),
        title=plan.title,
        city_code=opened.city.code,
        city_name=opened.city.name,
        first_year=plan.period.first if plan.period else None,
        last_year=plan.period.last if plan.period else None,
        levels=plan.levels,
        scale=tuple(
            Step(code=one.code or "", label=one.label, outcomes=one.outcomes)
            for one in (plan.scale.labels if plan.scale else ())
        ),
        notes=tuple(note.text for note in plan.notes),
        comments=plan.comments,
        notice=plan.notice,
        credit=plan.credit,
        goal_count=len(plan.nodes),
        project_count=len(plan.projects),
    )


def heading_of(sealed: SealedPlan, node: Node) -> Heading:
    """Return a heading with how many projects stand at it and below."""
    return Heading(
        id=node.id,
        level=node.level,
        level_name=level_word(sealed.plan, node.level),
        parent=node.parent,
        printed=node.printed,
        number=node.number,
        name=node.name,
        alias=node.alias,
        notes=tuple(note.text for note in node.notes),
        project_count=sealed.counts_below[node.id],
    )


def goal_trees(sealed: SealedPlan, parent: str | None = None) -> tuple[GoalTree, ...]:
    """Return the headings below `parent`, or at the top, each with those below it."""
    return tuple(
        GoalTree(
            heading=heading_of(sealed, node),
            indicators=node.indicators,
            comments=node.comments,
            below=goal_trees(sealed, node.id),
        )
        for node in sealed.plan.children.get(parent, ())
    )


def measure_entry(sealed: SealedPlan, node: Node) -> MeasureEntry:
    """Return a measure with its way from the top."""
    return MeasureEntry(heading=heading_of(sealed, node), path=_path(sealed.plan, node.id))


def project_entry(opened: OpenEdition, project: Project) -> ProjectEntry:
    """Return a project in a list."""
    return ProjectEntry(
        id=project.id,
        number=project.number,
        name=project.name,
        second_name=project.second_name,
        provisional=project.provisional,
        goal=project.node,
        path=_path(opened.plan, project.node),
        summary=project.summary,
        direction=project.direction,
        sections=project.sections,
        address=project_address(opened.publication, opened.city.code, project.id),
    )


def project_detail(opened: OpenEdition, project: Project) -> ProjectDetail:
    """Return a project with everything that was published of it."""
    return ProjectDetail(
        entry=project_entry(opened, project),
        also_under=project.also_under,
        layers=project.layers,
        merges=project.merges,
        indicators=project.indicators,
        amounts=project.amounts,
        reviews=project.reviews,
        comments=project.comments,
        notes=project.notes,
        page=file_address(opened.publication, opened.city.code, page_address(project.id)),
    )


def _path(plan: Plan, node_id: str | None) -> tuple[str, ...]:
    if node_id not in plan.node_by_id:
        return ()
    return tuple(node.printed for node in plan.path_to(node_id))
