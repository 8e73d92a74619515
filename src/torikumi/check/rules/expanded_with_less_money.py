"""A direction that the money speaks against: expanded, with a smaller budget."""

from collections.abc import Iterator

from torikumi.check.against_money import find_against_money
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.plan.direction import Outcome
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan


def _look(plan: Plan) -> Iterator[Remark]:
    yield from find_against_money(plan, {Outcome.EXPAND}, rose=False)


RULE = Rule(
    code="expanded-with-less-money",
    severity=Severity.INFO,
    ja="充実なのに予算が減っている",
    en="Expanded, with a smaller budget",
    explanation=Explanation(
        what="方針が充実だけを意味するのに、続く二つの年度の当初予算が一割より多く減っている事業を知らせます。"
        "最後の二つの年度だけを比べます。",
        why="方針と予算が逆を向いていると、議会でも住民にも説明できません。方針の入れ間違いか、"
        "予算の欄の年度の取り違えのこともあります。",
        wrong="方針「A：充実」、当初予算 令和5年度 1,000千円 → 令和6年度 600千円",
        right="方針「A：充実」、当初予算 令和5年度 1,000千円 → 令和6年度 1,300千円",
        what_en="Reports a direction that means more, where the initial budget fell by "
        "more than a tenth in the last step.",
        why_en="Direction and money should point one way; one of the two was entered wrongly, "
        "or a reason is due.",
    ),
    look=_look,
)
