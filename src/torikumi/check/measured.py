"""The indicators of a plan with the heading or project that each belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass

from torikumi.check.rule import Remark
from torikumi.check.titles import title_of, title_of_node
from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.model import Plan
from torikumi.plan.place import FieldPlace, place_of
from torikumi.plan.project import Project
from torikumi.text.width import search_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """An indicator, the id and title of its owner, and the owner's places."""

    indicator: Indicator
    owner: str
    title: str
    places: tuple[FieldPlace, ...]

    def remark(self, *, ja: str, en: str) -> Remark:
        """Return a remark on this indicator, at its own place or else at its owner's."""
        places = self.indicator.places or self.places
        return Remark(
            ja=ja, en=en, subject=self.owner, field="indicators", place=place_of("indicators", places)
        )


def indicators_of(plan: Plan) -> Iterator[Measured]:
    """Yield every indicator, those of the headings first."""
    for node in plan.nodes:
        title = title_of_node(node)
        for indicator in node.indicators:
            yield Measured(indicator=indicator, owner=node.id, title=title, places=node.places)
    for project in plan.projects:
        title = title_of(project)
        for indicator in project.indicators:
            yield Measured(indicator=indicator, owner=project.id, title=title, places=project.places)


def same_indicators(old: Project, new: Project) -> Iterator[tuple[Indicator, Indicator]]:
    """Yield the indicators that a project has in two editions: of one name and kind, and each name once."""
    before, after = _by_name(old), _by_name(new)
    return ((before[key], indicator) for key, indicator in after.items() if key in before)


def _by_name(project: Project) -> dict[tuple[str, str | None], Indicator]:
    found: dict[tuple[str, str | None], list[Indicator]] = {}
    for indicator in project.indicators:
        found.setdefault((search_key(indicator.name), indicator.kind), []).append(indicator)
    return {key: each[0] for key, each in found.items() if key[0] and len(each) == 1}


def targets_of(indicator: Indicator) -> tuple[YearValue, ...]:
    """Return the yearly targets and the final one."""
    final = () if indicator.final_target is None else (indicator.final_target,)
    return (*indicator.targets, *final)


def values_of(indicator: Indicator) -> tuple[YearValue, ...]:
    """Return all values of an indicator: the base, the targets and what was measured."""
    base = () if indicator.base is None else (indicator.base,)
    return (*base, *targets_of(indicator), *indicator.actuals)
