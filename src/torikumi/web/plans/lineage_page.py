"""The page on which a person looks through a lineage: projects of both editions, the lines between them, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from torikumi.compare.lineage.words import CHANGE_WORDS, confidence_words, evidence_words
from torikumi.web.plans.lineage_lines import SAME, Line, draw_lines, holding, identity_pairs
from torikumi.web.plans.lineage_models import KeptLineage, LineageDecision, LineKind
from torikumi.web.plans.tracing import load_pairs, load_proposal

# What is looked at first: what a wrong line of would harm the history of a project.
ORDER = (
    LineKind.RENAMED,
    LineKind.MERGED,
    LineKind.SPLIT,
    LineKind.REPLACED,
    LineKind.CONTINUES,
)
GROUP_WORDS: Mapping[LineKind, str] = {
    LineKind.RENAMED: "名前が変わった事業",
    LineKind.MERGED: "統合した事業",
    LineKind.SPLIT: "分かれた事業",
    LineKind.REPLACED: "後継に替わった事業",
    LineKind.CONTINUES: "続いている事業",
}
_MOVES = {"number": "番号変更", "place": "移動"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A project of one of both editions: `end` is what a line calls it by.

    `route`, `args` and `query` lead to where more of it is seen; the address is made only for cards that are shown.
    """

    end: str
    number: str
    name: str
    sections: str
    route: str = ""
    args: tuple[object, ...] = ()
    query: str = ""

    @property
    def title(self) -> str:
        """The number and the name."""
        return f"No.{self.number} {self.name}" if self.number else self.name

    @property
    def url(self) -> str:
        """The address of the page that shows more of it; "" where there is none."""
        return reverse(self.route, args=[*self.args]) + self.query if self.route else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """A line with its projects, and what speaks for it in words."""

    line: Line
    old: Card | None
    new: Card | None
    kind: LineKind
    is_same: bool  # both have one id in the plan as it stands

    @property
    def word(self) -> str:
        """What the kind is called."""
        return str(self.kind.label)

    @property
    def marks(self) -> tuple[str, ...]:
        """What else changed, as marks beside the kind: another number, another place."""
        return tuple(word for name, word in _MOVES.items() if name in self.line.changes)

    @property
    def changed(self) -> str:
        """What else changed, as one phrase."""
        return "・".join(CHANGE_WORDS[name][0] for name in self.line.changes if name != "name")

    @property
    def percent(self) -> str:
        """The confidence as it is printed; "" where the program did not propose the line."""
        return "" if self.line.confidence is None else f"{self.line.confidence:.2f}"

    @property
    def confidence(self) -> str:
        """The confidence in a word."""
        if self.line.confidence is None:
            return ""
        return confidence_words(self.line.confidence, language="ja")

    @property
    def evidence(self) -> str:
        """What speaks for it."""
        return "、".join(evidence_words(one, language="ja") for one in self.line.evidence)


