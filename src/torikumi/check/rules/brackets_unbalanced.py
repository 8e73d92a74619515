"""A bracket without its partner."""

from collections.abc import Iterator

from torikumi.check.brackets import find_unmatched
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import shorten, title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

_AROUND = 8


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        sections = " ".join(section.printed for section in project.sections)
        for field, word, text in (
            ("name", "事業名", project.name),
            ("summary", "概要", project.summary or ""),
            ("sections", "担当課", sections),
        ):
            position = find_unmatched(text)
            if position is None:
                continue
            bracket, around = (
                text[position],
                shorten(text[max(0, position - _AROUND) : position + _AROUND + 1]),
            )
            yield remark_on_project(
                project,
                field,
                ja=f"{title_of(project)}の{word}の「{around}」で、かっこ「{bracket}」の相手がありません。"
                "閉じ忘れか、文が切れていないか確かめてください。",
                en=f"The bracket “{bracket}” in “{around}” has no partner in the {field} of {title_of(project)}."
                " Close it, or find the lost text.",
            )


RULE = Rule(
    code="brackets-unbalanced",
    severity=Severity.WARNING,
    ja="かっこの相手がない",
    en="A bracket has no partner",
    explanation=Explanation(
        what="事業名・概要・担当課の中で、開いたままのかっこや、開いていないのに閉じたかっこを知らせます。"
        "全角と半角の組み合わせと、「1）」「注1）」「ア）」のような項目の印は数えません。",
        why="文が途中で切れたときや、かっこの中の施設名・二つ目の名前を読み違えたときに現れます。",
        wrong="「親子教室（工作の会」",
        right="「親子教室（工作の会）」",
        what_en="Reports brackets without a partner in names, summaries and sections; marks of items like 1） do not "
        "count.",
        why_en="It shows text that was cut off, or a second name or facility that was read wrongly.",
    ),
    look=_look,
)
