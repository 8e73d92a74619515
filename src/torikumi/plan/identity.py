"""What makes a project the same project next year; its number belongs to one edition only."""

import hashlib
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.text.names import project_key, section_key
from torikumi.text.width import search_key

_SIMILAR = 0.8

_Key = Callable[[Plan, Project], Hashable]


def project_id(
    *, plan_title: str, number: str | None, name: str, sections: Iterable[str], occurrence: int = 1
) -> str:
    """Return the id of a project seen for the first time: the same for the same words, whoever reads them.

    `sections` are the sections as printed. Rows of one plan that are the same in all of these are told apart by
    `occurrence`: 1 for the first, 2 for the next.
    """
    words = [search_key(plan_title), search_key(number or ""), project_key(name)]
    words += [section_key(section) for section in sections]
    words += [f"#{occurrence}"] if occurrence > 1 else []
    return "P-" + hashlib.sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def carry_identities(*, old: Plan, new: Plan) -> Plan:
    """Return the new edition with the ids of the old one wherever a project is the same.

    Careful rather than clever: a pair is made only where nothing else could be meant; a doubtful project is a new one.
    No two projects get one id.
    """
    ids = dict(_pair(old, new))
    # A project without a pair keeps its own id: were it one of the old edition's, it would have a pair.
    return replace(new, projects=tuple(_renamed(project, ids) for project in new.projects))


def _pair(old: Plan, new: Plan) -> Iterator[tuple[str, str]]:
    """Pairs of (new id, old id), each id at most once."""
    free_old = {project.id: project for project in old.projects}
    free_new = {project.id: project for project in new.projects}

    def take(after: str, before: str) -> tuple[str, str]:
        del free_new[after], free_old[before]
        return after, before

    # An id that both editions have was carried over before.
    for same in [project.id for project in new.projects if project.id in free_old]:
        yield take(same, same)
    for key in (_name_and_sections, _name):
        keys_old = _unique(free_old.values(), plan=old, key=key)
        keys_new = _unique(free_new.values(), plan=new, key=key)
        for value, after in keys_new.items():
            if value in keys_old:
                yield take(after.id, keys_old[value].id)
    places = _unique(free_old.values(), plan=old, key=_place)
    for value, after in _unique(free_new.values(), plan=new, key=_place).items():
        before = places.get(value)
        if before is not None and _is_similar(before.name, after.name):
            yield take(after.id, before.id)


def _unique(projects: Iterable[Project], *, plan: Plan, key: _Key) -> dict[Hashable, Project]:
    """The projects whose key no other of them has."""
    by_key: dict[Hashable, list[Project]] = {}
    for project in projects:
        by_key.setdefault(key(plan, project), []).append(project)
    return {value: found[0] for value, found in by_key.items() if value is not None and len(found) == 1}


def _name_and_sections(plan: Plan, project: Project) -> Hashable:  # noqa: ARG001  the keys share one shape
    return project_key(project.name), frozenset(section_key(section.name) for section in project.sections)


def _name(plan: Plan, project: Project) -> Hashable:  # noqa: ARG001  the keys share one shape
    return project_key(project.name)


def _place(plan: Plan, project: Project) -> Hashable:
    """The number under the heading that numbers it; None where the project has no number."""
    if not project.number:
        return None
    parent = plan.node_by_id[project.node].name if project.node is not None else ""
    return search_key(project.number), search_key(parent)


def _is_similar(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, project_key(one), project_key(other), autojunk=False)
    return matcher.real_quick_ratio() >= _SIMILAR and matcher.ratio() >= _SIMILAR


def _renamed(project: Project, ids: dict[str, str]) -> Project:
    merges = tuple(
        replace(merge, partner_id=ids.get(merge.partner_id, merge.partner_id)) if merge.partner_id else merge
        for merge in project.merges
    )
    return replace(project, id=ids.get(project.id, project.id), merges=merges)
