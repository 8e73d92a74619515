"""What a lineage of sections is made of, and its JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from torikumi.compare.lineage.edge import Verdict
from torikumi.errors import UserError
from torikumi.plan.codec import PlanValueError, decode, encode
from torikumi.text.names import section_key


class SectionTurn(StrEnum):
    """What became of a section."""

    CONTINUES = "continues"  # 継続: the same name under the same unit
    MOVED = "moved"  # 移管: the same name under another unit
    RENAMED = "renamed"  # 改称
    MERGED = "merged"  # 統合: one of several that became one
    SPLIT = "split"  # 分割: one of several that one became


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionEdge:
    """A line from a unit of the older list to one of the newer, by their paths from the top down.

    `confidence` is from 0 to 1; `evidence` are the names of what speaks for it.
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    turn: SectionTurn
    confidence: float
    evidence: tuple[str, ...] = ()
    verdict: Verdict = Verdict.PROPOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLineage:
    """The edges in the order of the newer list, which units ended, which are new, and what a person refused."""

    edges: tuple[SectionEdge, ...] = ()
    ended: tuple[tuple[str, ...], ...] = ()
    new: tuple[tuple[str, ...], ...] = ()
    refused: tuple[SectionEdge, ...] = ()

    def decided(self) -> tuple[SectionEdge, ...]:
        """Return what a person said, to be given to the next proposal."""
        return (*(edge for edge in self.edges if edge.verdict is Verdict.CONFIRMED), *self.refused)

    def names_today(self) -> Mapping[str, tuple[str, ...]]:
        """Return, for the key of each older name that nobody bears now, the names of those who followed, in order."""
        present = {section_key(edge.new[-1]) for edge in self.edges} | {
            section_key(path[-1]) for path in self.new
        }
        found: dict[str, dict[str, None]] = {}
        for edge in self.edges:
            key = section_key(edge.old[-1])
            if key not in present:
                found.setdefault(key, {})[edge.new[-1]] = None
        return {key: tuple(names) for key, names in found.items()}


class SectionLineageError(UserError):
    """A file that holds no lineage of sections."""


def dump_sections(lineage: SectionLineage) -> str:
    """Return a lineage as JSON; the same lineage always gives the same text."""
    return json.dumps(encode(lineage), ensure_ascii=False, indent=1) + "\n"


def load_sections(text: str) -> SectionLineage:
    """Return the lineage of its JSON. Raises SectionLineageError."""
    try:
        lineage = decode(SectionLineage, json.loads(text))
    except (ValueError, TypeError, RecursionError, PlanValueError) as error:
        raise _refusal() from error
    if not all(edge.old and edge.new for edge in (*lineage.edges, *lineage.refused)):
        raise _refusal()
    return lineage


def _refusal() -> SectionLineageError:
    return SectionLineageError(
        ja="組織の変遷のファイル（JSON）として読めません。torikumi sections --as json で書き出したファイルを指定してください。",
        en="This is no file of sections in time (JSON). Name one that torikumi sections --as json wrote.",
    )
