"""Directions that the money speaks against: what three rules look at, each for a direction of its own."""

from collections.abc import Collection, Iterator
from decimal import Decimal

from torikumi.check.directions import outcomes_of_project
from torikumi.check.money_of import latest_step, money_of
from torikumi.check.rule import Remark, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.direction import Outcome
from torikumi.plan.model import Plan
from torikumi.text.era import format_fiscal_year

# A tenth more or less is prices and wages.
_CLEARLY = Decimal("0.1")


def find_against_money(plan: Plan, meaning: Collection[Outcome], *, rose: bool) -> Iterator[Remark]:
    """Yield a remark on each project whose direction means nothing but `meaning` while its budget rose, or fell.

    What is compared are the initial budgets of the last two fiscal years, where they follow one another; a change of a
    tenth or less counts for none.
    """
    for project in plan.projects:
        outcomes = outcomes_of_project(project)
        if not outcomes or not set(outcomes) <= set(meaning) or project.direction is None:
            continue
        step = latest_step(money_of(project).voted)
        if step is None or step[1] <= 0:
            continue
        year, before, after = step
        if not (after > before * (1 + _CLEARLY) if rose else after < before * (1 - _CLEARLY)):
            continue
        moved_ja, moved_en = ("増えて", "rose") if rose else ("減って", "fell")
        yield remark_on_project(
            project,
            "direction",
            ja=f"{title_of(project)}の方針は「{project.direction.printed}」ですが、当初予算は{before:,f}から"
            f"{after:,f}に{moved_ja}います（{format_fiscal_year(year)}）。どちらかを直すか、理由を書いてください。",
            en=f"{title_of(project)} is “{project.direction.printed}”, yet its budget {moved_en} from {before:,f} to"
            f" {after:,f} in {year}. Mend one, or say why.",
        )
