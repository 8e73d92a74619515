"""How often the rules of `torikumi check` are right on real plans.

    python bench/rule_precision.py draw [--size 200] [--year 2018] [--rules CODES]   # findings to read, with their text
    python bench/rule_precision.py table                                             # writes the page of the manual

The real plans lie beside the checkout (../shared/data, or TORIKUMI_SHARED). What a person decided is kept in
bench/precision/judged.csv by rule, document and number, without a word of the sources.
"""

import argparse
import os
from collections import Counter
from pathlib import Path

from bench.precision.plans import JUDGED_YEAR, real_plans
from bench.precision.planted import plant_all
from bench.precision.sample import all_findings, draw
from bench.precision.table import precision_page, read_judged

from torikumi.plan.file import read_plan

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("TORIKUMI_SHARED") or REPOSITORY.parent / "shared" / "data")
PAGE = REPOSITORY / "docs" / "reference" / "check-precision.md"


def main() -> None:
    """Draw findings, or write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("do", choices=["draw", "table"])
    parser.add_argument("--size", type=int, default=200)
    parser.add_argument("--year", type=int, default=JUDGED_YEAR)
    parser.add_argument("--rules", help="these rules only, with commas between")
    chosen = parser.parse_args()
    if chosen.do == "draw":
        print_drawn(size=chosen.size, year=chosen.year, rules=chosen.rules)
    else:
        write_table()


def print_drawn(*, size: int, year: int, rules: str | None) -> None:
    """Print a sample: the key of each finding, and its sentence."""
    wanted = None if rules is None else frozenset(rules.split(","))
    found = (
        each
        for each in all_findings(real_plans(SHARED, year=year))
        if wanted is None or each.key.rule in wanted
    )
    for each in draw(found, size=size):
        key = each.key
        print(f"{key.rule},{key.document},{key.subject},{key.occurrence}\t{each.finding.ja}")


def write_table() -> None:
    """Write the page about precision, and print what it says of all rules together."""
    judged = read_judged()
    years = sorted(
        {int(each.key.document.split("-")[1]) for each in judged if each.key.document.startswith("judgit-")}
    )
    keys, found = set(), Counter[str]()
    for year in years:
        for each in all_findings(real_plans(SHARED, year=year)):
            keys.add(each.key)
            found[each.key.rule] += year == JUDGED_YEAR
    mihon = REPOSITORY / "samples" / "mihon"
    planted = tuple(plant_all(read_plan(mihon / "plan-2025.json"), read_plan(mihon / "plan-2024.json")))
    page = precision_page(judged, found=found, keys=frozenset(keys), planted=planted)
    PAGE.write_text(page, encoding="utf-8")
    print(next(line for line in page.splitlines() if line.startswith("読んだのは")))


if __name__ == "__main__":
    main()
