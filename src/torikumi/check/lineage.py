"""The edition before, and which of its rows each project comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from torikumi.plan.identity import carry_identities
from torikumi.plan.model import Plan
from torikumi.plan.project import Project


@dataclass(frozen=True, kw_only=True)
class Before:
    """What a rule may look back at: the edition before `now`. Its rows are paired once, when the first rule asks."""

    plan: Plan
    now: Plan

    @cached_property
    def rows(self) -> Mapping[str, Project]:
        """The row of the edition before for each project of `now` that has one, by the project's id in `now`."""
        carried = carry_identities(old=self.plan, new=self.now)
        before = self.plan.project_by_id
        return {
            project.id: before[same.id]
            for project, same in zip(self.now.projects, carried.projects, strict=True)
            if same.id in before
        }

    def pairs(self) -> Iterator[tuple[Project, Project]]:
        """Yield each project of the edition before with the same project of `now`, in the order of `now`."""
        for project in self.now.projects:
            old = self.rows.get(project.id)
            if old is not None:
                yield old, project
