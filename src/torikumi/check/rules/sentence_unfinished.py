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
# Where next to all have one, even a summary that ends in a noun has lost something.
_NEXT_TO_ALL = 0.97
_SHORTEST = 20
_SHOWN = 12
# 「広報等を実施」, 「費用の補助」: a noun that tells what is done ends a sentence by custom (体言止め).
_CLOSING_WORDS = (
    *("等", "など", "ほか", "実施", "支援", "推進", "促進", "整備", "開催", "提供", "補助", "助成", "交付"),
    *("運営", "作成", "委託", "調査", "検討", "支給", "派遣", "設置", "配布", "発信"),
)
_ITEM = re.compile(r"[・･●○◯■□◆◇▪•※①-⑳]|[0-9０-９]{1,2}[.．)）]")
_BROKEN_OFF = re.compile(r"[ぁ-ん、，,・]$")


def _look(plan: Plan) -> Iterator[Remark]:
    summaries = [
        (project, summary) for project in plan.projects if (summary := (project.summary or "").strip())
    ]
    finished = sum(1 for _, summary in summaries if is_closed(summary))
    if finished < _USUAL * len(summaries):
        return
    is_strict = finished >= _NEXT_TO_ALL * len(summaries)
    for project, summary in summaries:
        if is_closed(summary) or len(summary) < _SHORTEST or _needs_no_stop(summary):
            continue
        if not _BROKEN_OFF.search(summary) and not is_strict:
            continue
        end = f"…{summary[-_SHOWN:]}"
        yield remark_on_project(
            project,
            "summary",
            ja=f"{title_of(project)}の概要が「{end}」で終わり、句点がありません。途中で切れていないか確かめてください。",
            en=f"The summary of {title_of(project)} ends in “{end}” without a full stop. Check that it is whole.",
        )


def _needs_no_stop(summary: str) -> bool:
    # The last item of a list ends without a full stop anywhere.
    return summary.endswith(_CLOSING_WORDS) or _ITEM.match(summary.splitlines()[-1].strip()) is not None


RULE = Rule(
    code="sentence-unfinished",
    severity=Severity.WARNING,
    ja="概要の文が終わっていない",
    en="A summary breaks off",
    explanation=Explanation(
        what="九割以上の概要が句点（。）で終わる計画で、動詞・助詞・読点で切れている概要を知らせます。"
        "句点がほとんどすべて（97％）に付いている計画では、名詞で終わるものも知らせます。"
        "「実施」「補助」「等」などの体言止め、箇条書きの終わり、20字に満たない概要は数えません。",
        why="セルからはみ出した文が切れていたり、次のページの続きを落としていたりします。そうでなくても、"
        "公表する文書では書き方をそろえます。",
        wrong="「隣の市と協定を結び、図書館を相互に利用できるようにする」（ほかの概要はみな「。」で終わる）",
        right="「隣の市と協定を結び、図書館を相互に利用できるようにする。」",
        what_en="Reports summaries of 20 characters or more without a final full stop, where nearly all others have one.",
        why_en="The text may have been cut off by its cell or at the end of a page.",
    ),
    look=_look,
)