@dataclass(slots=True)
class Family:
    """Projects that lines hold together, with those lines."""

    kind: LineKind
    olds: list[Card] = field(default_factory=list)
    news: list[Card] = field(default_factory=list)
    lines: list[ShownLine] = field(default_factory=list)

    @property
    def group(self) -> str:
        """The heading that it stands under."""
        return GROUP_WORDS[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All lines of an import, sorted into what waits for a look, what is sure, and what was decided.

    `look` are the families with a line that waits, `ended` and `fresh` the projects without any line.
    """

    look: tuple[Family, ...]
    ended: tuple[ShownLine, ...]
    fresh: tuple[ShownLine, ...]
    sure: tuple[ShownLine, ...]
    decided: tuple[ShownLine, ...]
    look_count: int
    turn: int
    version: int
    is_pending: bool
    last: tuple[LineageDecision, ...]
    lone_olds: tuple[Card, ...]
    other_olds: tuple[Card, ...]
    lone_news: tuple[Card, ...]
    other_news: tuple[Card, ...]

    @property
    def left(self) -> int:
        """How many lines nobody has decided on."""
        return self.look_count + len(self.sure)


def make_board(
    kept: KeptLineage, decisions: Sequence[LineageDecision], *, olds: Sequence[Card], news: Sequence[Card]
) -> Board:
    """Return the board of a lineage; `olds` and `news` are the projects of both editions in their order."""
    held, careful, pairs = holding(decisions), load_pairs(kept.careful), load_pairs(kept.pairs)
    lines = draw_lines(load_proposal(kept), careful, held, olds=[card.end for card in olds], count=len(news))
    by_old = {card.end: card for card in olds}
    by_new = {int(card.end): card for card in news}
    shown = [
        ShownLine(
            line=line,
            old=by_old.get(line.old),
            new=by_new.get(line.new),
            kind=_kind(line, by_old.get(line.old), by_new.get(line.new)),
            is_same=bool(line.new) and pairs.get(line.new) == line.old,
        )
        for line in lines
    ]
    families = _families(one for one in shown if one.old is not None and one.new is not None)
    open_alone = [one for one in shown if one.line.is_open and (one.old is None or one.new is None)]
    alone = {(one.line.old, one.line.new) for one in shown if not one.line.old or not one.line.new}
    turn = max((row.turn for row in decisions), default=0)
    return Board(
        look=tuple(sorted(families, key=lambda family: ORDER.index(family.kind))),
        ended=tuple(one for one in open_alone if one.new is None),
        fresh=tuple(one for one in open_alone if one.old is None),
        sure=tuple(one for one in shown if one.line.is_open and one.line.is_sure),
        decided=tuple(one for one in shown if not one.line.is_open),
        look_count=sum(one.line.is_open and not one.line.is_sure for one in shown),
        turn=turn,
        version=kept.version,
        is_pending=identity_pairs(careful, held) != pairs,
        last=tuple(row for row in decisions if turn and row.turn == turn),
        lone_olds=tuple(card for card in olds if (card.end, 0) in alone),
        other_olds=tuple(card for card in olds if (card.end, 0) not in alone),
        lone_news=tuple(card for card in news if ("", int(card.end)) in alone),
        other_news=tuple(card for card in news if ("", int(card.end)) not in alone),
    )


def _kind(line: Line, old: Card | None, new: Card | None) -> LineKind:
    """Return the kind; what only name or number pair is called renamed where the names differ."""
    is_paired_only = [one.feature for one in line.evidence] == ["paired"]
    if line.is_open and line.kind in SAME and old and new and is_paired_only:
        return LineKind.CONTINUES if old.name == new.name else LineKind.RENAMED
    return line.kind


def _families(shown: Iterable[ShownLine]) -> list[Family]:
    """Return the families that hold an open line which is not sure, with all their lines but the refused ones."""
    standing = [one for one in shown if not one.line.is_refused]
    root: dict[object, object] = {}

    def find(end: object) -> object:
        while root.setdefault(end, end) != end:
            root[end] = root[root[end]]
            end = root[end]
        return end

    for one in standing:
        root[find(one.line.old)] = find(one.line.new)
    groups: dict[object, list[ShownLine]] = {}
    for one in standing:
        groups.setdefault(find(one.line.old), []).append(one)
    return [_family(lines) for lines in groups.values() if any(_needs_look(one) for one in lines)]


def _family(lines: list[ShownLine]) -> Family:
    found = min((one.kind for one in lines if _needs_look(one)), key=ORDER.index)
    family = Family(kind=found, lines=lines)
    for one in lines:
        if one.old is not None and one.old not in family.olds:
            family.olds.append(one.old)
        if one.new is not None and one.new not in family.news:
            family.news.append(one.new)
    return family


def _needs_look(one: ShownLine) -> bool:
    return one.line.is_open and not one.line.is_sure
