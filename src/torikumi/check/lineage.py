"""Which row of the edition before each project comes from."""

from torikumi.plan.identity import carry_identities
from torikumi.plan.model import Plan
from torikumi.plan.project import Project


def rows_before(plan: Plan, previous: Plan) -> dict[str, Project]:
    """Return the row of `previous` for each project of `plan` that has one, by the project's id in `plan`."""
    carried = carry_identities(old=previous, new=plan)
    before = previous.project_by_id
    return {
        project.id: before[same.id]
        for project, same in zip(plan.projects, carried.projects, strict=True)
        if same.id in before
    }
