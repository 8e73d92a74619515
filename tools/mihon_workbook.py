"""The newest edition of the invented city as its planning section would have it: one pretty sheet of Excel."""

from datetime import UTC, datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project

HEADINGS = ("基本目標", "基本施策", "No.", "事業名", "事業概要※", "今後の方向性", "担当課")
WIDTHS = (6, 6, 5, 32, 70, 13, 30)
LAST = len(HEADINGS) - 1
LINE = 15  # points
# The heading is printed again before these goals, where the city's own sheet breaks the page.
NEW_PAGES = frozenset({"kodomo", "anzen"})


def write_workbook(plan: Plan) -> bytes:
    """Return the workbook; the same plan gives the same bytes."""
    octets = BytesIO()
    book = xlsxwriter.Workbook(octets, {"in_memory": True})
    book.set_properties(
        {"title": plan.title, "comments": plan.notice or "", "created": datetime(2026, 4, 1, tzinfo=UTC)}
    )
    sheet = book.add_worksheet("事業一覧")
    _Sheet(sheet, plan, _formats(book)).write()
    book.close()
    return octets.getvalue()


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    plain = {"font_name": "Yu Gothic", "font_size": 10, "text_wrap": True, "valign": "vcenter", "border": 1}
    return {
        "title": book.add_format({"font_name": "Yu Gothic", "font_size": 14, "bold": True}),
        "note": book.add_format({"font_name": "Yu Gothic", "font_size": 9}),
        "head": book.add_format({**plain, "bold": True, "align": "center", "bg_color": "#D9E6F2"}),
        "goal": book.add_format({**plain, "bold": True, "bg_color": "#F2E6C9"}),
        "measure": book.add_format({**plain, "bold": True, "bg_color": "#F7F4EA"}),
        "cell": book.add_format(plain),
        "centre": book.add_format({**plain, "align": "center"}),
    }


class _Sheet:
    """Writes row after row."""

    def __init__(self, sheet: Worksheet, plan: Plan, formats: dict[str, Format]) -> None:
        self.sheet = sheet
        self.plan = plan
        self.formats = formats
        self.row = 0

    def write(self) -> None:
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width)
        self.sheet.set_landscape()
        self.sheet.set_paper(8)
        self.sheet.fit_to_pages(1, 0)
        self.line(f"{self.plan.title} 事業一覧（{self.plan.edition}）", "title")
        self.line(self.plan.notice or "", "note")
        self.head()
        breaks = []
        for goal in self.plan.children[None]:
            if goal.id in NEW_PAGES:
                breaks.append(self.row)
                self.head()
            self.band(goal, 0)
            for measure in self.plan.children.get(goal.id, ()):
                self.band(measure, 1)
                for note in measure.notes:
                    self.merged(note.text, 1, "cell")
                for project in self.plan.projects_under.get(measure.id, ()):
                    self.project(project, name=project.name, number=project.number, summary=project.summary)
                for project in self.plan.projects:
                    if measure.id in project.also_under:
                        elsewhere = f"No.{project.number}に記載"
                        self.project(project, name=f"（再掲）{project.name}", number=None, summary=elsewhere)
        for note in self.plan.notes:
            self.line(note.text, "note")
        self.sheet.set_h_pagebreaks(breaks)

    def line(self, text: str, style: str) -> None:
        self.sheet.write_string(self.row, 0, text, self.formats[style])
        self.row += 1

    def head(self) -> None:
        for column, heading in enumerate(HEADINGS):
            self.sheet.write_string(self.row, column, heading, self.formats["head"])
        self.sheet.set_row(self.row, 2 * LINE)
        self.row += 1

    def band(self, node: Node, level: int) -> None:
        self.merged(node.printed, level, "measure" if level else "goal")

    def merged(self, text: str, first: int, style: str) -> None:
        if first:
            self.sheet.write_blank(self.row, 0, None, self.formats["cell"])
        self.sheet.merge_range(self.row, first, self.row, LAST, text, self.formats[style])
        self.row += 1

    def project(self, project: Project, *, name: str, number: str | None, summary: str | None) -> None:
        for column in (0, 1):
            self.sheet.write_blank(self.row, column, None, self.formats["cell"])
        if number is None:
            self.sheet.write_string(self.row, 2, "－", self.formats["centre"])
        else:
            self.sheet.write_number(self.row, 2, int(number), self.formats["centre"])
        sections = "\n".join(section.printed for section in project.sections)
        direction = project.direction.printed if project.direction else ""
        texts = ((name, "cell"), (summary or "", "cell"), (direction, "centre"), (sections, "cell"))
        for column, (text, style) in enumerate(texts, start=3):
            self.sheet.write_string(self.row, column, text, self.formats[style])
        # Excel fits the rows to their text only when somebody edits them.
        self.sheet.set_row(
            self.row, LINE * max(_lines(text, column) for column, (text, _) in enumerate(texts, 3))
        )
        self.row += 1


def _lines(text: str, column: int) -> int:
    # A column's width counts half-width characters; a little room is left on either side.
    room = WIDTHS[column] // 2 - 1
    return sum(-(-len(line) // room) or 1 for line in text.split("\n"))
