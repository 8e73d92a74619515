"""A cell that should hold a number and holds something else."""

import re
from collections.abc import Iterator

from torikumi.check.measured import indicators_of, values_of
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.titles import shorten, title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.place import place_of
from torikumi.plan.quantity import ValueState

# From one number to another, its unit elsewhere: a target may well be so.
_RANGE = re.compile(r"\s*[\d０-９,.]+\s*[~〜～－-]\s*[\d０-９,.]+\s*")


def _look(plan: Plan) -> Iterator[Remark]:
    for measured in indicators_of(plan):
        for value in values_of(measured.indicator):
            if value.value.state is ValueState.UNREADABLE and not _RANGE.fullmatch(value.value.raw):
                name, raw = shorten(measured.indicator.name), shorten(value.value.raw)
                yield measured.remark(
                    ja=f"{measured.title}の指標「{name}」の値「{raw}」を数として読めません。数と単位に直してください。",
                    en=f"The value “{raw}” of “{name}” of {measured.title} is no number. Write a number and its unit.",
                )
    for project in plan.projects:
        for amount in project.amounts:
            if amount.value.state is ValueState.UNREADABLE:
                label, raw = shorten(amount.label), shorten(amount.value.raw)
                yield Remark(
                    ja=f"{title_of(project)}の「{label}」の値「{raw}」を金額として読めません。数と単位に直してください。",
                    en=f"The value “{raw}” of “{label}” of {title_of(project)} is no amount. Write a number and its unit.",
                    subject=project.id,
                    field="amounts",
                    place=place_of("amounts", amount.places or project.places),
                )


RULE = Rule(
    code="value-unreadable",
    severity=Severity.WARNING,
    ja="値を数として読めない",
    en="A value is not a number",
    explanation=Explanation(
        what="指標の値や金額の欄に、数でも「未集計」「－」「現状維持」"
        "などの決まった言葉でもないものが入っているところを知らせます。",
        why="数として読めない値は、グラフにも合計にも入りません。",
        wrong="目標値「12.3.4人」",
        right="目標値「12.3人」",
        what_en="Reports values of indicators and amounts that are neither a number nor a word that is known to "
        "stand for one.",
        why_en="Such a value falls out of every chart and total.",
    ),
    look=_look,
)
