"""A final target that has been met for years."""

from collections.abc import Iterator

from torikumi.check.goodness import good_of, is_reached, number_in
from torikumi.check.measured import indicators_of
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.titles import shorten
from torikumi.plan.finding import Severity
from torikumi.plan.indicator import Good
from torikumi.plan.model import Plan
from torikumi.text.era import format_fiscal_year

_YEARS = 3


def _look(plan: Plan) -> Iterator[Remark]:
    for measured in indicators_of(plan):
        indicator = measured.indicator
        final, good = number_in(indicator.final_target), good_of(indicator)
        if final is None or good not in (Good.UP, Good.DOWN) or final == 0:
            continue
        actuals = sorted(
            (value.year, value.value.number)
            for value in indicator.actuals
            if value.year is not None and value.value.number is not None
        )
        last_year = indicator.final_target.year if indicator.final_target is not None else None
        if len(actuals) < _YEARS or last_year is None or last_year <= actuals[-1][0]:
            continue
        # Clearly better, year after year: one that is just reached may fall again.
        if not all(is_reached(value, final, good) and value != final for _, value in actuals[-_YEARS:]):
            continue
        yield measured.remark(
            ja=f"{measured.title}の指標「{shorten(indicator.name)}」は、{format_fiscal_year(last_year)}の目標{final:,f}を"
            f"{_YEARS}年続けて超えています（直近{actuals[-1][1]:,f}）。目標を改めるか、改めない理由を書いてください。",
            en=f"“{shorten(indicator.name)}” of {measured.title} has been beyond its target for {last_year}, {final:,f}, for"
            f" {_YEARS} years (last {actuals[-1][1]:,f}). Raise the target, or say why not.",
        )


RULE = Rule(
    code="target-long-met",
    severity=Severity.INFO,
    ja="目標をとうに超えている",
    en="A target was passed long ago",
    explanation=Explanation(
        what="良くなる向きが分かる指標で、まだ先の年度の最終目標を、直近三年の実績がすべて上回っているところを知ら"
        "せます。",
        why="達成済みの目標は、事業の良し悪しを何も語りません。目標を置いた時点で達していたのかもしれません。",
        wrong="最終目標（令和9年度）500人、実績が令和4年度から620人・640人・655人",
        right="最終目標を700人に改める",
        what_en="Reports a final target still ahead that the last three measured values are all beyond.",
        why_en="A target that is met already says nothing of the project; it may have been met at the start.",
    ),
    look=_look,
)
