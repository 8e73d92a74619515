"""A measured value that differs from what the edition before printed."""

from collections.abc import Iterator

from torikumi.check.goodness import differ
from torikumi.check.lineage import Before
from torikumi.check.measured import same_indicators
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import shorten, title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.era import format_fiscal_year
from torikumi.text.width import search_key


def _look_back(_: Plan, before: Before) -> Iterator[Remark]:
    for old, project in before.pairs():
        for was, now in same_indicators(old, project):
            printed = {
                value.year: value.value.number for value in was.actuals if value.value.number is not None
            }
            changed = next(
                (
                    (value.year, printed[value.year], value.value.number)
                    for value in now.actuals
                    if value.year is not None
                    and value.value.number is not None
                    and differ(printed.get(value.year, value.value.number), value.value.number)
                ),
                None,
            )
            if changed is None or search_key(was.unit or "") != search_key(now.unit or ""):
                continue
            year, first, second = changed
            yield remark_on_project(
                project,
                "indicators",
                ja=f"{title_of(project)}の指標「{shorten(now.name)}」の{format_fiscal_year(year)}の実績が、前の版の{first:,f}から"
                f"{second:,f}に変わっています。訂正なら、その旨を書き添えてください。",
                en=f"The value of “{shorten(now.name)}” of {title_of(project)} for {year} was {first:,f} and is {second:,f}."
                " Say that it was corrected.",
            )


RULE = Rule(
    code="actual-rewritten",
    severity=Severity.INFO,
    ja="過去の実績が前の版と違う",
    en="A past value was rewritten",
    explanation=Explanation(
        what="前の版（--previous）に載っていた年度の実績が、この版で別の値になっているところを知らせます。"
        "小数を丸めただけの違いは数えません。",
        why="一度公表した値を断りなく変えると、数字そのものが信用されなくなります。"
        "確定値への訂正なら、そう書けば済みます。",
        wrong="前の版の令和4年度の実績412人が、この版では452人",
        right="令和4年度 452人（前年度の公表値412人を訂正）",
        what_en="Reports measured values of a year that differ from what the edition before printed.",
        why_en="A published value that changes without a word costs trust; a correction should say so.",
    ),
    look_back=_look_back,
)
