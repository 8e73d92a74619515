"""The grades of an edition's indicators, as its pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from torikumi.indicators.ratings import RatedIndicator, RatedPlan, rate_plan
from torikumi.indicators.rollup import METHOD_WORDS, RolledUp, roll_up_plan
from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project
from torikumi.publish.history import Editions
from torikumi.publish.indicator_view import IndicatorView, view_indicators
from torikumi.publish.terms import Judging
from torikumi.publish.view import Table
from torikumi.publish.words import heading_words
from torikumi.review.rating_case import printed_percent
from torikumi.text.era import format_fiscal_year


@dataclass(frozen=True)
class Grades:
    """The indicators of one plan graded by the city's rule; without a rule nothing is graded."""

    plan: Plan
    judging: Judging | None

    def view(self, holder: Node | Project, *, plan: Plan) -> tuple[IndicatorView, ...]:
        """Return the indicators of a heading or project; graded where `plan` is the one that was graded."""
        if self._rated is None or plan is not self.plan:
            return view_indicators(holder.indicators)
        return view_indicators(
            holder.indicators, judged=self._by_holder.get(_key(holder), ()), year=self._rated.year
        )

    def words_on(self, node: Node | None, *, plan: Plan) -> str:
        """Return what the indicators at and under a heading come to, or those of the whole plan; "" without a grade."""
        if self._rated is None or plan is not self.plan:
            return ""
        rolled = self._rolled.get(node.id if node else None)
        if rolled is None or not (rolled.counted or rolled.left_out):
            return ""
        return (
            f"{format_fiscal_year(self._rated.year)}の指標：{rolled.ja}。判定の規則は{self._rule_name}です。"
        )

    def table(self) -> Table | None:
        """Return how many indicators of each goal have which grade, and what that comes to; None without grades."""
        if self._rated is None or not self._rated.indicators:
            return None
        grades: list[str | None] = [grade.label for grade in self._rated.rule.grades]
        grades += [None] if any(one.rating.label is None for one in self._rated.indicators) else []
        tops = [node for node in self.plan.children.get(None, ()) if node.id in self._rolled]
        rows = [(heading_words(node), self._under(node), self._rolled[node.id]) for node in tops]
        rows.append(("計", [*self._rated.indicators], self._rolled[None]))
        return Table(
            caption=f"目標ごとの指標の判定（{format_fiscal_year(self._rated.year)}、{self._rule_name}）",
            heads=(
                "目標",
                "指標",
                *(grade or "区分なし" for grade in grades),
                METHOD_WORDS[self._rolled[None].method][0],
            ),
            rows=tuple(
                (name, str(len(listed)), *_counts(listed, grades), _short(rolled))
                for name, listed, rolled in rows
            ),
            numeric=frozenset(range(1, len(grades) + 2)),
        )

    @cached_property
    def _rated(self) -> RatedPlan | None:
        if self.judging is None:
            return None
        rated = rate_plan(self.plan, self.judging.rule)
        return rated if rated.indicators else None

    @cached_property
    def _rolled(self) -> Mapping[str | None, RolledUp]:
        if self._rated is None or self.judging is None:
            return {}
        return roll_up_plan(self._rated, self.judging.method)

    @cached_property
    def _by_holder(self) -> Mapping[tuple[str, str], list[RatedIndicator]]:
        found: dict[tuple[str, str], list[RatedIndicator]] = {}
        for one in self._rated.indicators if self._rated else ():
            found.setdefault(_key(one.holder), []).append(one)
        return found

    @property
    def _rule_name(self) -> str:
        rule = self.judging.rule if self.judging else None
        return f"「{rule.title or rule.id}」" if rule else ""

    def _under(self, top: Node) -> list[RatedIndicator]:
        return (
            [one for one in self._rated.indicators if self._is_under(one.holder, top)] if self._rated else []
        )

    def _is_under(self, holder: Node | Project, top: Node) -> bool:
        start = holder.node if isinstance(holder, Project) else holder.id
        return start in self.plan.node_by_id and self.plan.path_to(start)[0] is top


def grades_of(editions: Editions) -> Grades:
    """Return the grades of the newest edition, made once."""
    kept = editions.kept.get("grades")
    if not isinstance(kept, Grades):
        kept = Grades(editions.newest, editions.terms.judging)
        editions.kept["grades"] = kept
    return kept


def _key(holder: Node | Project) -> tuple[str, str]:
    return ("project" if isinstance(holder, Project) else "node", holder.id)


def _counts(listed: list[RatedIndicator], grades: list[str | None]) -> tuple[str, ...]:
    labels = [one.rating.label for one in listed]
    return tuple(str(labels.count(grade)) for grade in grades)


def _short(rolled: RolledUp) -> str:
    if rolled.label is not None:
        return rolled.label
    return f"{printed_percent(rolled.share)}％" if rolled.share is not None else "－"
