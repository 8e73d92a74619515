"""A printed total that is not what one counts."""

from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.totals import count_again, counts_projects


def _look(plan: Plan) -> Iterator[Remark]:
    for total in plan.totals:
        if not counts_projects(total):
            continue
        once, shown = count_again(plan, total)
        if total.count in (once, shown):
            continue
        yield Remark(
            ja=f"「{total.label}」は{total.count}と印刷されていますが、数えると{once}です。"
            "抜けた行がないか確かめてください。",
            en=f"“{total.label}” is printed as {total.count}, but {once} are counted. Look for lost rows.",
            subject=total.node,
            field="totals",
            place=total.place,
        )


RULE = Rule(
    code="totals-unequal",
    severity=Severity.ERROR,
    ja="合計が合わない",
    en="A printed total does not agree",
    explanation=Explanation(
        what="文書に印刷された合計（合計 72事業、B：継続 54 など）と、数えた事業数が違うところを知らせます。"
        "再掲を含めた数でも含めない数でも、合えば知らせません。",
        why="表を写すときに行を落としたか、印刷された合計が古いままです。どちらでも、公表したあとに必ず尋ねられます。",
        wrong="「合計 72事業」とあるが、71事業しかない",
        right="「合計 72事業」で、72事業ある",
        what_en="Reports a printed total that differs from the number counted, with and without projects shown again.",
        why_en="Either a row was lost in copying, or the printed total is old.",
    ),
    look=_look,
)
