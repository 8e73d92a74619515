"""What differs between two editions, field by field, in words."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from torikumi.compare.match import Match, match_nodes, match_projects
from torikumi.compare.wording import (
    amount_in_words,
    comment_in_words,
    direction_in_words,
    indicator_in_words,
    layers_in_words,
    merges_in_words,
    notes_in_words,
    notes_of_node,
    path_in_words,
    review_in_words,
    sections_in_words,
    title_of_project,
)
from torikumi.plan.change import Change, ChangeKind
from torikumi.plan.comment import Comment
from torikumi.plan.indicator import Indicator
from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project
from torikumi.text.width import search_key

T = TypeVar("T")
Item = TypeVar("Item", Node, Project)
_Difference = tuple[str, str | None, str | None]


def list_changes(*, old: Plan, new: Plan) -> tuple[Change, ...]:
    """Return the differences between two editions whose ids meet: headings first, then projects.

    What changed and what came stands in the order of the new edition, then what went. A heading with a new name does
    not move the projects under it.
    """
    nodes = match_nodes(old=old, new=new)
    projects = match_projects(old=old, new=new)
    same_node: dict[str | None, str | None] = {after.id: before.id for before, after in nodes.both}
    same_node[None] = None
    return (
        *_list(new.nodes, nodes, title=_heading, differences=_node_differences),
        *_list(
            new.projects,
            projects,
            title=title_of_project,
            differences=lambda before, after: _project_differences(
                before, after, old=old, new=new, same_node=same_node
            ),
        ),
    )


def _heading(node: Node) -> str:
    return node.printed


def _list(
    items: Iterable[Item],
    match: Match[Item],
    *,
    title: Callable[[Item], str],
    differences: Callable[[Item, Item], Iterator[_Difference]],
) -> Iterator[Change]:
    old = {after.id: before for before, after in match.both}
    for item in items:
        named, earlier = title(item), old.get(item.id)
        if earlier is None:
            yield Change(kind=ChangeKind.ADDED, subject=item.id, title=named, after=named)
            continue
        for field, before, after in differences(earlier, item):
            yield Change(
                kind=ChangeKind.CHANGED, subject=item.id, title=named, field=field, before=before, after=after
            )
    for item in match.removed:
        yield Change(kind=ChangeKind.REMOVED, subject=item.id, title=title(item), before=title(item))


def _node_differences(before: Node, after: Node) -> Iterator[_Difference]:
    if before.printed != after.printed:
        yield "printed", before.printed, after.printed
    else:
        # The parts of a heading say nothing more than the heading, where that has changed.
        yield from _differing(("number", "name", "alias"), before, after)
    if before.level != after.level:
        yield "level", str(before.level + 1), str(after.level + 1)
    yield from _if_differs("notes", notes_of_node(before), notes_of_node(after))
    yield from _indicator_differences(before.indicators, after.indicators)
    yield from _comment_differences(before.comments, after.comments)


def _project_differences(
    before: Project, after: Project, *, old: Plan, new: Plan, same_node: dict[str | None, str | None]
) -> Iterator[_Difference]:
    yield from _differing(("number", "name"), before, after)
    if before.name == after.name:
        yield from _if_differs("second_name", before.second_name, after.second_name)
        yield from _if_differs("provisional", _yes_no(before.provisional), _yes_no(after.provisional))
    if after.node not in same_node or same_node[after.node] != before.node:
        yield "node", path_in_words(old, before.node), path_in_words(new, after.node)
    known = [same_node[node] for node in after.also_under if node in same_node]
    if known != [*before.also_under] or len(known) < len(after.also_under):
        yield "also_under", _paths(old, before.also_under), _paths(new, after.also_under)
    yield from _differing(("summary",), before, after)
    if before.summary == after.summary:
        yield from _if_differs("layers", layers_in_words(before.layers), layers_in_words(after.layers))
    yield from _if_differs(
        "direction", direction_in_words(before.direction), direction_in_words(after.direction)
    )
    yield from _if_differs("sections", sections_in_words(before), sections_in_words(after))
    yield from _if_differs("merges", merges_in_words(before.merges), merges_in_words(after.merges))
    yield from _indicator_differences(before.indicators, after.indicators)
    yield from _each_differing(
        "amounts",
        before.amounts,
        after.amounts,
        key=lambda amount: (amount.label, amount.year, amount.phase, amount.fund),
        words=amount_in_words,
    )
    yield from _each_differing(
        "reviews",
        before.reviews,
        after.reviews,
        key=lambda review: (review.year, review.rater),
        words=review_in_words,
    )
    yield from _if_differs("notes", notes_in_words(before.notes), notes_in_words(after.notes))
    yield from _comment_differences(before.comments, after.comments)


def _differing(
    fields: tuple[str, ...], before: Node | Project, after: Node | Project
) -> Iterator[_Difference]:
    for field in fields:
        yield from _if_differs(field, getattr(before, field), getattr(after, field))


def _if_differs(field: str, before: str | None, after: str | None) -> Iterator[_Difference]:
    if before != after:
        yield field, before, after


def _indicator_differences(before: Iterable[Indicator], after: Iterable[Indicator]) -> Iterator[_Difference]:
    return _each_differing(
        "indicators",
        before,
        after,
        key=lambda indicator: search_key(indicator.name),
        words=indicator_in_words,
    )


def _comment_differences(before: Iterable[Comment], after: Iterable[Comment]) -> Iterator[_Difference]:
    return _each_differing(
        "comments",
        before,
        after,
        key=lambda comment: (comment.year, comment.by, comment.text),
        words=comment_in_words,
    )


def _each_differing(
    field: str,
    before: Iterable[T],
    after: Iterable[T],
    *,
    key: Callable[[T], Hashable],
    words: Callable[[T], tuple[str, ...]],
) -> Iterator[_Difference]:
    """One difference for each part, and in it only what differs: one new value does not repeat all the others."""
    if before == after:  # of most projects in most years, and said in words for nothing
        return
    old = _in_words(before, key=key, words=words)
    new = _in_words(after, key=key, words=words)
    for one in dict.fromkeys((*new, *old)):
        was, now = old.get(one), new.get(one)
        if was != now:
            yield field, _without(was, now), _without(now, was)


def _in_words(
    parts: Iterable[T], *, key: Callable[[T], Hashable], words: Callable[[T], tuple[str, ...]]
) -> dict[Hashable, tuple[str, ...]]:
    """The parts in words by their key; the second of one key is told apart by its turn."""
    found: dict[Hashable, tuple[str, ...]] = {}
    for part in parts:
        one, turn = key(part), 0
        while (one, turn) in found:
            turn += 1
        found[one, turn] = words(part)
    return found


def _without(words: tuple[str, ...] | None, other: tuple[str, ...] | None) -> str | None:
    """The title and what the other side does not say; None where there is no such part."""
    if words is None:
        return None
    title, *said = words
    own = [one for one in said if other is None or one not in other]
    # What was said twice, or in another order, differs though neither side says more.
    shown = own or (said if other is not None and sorted(words) == sorted(other) else [])
    return f"{title}：{_in_a_row(shown)}" if shown else title


def _in_a_row(parts: Sequence[str]) -> str:
    """Put parts behind one another; one that ends as a sentence needs no comma."""
    parted = (part if part.endswith("。") else f"{part}、" for part in parts[:-1])
    return "".join((*parted, *parts[-1:]))


def _yes_no(flag: bool) -> str:
    return "あり" if flag else "なし"


def _paths(plan: Plan, node_ids: Iterable[str]) -> str | None:
    return "\n".join(path_in_words(plan, node_id) or "" for node_id in node_ids) or None
