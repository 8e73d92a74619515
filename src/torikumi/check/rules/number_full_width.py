"""A number written in full-width digits."""

import re
from collections.abc import Iterator

from torikumi.check.many import remark_on_each_or_all
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

_FULL_WIDTH = re.compile(r"[０-９]")


def _look(plan: Plan) -> Iterator[Remark]:
    full = [project for project in plan.projects if _FULL_WIDTH.search(project.number or "")]
    return remark_on_each_or_all(full, "number", _words)


def _words(title_ja: str, title_en: str) -> tuple[str, str]:
    return (
        f"{title_ja}の番号に全角の数字があります。データとして配る前に半角に直してください。",
        f"The number of {title_en} has full-width digits. Write half-width ones in data to hand out.",
    )


RULE = Rule(
    code="number-full-width",
    severity=Severity.INFO,
    ja="番号が全角の数字である",
    en="A number is in full-width digits",
    explanation=Explanation(
        what="事業の番号に全角の数字があれば知らせます。五つより多ければ、まとめて一度だけ知らせます。",
        why="表計算ソフトは全角の数字を文字として扱うことがあり、並べ替えや突き合わせがずれます。"
        "国の「機械判読可能なデータ」の決まりも、数値を数値として入れるように求めています。",
        wrong="No.「１２」",
        right="No.「12」",
        what_en="Reports full-width digits in project numbers; once where more than five have them.",
        why_en="Spreadsheets take full-width digits for text, so sorting and matching go wrong.",
    ),
    look=_look,
)
