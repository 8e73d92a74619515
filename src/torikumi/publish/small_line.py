"""The line of an indicator in small, to stand beside many others of its kind."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from torikumi.publish.line_chart import TARGET, VALUE, YearPoint, format_number, runs
from torikumi.publish.svg import draw_line, draw_text, picture, text_width

WIDTH, HEIGHT = 260, 132
_TOP, _BOTTOM = 22.0, 104.0
_SIZE = 13.0


def small_line(points: Sequence[YearPoint], *, title: str, description: str, uid: str) -> str:
    """Return the values as a line with dots and the targets as a dashed one, between the least and the most.

    Only the two ends of both scales are labelled: the numbers stand in the table. `points` are those that
    `line_chart.can_draw` lets pass.
    """
    body = "".join(_draw(points))
    return picture(size=(WIDTH, HEIGHT), body=body, uid=uid, title=title, description=description)


def _draw(points: Sequence[YearPoint]) -> Iterator[str]:
    numbers = [n for point in points for n in (point.value, point.target) if n is not None]
    low, high = min(numbers), max(numbers)
    words = [format_number(high), format_number(low)]
    left = min(max(text_width(word, _SIZE) for word in words) + 8, WIDTH * 0.55)
    right = WIDTH - 10.0

    def x(index: int) -> float:
        return left + 8 + (right - left - 16) * index / max(len(points) - 1, 1)

    def y(number: Decimal) -> float:
        share = float((number - low) / (high - low)) if high != low else 0.5
        return _BOTTOM - 8 - (_BOTTOM - _TOP - 16) * share

    yield draw_line((left, _TOP), (left, _BOTTOM), "#767676")
    yield draw_line((left, _BOTTOM), (right, _BOTTOM), "#767676")
    for word, number in zip(words if high != low else words[:1], (high, low), strict=False):
        yield draw_text(left - 6, y(number) + 5, word, font_size=_SIZE, text_anchor="end")
    yield draw_text(left, HEIGHT - 8, points[0].label, font_size=_SIZE)
    yield draw_text(right, HEIGHT - 8, points[-1].label, font_size=_SIZE, text_anchor="end")
    for run in runs([point.target for point in points]):
        places = [(x(index), y(number)) for index, number in run]
        if len(places) == 1:
            places = [(places[0][0] - 7, places[0][1]), (places[0][0] + 7, places[0][1])]
        yield _path(places, TARGET, dashes=' stroke-dasharray="6 4"')
    for run in runs([point.value for point in points]):
        places = [(x(index), y(number)) for index, number in run]
        yield _path(places, VALUE)
        for at, height in places:
            yield f'<circle cx="{at:.1f}" cy="{height:.1f}" r="4" fill="#ffffff" stroke="{VALUE}" stroke-width="2.5"/>'


def _path(places: Sequence[tuple[float, float]], stroke: str, *, dashes: str = "") -> str:
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    return f'<path d="M{line}" fill="none" stroke="{stroke}" stroke-width="2.5"{dashes}/>'
