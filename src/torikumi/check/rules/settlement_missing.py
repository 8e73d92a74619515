"""A year whose cost others have, and this project has not."""

from collections import Counter
from collections.abc import Iterator

from torikumi.check.money_of import money_of
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.money import Phase
from torikumi.plan.project import Project
from torikumi.text.era import format_fiscal_year


def _look(plan: Plan) -> Iterator[Remark]:
    money = {project.id: money_of(project) for project in plan.projects}
    settled = Counter(year for each in money.values() for year in each.spent)
    voted = Counter(year for each in money.values() for year in each.voted)
    # Only a year that nearly all others have settled is one that this project should have.
    years = {year for year, count in settled.items() if count * 10 >= voted[year] * 8 and count >= 5}
    for project in plan.projects:
        own = money[project.id]
        missing = sorted(year for year in years if own.voted.get(year) and year not in own.spent)
        if not missing or _tells_of_it(project, missing[-1]):
            continue
        yield remark_on_project(
            project,
            "amounts",
            ja=f"{title_of(project)}の{format_fiscal_year(missing[-1])}の決算がありません。ほかの事業にはあります。"
            "使わなかったのなら0を入れてください。",
            en=f"{title_of(project)} has no cost for {missing[-1]}, which the others have. Enter 0 if nothing was spent.",
        )


def _tells_of_it(project: Project, year: int) -> bool:
    return any(amount.year == year and amount.phase is Phase.SETTLED for amount in project.amounts)


RULE = Rule(
    code="settlement-missing",
    severity=Severity.INFO,
    ja="決算がない年度がある",
    en="A settled cost is missing",
    explanation=Explanation(
        what="ほかの事業の八割以上に決算がある年度に、当初予算があるのに決算がない事業を知らせます。"
        "「－」や「未集計」が書かれていれば知らせません。",
        why="決算の欄が空だと、執行率も合計も出せません。使わなかった0円と、入れ忘れを区別できません。",
        wrong="令和5年度 当初1,000千円、決算（空）",
        right="令和5年度 当初1,000千円、決算 0千円",
        what_en="Reports projects with a budget but no cost for a year that at least 80 "
        "% of the others have settled.",
        why_en="An empty cell is no zero; rates and sums cannot be made.",
    ),
    look=_look,
)
