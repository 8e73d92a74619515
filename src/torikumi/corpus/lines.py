"""Lines (系譜) through the editions of one body: who goes on as whom, and what became of each project next."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from torikumi.compare.lineage.edge import Edge, EdgeKind, Verdict
from torikumi.compare.lineage.propose import propose_lineage
from torikumi.corpus.keys import line_key_of, line_of, wording_of
from torikumi.corpus.rows import Row
from torikumi.corpus.schema import Fate
from torikumi.plan.model import Node, Plan
from torikumi.plan.money import Amount, Phase
from torikumi.plan.project import Merge, Project, SectionRef
from torikumi.plan.quantity import Quantity, ValueState
from torikumi.read.fields import find_merges

_FATES = {EdgeKind.MERGED: Fate.MERGED, EdgeKind.SPLIT: Fate.SPLIT, EdgeKind.REPLACED: Fate.REPLACED}
# A line that is less likely than this is left to a person; nobody is asked here, so it is none.
_LEAST = 0.7
# What a wording is made of, beside body and line.
_WORDS = ("name", "summary", "answers", "section", "goal", "measure")


@dataclass(slots=True)
class _Step:
    """What leads from one edition to the next: who continues as whom (old by new), and the fate of every old project."""

    goes_on: Mapping[str, str] = field(default_factory=dict)
    fates: Mapping[str, str] = field(default_factory=dict)


def with_lines(rows: Sequence[Row], *, fresh: Collection[str]) -> list[Row]:
    """Return all rows of one body with line, fate, next outcome, settled amount, first year and wording filled in.

    `fresh` are the editions that are new or were changed; between two others what the rows say of each other stays, so
    that a year more costs one comparison and no more. The rows come back in order of plan, year and position.
    """
    chains: dict[int, dict[int, list[Row]]] = {}
    for row in rows:
        chains.setdefault(row["plan_key"], {}).setdefault(row["year"], []).append(row)
    done: list[Row] = []
    for _, by_year in sorted(chains.items()):
        editions = [sorted(by_year[year], key=lambda row: row["position"]) for year in sorted(by_year)]
        steps = [_step(old, new, fresh) for old, new in pairwise(editions)]
        done.extend(_filled(editions, steps))
    return done


def _step(old: Sequence[Row], new: Sequence[Row], fresh: Collection[str]) -> _Step:
    ends = {old[0]["edition"], new[0]["edition"]}
    if ends & set(fresh) or old[0].get("line") is None or new[0].get("line") is None:
        return _proposed(old, new)
    lines = {row["line"]: row["project"] for row in old}
    return _Step(
        goes_on={row["project"]: lines[row["line"]] for row in new if row["line"] in lines},
        fates={row["project"]: row["fate"] for row in old},
    )


def _proposed(old: Sequence[Row], new: Sequence[Row]) -> _Step:
    before, after = plan_of(old), plan_of(new)
    there = set(after.project_by_id)
    # One id in two editions is one project: ids are given by words, or were confirmed by the city.
    same = [
        Edge(old=one, new=one, kind=EdgeKind.CONTINUES, confidence=1.0, verdict=Verdict.CONFIRMED)
        for one in before.project_by_id
        if one in there
    ]
    edges = [
        edge
        for edge in propose_lineage(before, after, decided=same).edges
        if edge.verdict is Verdict.CONFIRMED or edge.confidence >= _LEAST
    ]
    goes_on = _continuing(edges)
    fates: dict[str, str] = {}
    for edge in edges:
        if edge.kind in _FATES and goes_on.get(edge.new) != edge.old:
            fates.setdefault(edge.old, str(_FATES[edge.kind]))
    split = {edge.old for edge in edges if edge.kind is EdgeKind.SPLIT}
    kept = {one: str(Fate.SPLIT if one in split else Fate.KEPT) for one in goes_on.values()}
    ended = {row["project"]: str(Fate.ENDED) for row in old}
    return _Step(goes_on=goes_on, fates=ended | fates | kept)


def _continuing(edges: Sequence[Edge]) -> dict[str, str]:
    """The one older project that each newer one goes on from; of several in a merge or split the surest."""
    goes_on: dict[str, str] = {}
    taken: set[str] = set()
    ranked = sorted(edges, key=lambda edge: (-edge.confidence, edge.old != edge.new, edge.new, edge.old))
    for edge in ranked:
        if edge.kind is EdgeKind.REPLACED or edge.new in goes_on or edge.old in taken:
            continue
        goes_on[edge.new] = edge.old
        taken.add(edge.old)
    return goes_on


def _filled(editions: Sequence[Sequence[Row]], steps: Sequence[_Step]) -> Iterator[Row]:
    named: list[dict[str, str]] = []
    for at, edition in enumerate(editions):
        before = named[-1] if named else {}
        goes_on = steps[at - 1].goes_on if at else {}
        named.append(
            {
                row["project"]: before.get(goes_on.get(row["project"], ""))
                or line_of(row["project"], row["year"], row["plan_key"])
                for row in edition
            }
        )
    first: dict[str, int] = {}
    for edition, names in zip(editions, named, strict=True):
        for row in edition:
            first.setdefault(names[row["project"]], row["year"])
    for at, edition in enumerate(editions):
        names = named[at]
        later = {named[at + 1][row["project"]]: row for row in editions[at + 1]} if at < len(steps) else {}
        for row in edition:
            line = names[row["project"]]
            following = later.get(line)
            yield row | {
                "line": line,
                "line_key": line_key_of(row["body"], line),
                "fate": steps[at].fates[row["project"]] if at < len(steps) else str(Fate.OPEN),
                "next_outcome": following["outcome"] if following else None,
                "settled": _settled(row, following),
                "first_year": first[line],
                "wording": wording_of(row["body"], line, *(row[name] or "" for name in _WORDS)),
            }


def _settled(row: Row, following: Row | None) -> int | None:
    """The settled amount of a row's year: most editions print it a year later, beside the next budget."""
    if row["settled_here"] is None and following is not None and following["year"] == row["year"] + 1:
        amount: int | None = following["settled_before"]
        return amount
    own: int | None = row["settled_here"]
    return own


