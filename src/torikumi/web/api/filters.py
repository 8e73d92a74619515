"""Which projects a program asks for."""

from dataclasses import dataclass

from torikumi.plan.project import Project
from torikumi.publish.tally import NO_DIRECTION, direction_key, projects_below
from torikumi.text.names import section_key
from torikumi.text.width import search_key
from torikumi.web.api.editions import SealedPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What was asked; "" is no wish. `direction` is a letter, a word, or "none" for those without one."""

    section: str = ""
    direction: str = ""
    goal: str = ""
    text: str = ""


def choose_projects(sealed: SealedPlan, wishes: Wishes) -> tuple[Project, ...]:
    """Return the projects that meet every wish, in the order of the document."""
    plan = sealed.plan
    below = {one.id for one in projects_below(plan, wishes.goal)} if wishes.goal else None
    section = section_key(wishes.section) if wishes.section else ""
    words = [search_key(word) for word in wishes.text.split()]
    keys = sealed.search_keys if words else ("",) * len(plan.projects)
    sections: tuple[frozenset[str], ...] = sealed.section_keys if section else (frozenset(),) * len(keys)
    return tuple(
        project
        for project, key, named in zip(plan.projects, keys, sections, strict=True)
        if (below is None or project.id in below)
        and (not section or section in named)
        and (not wishes.direction or _has_direction(project, wishes.direction))
        and all(word in key for word in words)
    )


def _has_direction(project: Project, wanted: str) -> bool:
    found = project.direction
    if wanted == NO_DIRECTION:
        return direction_key(found) == NO_DIRECTION
    return found is not None and wanted in {found.code, found.label, found.printed}
