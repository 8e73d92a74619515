"""The index of the search page: a script that sets one value, so that it is read from file:// as well."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.publish.addresses import node_address, project_address, section_address
from torikumi.publish.history import Editions, edition_name, gone_projects
from torikumi.publish.palette import letter_and_word, look_of
from torikumi.publish.tally import section_groups
from torikumi.publish.view import project_name
from torikumi.publish.words import heading_words, level_word, section_words
from torikumi.text.width import search_key

# A key of several texts joined by this never matches across two of them: no key has a line break.
_BETWEEN = "\n"
# One word that officials write in several ways; whoever asks for one means all.
_SPELLINGS = (
    ("子ども", "こども", "子供"),
    ("空き家", "空家", "あき家"),
    ("空き店舗", "空店舗"),
    ("取組", "取り組み", "取組み"),
    ("まちづくり", "街づくり", "町づくり"),
    ("引っ越し", "引越し", "引越"),
    ("申し込み", "申込み", "申込"),
    ("受け入れ", "受入れ", "受入"),
    ("見守り", "見まもり", "みまもり"),
    ("ひとり親", "一人親"),
    ("障害", "障がい", "障碍"),
    ("一人暮らし", "ひとり暮らし", "独居"),
    ("障害者", "障がい者"),
    ("手伝い", "お手伝い"),
)


def write_search_index(editions: Editions) -> str:
    """Return the script: the projects of all editions with their keys, and the folding that makes a query a key.

    A project stands in it once, under its newest name, and is found by what every edition says of it.
    """
    plan = editions.newest
    earlier = editions.plans[:-1]
    entries = [_entry(plan, project, earlier=earlier) for project in plan.projects]
    entries += [
        _entry(last, project, earlier=earlier, remark=f"{edition_name(last)}まで")
        for project, last in gone_projects(editions.plans)
    ]
    places = [*_places(plan)]
    alphabet = frozenset("".join(found["key"] for found in (*entries, *places)))
    content = {
        "table": _table(alphabet),
        "dropped": _dropped(),
        "spellings": [[*map(search_key, group)] for group in _SPELLINGS],
        "places": places,
        "entries": entries,
    }
    return f"window.torikumiSearch = {json.dumps(content, ensure_ascii=False, separators=(',', ':'))};\n"


def _entry(plan: Plan, project: Project, *, earlier: Sequence[Plan], remark: str = "") -> dict[str, str]:
    path = _headings(plan, project.node)
    again = [heading for node_id in project.also_under for heading in _headings(plan, node_id)]
    names = [section.name for section in project.sections]
    sections = [section_words(section) for section in project.sections]
    letter, word = letter_and_word(project.direction)
    title = _keys([project.number or "", project.name])
    rest = _keys(
        [
            project.second_name or "",
            project.summary or "",
            word,
            *sections,
            *names,
            *path,
            *again,
            *project.notes,
            *_measured_and_said(project),
        ]
    )
    rest = _BETWEEN.join([rest, *_only_before(project, earlier, known=f"{title}{_BETWEEN}{rest}")])
    return {
        "name": project_name(project),
        "address": project_address(project.id),
        "context": " / ".join([*([remark] if remark else []), *path, *sections]),
        "letter": letter,
        "word": word,
        "css": look_of(project.direction.outcomes if project.direction else ()).css,
        "title": title,
        "key": title + _BETWEEN + rest,
    }


def _measured_and_said(project: Project) -> Iterator[str]:
    """Return the names of a project's indicators, the results of its reviews and the comments on it."""
    for indicator in project.indicators:
        yield indicator.name
    for review in project.reviews:
        yield from (text for text in (review.result, review.reason) if text)
    for comment in project.comments:
        yield from (text for text in (comment.text, comment.answer) if text)


def _only_before(project: Project, earlier: Sequence[Plan], *, known: str) -> Iterator[str]:
    """Return the keys of what only earlier editions say of a project: former names, summaries, sections."""
    seen = set(known.split(_BETWEEN))
    for plan in reversed(earlier):
        before = plan.project_by_id.get(project.id)
        if before is None:
            continue
        sections = [section.name for section in before.sections]
        for text in (before.name, before.second_name or "", before.summary or "", *sections):
            key = search_key(text)
            if key and key not in seen:
                seen.add(key)
                yield key


def _headings(plan: Plan, node_id: str | None) -> list[str]:
    known = node_id in plan.node_by_id
    return [node.printed for node in plan.path_to(node_id)] if known else []


def _places(plan: Plan) -> Iterator[dict[str, str]]:
    """Return the pages of goals, measures and sections, which a query may mean as well."""
    for node in plan.nodes:
        yield _place(heading_words(node), node_address(node.id), kind=level_word(plan, node.level))
    for group in section_groups(plan):
        yield _place(group.name, section_address(group.key), kind="担当課")


def _place(name: str, address: str, *, kind: str) -> dict[str, str]:
    return {"name": name, "address": address, "kind": kind, "key": _keys([name])}


def _keys(texts: Iterable[str]) -> str:
    return _BETWEEN.join(key for key in map(search_key, texts) if key)


def _table(alphabet: frozenset[str]) -> dict[str, str]:
    """Return what each character becomes; only what can lead to a hit, the rest finds nothing either way."""
    return {character: key for character, key in _folded().items() if key and alphabet.issuperset(key)}


def _dropped() -> Sequence[tuple[int, int]]:
    """Return the ranges of characters that a key leaves out (white space, joiners, variation selectors)."""
    ranges: list[tuple[int, int]] = []
    for character, key in _folded().items():
        if key:
            continue
        code = ord(character)
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return ranges


@cache
def _folded() -> dict[str, str]:
    """Return every single character that is not its own key, with its key."""
    found = {}
    for code in range(sys.maxunicode + 1):
        # Hangul folds to itself and planes 3 to 13 and 15 to 16 have nothing to fold; most of the time is saved.
        if 0xAC00 <= code <= 0xDFFF or 0x30000 <= code < 0xE0000 or code >= 0xE1000:
            continue
        character = chr(code)
        key = search_key(character)
        if key != character:
            found[character] = key
    return found
