"""A published edition as the API reads it: out of its sealed files, never out of the plan that people work on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache

from torikumi.plan.file import load_plan
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.publish.manifest import NAME
from torikumi.text.names import section_key
from torikumi.text.width import search_key
from torikumi.web.accounts.models import Municipality
from torikumi.web.api.answers import tag_of
from torikumi.web.api.problems import ProblemError, not_found
from torikumi.web.api.queries import find_city, find_publication
from torikumi.web.publications.files import DamagedPublicationError, read_file
from torikumi.web.publications.models import Publication, PublicationState

_PLAN = "data/plan.json"
# A plan of 1,500 projects is some 20 MB of objects; a city asks for the newest edition of a plan or two.
_MOST_PLANS = 8


@dataclass(frozen=True)
class SealedPlan:
    """The plan that lies among an edition's files; kept, for they never change."""

    plan: Plan

    @cached_property
    def search_keys(self) -> tuple[str, ...]:
        """What is searched of each project, in their order: names, summary, sections, notes."""
        return tuple("\n".join(map(search_key, _texts(project))) for project in self.plan.projects)

    @cached_property
    def section_keys(self) -> tuple[frozenset[str], ...]:
        """The sections of each project, in their order, as keys for matching."""
        return tuple(
            frozenset(section_key(section.name) for section in project.sections)
            for project in self.plan.projects
        )

    @cached_property
    def counts_below(self) -> Counter[str]:
        """How many projects stand at each heading and below it, by its id."""
        known = [project.node for project in self.plan.projects if project.node in self.plan.node_by_id]
        return Counter(node.id for key in known for node in self.plan.path_to(key))


def _texts(project: Project) -> tuple[str, ...]:
    names = (project.number or "", project.name, project.second_name or "", project.summary or "")
    return (*names, *(section.printed for section in project.sections), *project.notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEdition:
    """A published edition that was asked for."""

    city: Municipality
    publication: Publication

    @property
    def sealed(self) -> SealedPlan:
        """The plan with what makes searching it quick."""
        return _sealed_plan(self.publication.folder, self.publication.manifest_sha256)

    @property
    def plan(self) -> Plan:
        """The plan as it was published."""
        return self.sealed.plan

    @property
    def manifest(self) -> bytes:
        """The list of the edition's files, byte for byte."""
        found = read_file(folder=self.publication.folder, seal=self.publication.manifest_sha256, path=NAME)
        if found is None:
            raise DamagedPublicationError(f"{self.publication.folder} lists no {NAME}")
        return found.octets

    @property
    def tag(self) -> str:
        """The tag of every answer that is made of this edition alone."""
        return tag_of(self.publication.manifest_sha256)


def find_open_city(code: str) -> Municipality:
    """Return the city; raises ProblemError where the server has none with this code."""
    city = find_city(code)
    return city if city is not None else not_found(f"団体コード「{code[:20]}」の市区町村", "municipality")


def open_edition(*, code: str, series: int, edition: str) -> OpenEdition:
    """Return a public edition; raises ProblemError (404, or 410 where it was withdrawn)."""
    city = find_open_city(code)
    publication = find_publication(city, series=series, edition=edition)
    if publication is None:
        not_found("公表中の版", "public edition")
    if publication.state == PublicationState.WITHDRAWN:
        raise ProblemError(
            status=410,
            kind="withdrawn",
            ja=f"「{publication}」の公表は取り下げられました。ほかの版を、計画の一覧から選んでください。",
            en="This edition was withdrawn; choose another one from the list of the plan's editions.",
        )
    return OpenEdition(city=city, publication=publication)


@lru_cache(maxsize=_MOST_PLANS)
def _sealed_plan(folder: str, seal: str) -> SealedPlan:
    found = read_file(folder=folder, seal=seal, path=_PLAN)
    if found is None:
        raise DamagedPublicationError(f"{folder} lists no {_PLAN}")
    return SealedPlan(load_plan(found.octets.decode("utf-8")))