def plan_of(rows: Sequence[Row]) -> Plan:
    """Return a plan with as much of each project as the rows of one edition hold: enough to say who is who."""
    nodes: dict[tuple[str, ...], Node] = {}
    projects = []
    for row in rows:
        parent: Node | None = None
        path = tuple(dict.fromkeys(one for one in (row["goal"], row["measure"]) if one))
        for level in range(len(path)):
            key = path[: level + 1]
            above = parent.id if parent else None
            parent = nodes.setdefault(
                key,
                Node(id=f"N{len(nodes)}", level=level, parent=above, printed=path[level], name=path[level]),
            )
        projects.append(_project_of(row, parent.id if parent else None))
    first = rows[0]
    return Plan(
        title=first["plan"], year=first["year"], nodes=tuple(nodes.values()), projects=tuple(projects)
    )


def _project_of(row: Row, node: str | None) -> Project:
    section = row["section"]
    return Project(
        id=row["project"],
        name=row["name"],
        node=node,
        summary=row["summary"],
        sections=(SectionRef(printed=section, name=section),) if section else (),
        amounts=tuple(
            Amount(label=str(phase), year=row["year"], phase=phase, value=_yen(row[column]))
            for phase, column in ((Phase.INITIAL, "budget"), (Phase.SETTLED, "settled_here"))
            if row[column] is not None
        ),
        merges=tuple(
            Merge(kind=kind, partner=partner, field=place)
            for kind, partner, place in find_merges(row["name"], row["summary"])
        ),
    )


def _yen(number: int) -> Quantity:
    return Quantity(raw=str(number), number=Decimal(number), unit="円", state=ValueState.NUMBER)
