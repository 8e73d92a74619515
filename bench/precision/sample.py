"""Findings of all rules on the real plans, and a sample of them that is spread over the rules."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from bench.precision.plans import RealPlan

from torikumi.check.catalogue import ALL_RULES
from torikumi.check.lineage import Before
from torikumi.plan.finding import Finding

SEED = 20261126


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What tells a finding from all others without a word of the source."""

    rule: str
    document: str
    subject: str
    occurrence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding with its key and the plan that it speaks of."""

    key: Key
    finding: Finding
    of: RealPlan


def all_findings(plans: Iterable[RealPlan]) -> Iterator[Found]:
    """Yield what every rule says, also those that are off at first."""
    for of in plans:
        before = None if of.previous is None else Before(plan=of.previous, now=of.plan)
        counted: Counter[tuple[str, str]] = Counter()
        for rule in ALL_RULES:
            for finding in rule.find(of.plan, before):
                subject = _subject(of, finding)
                counted[rule.code, subject] += 1
                key = Key(rule.code, of.document, subject, counted[rule.code, subject])
                yield Found(key=key, finding=finding, of=of)


def draw(found: Iterable[Found], *, size: int) -> list[Found]:
    """Return `size` findings: one of each rule, a second of each, and so on; those of cities come first."""
    by_rule: defaultdict[str, list[Found]] = defaultdict(list)
    for each in found:
        by_rule[each.key.rule].append(each)
    for code, of_rule in by_rule.items():
        of_rule.sort(key=lambda each: each.key)
        # A chance for each rule: what one rule says does not move the sample of another.
        random.Random(f"{SEED} {code}").shuffle(of_rule)
        of_rule.sort(key=lambda each: not each.of.is_of_a_city)
    rounds = zip_longest(*(by_rule[code] for code in sorted(by_rule)))
    drawn = [each for one_round in rounds for each in one_round if each is not None][:size]
    return sorted(drawn, key=lambda each: each.key)


def _subject(of: RealPlan, finding: Finding) -> str:
    """The number in the document: of the project, else its page and row; of a ministry's project its 事業ID."""
    if finding.subject is None:
        return of.plan.title.split()[0] if of.document.startswith("judgit") else "plan"
    if of.document.startswith("judgit"):
        return finding.subject.removeprefix("P-")
    project = of.plan.project_by_id.get(finding.subject)
    if project is not None and project.number:
        return project.number
    place = finding.place
    return finding.subject if place is None else f"{place.page or ''}:{place.row or ''}"
