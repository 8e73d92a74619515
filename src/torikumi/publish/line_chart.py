"""The line of an indicator over the years, with its target."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

from torikumi.publish.svg import INK, draw_line, draw_text, fold_lines, picture, text_width

VALUE = "#0017c1"
TARGET = "#ac3e00"
_GRID = "#cccccc"
_LARGEST = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class YearPoint:
    """One year: its label ("令和元"), what was measured, and what was aimed at; None where there is none."""

    label: str
    value: Decimal | None = None
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LineName:
    """What a line is called in the legend."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """A forecast: the year's place among the points, the value expected, and the range about it."""

    index: int
    value: Decimal
    low: Decimal
    high: Decimal


def can_draw(points: Sequence[YearPoint]) -> bool:
    """Return whether a line says anything: two values or more, none beyond what a picture can place."""
    numbers = [n for point in points for n in (point.value, point.target) if n is not None]
    if any(not number.is_finite() or abs(number) > _LARGEST for number in numbers):
        return False
    return sum(point.value is not None for point in points) >= 2


def line_with_target(  # noqa: PLR0913  one parameter a part of the picture
    points: Sequence[YearPoint],
    *,
    title: str,
    description: str,
    uid: str,
    unit: str = "",
    width: int = 520,
    ahead: Ahead | None = None,
    names: tuple[LineName, LineName] = (LineName("実績", "Actual"), LineName("目標", "Target")),
) -> str:
    """Return the values as a line, the targets as a dashed one; the line breaks where a year has no value.

    A forecast is a dotted line to a bar that stands for its range.

    The scale does not start from zero; its steps are labelled. `uid` must be unique on the page.
    """
    drawing = _Lines(points, unit=unit, width=width, ahead=ahead, names=names)
    return picture(
        size=(width, drawing.height), body=drawing.body(), uid=uid, title=title, description=description
    )


def format_number(value: Decimal) -> str:
    """Return the number with thousands separated and no idle zeros: "1,234.5"."""
    words = f"{value:,f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def runs(numbers: Sequence[Decimal | None]) -> Iterator[list[tuple[int, Decimal]]]:
    """Yield the numbers that follow one another without a gap, each with its index."""
    run: list[tuple[int, Decimal]] = []
    for index, number in enumerate(numbers):
        if number is not None:
            run.append((index, number))
        elif run:
            yield run
            run = []
    if run:
        yield run


