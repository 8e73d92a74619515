"""Half-width brackets where the others are full-width, or the other way round."""

from collections.abc import Callable, Iterator
from functools import partial

from torikumi.check.brackets import Pair, outer_pairs
from torikumi.check.many import remark_on_each_or_all
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project

# Where the rarer form is more than a third of the usual one, the plan has no usual form.
_RARE = 3
_IN_WORDS = {
    "both": ("全角と半角が混ざっています", "of two widths"),
    "half": ("半角ですが、ほかは全角です", "half-width, the others are full-width"),
    "full": ("全角ですが、ほかは半角です", "full-width, the others are half-width"),
}
_FIELDS: tuple[tuple[str, str, Callable[[Project], str]], ...] = (
    ("name", "事業名", lambda project: project.name),
    ("sections", "担当課", lambda project: " ".join(section.printed for section in project.sections)),
)


def _look(plan: Plan) -> Iterator[Remark]:
    for field, word, text_of in _FIELDS:
        by_style: dict[str, list[Project]] = {"both": [], "half": [], "full": [], "": []}
        for project in plan.projects:
            by_style[_style(text_of(project))].append(project)
        yield from remark_on_each_or_all(by_style["both"], field, partial(_words, "both", field, word))
        rarer, usual = sorted(("half", "full"), key=lambda style: len(by_style[style]))
        if len(by_style[rarer]) <= len(by_style[usual]) / _RARE:
            yield from remark_on_each_or_all(by_style[rarer], field, partial(_words, rarer, field, word))


def _words(style: str, field: str, word: str, title_ja: str, title_en: str) -> tuple[str, str]:
    ja, en = _IN_WORDS[style]
    return (
        f"{title_ja}の{word}のかっこは{ja}。どちらかの幅にそろえてください。",
        f"The brackets in the {field} of {title_en} are {en}. Use one width.",
    )


def _style(text: str) -> str:
    pairs = [pair for pair in outer_pairs(text) if _is_japanese(pair)]
    widths = {pair.opening for pair in pairs} | {{"）": "（", ")": "("}[pair.closing] for pair in pairs}
    if len(widths) > 1:
        return "both"
    return {"（": "full", "(": "half"}[widths.pop()] if widths else ""


def _is_japanese(pair: Pair) -> bool:
    # 「(株)」 and 「(1)」, 「(PR)」 are rightly half-width beside full-width brackets.
    return len(pair.inside) > 1 and not pair.inside.isascii()


RULE = Rule(
    code="bracket-width-mixed",
    severity=Severity.INFO,
    ja="かっこの全角と半角が混ざっている",
    en="Brackets of two widths are mixed",
    explanation=Explanation(
        what="事業名と担当課のかっこが、一つだけ半角（または全角）になっているところを知らせます。"
        "英数字だけのかっこ、一字のかっこ、かっこの中のかっこは数えません。半々に混ざっている計画では知らせません。",
        why="同じ課や施設が、表計算ソフトの集計では別のものになります。",
        wrong="「生涯学習課（児童館）」「公民館（分館）」「図書館 (西分館)」「環境課（処理場）」",
        right="「図書館（西分館）」",
        what_en="Reports names and sections whose round brackets differ in width from nearly all others.",
        why_en="A spreadsheet takes the two forms for two sections.",
    ),
    look=_look,
)
