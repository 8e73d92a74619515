"""Printed totals by direction that do not add up to the printed sum."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan, PrintedTotal
from torikumi.text.width import fold_width

_SUM = re.compile(r"(合計|総計|計|全体|総数|全事業)(数)?(事業)?(数)?")


def _look(plan: Plan) -> Iterator[Remark]:
    if plan.scale is None or len(plan.scale.labels) < 2:
        return
    groups: defaultdict[str | None, list[PrintedTotal]] = defaultdict(list)
    for total in plan.totals:
        groups[total.node].append(total)
    for totals in groups.values():
        sums = [total for total in totals if _SUM.fullmatch("".join(fold_width(total.label).split()))]
        parts = [_part(totals, step.label) for step in plan.scale.labels]
        if len(sums) != 1 or any(part is None for part in parts):
            continue
        added = sum(part.count for part in parts if part is not None)
        if added == sums[0].count:
            continue
        yield Remark(
            ja=f"「{sums[0].label}」は{sums[0].count}と印刷されていますが、方針ごとの数を足すと{added}です。"
            "どちらかを直してください。",
            en=f"“{sums[0].label}” is printed as {sums[0].count}, but the numbers by direction add up to {added}.",
            subject=sums[0].node,
            field="totals",
            place=sums[0].place,
        )


def _part(totals: Sequence[PrintedTotal], label: str) -> PrintedTotal | None:
    found = [total for total in totals if label and fold_width(label) in fold_width(total.label)]
    return found[0] if len(found) == 1 else None


RULE = Rule(
    code="totals-do-not-add-up",
    severity=Severity.WARNING,
    ja="方針ごとの数を足しても合計にならない",
    en="Numbers by direction do not add up to the total",
    explanation=Explanation(
        what="文書に印刷された方針ごとの数（充実 7、継続 54 など）を足した数が、印刷された合計と違うところを知らせ"
        "ます。すべての区分の数が印刷されているときだけ比べます。",
        why="表の一か所だけを直したときに起こります。事業を数え直さなくても、紙の上で分かる食い違いです。",
        wrong="「A：充実 7」「B：継続 54」「C：縮小 5」「D：廃止 6」「合計 73」",
        right="「合計 72」",
        what_en="Reports a printed total that differs from the sum of the printed numbers by direction.",
        why_en="One place of the table was changed and the other forgotten; every reader can see it.",
    ),
    look=_look,
)
