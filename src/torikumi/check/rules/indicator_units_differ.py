"""An indicator whose values are in different units."""

from collections.abc import Iterator

from torikumi.check.measured import indicators_of, values_of
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.titles import shorten
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.width import fold_width


def _look(plan: Plan) -> Iterator[Remark]:
    for measured in indicators_of(plan):
        units: dict[str, str] = {}
        for value in values_of(measured.indicator):
            if value.value.unit:
                units.setdefault("".join(fold_width(value.value.unit).split()), value.value.unit)
        if len(units) < 2:
            continue
        name, printed = shorten(measured.indicator.name), "」「".join(units.values())
        yield measured.remark(
            ja=f"{measured.title}の指標「{name}」の値の単位が「{printed}」と分かれています。"
            "一つの単位にそろえてください。",
            en=f"The values of “{name}” of {measured.title} are in several units: {', '.join(units.values())}. Use one.",
        )


RULE = Rule(
    code="indicator-units-differ",
    severity=Severity.WARNING,
    ja="指標の単位がそろっていない",
    en="An indicator mixes units",
    explanation=Explanation(
        what="一つの指標の基準値・目標値・実績値に、違う単位が付いているところを知らせます。",
        why="単位が違う値は比べられず、達成率を計算できません。",
        wrong="基準値「412人」、目標値「80%」",
        right="基準値「412人」、目標値「500人」",
        what_en="Reports an indicator whose base, targets and measured values carry different units.",
        why_en="Values in different units cannot be compared.",
    ),
    look=_look,
)
