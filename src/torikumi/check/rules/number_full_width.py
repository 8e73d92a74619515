"""A number written in full-width digits."""

import re
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

_FULL_WIDTH = re.compile(r"[０-９]")


def _look(plan: Plan) -> Iterator[Remark]:
    numbered = [project for project in plan.projects if project.number]
    full = [project for project in numbered if _FULL_WIDTH.search(project.number or "")]
    if len(full) > 1 and len(full) == len(numbered):
        yield remark_on_project(
            full[0],
            "number",
            ja="どの事業の番号も全角の数字です。データとして配るときは半角にしてください。",
            en="All project numbers are in full-width digits. Use half-width ones in data to hand out.",
        )
        return
    for project in full:
        yield remark_on_project(
            project,
            "number",
            ja=f"{title_of(project)}の番号に全角の数字があります。半角に直してください。",
            en=f"The number of {title_of(project)} has full-width digits. Write half-width ones.",
        )


RULE = Rule(
    code="number-full-width",
    severity=Severity.INFO,
    ja="番号が全角の数字である",
    en="A number is in full-width digits",
    explanation=Explanation(
        what="事業の番号に全角の数字があれば知らせます。全部の番号が全角なら、一度だけ知らせます。",
        why="表計算ソフトは全角の数字を文字として扱うことがあり、並べ替えや突き合わせがずれます。"
        "国の「機械判読可能なデータ」の決まりも、数値を数値として入れるように求めています。",
        wrong="No.「１２」",
        right="No.「12」",
        what_en="Reports full-width digits in project numbers; once if all numbers have them.",
        why_en="Spreadsheets take full-width digits for text, so sorting and matching go wrong.",
    ),
    look=_look,
)
