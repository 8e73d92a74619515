"""The charts of the pages, as SVG text: plain values in, one picture out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from torikumi.plan.direction import Outcome
from torikumi.publish.legend import Legend
from torikumi.publish.line_chart import format_number
from torikumi.publish.palette import Look, Pattern, look_of
from torikumi.publish.svg import draw_box, draw_text, fold_lines, picture, text_width

WIDE = 650
NARROW = 300
_BAR = 28.0


@dataclass(frozen=True, slots=True)
class BarPart:
    """One part of a bar: what it is called ("B 継続"), how many or how much, and what it comes to.

    `look` is that of a part that is no direction.
    """

    name: str
    count: int | Decimal
    outcomes: tuple[Outcome, ...] = ()
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar: its label and its parts in the order of the scale."""

    label: str
    parts: tuple[BarPart, ...]

    @property
    def total(self) -> int | Decimal:
        """How many the parts make together."""
        return sum(part.count for part in self.parts)

    @property
    def total_words(self) -> str:
        """The total as it stands behind the bar."""
        return f"計 {_words(self.total)}"


def stacked_bars(rows: Sequence[BarRow], *, title: str, description: str, uid: str, width: int = WIDE) -> str:
    """Return a bar for each row, its parts side by side, with a legend and the totals.

    From 480 wide the labels stand left of the bars, below that above them (phones). `uid` must be unique on the
    page. The picture holds no more than its table: put the table beside it.
    """
    drawing = _Bars(rows=rows, uid=uid, width=width)
    return picture(
        size=(width, drawing.height), body=drawing.body, uid=uid, title=title, description=description
    )


def _words(number: int | Decimal) -> str:
    return str(number) if isinstance(number, int) else format_number(number)


class _Bars:
    """The drawing of one chart, from the top down."""

    def __init__(self, *, rows: Sequence[BarRow], uid: str, width: int) -> None:
        self.uid = uid
        self.width = width
        self.legend = Legend(
            ((part.name, part.look or look_of(part.outcomes)) for row in rows for part in row.parts), uid=uid
        )
        self.most = float(max((row.total for row in rows), default=0)) or 1.0
        self.beside = width >= 480
        self.room = max((text_width(row.total_words, 14) for row in rows), default=0.0) + 16
        widest = max((text_width(row.label, 14) for row in rows), default=0.0)
        self.label_width = min(widest, width * 0.36) if self.beside else float(width)
        self.left = self.label_width + 14 if self.beside else 0.0
        explained, self.height = self.legend.draw(left=self.left, width=width)
        self.body = self.legend.patterns() + explained + "".join(self._row(row) for row in rows)

    def _row(self, row: BarRow) -> str:
        lines = fold_lines(row.label, size=14, width=self.label_width)
        top, label_height = self.height, 19 * len(lines)
        anchor, x = ("end", self.label_width) if self.beside else ("start", 0.0)
        first = top + (14 if not self.beside else max(19.0, (_BAR - label_height) / 2 + 14))
        out = [draw_text(x, first + 19 * i, line, text_anchor=anchor) for i, line in enumerate(lines)]
        bar = top if self.beside else top + label_height + 3
        self.height = (max(top + label_height + 6, bar + _BAR) if self.beside else bar + _BAR) + 14
        return "".join(out) + self._bar(row, bar)

    def _bar(self, row: BarRow, y: float) -> str:
        out, x = [], self.left
        for part in row.parts:
            if not part.count:
                continue
            width = (self.width - self.left - self.room) * float(part.count) / self.most
            out.append(draw_box(x, y, (max(width - 2, 1.5), _BAR), self.legend.fill(part.name)))
            out.append(self._number(part, x + (width - 2) / 2, y, width))
            x += width
        return "".join(out) + draw_text(x + 6, y + 19, row.total_words, font_weight=700)

    def _number(self, part: BarPart, middle: float, y: float, width: float) -> str:
        look, words = self.legend.looks[part.name], _words(part.count)
        size = 14 if text_width(words, 14) + 6 <= width else 13
        needed = text_width(words, size)
        if needed + 3 > width:
            return ""
        plate = ""
        if look.pattern is not Pattern.SOLID:
            plate = draw_box(middle - needed / 2 - 2, y + 5, (needed + 4, 18), "#ffffff")
        ink = "#000000" if plate else look.on_fill
        return plate + draw_text(
            middle, y + 19, words, font_size=size, text_anchor="middle", fill=ink, font_weight=700
        )
