"""The tree of a plan, built while its rows go by: headings, their levels, their nodes."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from torikumi.plan.model import Node, Note
from torikumi.plan.place import FieldPlace, Place
from torikumi.read.headings import LEVEL_WORDS, PROJECT_LEVELS
from torikumi.text.width import fold_width, search_key

_DIGITS = r"[0-9０-９]"
_KANJI = r"[一二三四五六七八九十]"
_ROMAN = r"[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ]|(?:VIII|VII|VI|IV|IX|V|III|II|I|X)(?![A-Za-z])"
_DASH = r"[-－‐‑–—−.．_]"
_SEP = r"[\s　:：.．、,，)）\]］】]"
_LETTERED = rf"[A-ZＡ-Ｚ](?:{_DASH}?{_DIGITS}+(?:{_DASH}{_DIGITS}+)*)?"
_VALUE = rf"(?:{_DIGITS}{{1,4}}(?:{_DASH}{_DIGITS}{{1,4}})*|{_KANJI}{{1,3}}|{_ROMAN}|[①-⑳]|{_LETTERED})"
_LABELS = "|".join(
    sorted(
        map(re.escape, {*LEVEL_WORDS, *PROJECT_LEVELS, "プロジェクト", "視点", "重点戦略", "取組"}),
        key=len,
        reverse=True,
    )
)
_LABELLED = re.compile(
    rf"[【\[［〔]?\s*(?P<label>{_LABELS})\s*(?:の\s*)?(?P<number>{_VALUE})(?![年歳人件月日回])\s*{_SEP}*"
)
_LABEL_ONLY = re.compile(rf"[【\[［〔]?\s*(?P<label>{_LABELS})\s*[】\]］〕:：]\s*")
_CHAPTER = re.compile(rf"第\s*(?P<number>{_DIGITS}+|{_KANJI}+)\s*(?P<label>章|節|編|部|項|款|柱)\s*{_SEP}*")
# Without a space or a full stop a digit may belong to the words: 「3歳児健診」, 「2025年の姿」, 「100年フード」.
_ARABIC = re.compile(
    rf"(?P<open>[(（\[［【〔<〈]?)(?P<number>{_DIGITS}{{1,3}}(?:{_DASH}{_DIGITS}{{1,3}})*)"
    rf"(?:{_SEP}+|(?=[^\s0-9０-９年歳人件月日つ世者次回年代か所ヶヵカ割％%円万千百億市町県国A-Za-z]))"
)
_OTHER = (
    ("circled", re.compile(r"(?P<number>[①-⑳❶-❿])\s*")),
    ("roman", re.compile(rf"(?P<number>{_ROMAN})(?:{_SEP}+|(?=[^\sA-Za-z]))")),
    ("kana", re.compile(r"[(（]?(?P<number>[ア-オカ-コｱ-ｵ])(?:[)）.．、\s　]+)")),
    ("letter", re.compile(r"[(（]?(?P<number>[A-ZＡ-Ｚa-z])(?:[)）.．、:：\s　]+)")),
    ("kanji", re.compile(rf"[(（]?(?P<number>{_KANJI}{{1,2}})(?:[)）.．、:：\s　]+)")),
)  # fmt: skip
_ALIAS = re.compile(
    r"\s*[<＜〈《〔](?P<alias>[^<>＜＞〈〉《》〔〕]+)[>＞〉》〕]\s*\Z|\s*[〜～](?P<waved>[^〜～]+)[〜～]\s*\Z"
)
_QUOTES = re.compile(r"[【「『\[［〔](?P<name>.+)[】」』\]］〕]\Z")
_BULLET = re.compile(r"[■◆●◇□▼★☆▶►○◎]\s*")
_CONTINUED = re.compile(r"\s*[(（]?(?:つづき|続き)[)）]?\s*\Z")
_ORDINALS = "一二三四五六七八九"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The parts of a heading; `style` is how it is numbered, the same for all headings of one level."""

    printed: str
    number: str | None
    name: str
    alias: str | None
    label: str | None
    style: str

    @property
    def ordinal(self) -> int | None:
        """The last number of the heading as a count: 2 of 「1-2」, 3 of ③; None where there is none."""
        return _ordinal(self.number) if self.number else None


@lru_cache(maxsize=4096)
def parse_heading(text: str) -> Heading:
    """Return the parts of a heading: 「基本目標１ 元気に働く <にぎわい応援>」 has a label, a number, a name and an alias."""
    printed = _CONTINUED.sub("", text.strip())
    rest, alias = printed, None
    found = _ALIAS.search(rest)
    if found and found.start() > 0:
        rest, alias = rest[: found.start()], (found["alias"] or found["waved"]).strip()
    bullet = _BULLET.match(rest)
    mark = rest[0] if bullet else ""
    rest = rest[bullet.end() :] if bullet else rest
    label, number, name, style = _numbering(rest)
    quoted = _QUOTES.fullmatch(name)
    if quoted and style == "plain":
        style = f"in {name[0]}"
    name = (quoted["name"] if quoted else name).strip()
    style = f"{mark}{style}" if mark else style
    return Heading(
        printed=printed, number=number, name=name or printed, alias=alias, label=label, style=style
    )


