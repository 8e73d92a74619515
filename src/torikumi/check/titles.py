"""How a project, a heading or the plan is called in a message."""

from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project

LONGEST = 40


def title_of(project: Project) -> str:
    """Return the number and the name as people say them: 「No.14「相談事業」」."""
    name = f"「{shorten(project.name)}」" if project.name.strip() else "「（名前なし）」"
    number = (project.number or "").strip()
    return f"No.{number}{name}" if number else name


def title_of_node(node: Node) -> str:
    """Return the heading as printed, in brackets."""
    return f"「{shorten(node.printed or node.name)}」"


def title_of_subject(plan: Plan, subject: str | None) -> str:
    """Return the title of the project or heading with the id `subject`; the plan's own title for None."""
    if subject is None:
        return plan.title
    project = plan.project_by_id.get(subject)
    if project is not None:
        return title_of(project)
    node = plan.node_by_id.get(subject)
    return title_of_node(node) if node is not None else subject


def shorten(text: str) -> str:
    """Return `text` in one line, cut where it is too long for a message."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
