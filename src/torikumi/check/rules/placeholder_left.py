"""A place that was left to be filled in."""

import re
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.texts import Text, texts_of
from torikumi.check.titles import shorten, title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

_LEFT = re.compile(
    r"(?<![○〇])[○〇]{2,}(?![○〇])(?=[ぁ-んァ-ヶ一-龠])|[×✕]{3,}|＊{3,}|\*{3,}|X{3,}|ＸＸＸ+|(?<![一-龠])記入例|ここに(入力|記入)|（要確認）|\(要確認\)|【要確認】|【作成中】|【調整中】|ＴＢＤ|TBD|ダミー(データ|文)?(?=$|[。、）)])"
)


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        own = (Text(field="name", ja="事業名", en="name", text=project.name), *texts_of(project))
        for text in own:
            found = _LEFT.search(text.text)
            if found is None:
                continue
            around = shorten(text.text[max(0, found.start() - 8) : found.end() + 8])
            yield remark_on_project(
                project,
                text.field,
                ja=f"{title_of(project)}の{text.ja}に、あとで埋めるための印「{around}」が残っています。埋めるか消してください。",
                en=f"“{around}” in the {text.en} of {title_of(project)} was left to be filled in. Fill it in, or drop it.",
            )
            break


RULE = Rule(
    code="placeholder-left",
    severity=Severity.WARNING,
    ja="あとで埋める印が残っている",
    en="A placeholder was left",
    explanation=Explanation(
        what="名前や文の中の「○○」「×××」「（要確認）」「ここに入力」のような、"
        "あとで埋めるつもりの印を知らせます。",
        why="下書きのまま公表されることがあります。",
        wrong="「○○課と連携して実施する。」",
        right="「福祉課と連携して実施する。」",
        what_en="Reports marks such as ○○, ×××, （要確認） in names and texts.",
        why_en="Drafts get published with them.",
    ),
    look=_look,
)
