"""A direction that the money speaks against: shrunk, with a larger budget."""

from collections.abc import Iterator

from torikumi.check.against_money import find_against_money
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.plan.direction import Outcome
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan


def _look(plan: Plan) -> Iterator[Remark]:
    yield from find_against_money(plan, {Outcome.SHRINK}, rose=True)


RULE = Rule(
    code="shrunk-with-more-money",
    severity=Severity.INFO,
    ja="縮小なのに予算が増えている",
    en="Shrunk, with a larger budget",
    explanation=Explanation(
        what="方針が縮小だけを意味するのに、続く二つの年度の当初予算が一割より多く増えている事業を知らせます。"
        "最後の二つの年度だけを比べます。",
        why="方針と予算が逆を向いていると、議会でも住民にも説明できません。方針の入れ間違いか、"
        "予算の欄の年度の取り違えのこともあります。",
        wrong="方針「C：縮小」、当初予算 令和5年度 1,000千円 → 令和6年度 1,400千円",
        right="方針「C：縮小」、当初予算 令和5年度 1,000千円 → 令和6年度 700千円",
        what_en="Reports a direction that means less, where the initial budget rose by "
        "more than a tenth in the last step.",
        why_en="Direction and money should point one way; one of the two was entered wrongly, "
        "or a reason is due.",
    ),
    look=_look,
)
