"""The picture of a project's life: time runs down, each project is a line, merges and splits join them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from markupsafe import Markup

from torikumi.compare.life import Join, Life
from torikumi.publish.svg import INK, draw_text, fold_lines, picture
from torikumi.publish.view import Figure

_Place: TypeAlias = tuple[int, str]
_Point: TypeAlias = tuple[float, float]

_MAIN, _OTHER = "#0017c1", "#666666"
_LANE, _LINE, _SIZE = 22.0, 20.0, 14
_WIDE, _NARROW = 640, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeStop:
    """A project in an edition, as the picture says it; `words` are its direction, "" where there is none."""

    edition: int
    lane: str
    title: str
    words: str = ""


def draw_life(editions: Sequence[str], stops: Sequence[LifeStop], life: Life, *, uid: str = "life") -> Figure:
    """Return the picture, for wide pages and for phones; `editions` are their names, the oldest first."""
    title = "この事業のあゆみの図"
    told = "上から下へ版が進みます。同じ内容の表が図の下にあります。"
    wide, narrow = (
        _Drawing(editions, stops, life, width=width).svg(uid=f"{uid}-{name}", title=title, description=told)
        for name, width in (("wide", _WIDE), ("narrow", _NARROW))
    )
    return Figure(Markup(wide), Markup(narrow))  # noqa: S704  our own drawing; its texts are escaped there


class _Drawing:
    """Places every stop on a line of its own, then draws what joins them."""

    def __init__(self, editions: Sequence[str], stops: Sequence[LifeStop], life: Life, *, width: int) -> None:
        self.life = life
        self.width = width
        self.left = 14 + _LANE * len(life.lanes)
        self.places: dict[_Place, _Point] = {}
        self.crosses: dict[_Place, _Point] = {}
        self.words: list[str] = []
        y = 0.0
        for edition, name in enumerate(editions):
            y = self._write(name, y + 6, size=13, weight=700, fill="#4d4d4d")
            here = {stop.lane: stop for stop in stops if stop.edition == edition}
            for lane in life.lanes:
                if lane in here:
                    self.places[edition, lane] = (self._x(lane), y + 12)
                    y = self._write(_words(here[lane]), y, weight=700 if lane == life.lanes[0] else 400)
                elif self._ends_before(edition, lane):
                    self.crosses[edition, lane] = (self._x(lane), y + 12)
                    y = self._write("（この版にはありません）", y, fill="#4d4d4d")
        if life.more:
            y = self._write(f"ほかにつながりのある事業 {life.more}", y + 6, fill="#4d4d4d")
        self.height = y + 8

    def svg(self, *, uid: str, title: str, description: str) -> str:
        """Return the whole picture."""
        body = "".join((*map(self._join, self.life.joins), *self._ends(), *self._dots(), *self.words))
        return picture(
            size=(self.width, self.height), body=body, uid=uid, title=title, description=description
        )

    def _x(self, lane: str) -> float:
        return 12 + _LANE * self.life.lanes.index(lane)

    def _colour(self, lane: str) -> str:
        return _MAIN if lane == self.life.lanes[0] else _OTHER

    def _write(self, text: str, y: float, *, size: int = _SIZE, weight: int = 400, fill: str = INK) -> float:
        for line in fold_lines(text, size=size, width=self.width - self.left - 4):
            self.words.append(
                draw_text(self.left, y + 17, line, font_size=size, font_weight=weight, fill=fill)
            )
            y += _LINE
        return y

    def _ends_before(self, edition: int, lane: str) -> bool:
        """Whether the lane's project stood in the edition before and leads to none of this one."""
        return (edition - 1, lane) in self.places and not any(
            join.old == lane and join.edition == edition - 1 for join in self.life.joins
        )

    def _join(self, join: Join) -> str:
        start = self.places.get((join.edition, join.old))
        end = self.places.get((join.edition + 1, join.new))
        if start is None or end is None:
            return ""
        (x, y), (to_x, to_y) = start, end
        bend = f"V{to_y - 24:.1f}C{x:.1f} {to_y - 8:.1f} {to_x:.1f} {to_y - 18:.1f} {to_x:.1f} {to_y:.1f}"
        path = f"M{x:.1f} {y:.1f}" + (f"V{to_y:.1f}" if x == to_x else bend)
        colour = self._colour(join.old) if join.turn is None else _OTHER
        return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="3"/>'

    def _ends(self) -> Iterator[str]:
        """Draw the dashed line of a project that led nowhere to a cross in the edition that lacks it."""
        for (edition, lane), (x, y) in self.crosses.items():
            colour, start = self._colour(lane), self.places[edition - 1, lane][1]
            yield (
                f'<path d="M{x:.1f} {start:.1f}V{y - 6:.1f}" stroke="{colour}" stroke-width="3" stroke-dasharray="4 4"/>'
                f'<path d="M{x - 5:.1f} {y - 5:.1f}l10 10m0-10l-10 10" stroke="{colour}" stroke-width="3"/>'
            )

    def _dots(self) -> Iterator[str]:
        for (_, lane), (x, y) in self.places.items():
            fill = _MAIN if lane == self.life.lanes[0] else "#ffffff"
            yield (
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" fill="{fill}" stroke="{self._colour(lane)}"'
                ' stroke-width="3"/>'
            )


def _words(stop: LifeStop) -> str:
    return f"{stop.title}（{stop.words}）" if stop.words else stop.title
