"""What changed from one edition to the next, as its page shows it: in groups, with counts and links."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from torikumi.compare.change_list import ChangeList
from torikumi.compare.change_sums import sum_changes
from torikumi.compare.report import FIELD_WORDS
from torikumi.plan.change import Change, ChangeKind
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.publish.addresses import changes_address
from torikumi.publish.change_lines import ChangeLine, line_of_direction, line_of_part, line_of_value
from torikumi.publish.change_report.sums import tabulate_sums
from torikumi.publish.history import Editions, edition_name
from torikumi.publish.project_life import LED_TO
from torikumi.publish.view import Link, Table, node_link, project_link
from torikumi.publish.words import heading_words, level_word, name_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One project or heading of a group, and what became of it."""

    link: Link
    remark: str = ""
    lines: tuple[ChangeLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeGroup:
    """One kind of change; `words` are the kind in short, for tables of counts."""

    key: str
    title: str
    words: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """Everything that changed between two neighbouring editions; groups without an entry are there, too.

    `sums` are the changes by goal and by section; () where there are none.
    """

    address: str
    old: str
    new: str
    sums: tuple[Table, ...]
    groups: tuple[ChangeGroup, ...]

    @property
    def title(self) -> str:
        """What the page is called."""
        return f"変わったこと：{self.old}から{self.new}へ"

    @property
    def shown(self) -> tuple[ChangeGroup, ...]:
        """The groups that have an entry."""
        return tuple(group for group in self.groups if group.entries)

    def count_of(self, key: str) -> int:
        """Return how many projects or headings a group has."""
        return next(len(group.entries) for group in self.groups if group.key == key)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A group that is made of fields of projects."""

    key: str
    title: str
    words: str
    fields: frozenset[str]


_KINDS = (
    _Kind("merged", "統合の書かれた事業", "統合", frozenset({"merges"})),
    _Kind("renamed", "名前が変わった事業", "改称", frozenset({"name", "second_name", "provisional"})),
    _Kind("moved", "位置づけが移った事業", "移動", frozenset({"node", "also_under"})),
    _Kind("direction", "今後の方針が変わった事業", "方針", frozenset({"direction"})),
    _Kind("summary", "概要が変わった事業", "概要", frozenset({"summary", "layers"})),
    _Kind("sections", "担当課が変わった事業", "担当課", frozenset({"sections"})),
    _Kind("indicators", "指標が変わった事業", "指標", frozenset({"indicators"})),
    _Kind("amounts", "費用が変わった事業", "費用", frozenset({"amounts"})),
    _Kind("reviews", "評価や意見が加わった事業", "評価・意見", frozenset({"reviews", "comments"})),
    _Kind("number", "番号が変わった事業", "番号", frozenset({"number"})),
    _Kind("notes", "注が変わった事業", "注", frozenset({"notes"})),
)
# What changes on nearly every project, every year, is there for those who ask for it.
FOLDED_GROUPS = frozenset({"amounts", "reviews", "number"})
# Their words are long and stand on the projects' own pages.
_ONLY_NAMED = frozenset({"reviews", "comments"})
# Above this the new amounts of every project would make a page of megabytes; they stand on the projects' own pages.
_MANY = 300


def view_all_changes(editions: Editions) -> tuple[ChangeView, ...]:
    """Return one view for each pair of neighbouring editions, the newest first; () where there is one edition."""
    taken: set[str] = set()
    views = []
    for number, (old, new) in enumerate(pairwise(editions.plans), start=1):
        address = _free_address(edition_name(old), edition_name(new), taken)
        taken.add(address)
        views.append(_view_once(number, address=address, editions=editions))
    return tuple(reversed(views))


def _view_once(number: int, *, address: str, editions: Editions) -> ChangeView:
    """Return the view that the plain address and the edition's own show."""
    kept = editions.kept.get(("changes", address))
    if not isinstance(kept, ChangeView):
        kept = _view(editions.listed(number), address=address, editions=editions)
        editions.kept["changes", address] = kept
    return kept


def _free_address(old: str, new: str, taken: set[str]) -> str:
    """Return an address of its own, also where editions bear the same name."""
    address, turn = changes_address(old=old, new=new), 1
    while address in taken:
        turn += 1
        address = changes_address(old=old, new=f"{new}\n{turn}")
    return address


def _view(listed: ChangeList, *, address: str, editions: Editions) -> ChangeView:
    old, new, changes = listed.old, listed.new, listed.changes
    known = new.project_by_id.keys() | old.project_by_id.keys()
    projects = [change for change in changes if change.subject in known]
    headings = [change for change in changes if change.subject not in known]
    return ChangeView(
        address=address,
        old=edition_name(old),
        new=edition_name(new),
        sums=tabulate_sums(sum_changes(listed)) if changes else (),
        groups=(
            *_came_and_went(projects, listed),
            *(_group(kind, projects, old=old, new=new) for kind in _KINDS),
            _headings(headings, old=old, new=new, editions=editions),
        ),
    )


def _came_and_went(changes: Sequence[Change], listed: ChangeList) -> Iterator[ChangeGroup]:
    old, new = listed.old, listed.new
    added = [new.project_by_id[c.subject] for c in changes if c.kind is ChangeKind.ADDED]
    ended = [old.project_by_id[c.subject] for c in changes if c.kind is ChangeKind.REMOVED]
    yield ChangeGroup(
        key="added",
        title="新しい事業",
        words="新しい",
        entries=tuple(Entry(link=project_link(p), remark=_place(p, new)) for p in added),
    )
    yield ChangeGroup(
        key="ended",
        title="この版からなくなった事業",
        words="なくなった",
        entries=tuple(
            Entry(link=project_link(p), remark=_led_to(p, listed) or _place(p, old)) for p in ended
        ),
    )


def _place(project: Project, plan: Plan) -> str:
    if project.node not in plan.node_by_id:
        return ""
    return heading_words(plan.node_by_id[project.node])


def _led_to(project: Project, listed: ChangeList) -> str:
    """Return what the project led to, in the words of the newer edition, or ""."""
    return "、".join(
        LED_TO[one.turn].format(name_words(listed.new.project_by_id[one.new]))
        for one in listed.successions
        if one.old == project.id
    )


def _group(kind: _Kind, changes: Iterable[Change], *, old: Plan, new: Plan) -> ChangeGroup:
    lines: dict[str, list[ChangeLine]] = {}
    for change in changes:
        if change.kind is ChangeKind.CHANGED and change.field in kind.fields:
            lines.setdefault(change.subject, []).append(_line(change, old=old, new=new))
    only_named = bool(kind.fields & _ONLY_NAMED) or (kind.key == "amounts" and len(lines) > _MANY)
    return ChangeGroup(
        key=kind.key,
        title=kind.title,
        words=kind.words,
        entries=tuple(
            Entry(
                link=project_link(new.project_by_id[subject]),
                lines=() if only_named else tuple(found),
            )
            for subject, found in lines.items()
        ),
    )


def _line(change: Change, *, old: Plan, new: Plan) -> ChangeLine:
    before, after = old.project_by_id[change.subject], new.project_by_id[change.subject]
    if change.field == "direction":
        return line_of_direction(before.direction, after.direction)
    if change.field == "indicators":
        return line_of_part(change, [i.name for i in (*after.indicators, *before.indicators)])
    if change.field == "amounts":
        return line_of_part(change, [])
    return line_of_value(change, label=FIELD_WORDS[change.field][0])


def _headings(changes: Sequence[Change], *, old: Plan, new: Plan, editions: Editions) -> ChangeGroup:
    entries: dict[str, Entry] = {}
    for change in changes:
        if change.kind is ChangeKind.REMOVED:
            node, plan = old.node_by_id[change.subject], old
        else:
            node, plan = new.node_by_id[change.subject], new
        # An id may have passed to another heading; its page is no place to lead to.
        link = (
            node_link(node) if editions.nodes[node.id].printed == node.printed else Link(heading_words(node))
        )
        state = {ChangeKind.ADDED: "新しい", ChangeKind.REMOVED: "なくなった"}.get(change.kind, "")
        word = level_word(plan, node.level)
        entry = entries.get(node.id) or Entry(link=link, remark=f"{state}{word}" if state else word)
        lines = entry.lines
        if change.kind is ChangeKind.CHANGED and change.field not in _ONLY_NAMED:
            names = [i.name for i in node.indicators] if change.field == "indicators" else None
            lines = (*lines, _heading_line(change, names))
        entries[node.id] = Entry(link=entry.link, remark=entry.remark, lines=lines)
    return ChangeGroup(
        key="headings",
        title="目標や施策の変わったところ",
        words="目標・施策",
        entries=tuple(entries.values()),
    )


def _heading_line(change: Change, names: Sequence[str] | None) -> ChangeLine:
    if names is not None:
        return line_of_part(change, names)
    return line_of_value(change, label=FIELD_WORDS[change.field][0])
