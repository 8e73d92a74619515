"""The legend of a chart: one look for each name, no two alike, and the patterns they need."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from torikumi.publish.palette import Look, Pattern
from torikumi.publish.svg import INK, draw_box, draw_pattern, draw_text, fold_lines, pattern_id, text_width

_SIZE = 14.0
_BOX = 14.0
_LINE = 24.0


class Legend:
    """The looks of a chart by name, and the drawing that explains them; `uid` is the chart's."""

    def __init__(self, names: Iterable[tuple[str, Look]], *, uid: str) -> None:
        self.uid = uid
        self.looks: dict[str, Look] = {}
        for name, look in names:
            if name not in self.looks:
                self.looks[name] = _unlike(look, [*self.looks.values()])

    def patterns(self) -> str:
        """Return the <defs> of the patterns; "" where every look is solid."""
        drawn = [
            draw_pattern(pattern_id(self.uid, index), look, look.pattern)
            for index, look in enumerate(self.looks.values())
            if look.pattern is not Pattern.SOLID
        ]
        return f"<defs>{''.join(drawn)}</defs>" if drawn else ""

    def fill(self, name: str) -> str:
        """Return what an area of that name is filled with."""
        look = self.looks[name]
        if look.pattern is Pattern.SOLID:
            return look.fill
        return f"url(#{pattern_id(self.uid, [*self.looks].index(name))})"

    def draw(self, *, left: float, width: float) -> tuple[str, float]:
        """Return the legend from the top of the chart, and how high it is; long names take several lines."""
        out, x, y = [], left, 4.0
        for name in self.looks:
            lines = fold_lines(name, size=_SIZE, width=width - left - 22)
            step = 22 + max(text_width(line, _SIZE) for line in lines) + 22
            if x > left and x + step - 22 > width:
                x, y = left, y + _LINE
            out.append(draw_box(x + 0.5, y + 0.5, (_BOX, _BOX), self.fill(name), stroke=INK, stroke_width=1))
            out += [draw_text(x + 22, y + 13 + 19 * i, line) for i, line in enumerate(lines)]
            x, y = x + step, y + 19 * (len(lines) - 1)
        return "".join(out), y + (34 if self.looks else 0)


def _unlike(look: Look, taken: Sequence[Look]) -> Look:
    for pattern in (look.pattern, *Pattern):
        candidate = replace(look, pattern=pattern)
        if candidate not in taken:
            return candidate
    return look
