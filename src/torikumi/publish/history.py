"""A project's directions over the editions of a plan, matched by the project's permanent id."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from torikumi.compare.change_list import ChangeList, make_change_list
from torikumi.compare.life import Lives
from torikumi.errors import UserError
from torikumi.plan.direction import Direction
from torikumi.plan.file import dump_plan
from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project
from torikumi.publish.tally import direction_key
from torikumi.publish.terms import NO_TERMS, Terms
from torikumi.publish.words import title_words
from torikumi.text.era import format_fiscal_year
from torikumi.text.names import section_key


@dataclass(frozen=True)
class Editions:
    """The editions of one plan that are published together, from the oldest to the newest; never empty.

    `kept` is room for what is made of them more than once.
    """

    plans: tuple[Plan, ...]
    terms: Terms = NO_TERMS
    known_files: tuple[bytes, ...] = ()
    kept: dict[object, object] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def files(self) -> tuple[bytes, ...]:
        """Each plan as plan.json; those that were handed in are not written again."""
        return self.known_files or tuple(dump_plan(plan).encode() for plan in self.plans)

    @cached_property
    def seals(self) -> tuple[str, ...]:
        """The SHA-256 of each plan.json."""
        return tuple(sha256(octets).hexdigest() for octets in self.files)

    def listed(self, number: int) -> ChangeList:
        """Return what changed from the edition before to the edition of a number (1 for the second), made once."""
        kept = self.kept.get(("listed", number))
        if not isinstance(kept, ChangeList):
            kept = make_change_list(old=self.plans[number - 1], new=self.plans[number])
            self.kept["listed", number] = kept
        return kept

    @cached_property
    def lives(self) -> Lives:
        """What leads from one project to another, through all editions."""
        pairs = [self.listed(number).successions for number in range(1, len(self.plans))]
        return Lives(pairs)

    @property
    def newest(self) -> Plan:
        """The main edition."""
        return self.plans[-1]

    @cached_property
    def section_keys(self) -> dict[str, str]:
        """The key of each section's name; only those of the newest edition have a page."""
        return {
            section.name: section_key(section.name)
            for project in self.newest.projects
            for section in project.sections
        }

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """The goals and measures that have a page, as the last edition that has each of them prints it."""
        return {node.id: node for plan in self.plans for node in plan.nodes}

    @cached_property
    def project_ids(self) -> frozenset[str]:
        """The projects that have a page: those of every edition."""
        return frozenset(project.id for plan in self.plans for project in plan.projects)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDirection:
    """What one edition says of a project; `project` is None where the edition does not have it."""

    edition: str
    project: Project | None

    @property
    def direction(self) -> Direction | None:
        """The direction in that edition."""
        return self.project.direction if self.project else None


def put_in_order(plans: Sequence[Plan]) -> tuple[Plan, ...]:
    """Return the editions from the oldest to the newest; in the given order where a year is not known.

    Raises UserError where two editions are of different municipalities.
    """
    codes = {plan.municipality.code for plan in plans if plan.municipality}
    if len(codes) > 1:
        listed = "、".join(sorted(codes))
        raise UserError(
            ja=f"市区町村コードの違う計画（{listed}）は一つのサイトにできません。市区町村ごとに実行してください。",
            en=f"Plans of different municipalities ({listed}) do not make one site. Run it once for each.",
        )
    if any(plan.year is None for plan in plans):
        return tuple(plans)
    return tuple(sorted(plans, key=lambda plan: plan.year or 0))


def edition_name(plan: Plan) -> str:
    """Return what people call the edition: its own name, else its fiscal year, else the plan's title."""
    if plan.edition:
        return plan.edition
    return format_fiscal_year(plan.year) if plan.year is not None else title_words(plan)


def past_directions(project_id: str, editions: Sequence[Plan]) -> tuple[PastDirection, ...]:
    """Return the project's direction in each edition, in their order."""
    return tuple(
        PastDirection(edition=edition_name(plan), project=plan.project_by_id.get(project_id))
        for plan in editions
    )


def gone_projects(editions: Sequence[Plan]) -> tuple[tuple[Project, Plan], ...]:
    """Return the projects that the newest edition no longer has, each with the last edition that had it."""
    newest = editions[-1]
    found: dict[str, tuple[Project, Plan]] = {}
    for plan in reversed(editions[:-1]):
        for project in plan.projects:
            if project.id not in newest.project_by_id and project.id not in found:
                found[project.id] = (project, plan)
    return tuple(found.values())


def gone_nodes(editions: Sequence[Plan]) -> tuple[tuple[Node, Plan], ...]:
    """Return the goals and measures that the newest edition lacks, each with the last edition that had it."""
    newest = editions[-1]
    found: dict[str, tuple[Node, Plan]] = {}
    for plan in reversed(editions[:-1]):
        for node in plan.nodes:
            if node.id not in newest.node_by_id and node.id not in found:
                found[node.id] = (node, plan)
    return tuple(found.values())


def changed_directions(*, old: Plan, new: Plan) -> tuple[tuple[Project, Project], ...]:
    """Return the pairs of the same project whose direction is another one now."""
    pairs = ((old.project_by_id.get(project.id), project) for project in new.projects)
    return tuple(
        (before, after)
        for before, after in pairs
        if before is not None and direction_key(before.direction) != direction_key(after.direction)
    )
