"""Two editions of an invented plan in which the check finds a known handful of things."""

from dataclasses import replace

from tests.web.plans.invented import make_plan
from torikumi.plan.model import Plan

NO_DIRECTION, NO_SECTION, PROVISIONAL, CONTRADICTING = 1, 2, 3, 7
AGAINST = "来年度以降も対象者を拡大して実施する。"


def found_plan() -> Plan:
    """Return a plan of ten projects with a missing direction, a missing section, a provisional name, a contradiction."""
    projects = list(make_plan(10).projects)
    projects[NO_DIRECTION] = replace(projects[NO_DIRECTION], direction=None)
    projects[NO_SECTION] = replace(projects[NO_SECTION], sections=())
    projects[PROVISIONAL] = replace(projects[PROVISIONAL], name="（仮称）子ども広場", provisional=True)
    # Its direction is D：廃止.
    projects[CONTRADICTING] = replace(projects[CONTRADICTING], summary=AGAINST)
    return replace(make_plan(10), projects=tuple(projects))


def without_last(plan: Plan) -> Plan:
    """Return the plan a year later, with its last project gone without a word."""
    return replace(plan, year=2025, projects=plan.projects[:-1])
