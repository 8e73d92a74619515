"""What came back as a workbook for the desk: changes, clashes side by side, findings, and who has not answered."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

from torikumi.plan.model import Plan
from torikumi.plan.place import describe_place
from torikumi.plan.tints import Tint
from torikumi.review.collected import Collected
from torikumi.review.collected_report import cell_words, project_words
from torikumi.review.sheet_formats import OPEN, Formats
from torikumi.text.storable import storable

_MADE = datetime(1980, 1, 1)  # noqa: DTZ001  XlsxWriter takes it for UTC
_HEAD = Tint("#00118f", "#ffffff")
_Row = tuple[str, ...]


def to_workbook(collected: Collected, plan: Plan) -> bytes:
    """Return the report as a workbook; the same report always gives the same bytes."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(buffer, options)
    book.set_properties({"title": "年度評価の返送の確認", "created": _MADE})
    formats = Formats(book)
    for name, heads, rows in _tables(collected, plan):
        _write(book, formats, name=name, heads=heads, rows=rows)
    book.close()
    return buffer.getvalue()


def _tables(
    collected: Collected, plan: Plan
) -> Iterator[tuple[str, Sequence[tuple[str, float]], list[_Row]]]:
    project, field, place = ("事業", 34), ("欄", 20), ("場所", 30)
    yield (
        "変わる回答",
        (project, field, ("前", 40), ("後", 40), place, ("読み方", 30)),
        [
            (
                project_words(plan, change.project),
                change.label,
                change.before,
                change.after,
                cell_words(change.origin),
                change.note.ja if change.note else "",
            )
            for change in collected.changes
        ],
    )
    most = max((len(clash.sides) for clash in collected.clashes), default=2)
    sides = [(f"{number}つ目", 40.0) for number in range(1, most + 1)]
    yield (
        "食い違い",
        (project, field, *sides),
        [
            (
                project_words(plan, clash.project),
                clash.label,
                *(f"{cell_words(side.origin) or '今の回答'}\n{side.text}" for side in clash.sides),
                *([""] * (most - len(clash.sides))),
            )
            for clash in collected.clashes
        ],
    )
    yield (
        "空にされた欄",
        (project, field, ("残る回答", 50), place),
        [
            (project_words(plan, one.project), one.label, one.before, cell_words(one.origin))
            for one in collected.emptied
        ],
    )
    yield (
        "気づいた点",
        (("重さ", 10), ("内容", 80), project, ("場所", 40)),
        [
            (
                {"error": "要確認", "warning": "注意", "info": "参考"}[finding.severity.value],
                finding.ja,
                project_words(plan, finding.subject),
                " ".join(
                    part
                    for part in (
                        finding.place.file if finding.place else "",
                        describe_place(finding.place, language="ja"),
                    )
                    if part
                ),
            )
            for finding in collected.findings
        ],
    )
    yield (
        "回答の確認",
        (project, ("内容", 80)),
        [(project_words(plan, one.project), one.problem.ja) for one in collected.problems],
    )
    yield "返送のない課", (("課", 40),), [(section,) for section in collected.waiting]


def _write(
    book: Workbook, formats: Formats, *, name: str, heads: Sequence[tuple[str, float]], rows: Sequence[_Row]
) -> None:
    sheet = book.add_worksheet(name)
    for place, (head, width) in enumerate(heads):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, head, formats.box(_HEAD, bold=True))
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row):
            sheet.write_string(number, place, storable(text), formats.box(OPEN))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
