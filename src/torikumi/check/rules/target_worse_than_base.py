"""A target that is worse than the value at the start."""

from collections.abc import Iterator

from torikumi.check.goodness import good_of, is_reached, number_in
from torikumi.check.measured import indicators_of
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.titles import shorten
from torikumi.plan.finding import Severity
from torikumi.plan.indicator import Good, YearValue
from torikumi.plan.model import Plan
from torikumi.text.width import fold_width


def _look(plan: Plan) -> Iterator[Remark]:
    for measured in indicators_of(plan):
        indicator = measured.indicator
        base, target, good = number_in(indicator.base), number_in(indicator.final_target), good_of(indicator)
        if base is None or target is None or good not in (Good.UP, Good.DOWN):
            continue
        # A yearly count may start from a sum (累計), and units may differ: not the same thing.
        if (
            base == target
            or _unit(indicator.base) != _unit(indicator.final_target)
            or not is_reached(base, target, good)
        ):
            continue
        way, way_en = ("増える", "more") if good is Good.UP else ("減る", "less")
        yield measured.remark(
            ja=f"{measured.title}の指標「{shorten(indicator.name)}」は{way}ほうがよいのに、目標{target:,f}が"
            f"基準値{base:,f}より悪い値です。目標か基準値を確かめてください。",
            en=f"“{shorten(indicator.name)}” of {measured.title} gets better with {way_en}, yet its target {target:,f} is"
            f" worse than its base {base:,f}. Check both.",
        )


def _unit(value: YearValue | None) -> str:
    return "" if value is None else "".join(fold_width(value.value.unit or "").split())


RULE = Rule(
    code="target-worse-than-base",
    severity=Severity.WARNING,
    ja="目標が基準値より悪い",
    en="A target is worse than the base value",
    explanation=Explanation(
        what="良くなる向き（増・減）が分かる指標で、最終目標が基準値より悪いところを知らせます。"
        "向きは、計画に書かれたものか、「待機児童数」「事故件数」のように名前から一つに決まるものだけを使いま"
        "す。",
        why="向きの入れ間違いか、数の写し間違いです。悪化を抑える目標なら、その説明が要ります。",
        wrong="「待機児童数 基準値12人、目標値20人」",
        right="「待機児童数 基準値12人、目標値0人」",
        what_en="Reports a final target that is worse than the base, where the way of getting "
        "better is given or plain from the name.",
        why_en="Direction or number was entered wrongly; a target that only slows a decline needs a word.",
    ),
    look=_look,
)
