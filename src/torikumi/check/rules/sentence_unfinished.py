"""A summary that breaks off without a full stop."""

import re
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.sentences import is_closed
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

# In a plan whose summaries mostly end without a full stop (体言止め, lists), one more means nothing.
_USUAL = 0.9
_SHORTEST = 20
_SHOWN = 12
# A noun, 等 or the last item of a list may end a summary; a verb, a particle or a comma does not.
_BROKEN_OFF = re.compile(r"([ぁ-ん](?<!など)(?<!ほか)|[、，,・])$")


def _look(plan: Plan) -> Iterator[Remark]:
    with_summary = [(project, project.summary.strip()) for project in plan.projects if project.summary]
    finished = sum(1 for _, summary in with_summary if is_closed(summary))
    if finished < _USUAL * len(with_summary):
        return
    for project, summary in with_summary:
        if is_closed(summary) or len(summary) < _SHORTEST or not _BROKEN_OFF.search(summary):
            continue
        end = f"…{summary[-_SHOWN:]}"
        yield remark_on_project(
            project,
            "summary",
            ja=f"{title_of(project)}の概要が「{end}」で終わり、句点がありません。途中で切れていないか確かめてください。",
            en=f"The summary of {title_of(project)} ends in “{end}” without a full stop. Check that it is whole.",
        )


RULE = Rule(
    code="sentence-unfinished",
    severity=Severity.WARNING,
    ja="概要の文が終わっていない",
    en="A summary breaks off",
    explanation=Explanation(
        what="ほとんどの概要が句点（。）で終わる計画で、動詞・助詞・読点で切れている概要を知らせます。"
        "体言止め、「等」「など」、20字に満たない概要は数えません。",
        why="セルからはみ出した文が切れていたり、次のページの続きを落としていたりします。そうでなくても、"
        "公表する文書では書き方をそろえます。",
        wrong="「隣の市と協定を結び、図書館を相互に利用できるようにする」（ほかの概要はみな「。」で終わる）",
        right="「隣の市と協定を結び、図書館を相互に利用できるようにする。」",
        what_en="Reports summaries of 20 characters or more that end in a verb, a particle or a comma without a full stop, "
        "where nearly all others have one.",
        why_en="The text may have been cut off by its cell or at the end of a page.",
    ),
    look=_look,
)
