"""The plan's table (事業一覧) on A4 or A3, landscape, as cities print it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.publish.project_list import WIDEST_A4, Band, Head, Line, ProjectList
from torikumi.publish.svg import fold_lines
from torikumi.publish.typeset.engine import Paper, template_text
from torikumi.publish.typeset.values import Value, badge, frame, legend

NAME = "事業一覧"
_SIZE = 8.5
_SMALLEST = 6.5
_EM = 0.3528  # millimetres in a point
_DIRECTION = 3
# A row of more lines than this share of a page may go over its end; every other row stands on one page.
_LONGEST = 0.55
# Bookmarks have the typesetter lay everything out once more: half as much memory again, for a thousand pages.
_MOST_WITH_BOOKMARKS = 3000


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A size of paper: its name, and the millimetres that can be printed on."""

    name: str
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A column on paper: its width in millimetres, and the longest run of letters that fits into a line of it."""

    head: str
    width: float
    right: bool
    longest: int


_A4 = _Sheet("a4", 273.0, 176.0)
_A3 = _Sheet("a3", 396.0, 263.0)


def plan_table(plan: Plan) -> Paper:
    """Return the plan's table as a paper: bands and heads on each page, the legend and the notes at its end."""
    return Paper(template=template_text("plan_table.typ"), data=_Table(plan).values())


class _Table:
    """The values of the table. Where the columns of money need more than A3, the oldest of them are left out."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.list = ProjectList(plan)
        heads = self.list.heads
        self.sheet = _A4 if sum(head.width for head in heads) <= WIDEST_A4 else _A3
        room = self.sheet.width / (_SMALLEST * _EM / 2)
        money = range(self.list.first_money, self.list.first_money + len(self.list.costs))
        self.left_out: list[int] = []
        for index in money:
            if sum(head.width for head in heads) - sum(heads[i].width for i in self.left_out) > room:
                self.left_out.append(index)
        self.money = [index for index in money if index not in self.left_out]
        self.heads = self._shown(heads)
        needed = sum(head.width for head in self.heads)
        self.size = max(_SMALLEST, min(_SIZE, self.sheet.width / needed / _EM * 2))
        self.widths = [head.width / needed * self.sheet.width for head in self.heads]
        self.columns = [self._column(index, head) for index, head in enumerate(self.heads)]

    def values(self) -> Value:
        """Return everything that the template prints."""
        return {
            **frame(self.plan, paper=NAME),
            "format": self.sheet.name,
            "size": self.size,
            "columns": [
                {"head": c.head, "width": c.width, "right": c.right, "longest": c.longest}
                for c in self.columns
            ],
            "rows": self._rows(),
            "direction": _DIRECTION,
            "legend": legend(self.plan),
            "total": f"{len(self.plan.projects):,}事業",
            "notes": [*self._about_money(), *self.list.end_notes()],
        }

    def _shown(self, cells: Sequence[Head]) -> list[Head]:
        return [cell for index, cell in enumerate(cells) if index not in self.left_out]

    def _column(self, index: int, head: Head) -> _Column:
        room = self.widths[index] / (self.size * _EM / 2)
        is_number = index == 0 or index in range(
            self.list.first_money, self.list.first_money + len(self.money)
        )
        longest = max(4, int(room) - 4)
        return _Column(head=head.title, width=self.widths[index], right=is_number, longest=longest)

    def _has_long_run(self, text: str, column: _Column) -> bool:
        if len(text) <= column.longest:
            return False
        return re.search(rf"[!-\u2e7f]{{{column.longest + 1}}}", text) is not None

    def _rows(self) -> list[Value]:
        """Return the rows. A heading with nothing below it is a row of its own, no head that a page could repeat."""
        rows: list[Value] = []
        lines = [*self.list.lines()]
        for index, line in enumerate(lines):
            row = self._row(line)
            if isinstance(line, Band) and not _has_rows(islice(lines, index + 1, None), line.level):
                row = {"aside": line.text, "bold": True, "breakable": False, "heading": row["bookmark"]}
            rows.append(row)
        return rows

    def _row(self, line: Line) -> Value:
        if isinstance(line, Project):
            words = [word for i, word in enumerate(self.list.words(line)) if i not in self.left_out]
            split = [i for i, text in enumerate(words) if self._has_long_run(text, self.columns[i])]
            return {
                "cells": words,
                "split": split,
                "badge": badge(line.direction),
                "breakable": self._is_long(words),
            }
        if isinstance(line, Band):
            is_bookmark = line.level == 0 and len(self.plan.projects) <= _MOST_WITH_BOOKMARKS
            return {"band": line.text, "level": line.level, "bookmark": is_bookmark}
        is_long = self._lines(line.text, self.sheet.width) > self._most_lines
        return {"aside": line.text, "bold": False, "breakable": is_long, "heading": False}

    @property
    def _most_lines(self) -> float:
        return _LONGEST * self.sheet.height / (self.size * _EM * 1.4)

    def _is_long(self, words: Sequence[str]) -> bool:
        lines = (self._lines(text, width) for text, width in zip(words, self.widths, strict=True))
        return max(lines) > self._most_lines

    def _lines(self, text: str, width: float) -> int:
        # Counting is dear, and nearly every cell is short.
        if len(text) < self._most_lines:
            return 1
        room = (width / _EM - 8) / self.size
        return sum(len(fold_lines(line, size=1.0, width=room)) for line in text.split("\n"))

    def _about_money(self) -> list[str]:
        if not self.left_out:
            return []
        return [
            f"費用の列のうち古い{len(self.left_out)}列は、紙の幅に入らないため省きました。全部の年度は評価シートとplan.xlsxにあります。"
        ]


def _has_rows(after: Iterable[Line], level: int) -> bool:
    """Return whether a row stands below a heading before the next one of its level or above."""
    for line in after:
        if not isinstance(line, Band):
            return True
        if line.level <= level:
            return False
    return False
