"""The values of a form, from a plan: the plan itself, its headings, sections, directions and comments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project, ReviewState
from torikumi.publish.forms.indicator_values import indicator_scope
from torikumi.publish.forms.names import FACTS
from torikumi.publish.forms.project_values import ProjectReader, comment_scope, known
from torikumi.publish.forms.scope import UNKNOWN, UNSET, Scope, Value
from torikumi.publish.history import changed_directions, edition_name
from torikumi.publish.project_list import direction_words
from torikumi.publish.tally import (
    NO_DIRECTION,
    DirectionGroup,
    count_directions,
    direction_groups,
    projects_below,
    section_groups,
)
from torikumi.publish.view import meaning_of_group
from torikumi.publish.words import heading_words, municipality_words, title_words
from torikumi.review.sections import lead_section
from torikumi.text.era import format_fiscal_year
from torikumi.text.names import section_key

_ANSWERED = frozenset((ReviewState.SUBMITTED, ReviewState.APPROVED))


@dataclass(frozen=True)
class FormReader:
    """Makes the scopes of one plan for one fiscal year (対象の年度); `previous` is the edition before, where there is one.

    `facts` are what a person gave, by the names of `FACTS`. Answers that are `internal` (庁内限り) are read only where
    `with_internal` says that the paper stays in the house; answers that are not approved are never read.
    """

    plan: Plan
    year: int | None
    previous: Plan | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    with_internal: bool = False

    def whole(self) -> Scope:
        """Return the scope of the plan."""
        plan = self.plan
        place = plan.municipality
        return {
            "団体名": known(municipality_words(place)),
            "都道府県": known(place.prefecture if place else None),
            "市区町村": known(place.name if place else None),
            "計画名": title_words(plan),
            "版": edition_name(plan),
            "年度": _year(self.year),
            "西暦年度": UNKNOWN if self.year is None else f"{self.year}年度",
            "翌年度": _year(None if self.year is None else self.year + 1),
            "前年度": _year(None if self.year is None else self.year - 1),
            "計画期間": UNKNOWN if plan.period is None
            else f"{format_fiscal_year(plan.period.first)}から{format_fiscal_year(plan.period.last)}まで",
            "事業数": f"{len(plan.projects):,}",
            "注意書き": plan.notice or "",
            "出典": plan.credit or "",
            "事業ごと": self._projects(plan.projects),
            "見出しごと": tuple(
                self._heading(node, plan.projects_under[node.id])
                for node in plan.nodes
                if plan.projects_under.get(node.id)
            ),
            "目標ごと": tuple(
                self._heading(node, projects_below(plan, node.id)) for node in plan.children.get(None, ())
            ),
            "課ごと": self.sections(),
            "方針ごと": self._directions(),
            **self._changes(),
            "意見ごと": tuple(comment_scope(comment) for comment in plan.comments),
            **{name: self.facts.get(name, UNSET) for name in FACTS},
        }  # fmt: skip

    def sections(self) -> tuple[Scope, ...]:
        """Return a scope for each section, in the order in which the plan first names them."""
        return tuple(self._section(group.name, group.projects) for group in section_groups(self.plan))

    def _section(self, name: str, projects: Sequence[Project]) -> Scope:
        # The section that leads answers; the others named beside it are asked nothing.
        waiting = [one for one in projects if _leads(name, one) and not self._is_answered(one)]
        return {
            "担当課名": name,
            "課の事業数": f"{len(projects):,}",
            "事業ごと": self._projects(projects),
            "未回答数": f"{len(waiting):,}",
            "未回答の事業ごと": self._projects(waiting),
        }

    def _is_answered(self, project: Project) -> bool:
        return any(review.year == self.year and review.state in _ANSWERED for review in project.reviews)

    @cached_property
    def _reader(self) -> ProjectReader:
        return ProjectReader(self.plan, self.year, self.previous, with_internal=self.with_internal)

    def _projects(self, projects: Sequence[Project]) -> tuple[Scope, ...]:
        return tuple(self._reader.scope(project) for project in projects)

    def _heading(self, node: Node, projects: Sequence[Project]) -> Scope:
        path = self.plan.path_to(node.id)
        counts = count_directions(projects)
        groups = [group for group in direction_groups(self.plan) if counts[group.key]]
        return {
            "見出し": heading_words(node),
            "上の見出し": "　".join(heading_words(above) for above in path[:-1]),
            "見出しの事業数": f"{len(projects):,}",
            "方針の内訳": "、".join(f"{_name(group)} {counts[group.key]:,}" for group in groups),
            "事業ごと": self._projects(projects),
            "指標ごと": tuple(indicator_scope(one, self.year) for one in node.indicators),
        }

    def _directions(self) -> tuple[Scope, ...]:
        counts, count = count_directions(self.plan.projects), len(self.plan.projects)
        return tuple(
            {
                "方針名": _name(group),
                "方針の意味": meaning_of_group(group) if group.key != NO_DIRECTION else UNKNOWN,
                "方針の事業数": f"{counts[group.key]:,}",
                "方針の割合": f"{100 * counts[group.key] / count:.1f}" if count else UNKNOWN,
            }
            for group in direction_groups(self.plan)
        )

    def _changes(self) -> dict[str, Value]:
        old = self.previous
        if old is None:
            return {
                "前の版": UNKNOWN,
                "方針が変わった事業ごと": (),
                "新しい事業ごと": (),
                "なくなった事業ごと": (),
            }
        before = ProjectReader(old, old.year, None, with_internal=False)
        return {
            "前の版": edition_name(old),
            "方針が変わった事業ごと": self._projects(
                [after for _, after in changed_directions(old=old, new=self.plan)]
            ),
            "新しい事業ごと": self._projects(
                [project for project in self.plan.projects if project.id not in old.project_by_id]
            ),
            "なくなった事業ごと": tuple(
                {**before.scope(project), "前の方針": direction_words(project.direction)}
                for project in old.projects
                if project.id not in self.plan.project_by_id
            ),
        }


def _leads(section: str, project: Project) -> bool:
    lead = lead_section(project)
    return lead is not None and section_key(lead.name) == section_key(section)


def _year(year: int | None) -> Value:
    return UNKNOWN if year is None else format_fiscal_year(year)


def _name(group: DirectionGroup) -> str:
    return "：".join(part for part in (group.letter, group.word) if part)
