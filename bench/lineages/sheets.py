"""The yearly review sheets of the national government (行政事業レビューシート, JUDGIT!, CC BY 4.0) as editions of a plan.

Ids, numbers and links are left out of the plan: they are what is asked for.
"""

import random
from dataclasses import dataclass, replace
from pathlib import Path

from torikumi.corpus.judgit import Sheet, open_sheets, project_of
from torikumi.plan.model import Node, Plan
from torikumi.text.names import project_key


@dataclass(frozen=True, slots=True)
class Year:
    """One year's sheets: as they are, and as an edition whose projects stand in the same order."""

    year: int
    sheets: list[Sheet]
    plan: Plan


def read_year(path: Path) -> Year:
    """Return the sheets of a file (one JSON object a line, packed with gzip), in an order that says nothing."""
    sheets: list[Sheet] = [*open_sheets(path)]
    # The order of the file follows the numbers.
    random.Random(path.name).shuffle(sheets)
    ministries = {name: f"N-{at}" for at, name in enumerate(sorted({sheet["府省庁"] for sheet in sheets}))}
    nodes = tuple(
        Node(id=key, level=0, parent=None, printed=name, name=name) for name, key in ministries.items()
    )
    projects = tuple(
        replace(project_of(sheet, project_id=f"P-{at:012x}", node=ministries[sheet["府省庁"]]), number=None)
        for at, sheet in enumerate(sheets)
    )
    year = int(sheets[0]["公開年度"])
    return Year(year, sheets, Plan(title="レビューシート", year=year, nodes=nodes, projects=projects))


def edges_by_id(old: Year, new: Year) -> tuple[set[tuple[int, int]], set[int]]:
    """Return the edges (index in old, index in new) of the same 事業ID, and the new sheets that have one.

    The ids join sheets of one name; a project that was renamed mostly got a new one, so that a sheet without an edge
    says nothing.
    """
    by_id: dict[object, list[int]] = {}
    for at, sheet in enumerate(old.sheets):
        by_id.setdefault(sheet["事業ID"], []).append(at)
    found = {
        (one, at)
        for at, sheet in enumerate(new.sheets)
        if sheet["事業ID"]
        for one in by_id.get(sheet["事業ID"], ())
    }
    return found, {other for _, other in found}


def edges_by_link(old: Year, new: Year) -> tuple[set[tuple[int, int]], set[int]]:
    """Return the edges that the new sheets declare, and the new sheets that they speak of.

    Left out are sheets that declare no predecessor of that year (many that go on declare none, so it says nothing),
    those whose declared predecessor is nowhere, and, as slips of the source, those with a declared predecessor of
    another name while a sheet of their own name stood in the year before.
    """
    by_number = {_number(sheet): at for at, sheet in enumerate(old.sheets)}
    names = {(sheet["府省庁"], project_key(sheet["事業名"])) for sheet in old.sheets}
    found: set[tuple[int, int]] = set()
    spoken: set[int] = set()
    for at, sheet in enumerate(new.sheets):
        links = sheet["関連する過去のレビューシート"]
        declared = [link for link in links if link["年度"] == old.year]
        known = [by_number[_number(link)] for link in declared if _number(link) in by_number]
        if not declared or len(known) < len(declared):
            continue
        own = project_key(sheet["事業名"])
        others = [one for one in known if project_key(old.sheets[one]["事業名"]) != own]
        if others and (sheet["府省庁"], own) in names:
            continue
        spoken.add(at)
        found |= {(one, at) for one in known}
    return found, spoken


def _number(sheet: Sheet) -> tuple[object, ...]:
    return (sheet["府省庁"], *(sheet.get(f"事業番号{part}") for part in (1, 2, 3)))
