"""An answer for a year that the edition does not reach."""

from collections.abc import Iterator

from torikumi.check.answers import answers_of
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.era import format_fiscal_year


def _look(plan: Plan) -> Iterator[Remark]:
    if plan.year is None:
        return
    for project in plan.projects:
        years = [answer.year for answer in answers_of(project) if answer.year > plan.year]
        if not years:
            continue
        yield remark_on_project(
            project,
            "reviews",
            ja=f"{title_of(project)}に{format_fiscal_year(min(years))}の評価がありますが、この計画は{format_fiscal_year(plan.year)}の"
            "ものです。年度を確かめてください。",
            en=f"{title_of(project)} has an answer for {min(years)}, but this edition is of {plan.year}. Check the year.",
        )


RULE = Rule(
    code="answer-after-edition",
    severity=Severity.WARNING,
    ja="計画の年度より後の評価がある",
    en="An answer lies after the edition",
    explanation=Explanation(
        what="計画の年度より後の年度の評価が入っているところを知らせます。",
        why="年度の打ち間違いか、来年の調査票の答えが混ざっています。",
        wrong="令和6年度の計画に、令和7年度の評価",
        right="令和6年度の評価",
        what_en="Reports answers for years after the edition’s own.",
        why_en="The year is a slip, or an answer of the next round came in.",
    ),
    look=_look,
)
