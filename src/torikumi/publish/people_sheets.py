"""The sheets of the workbook for people: the list of projects, the counts, the indicators."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from torikumi.plan.direction import Direction, Outcome
from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project
from torikumi.plan.quantity import Quantity
from torikumi.publish.history import edition_name
from torikumi.publish.palette import look_of
from torikumi.publish.project_list import WIDEST_A4, WITHOUT_NODE, Band, Head, ProjectList, amount_words
from torikumi.publish.svg import fold_lines
from torikumi.publish.tally import (
    count_directions,
    direction_groups,
    projects_below,
    projects_without_node,
)
from torikumi.publish.view import project_name
from torikumi.publish.words import (
    FUNDS,
    heading_words,
    level_word,
    municipality_words,
    quantity_words,
    title_words,
)
from torikumi.text.era import format_fiscal_year
from torikumi.text.storable import fits_a_float, storable

FONT = "BIZ UDPゴシック"
_EDGE = "#7F7F7F"
_BANDS = ("#D9E6FF", "#F2F2F2", "#FFFFFF", "#FFFFFF", "#FFFFFF")
# One column of width 1 holds about one half-width character of the standard font; a wide one takes two.
_PER_WIDE = 2.0


_FUNDS = (Head("対象", 40), Head("年度", 12), Head("区分", 14))
_A4, _A3 = 9, 8
_NAME = 1  # the column of the name
_INDICATORS = (
    Head("対象", 28), Head("指標", 30), Head("単位", 7), Head("基準値", 23), Head("目標", 23),
    Head("実績", 23),
)  # fmt: skip


class PeopleWriter:
    """Writes the sheets for people into a workbook."""

    def __init__(self, plan: Plan, *, book: Workbook, remarks: Mapping[str, str] | None = None) -> None:
        self.plan = plan
        self.book = book
        self.list = ProjectList(plan, remarks=remarks)
        self.money = self.list.money
        line = {"border": 1, "border_color": _EDGE}
        self.title = self._format(bold=True, font_size=16)
        self.plain = self._format(text_wrap=True)
        self.notice = self._format(bold=True, text_wrap=True, bg_color="#FFF0B3", valign="vcenter")
        self.head = self._format(
            bold=True, font_color="#FFFFFF", bg_color="#00118F", align="center", valign="vcenter",
            text_wrap=True, **line,
        )  # fmt: skip
        self.cell = self._format(text_wrap=True, **line)
        self.name = self._format(text_wrap=True, bold=True, **line)
        self.figure = self._format(align="right", indent=1, **line)
        self.bands = [
            self._format(bold=True, text_wrap=True, valign="vcenter", bg_color=colour, indent=level, **line)
            for level, colour in enumerate(_BANDS)
        ]
        self.badges: dict[tuple[Outcome, ...], Format] = {}
        self.numbers: dict[str, Format] = {}

    def write(self) -> None:
        """Write the list, the counts, and the sources of funds and the indicators where the plan has any."""
        self._write_list(self.book.add_worksheet("事業一覧"))
        self._write_counts(self.book.add_worksheet("方針の集計"))
        if self.money.funds:
            self._write_funds(self.book.add_worksheet("財源"))
        if any(holder.indicators for holder in self._holders()):
            self._write_indicators(self.book.add_worksheet("指標"))

    def _format(self, **properties: object) -> Format:
        return self.book.add_format({"font_name": FONT, "font_size": 10, "valign": "top", **properties})

    def _badge(self, direction: Direction | None) -> Format:
        outcomes = direction.outcomes if direction else ()
        if outcomes not in self.badges:
            look = look_of(outcomes)
            self.badges[outcomes] = self._format(
                bold=True, text_wrap=True, align="center", border=1, border_color=_EDGE,
                bg_color=look.tint, font_color=look.ink,
            )  # fmt: skip
        return self.badges[outcomes]

    def _start(self, sheet: Worksheet, heads: Sequence[Head], *, title: str) -> int:
        """Set the page up, write the title and the header; return the first free row."""
        plan, last = self.plan, len(heads) - 1
        for index, head in enumerate(heads):
            sheet.set_column(index, index, head.width)
        sheet.set_landscape()
        sheet.set_paper(_A4 if sum(head.width for head in heads) <= WIDEST_A4 else _A3)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        name = storable(f"{municipality_words(plan.municipality)} {title_words(plan)}".strip())
        sheet.set_header(_page_header(name, edition_name(plan)))
        sheet.set_footer("&C&9&P / &N")
        sheet.write_string(0, 0, storable(title), self.title)
        sheet.set_row(0, 26)
        row = 1
        if plan.notice:
            sheet.merge_range(row, 0, row, last, "", self.notice)
            sheet.write_string(row, 0, storable(plan.notice), self.notice)
            sheet.set_row(row, _height(plan.notice, heads))
            row += 1
        for index, head in enumerate(heads):
            sheet.write_string(row, index, storable(head.title), self.head)
        sheet.set_row(row, 14.5 * max(head.title.count("\n") + 1 for head in heads) + 8)
        sheet.repeat_rows(row)
        sheet.freeze_panes(row + 1, 0)
        return row + 1

    def _write_list(self, sheet: Worksheet) -> None:
        heads = self.list.heads
        row = self._start(sheet, heads, title=f"{title_words(self.plan)} 事業一覧")
        for line in self.list.lines():
            if isinstance(line, Project):
                self._write_project(sheet, row, line, heads)
            else:
                style = (
                    self.bands[min(line.level, len(self.bands) - 1)] if isinstance(line, Band) else self.cell
                )
                sheet.merge_range(row, 0, row, len(heads) - 1, "", style)
                sheet.write_string(row, 0, storable(line.text), style)
                sheet.set_row(row, _height(line.text, heads))
            row += 1
        self._write_end(sheet, row, heads)
        sheet.print_area(0, 0, row + len(self.list.end_notes()), len(heads) - 1)

    def _write_project(self, sheet: Worksheet, row: int, project: Project, heads: Sequence[Head]) -> None:
        texts, first, costs = self.list.words(project), self.list.first_money, self.list.costs
        styles = (
            self.figure,
            self.name,
            self.cell,
            self._badge(project.direction),
            *([self.cell] * len(texts)),
        )
        for index, text in enumerate(texts):
            if first <= index < first + len(costs):
                self._write_quantities(sheet, (row, index), self.money.costs(project, costs[index - first]))
            else:
                sheet.write_string(row, index, storable(text), styles[index])
        remark = (self.list.remarks or {}).get(project.id)
        if remark:
            sheet.write_comment(row, _NAME, storable(remark), {"author": "", "x_scale": 2.4, "y_scale": 1.6})
        lines = max(lines_in_column(text, head.width) for text, head in zip(texts, heads, strict=True))
        sheet.set_row(row, height_of_lines(lines))

    def _write_quantities(self, sheet: Worksheet, at: tuple[int, int], values: Sequence[Quantity]) -> str:
        """Write one value as a number, several or words as text; return the words that the cell shows."""
        words = amount_words(values)
        number = values[0].number if len(values) == 1 else None
        if number is not None and fits_a_float(number):
            sheet.write_number(*at, float(number), self._number(number, approximate=values[0].approximate))
        else:
            sheet.write_string(*at, storable(words), self.figure)
        return words

    def _number(self, number: Decimal, *, approximate: bool) -> Format:
        places = max(0, -int(number.normalize().as_tuple().exponent))
        shown = ('"約"' if approximate else "") + "#,##0" + ("." + "0" * min(places, 15) if places else "")
        if shown not in self.numbers:
            self.numbers[shown] = self._format(
                align="right", indent=1, num_format=shown, border=1, border_color=_EDGE
            )
        return self.numbers[shown]

    def _write_funds(self, sheet: Worksheet) -> None:
        units = list(dict.fromkeys(line.column.unit for line in self.money.fund_lines()))
        funds = [(fund, unit) for unit in units for fund in self.money.funds]
        heads = [*_FUNDS, *(Head(FUNDS[f] + (f"\n（{u}）" if u else ""), 18) for f, u in funds)]
        row = self._start(sheet, heads, title=f"{title_words(self.plan)} 費用の財源")
        for line in self.money.fund_lines():
            texts = [project_name(line.project), line.column.year_words, line.column.name]
            for index, (text, style) in enumerate(zip(texts, (self.name, self.cell, self.cell), strict=True)):
                sheet.write_string(row, index, storable(text), style)
            for fund, unit in funds:
                values = line.values[fund] if unit == line.column.unit else ()
                texts.append(self._write_quantities(sheet, (row, len(texts)), values))
            lines = max(lines_in_column(text, head.width) for text, head in zip(texts, heads, strict=True))
            sheet.set_row(row, height_of_lines(lines))
            row += 1

    def _write_end(self, sheet: Worksheet, row: int, heads: Sequence[Head]) -> None:
        for offset, text in enumerate(self.list.end_notes(), start=1):
            sheet.merge_range(row + offset, 0, row + offset, len(heads) - 1, "", self.plain)
            sheet.write_string(row + offset, 0, storable(text), self.plain)
            sheet.set_row(row + offset, _height(text, heads))

    def _write_counts(self, sheet: Worksheet) -> None:
        plan, groups = self.plan, direction_groups(self.plan)
        top = level_word(plan, 0)
        heads = (Head(top, 60), *(Head(group.name, 13) for group in groups), Head("計", 10))
        row = self._start(sheet, heads, title=f"{title_words(plan)} {top}別の今後の方針")
        without = projects_without_node(plan)
        lines = [(heading_words(n), projects_below(plan, n.id)) for n in plan.children.get(None, ())]
        lines += [(WITHOUT_NODE, without)] if without else []
        for name, projects in (*lines, ("計", plan.projects)):
            counts = count_directions(projects)
            sheet.write_string(row, 0, storable(name), self.name)
            for index, group in enumerate(groups, start=1):
                sheet.write_number(row, index, counts[group.key], self.figure)
            sheet.write_number(row, len(heads) - 1, len(projects), self.figure)
            row += 1

    def _write_indicators(self, sheet: Worksheet) -> None:
        row = self._start(sheet, _INDICATORS, title=f"{title_words(self.plan)} 指標")
        for holder in self._holders():
            for indicator in holder.indicators:
                self._write_indicator(sheet, row, _title(holder), indicator)
                row += 1

    def _holders(self) -> list[Node | Project]:
        return [*self.plan.nodes, *self.plan.projects]

    def _write_indicator(self, sheet: Worksheet, row: int, subject: str, indicator: Indicator) -> None:
        final = (indicator.final_target,) if indicator.final_target else ()
        base = (indicator.base,) if indicator.base else ()
        texts = (
            subject,
            indicator.name,
            indicator.unit or "",
            _years(base),
            _years((*indicator.targets, *final)),
            _years(indicator.actuals),
        )
        styles = (self.name, *([self.cell] * 5))
        for index, (text, style) in enumerate(zip(texts, styles, strict=True)):
            sheet.write_string(row, index, storable(text), style)
        lines = max(lines_in_column(text, head.width) for text, head in zip(texts, _INDICATORS, strict=True))
        sheet.set_row(row, height_of_lines(lines))


def _title(holder: Node | Project) -> str:
    if isinstance(holder, Project):
        return project_name(holder)
    return heading_words(holder)


def _years(values: Sequence[YearValue]) -> str:
    return "\n".join(f"{_short_year(value.year)} {quantity_words(value.value)}".strip() for value in values)


def _short_year(year: int | None) -> str:
    return format_fiscal_year(year) if year is not None else ""


def lines_in_column(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of a width (Excel's, in half-width characters)."""
    # A little less than the column, since faces differ and Excel breaks before some characters.
    room = (width - 1.5) / _PER_WIDE
    return sum(len(fold_lines(line, size=1, width=room)) for line in text.split("\n"))


def height_of_lines(count: int) -> float:
    """Return the height of a row of so many lines, in points; no row may be higher than 409."""
    return min(14.5 * count + 6, 409)


def _height(text: str, heads: Sequence[Head]) -> float:
    return height_of_lines(lines_in_column(text, sum(head.width for head in heads)))


def _page_header(left: str, right: str) -> str:
    # & begins a command, a digit after &9 would belong to the size, and Excel takes 255 characters in all.
    texts = (storable(text)[:60].replace("&", "&&").replace("\n", " ") for text in (left, right))
    return "&L&9 {}&R&9 {}".format(*texts)
