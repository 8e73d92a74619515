"""Projects that stand in a second place (再掲): joined with their first, never counted twice."""

import re
from collections.abc import Sequence

from torikumi.plan.finding import Finding
from torikumi.read.projects import Draft
from torikumi.read.row_doubts import lone_repetition
from torikumi.text.names import project_key

_REPEATED = re.compile(r"[（(【\[〔＜<]\s*再掲[^）)】\]〕＞>]*[）)】\]〕＞>]|\A\s*再掲\s*[:：]")


def join_repeated(drafts: Sequence[Draft]) -> tuple[list[Draft], list[tuple[int, Finding]]]:
    """Return the drafts without repetitions whose first place is known, and doubts by the index of their draft."""
    if not any(map(_is_repeated, drafts)):
        return [*drafts], []
    firsts: dict[str, Draft] = {}
    for draft in drafts:
        if not _is_repeated(draft):
            firsts.setdefault(project_key(draft.name), draft)
    kept: list[Draft] = []
    doubts: list[tuple[int, Finding]] = []
    for draft in drafts:
        first = firsts.get(project_key(_without_mark(draft.name))) if _is_repeated(draft) else None
        if first is None:
            kept.append(draft)
            if _is_repeated(draft):
                doubts.append((len(kept) - 1, lone_repetition(draft)))
        elif draft.node is not None and draft.node not in (first.node, *first.also_under):
            first.also_under.append(draft.node)
    return kept, doubts


def _is_repeated(draft: Draft) -> bool:
    return draft.repeated or _REPEATED.search(draft.name) is not None


def _without_mark(name: str) -> str:
    return _REPEATED.sub("", name).strip()
