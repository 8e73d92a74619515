"""The list of changes as workbook, page and paper: one content, nothing that runs, the same bytes each time."""

import io
from dataclasses import replace
from html.parser import HTMLParser

import openpyxl
import pytest
from hypothesis import given, settings
from openpyxl.cell.rich_text import CellRichText, TextBlock

from shared import REPOSITORY
from strategies import plans as any_plans
from torikumi.compare.change_list import ChangeList, make_change_list
from torikumi.plan.file import load_plan
from torikumi.plan.identity import carry_identities
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.publish.change_report.groups import changed_subjects, recorded_subjects
from torikumi.publish.change_report.page import write_change_page
from torikumi.publish.change_report.workbook import write_change_workbook
from torikumi.publish.typeset.change_list import change_list
from torikumi.text.storable import storable
from unit.publish.paper import SetPdf

OLD = Plan(title="計画", year=2024, projects=(Project(id="P-1", number="1", name="梨まつり"),))
LONG = "市内の果樹園で梨の収穫を体験する催しを、毎年九月に二日間ひらく。"


def listed_of(before: str, after: str) -> ChangeList:
    (project,) = OLD.projects
    old, new = (
        replace(OLD, year=year, projects=(replace(project, summary=words),))
        for year, words in ((2024, before), (2025, after))
    )
    return make_change_list(old=old, new=new)


@pytest.fixture(scope="module")
def mihon() -> ChangeList:
    old, new = (
        load_plan((REPOSITORY / "samples" / "mihon" / f"plan-{year}.json").read_text(encoding="utf-8"))
        for year in (2024, 2025)
    )
    return make_change_list(old=old, new=new)


def book_of(listed: ChangeList) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_change_workbook(listed)), rich_text=True)


class _Words(HTMLParser):
    """The words of a page, and those that are marked."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: dict[str, list[str]] = {"del": [], "ins": []}
        self.words: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("del", "ins", "span"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("del", "ins", "span"):
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._open and self._open[-1] in self.marks:
            self.marks[self._open[-1]].append(data)


def page_of(listed: ChangeList) -> _Words:
    words = _Words()
    words.feed(write_change_page(listed).decode())
    return words


def test_the_workbook_has_sums_list_and_records(mihon: ChangeList) -> None:
    book = book_of(mihon)

    assert book.sheetnames == ["まとめ", "変更点一覧", "年度の記録"]
    rows = [[str(cell.value or "") for cell in row] for row in book["変更点一覧"].iter_rows()]
    assert rows[0][0].endswith("変更点一覧（令和6年度版から令和7年度版へ）")
    changed = [line for line in mihon.lines if not line.is_record]
    assert len(rows) == 2 + len(changed)
    assert ["5", "規格外梨の加工品開発事業"] in [row[:2] for row in rows]
    sums = [[cell.value for cell in row] for row in book["まとめ"].iter_rows()]
    total = next(row for row in sums if row[0] == "計")
    assert total[1:3] == [57, 55]
    assert total[-1] is None or 129010 in total


def test_a_changed_phrase_is_struck_through_and_underlined() -> None:
    book = book_of(listed_of(LONG, LONG.replace("二日間", "三日間")))

    before, after = (book["変更点一覧"].cell(3, column).value for column in (7, 8))
    assert isinstance(before, CellRichText)
    assert isinstance(after, CellRichText)
    assert str(before) == LONG
    assert [part.text for part in before if isinstance(part, TextBlock) and part.font.strike] == [
        "二日間ひらく。"
    ]
    assert [part.text for part in after if isinstance(part, TextBlock) and part.font.u] == ["三日間ひらく。"]


def test_texts_that_look_like_formulas_stay_texts() -> None:
    sheet = book_of(listed_of('=HYPERLINK("http://x.example")', "=1+1"))["変更点一覧"]

    assert [sheet.cell(3, column).value for column in (7, 8)] == ['=HYPERLINK("http://x.example")', "=1+1"]
    assert [sheet.cell(3, column).data_type for column in (7, 8)] == ["s", "s"]


def test_the_page_marks_the_phrases_and_says_so() -> None:
    page = page_of(listed_of(LONG, LONG.replace("二日間", "三日間")))

    assert page.marks == {"del": ["取り消し線", "二日間ひらく。"], "ins": ["下線", "三日間ひらく。"]}
    assert "（削除：）" in page.words
    assert "（追加：）" in page.words


def test_words_of_a_plan_are_no_markup() -> None:
    page = write_change_page(listed_of("梨", "<script>alert(1)</script>")).decode()

    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_page_needs_nothing_beside_it(mihon: ChangeList) -> None:
    page = write_change_page(mihon).decode()

    assert "<link" not in page
    assert "src=" not in page
    assert 'href="http' not in page


def test_the_paper_has_sums_and_marked_changes(mihon: ChangeList) -> None:
    paper = SetPdf(change_list(mihon))

    assert "変更点一覧（令和6年度版から令和7年度版へ）" in paper.words
    assert "計57552" in paper.words
    assert "No.49例山の道しるべ整備事業" in paper.words
    assert f"変更点（{len(changed_subjects(mihon))}）" in paper.words
    assert f"{len(recorded_subjects(mihon))}件あります" in paper.words


def test_two_equal_editions_say_so() -> None:
    listed = make_change_list(old=OLD, new=OLD)

    assert "内容の違いはありません" in "".join(page_of(listed).words)
    assert book_of(listed)["変更点一覧"].cell(3, 1).value == "二つの版に違いはありません。"
    assert "内容の違いはありません" in SetPdf(change_list(listed)).words


def test_the_same_editions_give_the_same_bytes(mihon: ChangeList) -> None:
    assert write_change_workbook(mihon) == write_change_workbook(mihon)
    assert write_change_page(mihon) == write_change_page(mihon)


@settings(max_examples=40)
@given(any_plans(), any_plans())
def test_any_two_editions_are_written_whole(old: Plan, new: Plan) -> None:
    listed = make_change_list(old=old, new=carry_identities(old=old, new=new))

    book = book_of(listed)
    for name, records in (("変更点一覧", False), ("年度の記録", True)):
        lines = [line for line in listed.lines if line.is_record is records]
        if lines:
            rows = [*book[name].iter_rows(min_row=3, min_col=7, max_col=8)]
            assert [[_told(cell.value) for cell in row] for row in rows] == [
                [_told(storable(side or "")) for side in (line.change.before, line.change.after)]
                for line in lines
            ]
    assert write_change_page(listed).startswith(b"<!doctype html>")


def _told(words: object) -> str:
    # XML knows one kind of line end; openpyxl shows a carriage return as its escape.
    return str(words or "").replace("_x000D_", "\n").replace("\r\n", "\n").replace("\r", "\n")
