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
    if not any(map(is_repeated, drafts)):
        return [*drafts], []
    firsts: dict[str, Draft] = {}
    for draft in drafts:
        if not is_repeated(draft):
            firsts.setdefault(project_key(draft.name), draft)
    kept: list[Draft] = []
    doubts: list[tuple[int, Finding]] = []
    for draft in drafts:
        first = firsts.get(project_key(_without_mark(draft.name))) if is_repeated(draft) else None
        if first is None:
            kept.append(draft)
            if is_repeated(draft):
                doubts.append((len(kept) - 1, lone_repetition(draft)))
        elif draft.node is not None and draft.node not in (first.node, *first.also_under):
            first.also_under.append(draft.node)
    return kept, doubts


def join_years(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with those joined that blocks of several years list again: the newest, with all answers."""
    if len({draft.of_year for draft in drafts if draft.of_year is not None}) < 2:
        return [*drafts]
    groups: dict[tuple[str, str | None], list[Draft]] = {}
    for index, draft in enumerate(drafts):
        key = (project_key(draft.name), draft.number) if draft.of_year is not None else ("", str(index))
        groups.setdefault(key, []).append(draft)
    return [one for group in groups.values() for one in _of_all_years(group)]


def _of_all_years(group: list[Draft]) -> list[Draft]:
    if len({draft.of_year for draft in group}) < len(group) or len(group) == 1:
        return group
    in_order = sorted(group, key=lambda draft: draft.of_year or 0)
    newest = in_order[-1]
    for name in ("reviews", "amounts", "indicators"):
        values = [value for draft in in_order for value in getattr(draft, name)]
        setattr(newest, name, list(dict.fromkeys(values)))
    for draft in in_order[:-1]:
        newest.doubts.extend(draft.doubts)
    return [newest]


def is_repeated(draft: Draft) -> bool:
    """Tell whether a project is marked as standing in a second place."""
    return draft.repeated or _REPEATED.search(draft.name) is not None


def _without_mark(name: str) -> str:
    return _REPEATED.sub("", name).strip()
