"""Directions from edition to edition as a Sankey diagram: a bar for each, and bands between the bars."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from torikumi.plan.direction import Outcome
from torikumi.publish.legend import Legend
from torikumi.publish.palette import look_of
from torikumi.publish.svg import draw_box, draw_text, fold_lines, picture, text_width

_SIZE = 13.0
_LINE = 17.0
_BAR = 14.0
_GAP = 8.0
_TALL = 300.0
_SAME = "#d6d6d6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A direction of one edition: what it is called and how many projects have it."""

    key: str
    name: str
    short: str
    outcomes: tuple[Outcome, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One edition: its stops in order, and how many of its projects go to which stop of the next (by keys).

    `ended` have no project in the next edition; `added` of this one had none before.
    """

    label: str
    stops: tuple[Stop, ...]
    flows: Mapping[tuple[str, str], int] = field(default_factory=dict)
    added: int = 0
    ended: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedStop:
    """A stop and where its bar is; `middle` is where its label is centred."""

    stop: Stop
    x: float
    top: float
    height: float
    middle: float
    lines: tuple[str, ...]


def sankey(columns: Sequence[Column], *, title: str, description: str, uid: str, width: int) -> str:
    """Return the diagram, `width` wide and as tall as its labels need; `columns` are two or more.

    Heights of bars and bands are in proportion to their projects. `uid` must be unique on the page.
    """
    drawing = _Drawing(columns, uid=uid, width=width)
    return picture(
        size=(width, drawing.height), body=drawing.body(), uid=uid, title=title, description=description
    )


def most_columns(width: int) -> int:
    """Return how many editions find room side by side."""
    return max(2, int((width - 12) // 66) + 1)


class _Drawing:
    """The geometry of one diagram, from the top down."""

    def __init__(self, columns: Sequence[Column], *, uid: str, width: int) -> None:
        self.columns = columns
        self.width = width
        self.legend = Legend(
            ((s.name, look_of(s.outcomes)) for column in columns for s in column.stops), uid=uid
        )
        self.explained, self.top = self.legend.draw(left=0, width=width)
        widest = max((text_width(f"{s.short} {s.count}", _SIZE) for c in columns for s in c.stops), default=0)
        last = text_width(columns[-1].label, _SIZE) - _BAR + 2
        self.label_room = min(max(widest + 10, last), (width - 12) / len(columns) - _BAR - 6)
        self.pitch = (width - _BAR - self.label_room) / max(len(columns) - 1, 1)
        rooms = [*[self.pitch - 6] * (len(columns) - 1), self.label_room + _BAR]
        self.heads = [
            fold_lines(c.label, size=_SIZE, width=room) for c, room in zip(columns, rooms, strict=True)
        ]
        self.top += _LINE * max(len(lines) for lines in self.heads) + 10
        self.labels = [[self._label(stop) for stop in column.stops] for column in columns]
        self.scale = self._scale()
        self.placed = [self._place(index) for index in range(len(columns))]
        self.bottom = max((p.top + p.height for col in self.placed for p in col), default=self.top)
        self.bottom = max([self.bottom, *(p.middle + _slot(p.lines) / 2 for c in self.placed for p in c)])
        self.feet = [self._foot(index) for index in range(len(columns) - 1)]
        self.height = self.bottom + 8 + _LINE * max((len(lines) for lines in self.feet), default=0) + 6

    def body(self) -> str:
        """Return the bands first, then bars and labels over them."""
        return "".join(
            [self.legend.patterns(), self.explained, *self._bands(), *self._bars(), *self._words()]
        )

    def _label(self, stop: Stop) -> tuple[str, ...]:
        one = f"{stop.short} {stop.count}"
        if text_width(one, _SIZE) <= self.label_room - 6:
            return (one,)
        return (*fold_lines(stop.short, size=_SIZE, width=self.label_room - 6), str(stop.count))

    def _scale(self) -> float:
        """Return the height of one project such that the fullest column is as tall as it should be."""
        least = max(sum(map(_slot, labels)) + _GAP * len(labels) for labels in self.labels)
        tall = max(_TALL, least + 80)
        low, high = 0.0, tall
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (low, middle) if self._tallest(middle) > tall else (middle, high)
        return low

    def _tallest(self, scale: float) -> float:
        return max(
            sum(
                max(scale * stop.count, _slot(lines)) + _GAP
                for stop, lines in zip(c.stops, labels, strict=True)
            )
            for c, labels in zip(self.columns, self.labels, strict=True)
        )

    def _place(self, index: int) -> list[PlacedStop]:
        placed, y = [], self.top
        for stop, lines in zip(self.columns[index].stops, self.labels[index], strict=True):
            height = self.scale * stop.count
            slot = max(height, _slot(lines))
            placed.append(
                PlacedStop(
                    stop=stop,
                    x=self.pitch * index,
                    top=y + (slot - height) / 2,
                    height=height,
                    middle=y + slot / 2,
                    lines=lines,
                )
            )
            y += slot + _GAP
        return placed

    def _bands(self) -> Iterator[str]:
        changed: list[str] = []
        for index, column in enumerate(self.columns[:-1]):
            left, right = self.placed[index], self.placed[index + 1]
            used_right = {p.stop.key: 0.0 for p in right}
            for start in left:
                used = 0.0
                for end in right:
                    thick = self.scale * column.flows.get((start.stop.key, end.stop.key), 0)
                    if not thick:
                        continue
                    same = start.stop.key == end.stop.key
                    band = self._band(
                        (start.x + _BAR, start.top + used),
                        (end.x, end.top + used_right[end.stop.key]),
                        thick,
                        _SAME if same else self.legend.fill(end.stop.name),
                    )
                    used += thick
                    used_right[end.stop.key] += thick
                    if same:
                        yield band
                    else:
                        changed.append(band)
        yield from changed

    def _band(self, start: tuple[float, float], end: tuple[float, float], thick: float, fill: str) -> str:
        (x, y), (to, end_y) = start, end
        middle = (x + to) / 2
        return (
            f'<path d="M{x:.1f} {y:.2f}C{middle:.1f} {y:.2f} {middle:.1f} {end_y:.2f} {to:.1f} {end_y:.2f}'
            f"V{end_y + thick:.2f}C{middle:.1f} {end_y + thick:.2f} {middle:.1f} {y + thick:.2f} {x:.1f}"
            f' {y + thick:.2f}Z" fill="{fill}" fill-opacity="0.8" stroke="{fill}" stroke-width="0.5"/>'
        )

    def _bars(self) -> Iterator[str]:
        for column in self.placed:
            for p in column:
                fill = self.legend.fill(p.stop.name)
                yield draw_box(p.x, p.top, (_BAR, max(p.height, 0.5)), fill, stroke="#333333", stroke_width=1)

    def _words(self) -> Iterator[str]:
        first = self.top - 10 - _LINE * (max(len(lines) for lines in self.heads) - 1)
        for index, lines in enumerate(self.heads):
            for row, line in enumerate(lines):
                yield draw_text(
                    self.pitch * index, first + _LINE * row, line, font_size=_SIZE, font_weight=700
                )
        for column in self.placed:
            for p in column:
                start = p.middle - _LINE * (len(p.lines) - 1) / 2 + 5
                for row, line in enumerate(p.lines):
                    yield draw_text(
                        p.x + _BAR + 4, start + _LINE * row, line, font_size=_SIZE, font_weight=700,
                        stroke="#ffffff", stroke_width=4, paint_order="stroke", stroke_linejoin="round",
                    )  # fmt: skip
        for index, foot in enumerate(self.feet):
            for row, said in enumerate(foot):
                yield draw_text(
                    self.pitch * index, self.bottom + 8 + _LINE * (row + 1) - 4, said, font_size=_SIZE
                )

    def _foot(self, index: int) -> tuple[str, ...]:
        """Return what no band can show: projects that ended after this column, and those new in the next."""
        ended, added = self.columns[index].ended, self.columns[index + 1].added
        said = [("なくなった", ended)] if ended else []
        said += [("新しい", added)] if added else []
        lines: list[str] = []
        for word, number in said:
            whole = f"{word} {number}"
            if text_width(whole, _SIZE) <= self.pitch - 6:
                lines.append(whole)
            else:
                lines += [*fold_lines(word, size=_SIZE, width=self.pitch - 6), str(number)]
        return tuple(lines)


def _slot(lines: Sequence[str]) -> float:
    return _LINE * len(lines)
