"""Whose projects went to whom: what two editions of a plan tell of the sections that answer for them."""

from collections import Counter
from collections.abc import Mapping

from torikumi.plan.model import Plan
from torikumi.text.names import section_key


def handed_over(old: Plan, new: Plan) -> Mapping[tuple[str, str], float]:
    """Return which share of an older section's projects a section has that did not have them before, by both keys.

    The ids of the editions meet. Only projects that both editions have count, and only sections with two of them or more:
    one project may change hands for its own reasons.
    """
    held: Counter[str] = Counter()
    moved: Counter[tuple[str, str]] = Counter()
    for project in new.projects:
        before = old.project_by_id.get(project.id)
        if before is None:
            continue
        mine = {section_key(section.name) for section in before.sections}
        theirs = {section_key(section.name) for section in project.sections}
        held.update(mine)
        moved.update((one, other) for one in mine - theirs for other in theirs - mine)
    return {pair: count / held[pair[0]] for pair, count in moved.items() if held[pair[0]] > 1}
