"""What was promised for this year, and of which nothing is said."""

import re
from collections.abc import Iterator

from torikumi.check.answers import answers_of, latest_answers
from torikumi.check.lineage import Before
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.sentences import sentences_of
from torikumi.check.titles import shorten, title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project

_PROMISED = re.compile(
    r"(来年度|次年度|翌年度)(に|は|から|には|より|の|中)?.*"
    r"(する|行う|始める|導入|見直す|改める|検討|予定|実施|着手|増やす|開く|設ける|移す)"
)
_WORD = re.compile(r"[ァ-ヶー]{3,}|[一-龠々]{2,}")
# Words that stand in nearly every promise, and so tell of none.
_EMPTY = frozenset(
    (
        "来年度",
        "次年度",
        "翌年度",
        "実施",
        "検討",
        "予定",
        "導入",
        "事業",
        "必要",
        "今後",
        "計画",
        "開始",
        "着手",
        "継続",
    )
) | {"見直", "対応"}


def _look_back(plan: Plan, before: Before) -> Iterator[Remark]:
    if plan.year is None or before.plan.year is None or plan.year <= before.plan.year:
        return
    for old, project in before.pairs():
        answers = [answer for answer in latest_answers(plan, project) if answer.year == plan.year]
        told = "\n".join(
            (
                project.summary or "",
                *(text for answer in answers for text in (answer.result, answer.reason) if text),
            )
        )
        if not answers or not any(answer.result for answer in answers):
            continue
        sentence = _promise(old, before.plan.year)
        if sentence is None:
            continue
        words = set(_WORD.findall(sentence)) - _EMPTY
        if not words or any(word[:2] in told for word in words):
            continue
        yield remark_on_project(
            project,
            "reviews",
            ja=f"{title_of(project)}は前の年に「{shorten(sentence)}」としていましたが、今年の評価に触れられていません。"
            "どうなったかを書いてください。",
            en=f"{title_of(project)} promised “{shorten(sentence)}” the year before, and this year's answer says nothing of it."
            " Tell what became of it.",
        )


def _promise(project: Project, year: int) -> str | None:
    for answer in answers_of(project):
        if answer.year != year:
            continue
        for text in (answer.result, answer.reason, *(other.text for other in answer.others)):
            for sentence in sentences_of(text or ""):
                if _PROMISED.search(sentence):
                    return sentence
    return None


RULE = Rule(
    code="promise-without-follow-up",
    severity=Severity.INFO,
    ja="前の年の約束に触れていない",
    en="A promise of last year is not followed up",
    explanation=Explanation(
        what="前の版（--previous）の評価に「来年度に…する」などとある事業で、今年の成果・"
        "課題・概要に、その中身の言葉が一つも出てこないところを知らせます。今年の評価がまだない事業では知らせ"
        "ません。",
        why="約束がどうなったかを見ることが、評価を毎年行う意味です。",
        wrong="前の年「来年度に予約システムを導入する。」、今年の成果「講座を12回開いた。」",
        right="今年の成果「予約システムは9月から使っている。」",
        what_en="Reports projects whose answer of the year before promised something for "
        "this year that no text of this year takes up.",
        why_en="To look at what was promised is why a review is done each year.",
    ),
    look_back=_look_back,
)
