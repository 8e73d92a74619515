"""Who answers for what: the projects of a round, section by section, and whether a section leads or helps."""

from collections.abc import Iterable
from dataclasses import dataclass

from torikumi.plan.project import Project, SectionRef, SectionRole
from torikumi.text.names import section_key

NO_SECTION = "担当課なし"


@dataclass(frozen=True, slots=True)
class AskedProject:
    """A project in a section's book; `lead` tells that the section answers for it (主管), else it helps (関係)."""

    project: Project
    lead: bool


@dataclass(frozen=True, slots=True)
class SectionWork:
    """A section with its projects, in the order of the plan."""

    name: str
    projects: tuple[AskedProject, ...]


def lead_section(project: Project) -> SectionRef | None:
    """Return the section that answers for a project: the first one that leads, else the first; None without any.

    Plans that print several sections without a word about who leads mean the first.
    """
    leading = [section for section in project.sections if section.role is SectionRole.LEAD]
    return next(iter(leading or project.sections), None)


def share_work(projects: Iterable[Project]) -> tuple[SectionWork, ...]:
    """Return the sections in the order of their first project, each with its projects; those of nobody come last."""
    names: dict[str, str] = {}
    work: dict[str, list[AskedProject]] = {}
    orphans: list[AskedProject] = []
    for project in projects:
        lead = lead_section(project)
        if lead is None:
            orphans.append(AskedProject(project, lead=True))
            continue
        for section in {section_key(section.name): section for section in project.sections}.values():
            key = section_key(section.name)
            names.setdefault(key, section.name)
            is_lead = key == section_key(lead.name)
            work.setdefault(key, []).append(AskedProject(project, lead=is_lead))
    shared = [SectionWork(names[key], tuple(asked)) for key, asked in work.items()]
    return (*shared, SectionWork(NO_SECTION, tuple(orphans))) if orphans else tuple(shared)
