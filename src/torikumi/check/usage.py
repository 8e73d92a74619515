"""Which fields a plan uses: a table without a column for directions lacks none."""

from collections.abc import Callable, Iterator

from torikumi.plan.model import Plan
from torikumi.plan.project import Project


def projects_without(plan: Plan, text_of: Callable[[Project], str | None]) -> Iterator[Project]:
    """Yield the projects whose cell is empty, or unknown in a plan where at least half of them have it.

    `text_of` gives the printed text; None where there is no such cell. A column that is empty from top to bottom
    is a form that nobody has filled in yet, and no project lacks it.
    """
    texts = [text_of(project) for project in plan.projects]
    filled = sum(1 for text in texts if text is not None and text.strip())
    if not filled:
        return
    is_used = filled * 2 >= len(texts)
    for project, text in zip(plan.projects, texts, strict=True):
        if (text is None and is_used) or (text is not None and not text.strip()):
            yield project


def direction_text(project: Project) -> str | None:
    """Return the printed direction; None where there is none."""
    return project.direction.printed if project.direction is not None else None


def section_text(project: Project) -> str | None:
    """Return the printed sections in one text; None where there is none."""
    return " ".join(section.printed for section in project.sections) if project.sections else None
