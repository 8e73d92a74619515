"""What a plan tells of lineage in words: 「…を統合」, 「…に統合」, 「…に代わる」, 「…の後継」."""

import re
from collections.abc import Iterable, Iterator, Sequence

from torikumi.compare.lineage.candidates import LEAST_NAME
from torikumi.compare.lineage.record import Record, bare_name
from torikumi.plan.model import Plan
from torikumi.plan.project import MergeKind

Ends = tuple[int, int]

# After the name of the older project, in the run of letters that `Record.words` is. That the older text speaks of the
# newer (「…へ移行」) is mostly said of a part of the money, so it tells nothing here.
_SUCCEEDS = re.compile(
    r"(?:等|事業|補助金|交付金|制度){0,2}(?:に[代替]わ|に[代替]え|の後継|を廃止し|を終了し|を引き?継|を継承)"
)


def told_merges(old: Plan, new: Plan) -> Iterator[Ends]:
    """Yield the merges (index in old, index in new) that either edition tells of in a name or a summary."""
    old_by_name, new_by_name = _by_name(old), _by_name(new)
    for at, project in enumerate(new.projects):
        for merge in project.merges:
            partner = old_by_name.get(bare_name(merge.partner))
            if merge.kind is MergeKind.ABSORBED and partner is not None:
                yield partner, at
    for at, project in enumerate(old.projects):
        for merge in project.merges:
            partner = new_by_name.get(bare_name(merge.partner))
            if merge.kind is MergeKind.INTO and partner is not None:
                yield at, partner


def told_successors(old: Sequence[Record], new: Sequence[Record], pairs: Iterable[Ends]) -> Iterator[Ends]:
    """Yield those of the pairs whose newer text says that it follows the older project, which ended."""
    for one, other in pairs:
        if old[one].bare != new[other].bare and _succeeds(new[other].words, old[one].bare):
            yield one, other


def _succeeds(words: str, name: str) -> bool:
    if len(name) < LEAST_NAME:
        return False
    at = words.find(name)
    while at >= 0:
        if _SUCCEEDS.match(words, at + len(name)):
            return True
        at = words.find(name, at + 1)
    return False


def _by_name(plan: Plan) -> dict[str, int]:
    """Return the projects by their bare names; by the second name, too, where nobody bears it as the first."""
    names: dict[str, int] = {}
    for first in (False, True):
        for at, project in enumerate(plan.projects):
            name = bare_name(project.name) if first else bare_name(project.second_name or "")
            if name:
                names[name] = at
    return names
