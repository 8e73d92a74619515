"""The page of all findings of an edition: sorted, cut into pages, put together under rules or under projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.urls import reverse

from torikumi.check.rule import Rule
from torikumi.check.run import Silenced
from torikumi.plan.finding import Severity
from torikumi.web.plans.finding_view import RULES_BY_CODE, FindingView, SeverityCount, view_found
from torikumi.web.plans.listing import edition_query
from torikumi.web.plans.models import Edition
from torikumi.web.plans.queries.editions import list_nodes
from torikumi.web.plans.queries.found import FoundKey, Looked, rows_found, subject_positions
from torikumi.web.plans.queries.projects import projects_by_key
from torikumi.web.plans.rule_stand import SEVERITY_MARKS, SEVERITY_WORDS

FINDINGS_A_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLine:
    """One finding with the name and the address of what it is about."""

    view: FindingView
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundGroup:
    """Findings of one rule, or about one project, heading or the whole plan; `total` counts those of other pages too."""

    title: str
    url: str
    total: int
    lines: tuple[FoundLine, ...]
    rule: Rule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """How often a rule speaks."""

    rule: Rule
    count: int
    severity: Severity

    @property
    def mark(self) -> str:
        """The sign before the word."""
        return SEVERITY_MARKS[self.severity]

    @property
    def word(self) -> str:
        """The severity in words."""
        return SEVERITY_WORDS[self.severity]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What is shown in numbers, and what the rules that are off would have said."""

    shown: int
    severities: tuple[SeverityCount, ...]
    silenced: tuple[Silenced, ...]

    @property
    def silenced_rules(self) -> int:
        """How many rules are off and would have spoken."""
        return len(self.silenced)

    @property
    def silenced_findings(self) -> int:
        """How many findings are not shown."""
        return sum(one.count for one in self.silenced)


def sort_keys(
    keys: Iterable[FoundKey], looked: Looked, edition: Edition, *, by_project: bool
) -> list[FoundKey]:
    """Return the findings in the order of their page; each in the order of the document within its rule or project."""
    positions = subject_positions(edition)
    nodes = {node.key: node.position for node in list_nodes(edition)}
    end = len(positions) + 1

    def place(key: FoundKey) -> tuple[int, int]:
        # What is about the whole plan first, then headings, then projects.
        if not key.subject:
            return 0, 0
        if key.subject in nodes:
            return 1, nodes[key.subject]
        return 2, positions.get(key.subject, end)

    if by_project:
        return sorted(keys, key=lambda key: (place(key), looked.stand.rank(key.code)))
    return sorted(keys, key=lambda key: (looked.stand.rank(key.code), place(key)))


def cut_keys(keys: Sequence[FoundKey], number: str | None) -> Page[FoundKey]:
    """Return one page of the findings."""
    return Paginator(keys, FINDINGS_A_PAGE).get_page(number)


def group_page(
    page: Iterable[FoundKey],
    keys: Sequence[FoundKey],
    *,
    looked: Looked,
    edition: Edition,
    past: Edition | None,
    by_project: bool,
) -> list[FoundGroup]:
    """Return the findings of one page under their rules or subjects; `keys` are those of all pages."""
    lines = _lines(list(page), looked=looked, edition=edition, past=past)
    totals = Counter(key.subject if by_project else key.code for key in keys)
    groups: dict[str, list[FoundLine]] = {}
    for line in lines:
        groups.setdefault(line.view.subject if by_project else line.view.code, []).append(line)
    return [
        FoundGroup(
            title=group[0].title if by_project else _title_of_rule(group[0].view),
            url=group[0].url if by_project else reverse("plans:rule", args=[name]),
            total=totals[name],
            lines=tuple(group),
            rule=None if by_project else group[0].view.rule,
        )
        for name, group in groups.items()
    ]


def count_rules(counts: dict[str, int], looked: Looked) -> list[RuleCount]:
    """Return the rules that speak, the worst first."""
    found = [
        RuleCount(rule=RULES_BY_CODE[code], count=counts[code], severity=severity)
        for code, severity in looked.stand.severities.items()
        if counts.get(code)
    ]
    return sorted(found, key=lambda one: looked.stand.rank(one.rule.code))


def _title_of_rule(view: FindingView) -> str:
    return view.rule.ja if view.rule is not None else view.code


def _lines(
    keys: list[FoundKey], *, looked: Looked, edition: Edition, past: Edition | None
) -> list[FoundLine]:
    rows = rows_found(looked.run, [key.pk for key in keys])
    projects = projects_by_key(edition, {key.subject for key in keys})
    nodes = {node.key: node for node in list_nodes(edition)}
    query, series = edition_query(past), edition.series_id
    found = []
    for key in keys:
        title, url = "計画の全体", ""
        if key.subject in projects:
            title = str(projects[key.subject])
            url = reverse("plans:project", args=[series, key.subject]) + query
        elif key.subject in nodes:
            title = nodes[key.subject].printed
            url = reverse("plans:node", args=[series, key.subject]) + query
        elif key.subject:
            title = "この版にない事業"
        found.append(FoundLine(view=view_found(rows[key.pk], looked.stand), title=title, url=url))
    return found
