"""How long the plan's table takes as PDF, and how much memory: 72, 1,000 and 10,000 rows of the two sample cities.

The table of iruma has five columns on A4, that of mihon thirteen, eight of them money, on A3.

Each runs in a process of its own, which starts the typesetter as publishing does. Times are of the clock and, since the
machine may be shared, of the processor; memory is the most that the typesetter held.
"""

import json
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from torikumi.plan.file import load_plan
from torikumi.plan.model import Plan
from torikumi.publish.typeset.engine import typeset
from torikumi.publish.typeset.plan_table import plan_table

ROWS = (72, 1_000, 10_000)
SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PLANS = {"iruma": SAMPLES / "iruma" / "plan.json", "mihon": SAMPLES / "mihon" / "plan-2025.json"}


def plan_of(rows: int, city: str = "mihon") -> Plan:
    """Return a city's plan with so many projects, spread over its measures in turn."""
    plan = load_plan(PLANS[city].read_text(encoding="utf-8"))
    each, more = divmod(rows, len(plan.projects))
    projects = []
    for index, project in enumerate(plan.projects):
        for turn in range(each + (index < more)):
            projects.append(
                replace(project, id=f"P-{len(projects):012x}", number=str(len(projects) + 1), also_under=())
                if turn
                else replace(project, number=str(len(projects) + 1))
            )
    return replace(plan, projects=tuple(projects))


def measure(rows: int, city: str) -> dict[str, float]:
    """Set one table here, and return what it took."""
    plan = plan_of(rows, city)
    wall = time.perf_counter()
    octets = typeset(plan_table(plan)).octets
    wall = time.perf_counter() - wall
    children, own = resource.getrusage(resource.RUSAGE_CHILDREN), time.process_time()
    return {
        "rows": rows,
        "wall": wall,
        "cpu": children.ru_utime + children.ru_stime + own,
        "mib": children.ru_maxrss / 1024,
        "kib": len(octets) / 1024,
    }


def main() -> None:
    """Print a line for each number of rows."""
    if len(sys.argv) > 1:
        print(json.dumps(measure(int(sys.argv[1]), sys.argv[2])))
        return
    print("city     rows    wall s    cpu s   peak MiB     file KiB")
    for city in PLANS:
        for rows in ROWS:
            words = [sys.executable, __file__, str(rows), city]
            done = subprocess.run(words, capture_output=True, text=True, check=True)
            told = json.loads(done.stdout)
            print(
                "{city:6} {rows:6,} {wall:9.2f} {cpu:8.2f} {mib:10,.0f} {kib:12,.0f}".format(
                    city=city, **told
                )
            )


if __name__ == "__main__":
    main()
