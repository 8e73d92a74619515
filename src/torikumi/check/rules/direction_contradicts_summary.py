"""A direction that its own summary speaks against."""

import re
from collections.abc import Iterator

from torikumi.check.directions import is_ending, is_going_on, is_shrinking
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.sentences import sentences_of
from torikumi.check.titles import shorten, title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.text.width import fold_width

# A summary says what a project is for (「販路の拡大を図る」), even when it ends: only words about the project itself count.
_GROWS = re.compile(
    r"(事業|対象|規模|内容|回数|会場|定員|予算)(者|範囲|費|数)?(の|を|も)(更に|さらに|一層)?(拡大|拡充|充実|強化|増や|増額|増加)"
)
_GOES_ON = re.compile(r"(引き続き|引続き|今後も|来年度(以降)?も|次年度(以降)?も|年度以降も)")
_WILL_BE_DONE = re.compile(
    r"(する|していく|行う|行っていく|図る|図っていく|取り組む|努める|進める|継続|実施|ます)$"
)
_HAS_ENDED = re.compile(
    r"(年度末?(を|に|で|をもって|をもちまして|限りで?|をもち)[、]?(本|当|この|当該)?(事業)?(を|は)?|(本|当|この|当該)事業(を|は))"
    r"(すべて|全て)?(廃止|終了|休止|完了)(する|した|します|しました|となった|となりました|とする|とした|としている|している|)$"
)
# With one of these, the sentence tells of another project, or of something that is not decided.
_OTHERWISE = re.compile(
    r"代替|代わ|かわり|移行|統合|引き継|他の|別の|検討|研究|場合|予定だった|ない|なく|ず|なかった|再開"
)


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        sentence = _speaking_against(project)
        if sentence is None or project.direction is None:
            continue
        printed = project.direction.printed
        yield remark_on_project(
            project,
            "direction",
            ja=f"{title_of(project)}の方針は「{printed}」ですが、概要に「{shorten(sentence)}」とあります。"
            "どちらが正しいか確かめてください。",
            en=f"{title_of(project)} is “{printed}”, yet its summary says “{shorten(sentence)}”. Check which is right.",
        )


def _speaking_against(project: Project) -> str | None:
    if project.merges or not project.summary:
        return None
    ends, shrinks, goes_on = is_ending(project), is_shrinking(project), is_going_on(project)
    for sentence in sentences_of(project.summary):
        folded = fold_width(sentence)
        if _OTHERWISE.search(folded):
            continue
        if (ends or shrinks) and _GROWS.search(folded) and _WILL_BE_DONE.search(folded):
            return sentence
        if ends and _GOES_ON.search(folded) and _WILL_BE_DONE.search(folded):
            return sentence
        if goes_on and _HAS_ENDED.search(folded):
            return sentence
    return None


RULE = Rule(
    code="direction-contradicts-summary",
    severity=Severity.WARNING,
    ja="方針と概要が食い違う",
    en="Direction and summary contradict each other",
    explanation=Explanation(
        what="方針が廃止・縮小なのに、概要が事業そのものを「引き続き行う」「対象を拡大する」と述べているところ、"
        "方針が充実・継続なのに、概要が「○年度で終了した」と述べているところを知らせます。"
        "検討中、打ち消し、代わりの事業、統合の話は数えません。事業のねらい（「販路の拡大を図る」など）も数えません。",
        why="前年度の概要を残したまま方針だけ変えると起こります。議会や住民から、最初に尋ねられるところです。",
        wrong="方針「D：廃止」、概要「来年度以降も対象者を拡大して実施する。」",
        right="方針「A：充実」、概要「来年度以降も対象者を拡大して実施する。」",
        what_en="Reports an abolished or shrunk project whose summary says that it goes on or grows, and a continued "
        "one whose"
        " summary says that it has ended. Plans under study, negations, substitutes and merges do not count.",
        why_en="It comes of last year's summary beside this year's direction, and is the first thing a council asks "
        "about.",
    ),
    look=_look,
)
