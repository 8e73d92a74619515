"""What a lineage is made of: edges between the projects of two editions, each with its evidence and a confidence."""

import json
from dataclasses import dataclass
from enum import StrEnum

from torikumi.errors import UserError
from torikumi.plan.codec import PlanValueError, decode, encode


class EdgeKind(StrEnum):
    """What became of a project (系譜の種類)."""

    CONTINUES = "continues"  # 継続: the same project under the same name
    RENAMED = "renamed"  # 名称変更
    MERGED = "merged"  # 統合: one of several that became one
    SPLIT = "split"  # 分割: one of several that one became
    REPLACED = "replaced"  # 後継: ended, and followed by another


class Verdict(StrEnum):
    """Who says so: the program proposes, a person confirms or refuses."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that speaks for an edge: its name ("text"), and how strongly it speaks, 0 to 1."""

    feature: str
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One line from a project of the older edition to one of the newer (ids in those editions).

    `confidence` is the chance that it is right, as measured on real editions. `changes` names what else changed: the
    number, the section, the place in the plan.
    """

    old: str
    new: str
    kind: EdgeKind
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    changes: tuple[str, ...] = ()
    verdict: Verdict = Verdict.PROPOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """The edges between two editions in the order of the newer one, and who stands at neither end of any.

    `refused` are pairs that a person said are none; they are kept so that they are not proposed again.
    """

    edges: tuple[Edge, ...] = ()
    ended: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    refused: tuple[Edge, ...] = ()

    def decided(self) -> tuple[Edge, ...]:
        """Return what a person said, to be given to the next proposal."""
        return (*(edge for edge in self.edges if edge.verdict is Verdict.CONFIRMED), *self.refused)


class LineageFileError(UserError):
    """A file that holds no lineage."""


def dump_lineage(lineage: Lineage) -> str:
    """Return a lineage as JSON; the same lineage always gives the same text."""
    return json.dumps(encode(lineage), ensure_ascii=False, indent=1) + "\n"


def load_lineage(text: str) -> Lineage:
    """Return the lineage of its JSON. Raises LineageFileError."""
    try:
        return decode(Lineage, json.loads(text))
    except (ValueError, TypeError, RecursionError, PlanValueError) as error:
        raise LineageFileError(
            ja="系譜のファイル（JSON）として読めません。torikumi compare --lineage で書き出したファイルを指定してください。",
            en="This is no lineage file (JSON). Name one that torikumi compare --lineage wrote.",
        ) from error