class _Lines:
    """The drawing of one chart."""

    def __init__(
        self,
        points: Sequence[YearPoint],
        *,
        unit: str,
        width: int,
        ahead: Ahead | None,
        names: tuple[LineName, LineName],
    ) -> None:
        self.points, self.names = points, names
        self.ahead = ahead
        self.unit = unit
        self.width = width
        numbers = [float(n) for point in points for n in (point.value, point.target) if n is not None]
        numbers += [float(ahead.low), float(ahead.high)] if ahead else []
        self.ticks = _ticks(min(numbers, default=0.0), max(numbers, default=1.0))
        self.left = max(text_width(_tick_words(tick), 13) for tick in self.ticks) + 12
        self.right = width - 24.0
        # A unit that finds no room beside the legend stands below it, whole.
        words = f"単位：{self.unit}" if self.unit else ""
        beside = text_width(words, 13) <= self.right + 12 - self.left - 168
        self.unit_lines = [] if beside else fold_lines(words, size=13, width=self.right + 12 - self.left)
        more = 17.0 * len(self.unit_lines) + (20.0 if ahead else 0.0)
        self.top, self.bottom, self.height = 64.0 + more, 228.0 + more, 264.0 + more

    def body(self) -> str:
        """Return the grid, the legend, the target, the line and its numbers, in this order."""
        return "".join(
            [
                *self._grid(),
                *self._legend(),
                *self._targets(),
                *self._ahead(),
                *self._values(),
                *self._numbers(),
            ]
        )

    def _x(self, index: int) -> float:
        inset = self.left + 26
        span = self.right - inset - 4
        return inset + (span * index / (len(self.points) - 1) if len(self.points) > 1 else span / 2)

    def _y(self, number: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.bottom - (self.bottom - self.top) * (number - low) / (high - low)

    def _grid(self) -> Iterator[str]:
        for tick in self.ticks:
            y = self._y(tick)
            yield draw_line((self.left, y), (self.right + 12, y), _GRID)
            yield draw_text(self.left - 8, y + 5, _tick_words(tick), font_size=13, text_anchor="end")
        widest = max((text_width(point.label, 13) for point in self.points), default=0.0) + 8
        gap = (self.right - self.left - 30) / max(len(self.points) - 1, 1)
        step = max(1, ceil(widest / gap))
        for index, point in enumerate(self.points):
            # Labels are left out from the left, so that the newest year always has its own.
            if (len(self.points) - 1 - index) % step == 0:
                yield draw_text(
                    self._x(index), self.bottom + 22, point.label, font_size=13, text_anchor="middle"
                )

    def _legend(self) -> Iterator[str]:
        x, y = self.left, 18.0
        yield f'<path d="M{x:.1f} {y:.1f}h28" stroke="{VALUE}" stroke-width="3" fill="none"/>'
        yield f'<circle cx="{x + 14:.1f}" cy="{y:.1f}" r="4.5" fill="#ffffff" stroke="{VALUE}" stroke-width="3"/>'
        yield draw_text(x + 36, y + 5, self.names[0].ja, data_en=self.names[0].en)
        if any(point.target is not None for point in self.points):
            second = x + 62 + text_width(self.names[0].ja, 13)
            yield (
                f'<path d="M{second:.1f} {y:.1f}h28" stroke="{TARGET}" stroke-width="3"'
                ' stroke-dasharray="7 4" fill="none"/>'
            )
            yield draw_text(second + 36, y + 5, self.names[1].ja, data_en=self.names[1].en)
        if self.ahead is not None:
            yield f'<path d="M{x:.1f} {y + 20:.1f}h22" stroke="{VALUE}" stroke-width="2" stroke-dasharray="2 4"/>'
            yield _range_bar(x + 24, y + 13, y + 27)
            yield draw_text(x + 36, y + 25, "見通しと、その幅", data_en="Forecast and its range")
            y += 20
        if not self.unit_lines:
            y = 18.0
            if self.unit:
                yield draw_text(self.right + 12, y + 5, f"単位：{self.unit}", font_size=13, text_anchor="end")
            return
        for row, line in enumerate(self.unit_lines):
            yield draw_text(x, y + 24 + 17 * row, line, font_size=13)

    def _targets(self) -> Iterator[str]:
        for run in runs([point.target for point in self.points]):
            places = [(self._x(i), self._y(float(n))) for i, n in run]
            if len(places) == 1:
                x, y = places[0]
                places = [(x - 14, y), (x + 14, y)]
            yield (
                f'<path d="{_path(places)}" fill="none" stroke="{TARGET}" stroke-width="2.5"'
                ' stroke-dasharray="7 4"/>'
            )

    def _ahead(self) -> Iterator[str]:
        if self.ahead is None:
            return
        last = max(index for index, point in enumerate(self.points) if point.value is not None)
        start = self.points[last].value
        x, y = self._x(self.ahead.index), self._y(float(self.ahead.value))
        if start is not None:
            yield (
                f'<path d="M{self._x(last):.1f} {self._y(float(start)):.1f}L{x:.1f} {y:.1f}" fill="none"'
                f' stroke="{VALUE}" stroke-width="2" stroke-dasharray="2 4"/>'
            )
        yield _range_bar(x, self._y(float(self.ahead.high)), self._y(float(self.ahead.low)))
        yield f'<path d="M{x - 7:.1f} {y:.1f}h14" stroke="{VALUE}" stroke-width="3"/>'

    def _values(self) -> Iterator[str]:
        for run in runs([point.value for point in self.points]):
            places = [(self._x(i), self._y(float(n))) for i, n in run]
            yield f'<path d="{_path(places)}" fill="none" stroke="{VALUE}" stroke-width="3"/>'
            for x, y in places:
                yield (
                    f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#ffffff" stroke="{VALUE}" stroke-width="3"/>'
                )

    def _numbers(self) -> Iterator[str]:
        last = -100.0
        for index, point in enumerate(self.points):
            if point.value is None:
                continue
            words, x, y = format_number(point.value), self._x(index), self._y(float(point.value))
            half = text_width(words, 13) / 2
            if x - half < last + 4:
                continue  # numbers never run into one another; the table has them all
            below = (
                point.target is not None
                and 0 < y - self._y(float(point.target)) < 26
                and y + 24 < self.bottom
            )
            yield draw_text(
                min(x, self.width - half - 2), y + 22 if below else y - 12, words,
                font_size=13, text_anchor="middle", font_weight=700, stroke="#ffffff", stroke_width=4,
                paint_order="stroke", stroke_linejoin="round", fill=INK,
            )  # fmt: skip
            last = x + half


def _range_bar(x: float, top: float, bottom: float) -> str:
    return (
        f'<rect x="{x - 5:.1f}" y="{top:.1f}" width="10" height="{max(bottom - top, 1):.1f}" fill="#ffffff"'
        f' fill-opacity="0.7" stroke="{VALUE}" stroke-width="1.5" stroke-dasharray="2 2"/>'
    )


def _path(places: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)


def _ticks(low: float, high: float) -> list[float]:
    """Return three to six round steps that hold both ends with air between."""
    if high == low:
        low, high = low - abs(low) * 0.1 - 0.5, high + abs(high) * 0.1 + 0.5
    rough = (high - low) * 1.15 / 4
    power = 10.0 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough)
    first, last = floor(low / step), ceil(high / step)
    if last - first < 2:
        last += 1
    return [round(step * n, 10) for n in range(first, last + 1)]


def _tick_words(tick: float) -> str:
    return format_number(Decimal(repr(tick)))
