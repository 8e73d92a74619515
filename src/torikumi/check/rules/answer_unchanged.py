"""An answer that is word for word that of the year before."""

from collections import defaultdict
from collections.abc import Iterator

from torikumi.check.answers import answers_of
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Review
from torikumi.text.era import format_fiscal_year
from torikumi.text.width import fold_width

_SHORTEST = 15


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        by_rater: defaultdict[str, dict[int, Review]] = defaultdict(dict)
        for answer in answers_of(project):
            by_rater[answer.rater][answer.year] = answer
        for answers in by_rater.values():
            year = max(answers)
            last = answers.get(year - 1)
            if last is None:
                continue
            for word, word_en, now, was in (
                ("成果", "result", answers[year].result, last.result),
                ("課題", "reason", answers[year].reason, last.reason),
            ):
                if now and was and len(now.strip()) >= _SHORTEST and _fold(now) == _fold(was):
                    yield remark_on_project(
                        project,
                        "reviews",
                        ja=f"{title_of(project)}の{format_fiscal_year(year)}の{word}が、前の年度と一字一句同じです。"
                        "今年のことを書いてください。",
                        en=f"The {word_en} of {title_of(project)} for {year} is word for word that of the year before. Write"
                        " of this year.",
                    )


def _fold(text: str) -> str:
    return "".join(fold_width(text).split())


RULE = Rule(
    code="answer-unchanged",
    severity=Severity.WARNING,
    ja="評価の文が前の年と同じである",
    en="An answer is that of the year before",
    explanation=Explanation(
        what="同じ評価者の成果・課題の文（15字以上）が、前の年度とまったく同じであるところを知らせます。",
        why="前の年の欄を写しただけで、今年のことが書かれていません。",
        wrong="令和5年度と令和6年度の成果が、どちらも「講座を12回開き、延べ150人が参加した。」",
        right="令和6年度の成果「講座を10回開き、延べ128人が参加した。」",
        what_en="Reports results and reasons of one rater that are word for word those of the year before.",
        why_en="The cell was copied; nothing is said of this year.",
    ),
    look=_look,
)
