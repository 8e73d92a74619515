"""What a rule is: a stable name, how much it matters, an explanation, and a function that looks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from torikumi.check.lineage import Before
from torikumi.check.section_list import SectionList
from torikumi.plan.finding import Finding, Severity
from torikumi.plan.model import Node, Plan
from torikumi.plan.place import Place, place_of
from torikumi.plan.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What a rule says of one thing; the rule's code and severity make a Finding of it."""

    ja: str
    en: str
    subject: str | None = None
    field: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The four parts of a rule's page: what it looks at, why, a wrong and a right example."""

    what: str
    why: str
    wrong: str
    right: str
    what_en: str
    why_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """Why a rule is off until a city switches it on."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule; it knows no other rule, and stays silent where the plan does not say enough.

    `look` is given the plan; `look_back` the plan and the edition before it, and runs in place of `look` where
    there is such an edition; `look_up` the plan and the city's list of sections. A rule has one of them at least.
    One that is `resting` is off by default.
    """

    code: str
    severity: Severity
    ja: str
    en: str
    explanation: Explanation
    look: Callable[[Plan], Iterator[Remark]] | None = None
    look_back: Callable[[Plan, Before], Iterator[Remark]] | None = None
    look_up: Callable[[Plan, SectionList], Iterator[Remark]] | None = None
    resting: Resting | None = None

    def find(
        self, plan: Plan, before: Before | None = None, sections: SectionList | None = None
    ) -> Iterator[Finding]:
        """Yield the findings of this rule about `plan`."""
        for remark in self._remarks(plan, before, sections):
            yield Finding(
                code=self.code,
                severity=self.severity,
                ja=remark.ja,
                en=remark.en,
                subject=remark.subject,
                field=remark.field,
                place=remark.place,
            )

    def _remarks(self, plan: Plan, before: Before | None, sections: SectionList | None) -> Iterator[Remark]:
        if sections is not None and self.look_up is not None:
            yield from self.look_up(plan, sections)
        if before is not None and self.look_back is not None:
            yield from self.look_back(plan, before)
        elif self.look is not None:
            yield from self.look(plan)

    def title(self, language: str) -> str:
        """Return the title in `language` ("ja" or "en")."""
        return self.ja if language == "ja" else self.en


def remark_on_project(project: Project, field: str, *, ja: str, en: str) -> Remark:
    """Return a remark on one field of a project, at the place where the field was read."""
    return Remark(ja=ja, en=en, subject=project.id, field=field, place=place_of(field, project.places))


def remark_on_node(node: Node, field: str, *, ja: str, en: str) -> Remark:
    """Return a remark on one field of a heading, at the place where it was read."""
    return Remark(ja=ja, en=en, subject=node.id, field=field, place=place_of(field, node.places))
