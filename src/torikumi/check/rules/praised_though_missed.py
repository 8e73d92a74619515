"""Said to be on its way, while every target of the year was missed by far."""

import re
from collections.abc import Iterator
from decimal import Decimal

from torikumi.check.answers import latest_answers
from torikumi.check.goodness import good_of, number_in
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.indicator import Good, Indicator
from torikumi.plan.model import Plan
from torikumi.text.era import (
    format_fiscal_year,
)

_GOOD_WORDS = re.compile(
    r"(順調|計画どおり|計画通り|予定どおり|予定通り|達成|前倒し|目標以上|目標値以上|◎|Ｓ|S)(に進んでいる|である|です|した)?"
)
_BY_FAR = Decimal("0.8")


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        for answer in latest_answers(plan, project):
            words = [word.strip() for word in (answer.progress, answer.evaluation) if word]
            mark = next((word for word in words if _GOOD_WORDS.fullmatch(word)), None)
            missed = [_missed(indicator, answer.year) for indicator in project.indicators]
            if mark is None or not missed or not all(missed):
                continue
            yield remark_on_project(
                project,
                "reviews",
                ja=f"{title_of(project)}の{format_fiscal_year(answer.year)}の評価は「{mark}」ですが、指標の実績はどれもその年度の"
                "目標の八割に届いていません。評価を改めるか、理由を書いてください。",
                en=f"The answer of {title_of(project)} for {answer.year} says “{mark}”, while no indicator came to 80 % of its"
                " target of that year. Change the mark, or say why.",
            )


def _missed(indicator: Indicator, year: int) -> bool:
    target = next((number_in(each) for each in indicator.targets if each.year == year), None)
    actual = next((number_in(each) for each in indicator.actuals if each.year == year), None)
    good = good_of(indicator)
    if target is None or actual is None or target <= 0 or good not in (Good.UP, Good.DOWN):
        return False
    return actual < target * _BY_FAR if good is Good.UP else actual * _BY_FAR > target


RULE = Rule(
    code="praised-though-missed",
    severity=Severity.INFO,
    ja="目標に届かないのに順調とある",
    en="Praised, though its targets were missed",
    explanation=Explanation(
        what="進捗や評価が「順調」「計画どおり」「◎」などなのに、その年度の目標と実績がある指標のすべてで、"
        "実績が目標の八割に届いていない事業を知らせます。良くなる向きが分かる指標だけを見ます。",
        why="国の手引きは、評価を指標で裏付けるよう求めています。数字と言葉が逆なら、議会で尋ねられます。",
        wrong="進捗「計画どおり」、参加者数の目標500人に対し実績230人",
        right="進捗「やや遅れ」、または成果に「台風で三回中止した」とある",
        what_en="Reports answers that say all goes well, where every indicator of the year "
        "came to less than 80 % of its target.",
        why_en="Numbers and words must point one way.",
    ),
    look=_look,
)
