"""A summary that breaks off without a full stop."""

from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.sentences import is_closed
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

# In a plan whose summaries mostly end without a full stop (体言止め, lists), one more means nothing.
_USUAL = 0.9
_SHORTEST = 20


def _look(plan: Plan) -> Iterator[Remark]:
    with_summary = [project for project in plan.projects if project.summary and project.summary.strip()]
    unfinished = [project for project in with_summary if not is_closed(project.summary or "")]
    if len(with_summary) - len(unfinished) < _USUAL * len(with_summary):
        return
    for project in unfinished:
        summary = (project.summary or "").strip()
        if len(summary) < _SHORTEST:
            continue
        yield remark_on_project(
            project,
            "summary",
            ja=f"{title_of(project)}の概要が「{summary[-10:]}」で終わり、句点がありません。"
            "途中で切れていないか確かめてください。",
            en=f"The summary of {title_of(project)} ends in “{summary[-10:]}” without a full stop. Check that it is "
            "whole.",
        )


RULE = Rule(
    code="sentence-unfinished",
    severity=Severity.WARNING,
    ja="概要の文が終わっていない",
    en="A summary breaks off",
    explanation=Explanation(
        what="ほとんどの概要が句点（。）で終わる計画で、句点もかっこもなく終わる概要を知らせます。"
        "20字に満たない概要は数えません。",
        why="セルからはみ出した文が切れていたり、次のページの続きを落としていたりします。そうでなくても、"
        "公表する文書では書き方をそろえます。",
        wrong="「都市と連携協定を結び、住民交流を促進する」（ほかの概要はみな「。」で終わる）",
        right="「都市と連携協定を結び、住民交流を促進する。」",
        what_en="Reports summaries of 20 characters or more without a final full stop, where nearly all others have one.",
        why_en="The text may have been cut off by its cell or at the end of a page.",
    ),
    look=_look,
)
