"""What a new list of the organisation says of the units of today: who is renamed, merged, split, moved, gone or new."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.urls import reverse

from torikumi.compare.sections.edge import SectionEdge, SectionLineage, SectionTurn
from torikumi.compare.sections.organisation import Organisation, organisation_of, read_organisation
from torikumi.compare.sections.propose import propose_sections
from torikumi.compare.sections.words import EVIDENCE_WORDS, path_words
from torikumi.read.sandbox.book import read_book_apart
from torikumi.web.accounts.models import OrganisationUnit, SuccessionKind

_KINDS = {
    SectionTurn.RENAMED: SuccessionKind.RENAMED,
    SectionTurn.MERGED: SuccessionKind.MERGED,
    SectionTurn.SPLIT: SuccessionKind.SPLIT,
    SectionTurn.MOVED: SuccessionKind.MOVED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What one unit of today, or several that become one, would become; `url` leads to the form, filled in."""

    kind: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    sure: str
    evidence: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reorganisation:
    """All that a list says: proposals, units that it lacks (with the address to end them), and units that are new."""

    proposals: tuple[Proposal, ...]
    gone: tuple[tuple[str, str], ...]
    new: tuple[str, ...]
    unchanged: int


def read_list(octets: bytes, *, name: str) -> Organisation:
    """Return the organisation in an uploaded file, read in a process of its own. Raises UserError."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{Path(name).suffix.lower()}"
        path.write_bytes(octets)
        book = read_book_apart(path, name=name)
    return read_organisation(book.sheets[0].texts())


def compare_with_today(units: Iterable[OrganisationUnit], new: Organisation) -> Reorganisation:
    """Return what a list says of the units of today, the departments first."""
    by_path = {path: unit for unit, path in _paths(list(units))}
    lineage = propose_sections(organisation_of(by_path), new)
    edges = [edge for edge in lineage.edges if edge.turn is not SectionTurn.CONTINUES]
    return Reorganisation(
        proposals=tuple(_proposals(edges, by_path)),
        gone=tuple(
            (path_words(path), reverse("accounts:end_unit", args=[by_path[path].pk]))
            for path in lineage.ended
        ),
        new=tuple(map(path_words, lineage.new)),
        unchanged=_unchanged(lineage),
    )


def _unchanged(lineage: SectionLineage) -> int:
    return sum(edge.turn is SectionTurn.CONTINUES for edge in lineage.edges)


def _paths(units: list[OrganisationUnit]) -> Iterator[tuple[OrganisationUnit, tuple[str, ...]]]:
    """Yield each unit with the names from the top down; a unit above that is of another day does not count."""
    by_pk = {unit.pk: unit for unit in units}
    for unit in units:
        names, here = [unit.name], unit
        while here.parent_id in by_pk and len(names) < len(units):
            here = by_pk[here.parent_id]
            names.append(here.name)
        yield unit, tuple(reversed(names))


def _proposals(
    edges: list[SectionEdge], units: Mapping[tuple[str, ...], OrganisationUnit]
) -> Iterator[Proposal]:
    done: set[tuple[str, ...]] = set()
    for edge in edges:
        if edge.turn is SectionTurn.MERGED:
            group = [one for one in edges if one.new == edge.new and one.turn is edge.turn]
        elif edge.turn is SectionTurn.SPLIT:
            group = [one for one in edges if one.old == edge.old and one.turn is edge.turn]
        else:
            group = [edge]
        if edge.old not in done:
            done |= {one.old for one in group}
            yield _proposal(group, units)


def _proposal(group: list[SectionEdge], units: Mapping[tuple[str, ...], OrganisationUnit]) -> Proposal:
    kind = _KINDS[group[0].turn]
    before = list(dict.fromkeys(edge.old for edge in group))
    after = list(dict.fromkeys(edge.new for edge in group))
    first = units[before[0]]
    # A section that goes on keeps its code; parts of a split one need codes of their own, which only people know.
    code = first.code if len(after) == 1 else ""
    filled = {
        "kind": kind.value,
        "successors": "\n".join(f"{code or '組織コード'} {path[-1]}" for path in after),
        "partners": [units[path].pk for path in before[1:]],
    }
    return Proposal(
        kind=str(kind.label),
        before=tuple(map(path_words, before)),
        after=tuple(map(path_words, after)),
        sure=f"{min(edge.confidence for edge in group):.2f}",
        evidence="、".join(dict.fromkeys(EVIDENCE_WORDS[one][0] for edge in group for one in edge.evidence)),
        url=f"{reverse('accounts:succeed_unit', args=[first.pk])}?{urlencode(filled, doseq=True)}",
    )
