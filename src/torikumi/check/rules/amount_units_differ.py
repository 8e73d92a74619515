"""Amounts of one column in several units."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from torikumi.check.many import remark_on_each_or_all
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.text.width import fold_width


def _look(plan: Plan) -> Iterator[Remark]:
    by_label: defaultdict[str, defaultdict[str, list[Project]]] = defaultdict(lambda: defaultdict(list))
    for project in plan.projects:
        for amount in project.amounts:
            unit = "".join(fold_width(amount.value.unit or "").split())
            if amount.value.number is not None and unit:
                by_label[amount.label][unit].append(project)
    for label, units in by_label.items():
        usual = max(units, key=lambda unit: len(units[unit]))
        for unit, projects in units.items():
            if unit != usual:
                yield from remark_on_each_or_all(projects, "amounts", partial(_words, label, unit, usual))


def _words(label: str, unit: str, usual: str, title_ja: str, title_en: str) -> tuple[str, str]:
    return (
        f"{title_ja}の「{label}」の単位は「{unit}」ですが、ほかの事業では「{usual}」です。そろえてください。",
        f"“{label}” of {title_en} is in {unit}; other projects have {usual}. Use one unit.",
    )


RULE = Rule(
    code="amount-units-differ",
    severity=Severity.WARNING,
    ja="金額の単位がそろっていない",
    en="Amounts of one column are in several units",
    explanation=Explanation(
        what="同じ表示の金額（R6当初など）に、事業によって違う単位（円・千円・百万円など）が付いているところを知ら"
        "せます。少ないほうを挙げます。",
        why="単位の違う額を足すと、合計が千倍違うことがあります。",
        wrong="「R6当初」が、ほかの事業では「4,200千円」、一つだけ「4,200,000円」",
        right="すべて千円で書く",
        what_en="Reports amounts under one label whose unit is not that of most projects.",
        why_en="A sum over both units is out by a thousand.",
    ),
    look=_look,
)