def _numbering(text: str) -> tuple[str | None, str | None, str, str]:
    for pattern, kind in ((_CHAPTER, "第"), (_LABELLED, ""), (_LABEL_ONLY, "")):
        match = pattern.match(text)
        if match and match.end() < len(text):
            number = fold_width(match["number"]) if "number" in pattern.groupindex else None
            depth = len(re.split(_DASH, number)) if number else 0
            return (
                match["label"],
                number,
                text[match.end() :],
                f"{kind}{match['label']}{depth if depth > 1 else ''}",
            )
    match = _ARABIC.match(text)
    if match and match.end() < len(text):
        number = fold_width(match["number"])
        return None, number, text[match.end() :], f"arabic{len(re.split(_DASH, number))}{match['open']}"
    for style, pattern in _OTHER:
        match = pattern.match(text)
        if match and match.end() < len(text):
            bracket = text[0] if text[0] in "(（" else ""
            return None, fold_width(match["number"]), text[match.end() :], style + bracket
    return None, None, text, "plain"


def _ordinal(number: str) -> int | None:
    last = re.split(_DASH, number)[-1]
    if last.isdecimal():
        return int(last)
    if len(last) == 1:
        for first in "①ⅠⅰアAaａＡ":
            if 0 <= ord(last) - ord(first) < 26 and first not in "aａ":
                return ord(last) - ord(first) + 1
        if last in _ORDINALS:
            return _ORDINALS.index(last) + 1
    return None


@dataclass(slots=True)
class _Open:
    style: str
    ordinal: int | None


class Outline:
    """Tells the level of each heading of a document that stands in rows of its own.

    Headings of one style are of one level, and a new style opens a level below. A style that begins again at 1
    right under its own kind is a level below too. Headings without any number are told apart by their order: the
    first run of them shows how deep they go. `limit` is how many levels the column headings name, if they do.
    """

    def __init__(self, *, limit: int | None = None) -> None:
        self._open: list[_Open] = []
        self._styles: list[str] = []
        self._plain_depth: int | None = None
        self._limit = limit
        self.is_sure = True

    def levels_of(self, run: Sequence[Heading]) -> list[int]:
        """Return the levels of headings that follow one another without a project between them."""
        levels: list[int] = []
        index = 0
        while index < len(run):
            same = index
            while same < len(run) and run[same].style == run[index].style:
                same += 1
            if run[index].number is None:
                levels += self._unnumbered(run[index].style, same - index)
            else:
                levels += [
                    self._numbered(heading, follows=position > 0)
                    for position, heading in enumerate(run[index:same])
                ]
            index = same
        return levels

    def _numbered(self, heading: Heading, *, follows: bool) -> int:
        style, ordinal = heading.style, heading.ordinal
        places = [level for level, entry in enumerate(self._open) if entry.style == style]
        if not places:
            return self._enter(self._level_of_new(style), style, ordinal)
        if follows and ordinal == 1 and self._open[-1].style == style and self._open[-1].ordinal is not None:
            self.is_sure = False
            return self._enter(len(self._open), style, ordinal)
        for level in reversed(places):
            before = self._open[level].ordinal
            if before is not None and ordinal == before + 1:
                return self._enter(level, style, ordinal)
        return self._enter(places[-1] if ordinal == 1 else places[0], style, ordinal)

    def _unnumbered(self, style: str, count: int) -> list[int]:
        places = [level for level, entry in enumerate(self._open) if entry.style.split("#")[0] == style]
        first = places[0] if places else self._level_of_new(f"{style}#0")
        if style != "plain":
            return [self._enter(first, f"{style}#0", None) for _ in range(count)]
        if self._plain_depth is None:
            room = self._limit - first if self._limit is not None else 2
            self._plain_depth = max(1, min(count, room))
            self.is_sure = self.is_sure and self._plain_depth == 1
        depth = self._plain_depth
        if count < depth and not places:
            depth = count
        skipped = max(0, depth - count)
        levels = [first + min(skipped + position, depth - 1) for position in range(count)]
        return [self._enter(level, f"{style}#{level - first}", None) for level in levels]

    def _level_of_new(self, style: str) -> int:
        """A style seen before comes back at its level; one never seen opens a level below what is open."""
        if style in self._styles:
            earlier = self._styles[: self._styles.index(style)]
            return sum(1 for entry in self._open if entry.style in earlier)
        return len(self._open)

    def _enter(self, level: int, style: str, ordinal: int | None) -> int:
        del self._open[level:]
        self._open.append(_Open(style, ordinal))
        if style not in self._styles:
            self._styles.append(style)
        return len(self._open) - 1


class Tree:
    """The nodes found so far, each once."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.labels: dict[int, str] = {}
        self._known: dict[tuple[str | None, str], str] = {}

    def enter(self, parent: str | None, heading: Heading, place: Place | None) -> str:
        """Return the id of the node that `heading` names below `parent`, and make it if it is new."""
        known = self._known.get((parent, heading.printed))
        if known is not None:
            return known
        level = 0 if parent is None else self.nodes[parent].level + 1
        key = hashlib.sha256(f"{parent or ''}\n{search_key(heading.printed)}".encode()).hexdigest()[:12]
        node_id = f"N-{key}"
        if node_id not in self.nodes:
            places = () if place is None else (FieldPlace("printed", place),)
            self.nodes[node_id] = Node(
                id=node_id, level=level, parent=parent, printed=heading.printed, number=heading.number,
                name=heading.name, alias=heading.alias, places=places,
            )  # fmt: skip
        if heading.label is not None:
            self.labels.setdefault(level, heading.label)
        self._known[parent, heading.printed] = node_id
        return node_id

    def add_note(self, node_id: str, note: Note) -> None:
        """Give a node a note."""
        node = self.nodes[node_id]
        if note.text not in {known.text for known in node.notes}:
            self.nodes[node_id] = replace(node, notes=(*node.notes, note))

    def depth(self) -> int:
        """Return how many levels there are."""
        return max((node.level + 1 for node in self.nodes.values()), default=0)
