"""Half-width brackets where the others are full-width, or the other way round."""

from collections import Counter
from collections.abc import Callable, Iterator

from torikumi.check.brackets import Pair, round_pairs
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
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
        styles = [(project, _style(text_of(project))) for project in plan.projects]
        counts = Counter(style for _, style in styles if style in ("full", "half"))
        usual = counts.most_common(1)[0][0] if counts else "full"
        is_clear = counts["full"] + counts["half"] - counts[usual] <= counts[usual] / _RARE
        for project, style in styles:
            if style == "both" or (is_clear and style not in ("", usual)):
                yield _remark(project, field, word, style)


def _remark(project: Project, field: str, word: str, style: str) -> Remark:
    ja, en = _IN_WORDS[style]
    return remark_on_project(
        project,
        field,
        ja=f"{title_of(project)}の{word}のかっこは{ja}。どちらかの幅にそろえてください。",
        en=f"The brackets in the {field} of {title_of(project)} are {en}. Use one width.",
    )


def _style(text: str) -> str:
    pairs = [pair for pair in round_pairs(text) if _is_japanese(pair)]
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
        "英数字だけのかっこ、一字のかっこは数えません。半々に混ざっている計画では知らせません。",
        why="同じ課や施設が、表計算ソフトの集計では別のものになります。",
        wrong="「生涯学習課（児童館）」「公民館（分館）」「図書館 (西分館)」「環境課（処理場）」",
        right="「図書館（西分館）」",
        what_en="Reports names and sections whose round brackets differ in width from nearly all others.",
        why_en="A spreadsheet takes the two forms for two sections.",
    ),
    look=_look,
)
