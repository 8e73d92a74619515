"""A summary that names a fiscal year after the plan has ended."""

from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.era import find_fiscal_years, format_fiscal_year


def _look(plan: Plan) -> Iterator[Remark]:
    # Years before the period are history, and rightly there.
    if plan.period is None:
        return
    for project in plan.projects:
        later = [year for year in find_fiscal_years(project.summary or "") if year > plan.period.last]
        if not later:
            continue
        year, last = format_fiscal_year(later[0]), format_fiscal_year(plan.period.last)
        yield remark_on_project(
            project,
            "summary",
            ja=f"{title_of(project)}の概要に{year}とありますが、計画は{last}までです。年度を確かめてください。",
            en=f"The summary of {title_of(project)} names fiscal {later[0]}, but the plan ends with {plan.period.last}.",
        )


RULE = Rule(
    code="year-after-period",
    severity=Severity.INFO,
    ja="計画期間より後の年度が書かれている",
    en="A year after the plan's period is named",
    explanation=Explanation(
        what="計画期間が分かっているとき、概要に期間より後の年度が書かれている事業を知らせます。"
        "期間より前の年度は、経過として書かれるので数えません。",
        why="元号の読み替え（平成と令和）の間違いや、次の計画の文を写したものがあります。"
        "先の見通しとして正しいこともあるので、参考としてだけ知らせます。",
        wrong="計画期間が令和6年度までで、概要が「令和15年度から開始する。」（平成15年度の誤り）",
        right="概要が「平成15年度から実施している。」",
        what_en="Reports summaries that name a fiscal year after the last one of the plan, where the period is known.",
        why_en="Eras are easily mistaken, and text of the next plan easily pasted; it may also be an honest outlook.",
    ),
    look=_look,
)
