"""A project that stands before one with a smaller number."""

from collections.abc import Iterator
from itertools import pairwise

from torikumi.check.numbering import numbered_runs, plain_number
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

# More falls than one row in twenty mean a table in another order, by section or by budget item.
_FREQUENT = 20


def _look(plan: Plan) -> Iterator[Remark]:
    for run in numbered_runs(plan):
        plain = [(number, project) for project in run if (number := plain_number(project)) is not None]
        falls = [(before, after) for (first, before), (second, after) in pairwise(plain) if second < first]
        if len(falls) > max(1, len(plain) // _FREQUENT):
            continue
        for before, after in falls:
            yield remark_on_project(
                after,
                "number",
                ja=f"{title_of(after)}が{title_of(before)}の後にあります。番号か行の順を確かめてください。",
                en=f"{title_of(after)} stands after {title_of(before)}. Check the number or the order of rows.",
            )


RULE = Rule(
    code="number-out-of-order",
    severity=Severity.WARNING,
    ja="番号の順が逆になっている",
    en="Numbers are out of order",
    explanation=Explanation(
        what="番号の順に並んだ計画の中で、前の行より小さい番号の行を知らせます。"
        "番号順に並べていない計画では知らせません。",
        why="番号の打ち間違いか、行の入れ替わりです。どちらも、番号で引く人を迷わせます。",
        wrong="No.3、No.5、No.4、No.6",
        right="No.3、No.4、No.5、No.6",
        what_en="Reports a row with a smaller number than the row before, in plans that are in the order of numbers.",
        why_en="Either the number is mistyped or rows have changed places.",
    ),
    look=_look,
)
