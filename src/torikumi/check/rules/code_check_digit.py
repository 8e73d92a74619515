"""A municipality code that its own last digit contradicts."""

from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.errors import UserError
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.municipality import parse_code


def _look(plan: Plan) -> Iterator[Remark]:
    if plan.municipality is None:
        return
    code = plan.municipality.code
    if _is_right(code):
        return
    yield Remark(
        ja=f"団体コード「{code}」が正しくありません。"
        f"{plan.municipality.name}の6けたの全国地方公共団体コードを確かめてください。",
        en=f"The municipality code “{code}” is wrong. Look up the six digits of {plan.municipality.name}.",
        field="municipality",
    )


def _is_right(code: str) -> bool:
    try:
        return len(code) == 6 and parse_code(code) == code
    except UserError:
        return False


RULE = Rule(
    code="code-check-digit",
    severity=Severity.ERROR,
    ja="団体コードが正しくない",
    en="The municipality code is wrong",
    explanation=Explanation(
        what="全国地方公共団体コードが6けたの数字でないとき、または最後のけた（検査数字）"
        "が前の5けたと合わないときに知らせます。",
        why="市町村どうしの突き合わせはコードで行います。一字違うと、別の市町村の計画になります。",
        wrong="「131017」（千代田区は131016）",
        right="「131016」",
        what_en="Reports a code that is not six digits, or whose last digit does not check the other five.",
        why_en="Plans of many cities are joined by this code.",
    ),
    look=_look,
)
