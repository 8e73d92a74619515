"""The logic model as a picture: its stages side by side on wide pages, one below the other on phones.

What the plan leaves out is a box with a broken line and its words, and the arrows to it are broken, so that it shows
without colours. Long texts and long lists are cut here; the table has every word.
"""

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from torikumi.publish.logic_boxes import Box
from torikumi.publish.logic_model import Group, LogicModel, Stage
from torikumi.publish.logic_words import (
    LONGEST_FACT,
    LONGEST_OWNER,
    LONGEST_TITLE,
    MOST_BOXES,
    STAGES,
    UNSORTED,
    shortened,
)
from torikumi.publish.svg import INK, picture, text_width

WIDE, NARROW = 960, 224
_ARROW = 24
# Both pictures have columns of the same width, so that each box is drawn once.
_ROOM = (WIDE - _ARROW * (len(Stage) - 1)) // len(Stage)
_SIZE, _LINE = 14, 19
_PAD, _GAP, _HEAD = 9, 10, 34
_TEXT = _ROOM - 2 * _PAD
_HEAD_FILL = "#d9e6ff"
_NOT_FIRST, _NOT_LAST = "、。，．・）」』】〉》］｝!？！,.)]ー…", "（「『【〈《［｛(["
_HEADS = {
    stage: f'<g id="logic-{stage.value}"><rect width="{_ROOM}" height="{_HEAD}" fill="{_HEAD_FILL}"/><text'
    f' x="{_ROOM // 2}" y="22" font-size="15" font-weight="700" text-anchor="middle">{words}</text></g>'
    for stage, words in STAGES.items()
}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something drawn from (0, 0) down; `height` is where the next thing may begin."""

    drawn: str
    height: int

    def at(self, x: int, y: int) -> str:
        return f'<g transform="translate({x} {y})">{self.drawn}</g>'


class LogicPicture:
    """The pictures of one model, WIDE and NARROW; one of each has room on a page.

    The narrow one shows the pieces of the wide one by reference: it needs the wide one on the same page.
    """

    def __init__(self, model: LogicModel) -> None:
        self.model = model
        self._groups = [_group(group, name=f"logic-{at}") for at, group in enumerate(model.groups)]
        self._broken = [False, *(step.is_broken for step in model.steps)]
        self._unsorted = [
            _named(_box(box), name=f"logic-u{at}") for at, box in enumerate(model.unsorted[: len(Stage)])
        ]
        self._more = _more(len(model.unsorted) - len(self._unsorted))

    def wide(self) -> str:
        """Return the stages side by side; the outcomes lead down from the subject's to those above it."""
        parts, at, bottom = [], 0, 0
        for column, (stage, groups) in enumerate(self.model.columns.items()):
            x, y = (_ROOM + _ARROW) * column, _HEAD + _GAP
            parts.append(f'<g transform="translate({x} 0)">{_HEADS[stage]}</g>')
            if column:
                parts.append(_arrow_right(x - _ARROW, _HEAD // 2, is_broken=self._broken[at]))
            for index in range(len(groups)):
                if index:
                    parts.append(_arrow_down(x, y, is_broken=self._broken[at]))
                    y += _ARROW
                parts.append(self._groups[at].at(x, y))
                y, at = y + self._groups[at].height, at + 1
            bottom = max(bottom, y)
        if self._unsorted:
            parts.append(_label(UNSORTED).at(0, bottom + _GAP))
            top = bottom + _GAP + _LINE + 4
            parts += [piece.at((_ROOM + _ARROW) * column, top) for column, piece in enumerate(self._unsorted)]
            bottom = top + max(piece.height for piece in self._unsorted)
            parts.append(self._more.at(0, bottom))
            bottom += self._more.height
        return self._framed(WIDE, bottom, parts)

    def narrow(self) -> str:
        """Return the stages one below the other."""
        parts, y, stage = [], 0, None
        for at, (group, piece) in enumerate(zip(self.model.groups, self._groups, strict=True)):
            if at:
                parts.append(_arrow_down(0, y, is_broken=self._broken[at]))
                y += _ARROW
            if group.stage is not stage:
                stage = group.stage
                parts.append(f'<use href="#logic-{stage.value}" y="{y}"/>')
                y += _HEAD + _GAP
            parts.append(f'<use href="#logic-{at}" y="{y}"/>')
            y += piece.height
        if self._unsorted:
            label = _label(UNSORTED)
            parts.append(label.at(0, y + _GAP))
            y += _GAP + label.height
            for at, piece in enumerate(self._unsorted):
                parts.append(f'<use href="#logic-u{at}" y="{y}"/>')
                y += piece.height
            parts.append(self._more.at(0, y))
            y += self._more.height
        return self._framed(NARROW, y, parts)

    def _framed(self, width: int, height: int, parts: list[str]) -> str:
        counted = "、".join(
            f"{STAGES[stage]}は{sum(len(group.boxes) for group in groups)}件"
            for stage, groups in self.model.columns.items()
        )
        return picture(
            size=(width, height + 2),
            body=f'<g font-size="{_SIZE}" fill="{INK}">{"".join(parts)}</g>',
            uid=f"logic-{width}",
            title=f"{shortened(self.model.subject, LONGEST_TITLE)}のロジックモデル",
            description=f"{counted}。書かれていないところは{len(self.model.gaps)}か所。同じ内容の表が図の下にあります。",
        )


def _named(piece: _Piece, *, name: str) -> _Piece:
    return _Piece(f'<g id="{name}">{piece.drawn}</g>', piece.height)


def _group(group: Group, *, name: str) -> _Piece:
    """Return the boxes of a group and its gap; the outcomes say whose they are, there being several."""
    pieces = [_label(group.owner)] if group.stage is Stage.OUTCOME else []
    pieces += [_box(box) for box in group.boxes[:MOST_BOXES]]
    pieces += [_more(len(group.boxes) - MOST_BOXES)]
    pieces += [_frame([(line, "") for line in _folded(group.gap, _TEXT)], is_gap=True)] if group.gap else []
    drawn: list[str] = []
    y = 0
    for piece in pieces:
        drawn.append(piece.at(0, y) if y else piece.drawn)
        y += piece.height
    return _named(_Piece("".join(drawn), y), name=name)


def _box(box: Box) -> _Piece:
    bold = ' font-weight="700"'
    lines = [(line, bold) for line in _folded(shortened(box.title, LONGEST_TITLE), _TEXT)]
    for fact in box.facts:
        lines += [(line, "") for line in _folded(shortened(fact, LONGEST_FACT), _TEXT)]
    if box.owner:
        owner = f"（{shortened(box.owner, LONGEST_OWNER)}）"
        lines += [(line, "") for line in _folded(owner, _TEXT)]
    return _frame(lines, is_gap=False)


def _frame(lines: list[tuple[str, str]], *, is_gap: bool) -> _Piece:
    height = _LINE * len(lines) + 2 * _PAD - 3
    broken = ' stroke-dasharray="6 4"' if is_gap else ""
    texts = "".join(
        f'<text x="{_PAD}" y="{_PAD + 13 + _LINE * row}"{weight}>{escape(line)}</text>'
        for row, (line, weight) in enumerate(lines)
    )
    return _Piece(
        f'<rect x="1" y="1" width="{_ROOM - 2}" height="{height - 2}" rx="4" fill="#ffffff" stroke="{INK}"'
        f' stroke-width="1.5"{broken}/>{texts}',
        height + _GAP,
    )


def _label(words: str) -> _Piece:
    lines = _folded(shortened(words, LONGEST_TITLE), _ROOM)
    texts = "".join(
        f'<text y="{14 + _LINE * row}" font-weight="700">{escape(line)}</text>'
        for row, line in enumerate(lines)
    )
    return _Piece(texts, _LINE * len(lines) + 4)


def _more(count: int) -> _Piece:
    """Return the line that says how many boxes are in the table only; nothing where all are drawn."""
    return (
        _Piece(f'<text y="14">ほか{count}件（表にあります）</text>', _LINE + _GAP)
        if count > 0
        else _Piece("", 0)
    )


def _arrow_right(x: int, y: int, *, is_broken: bool) -> str:
    return _arrow(f"M{x + 3} {y}h10", f"M{x + 14} {y - 5}l7 5 -7 5z", is_broken=is_broken)


def _arrow_down(x: int, y: int, *, is_broken: bool) -> str:
    middle = x + _ROOM // 2
    return _arrow(f"M{middle} {y - 6}v12", f"M{middle - 5} {y + 7}l5 7 5 -7z", is_broken=is_broken)


def _arrow(line: str, point: str, *, is_broken: bool) -> str:
    broken, filled = (' stroke-dasharray="3 3"', "#ffffff") if is_broken else ("", INK)
    return (
        f'<path d="{line}" stroke="{INK}" stroke-width="2"{broken}/>'
        f'<path d="{point}" fill="{filled}" stroke="{INK}"/>'
    )


def _folded(words: str, width: int) -> list[str]:
    """Return the lines; none begins with a mark that closes or ends with one that opens (禁則)."""
    if len(words) * _SIZE <= width:
        return [words]
    lines, line, ems = [], "", 0.0
    # One letter's room is left for a mark that hangs.
    most = width / _SIZE - 1
    for letter in words:
        wide = _ems(letter)
        if ems + wide > most and line and not (letter in _NOT_FIRST and ems <= most):
            carried = line[-1] if line[-1] in _NOT_LAST and len(line) > 1 else ""
            lines.append(line.removesuffix(carried))
            line, ems = carried, _ems(carried)
        line, ems = line + letter, ems + wide
    return [*lines, line]


@lru_cache(maxsize=1 << 13)
def _ems(letter: str) -> float:
    return text_width(letter, 1)
