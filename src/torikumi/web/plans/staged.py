"""What a staged import has read, without decoding more of it than a page shows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from torikumi.plan.codec import decode
from torikumi.plan.file import MIGRATIONS, SCHEMA_VERSION, migrate
from torikumi.plan.place import describe_place, place_of
from torikumi.plan.project import Project
from torikumi.publish.view import Badge, badge_of

Record = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadProject:
    """A project as it was read: what a person checks before confirming."""

    number: str
    name: str
    path: str
    summary: str
    badge: Badge
    sections: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedSummary:
    """What was read, in numbers: headings by level, projects, sections, directions."""

    title: str
    levels: tuple[tuple[str, int], ...]
    projects: int
    sections: int
    directions: tuple[tuple[str, int], ...]


class StagedPlan:
    """A plan.json that waits to be confirmed."""

    def __init__(self, plan_json: str) -> None:
        self._raw = migrate(json.loads(plan_json), MIGRATIONS, to=SCHEMA_VERSION)
        self._nodes = {str(node["id"]): node for node in self.records("nodes")}

    def summary(self) -> StagedSummary:
        """Return what was read, in numbers."""
        names = self._raw.get("levels")
        words = [str(name) for name in names] if isinstance(names, list) else []
        depths = Counter(_level(node) for node in self._nodes.values())
        projects = self.records("projects")
        sections = {str(section["name"]) for project in projects for section in _list(project, "sections")}
        directions = Counter(_printed_direction(project) for project in projects)
        return StagedSummary(
            title=str(self._raw.get("title", "")),
            levels=tuple(
                (_level_word(level, words), count)
                for level, count in sorted(
                    depths.items(), key=lambda item: -1 if item[0] is None else item[0]
                )
            ),
            projects=len(projects),
            sections=len(sections),
            directions=tuple(sorted(directions.items())),
        )

    def read_projects(self, keys: Iterable[str]) -> dict[str, ReadProject]:
        """Return the projects of the given ids, as they were read."""
        wanted = set(keys)
        return {
            str(raw["id"]): self._show(decode(Project, raw))
            for raw in self.records("projects")
            if raw["id"] in wanted
        }

    def records(self, name: str) -> list[Record]:
        """Return the records of the plan ("nodes", "projects") as they are stored."""
        return _list(self._raw, name)

    @property
    def node_keys(self) -> frozenset[str]:
        """The ids of the headings."""
        return frozenset(self._nodes)

    def level_word(self, node: Record) -> str:
        """Return what the level of a heading is called."""
        names = self._raw.get("levels")
        return _level_word(_level(node), [str(name) for name in names] if isinstance(names, list) else [])

    def path_of(self, key: str | None) -> list[str]:
        """Return the headings from the top down to one, as printed."""
        return [str(node["printed"]) for node in self.nodes_to(key)]

    def nodes_to(self, key: str | None) -> list[Record]:
        """Return the records of the headings from the top down to one."""
        path: list[Record] = []
        while key is not None and key in self._nodes:
            node = self._nodes[key]
            path.insert(0, node)
            parent = node.get("parent")
            key = str(parent) if parent is not None else None
        return path

    def _show(self, project: Project) -> ReadProject:
        return ReadProject(
            number=project.number or "",
            name=project.name,
            path=" / ".join(self.path_of(project.node)),
            summary=project.summary or "",
            badge=badge_of(project.direction),
            sections="、".join(section.printed for section in project.sections),
            place=describe_place(place_of("name", project.places), language="ja"),
        )


def _list(record: Record, name: str) -> list[Record]:
    found = record.get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _level(node: Record) -> int | None:
    level = node.get("level")
    return level if isinstance(level, int) else None


def _level_word(level: int | None, words: list[str]) -> str:
    # What was staged before levels were checked may have any.
    if level is None or level < 0:
        return "段の分からない見出し"
    return words[level] if level < len(words) else f"{level + 1}段目の見出し"


def _printed_direction(project: Record) -> str:
    direction = project.get("direction")
    return str(direction.get("printed", "")) if isinstance(direction, dict) else "記載なし"
