"""Over which rows a plan numbers its projects: over the whole plan, or anew under each heading."""

from collections import Counter
from collections.abc import Iterable, Mapping

from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.text.width import fold_width

# Above this share of rows with a number already given, the numbers begin anew on purpose.
_MISTAKES = 0.05
_LONGEST = 12


def number_of(project: Project) -> str:
    """Return the project's number without width and white space; "" where it has none."""
    return "".join(fold_width(project.number or "").split())


def plain_number(project: Project) -> int | None:
    """Return the number as an integer; None where it is anything else (3-2, 3①)."""
    number = number_of(project)
    return int(number) if number.isdecimal() and len(number) <= _LONGEST else None


def numbered_runs(plan: Plan) -> tuple[tuple[Project, ...], ...]:
    """Return the numbered projects in the runs over which numbers are meant to be unique.

    The widest run is taken in which at most one row in twenty repeats a number: the plan, the headings of the
    first level, of the second …; where every level repeats more, the headings that hold the projects.
    """
    numbered = [project for project in plan.projects if number_of(project)]
    paths = {node.id: tuple(step.id for step in plan.path_to(node.id)) for node in plan.nodes}
    depth = max((len(path) for path in paths.values()), default=0)
    for level in range(depth):
        runs = _split(numbered, paths, level)
        if _repeats(runs) <= _MISTAKES * len(numbered):
            return runs
    return _split(numbered, paths, depth)


def _split(
    projects: Iterable[Project], paths: Mapping[str, tuple[str, ...]], level: int
) -> tuple[tuple[Project, ...], ...]:
    runs: dict[tuple[str, ...], list[Project]] = {}
    for project in projects:
        path = paths.get(project.node or "", ())
        runs.setdefault(path[:level], []).append(project)
    return tuple(tuple(run) for run in runs.values())


def _repeats(runs: Iterable[tuple[Project, ...]]) -> int:
    return sum(len(run) - len(Counter(number_of(project) for project in run)) for run in runs)
