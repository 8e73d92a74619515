"""How long all rules take over 10,000 projects: the invented city's, again and again, with the edition before.

    python bench/check_speed.py [--projects 10000]

One process; the time is the processor's.
"""

import argparse
import time
from dataclasses import replace
from pathlib import Path

from torikumi.check.catalogue import ALL_RULES
from torikumi.check.lineage import Before
from torikumi.check.run import check_plan
from torikumi.plan.file import read_plan
from torikumi.plan.model import Plan

REPOSITORY = Path(__file__).resolve().parent.parent
GOAL = 5.0
SLOWEST = 8


def main() -> None:
    """Print the time of a whole check, and the rules that take most of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--projects", type=int, default=10_000)
    wanted = parser.parse_args().projects
    old, new = (
        grown(read_plan(REPOSITORY / "samples" / "mihon" / f"plan-{year}.json"), wanted)
        for year in (2024, 2025)
    )
    begin = time.process_time()
    checked = check_plan(new)
    alone = time.process_time() - begin
    begin = time.process_time()
    with_previous = check_plan(new, previous=old)
    both = time.process_time() - begin
    print(
        f"{len(new.projects):,} projects, {len(ALL_RULES)} rules: {alone:.2f} s, {len(checked.findings):,} findings"
    )
    print(
        f"with the edition before: {both:.2f} s, {len(with_previous.findings):,} findings (goal < {GOAL} s)"
    )
    before = Before(plan=old, now=new)
    begin = time.process_time()
    len(before.rows)
    print(f"  pairing the editions: {time.process_time() - begin:.2f} s")
    for seconds, code in sorted((_timed(new, before, code) for code in range(len(ALL_RULES))), reverse=True)[
        :SLOWEST
    ]:
        print(f"  {code}: {seconds:.2f} s")


def grown(plan: Plan, wanted: int) -> Plan:
    """Return the plan with its projects repeated, each copy under a name, a number and an id of its own."""
    projects = []
    for copy in range(-(-wanted // len(plan.projects))):
        projects += [
            replace(
                project,
                id=f"{project.id}-{copy}",
                number=f"{copy}-{project.number}",
                name=f"{project.name}（{copy}地区）",
                summary=f"{copy}地区で行う。{project.summary}",
                merges=tuple(replace(merge, partner_id=None) for merge in project.merges),
            )
            for project in plan.projects
        ]
    return replace(plan, projects=tuple(projects[:wanted]))


def _timed(plan: Plan, before: Before, index: int) -> tuple[float, str]:
    rule = ALL_RULES[index]
    begin = time.process_time()
    for _ in rule.find(plan, before):
        pass
    return time.process_time() - begin, rule.code


if __name__ == "__main__":
    main()
