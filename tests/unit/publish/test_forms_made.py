"""Every form of the sample city, as Word file and as PDF: the plan's numbers, the same words in both."""

import io
import re
from dataclasses import replace
from pathlib import Path

import docx
import pikepdf
import pypdfium2
import pytest

from torikumi.errors import UserError
from torikumi.plan.file import read_plan
from torikumi.plan.model import Plan
from torikumi.plan.money import Fund
from torikumi.publish.forms.catalogue import FORMS, FilledForm, Form, default_year, fill, form_of
from torikumi.publish.forms.setting import SetForm, set_form
from torikumi.publish.line_chart import format_number
from unit.publish import plans
from unit.publish.word_file import saved, words

SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "mihon"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(SAMPLE / "plan-2025.json")


@pytest.fixture(scope="module")
def previous() -> Plan:
    return read_plan(SAMPLE / "plan-2024.json")


def first(form: Form, plan: Plan, previous: Plan | None = None) -> FilledForm:
    return next(iter(fill(form, plan, previous=previous)))


def pdf_words(made: SetForm) -> str:
    document = pypdfium2.PdfDocument(made.octets)
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return re.sub(r"\s", "", "".join(texts).replace("\ufffe", "-"))


def lowest_letter(made: SetForm) -> float:
    """Where the lowest letter of all pages ends, in points from the foot of its page; below 0 it is on no paper."""
    document = pypdfium2.PdfDocument(made.octets)
    try:
        lowest = []
        for page in document:
            text = page.get_textpage()
            count = text.count_chars()
            # The last letters of a page are its lowest, but for the footer.
            lowest += [text.get_charbox(at)[1] for at in range(max(count - 200, 0), count)]
        return min(lowest)
    finally:
        document.close()


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_the_pdf_says_what_the_word_file_says(form: Form, plan: Plan, previous: Plan) -> None:
    one = first(form, plan, previous)
    made = set_form(one.filled.octets, title=one.title, file_name="x.docx")
    said = pdf_words(made)
    # Cells of a row stand beside each other on paper; a piece of a cell is together.
    for line in words(one.filled.octets).split("\n"):
        for piece in re.split(r"[、。（）\s]", line):
            assert squeezed(piece)[:12] in said, piece
    assert (made.left_out, made.replaced) == ((), ())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_every_form_is_a_pdf_for_everyone_and_for_the_archive(form: Form, plan: Plan, previous: Plan) -> None:
    one = first(form, plan, previous)
    made = set_form(one.filled.octets, title=one.title, file_name="x.docx")
    with pikepdf.open(io.BytesIO(made.octets)) as pdf:
        assert pdf.Root.Lang == "ja-JP"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo["/Title"]) == one.title
        with pdf.open_outline() as outline:
            assert outline.root


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_no_blank_is_left_and_the_bytes_are_the_same_again(form: Form, plan: Plan) -> None:
    made, again = first(form, plan), first(form, plan)
    assert made.filled.octets == again.filled.octets
    assert "{{" not in words(made.filled.octets)


def test_every_amount_of_the_year_stands_in_the_explanation_of_results(plan: Plan) -> None:
    form = form_of("results")
    year = default_year(form, plan)
    assert year == 2024
    blocks = _by_project(first(form, plan).filled.octets)
    assert len(blocks) == len(plan.projects)
    for project in plan.projects:
        said = blocks[f"{project.number}　{project.name}"]
        for amount in project.amounts:
            if amount.year == year and amount.value.number is not None and amount.fund is Fund.TOTAL:
                assert f"{format_number(amount.value.number)}千円" in said, (project.name, amount.label)
        assert squeezed(project.summary or "－") in squeezed(said)


def test_every_amount_and_value_stands_in_the_implementation_plan(plan: Plan) -> None:
    blocks = _by_project(first(form_of("implementation"), plan).filled.octets)
    for project in plan.projects:
        said = blocks[f"実施計画調書（令和8年度）　{project.number}　{project.name}"]
        for amount in project.amounts:
            assert amount.value.number is not None
            assert f"{format_number(amount.value.number)}千円" in said
        for indicator in project.indicators:
            for value in (*indicator.targets, *indicator.actuals):
                if value.year == plan.year and value.value.number is not None:
                    assert format_number(value.value.number) in said


def _by_project(octets: bytes) -> dict[str, str]:
    """The words of a form by the heading of the project that they stand under."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for block in docx.Document(io.BytesIO(octets)).iter_inner_content():
        if isinstance(block, docx.text.paragraph.Paragraph):
            style = block.style
            if style is not None and style.name in ("Heading 1", "Heading 3"):
                current = found.setdefault(block.text, [])
            current.append(block.text)
        else:
            current += [cell.text for row in block.rows for cell in row.cells]
    return {name: "\n".join(lines) for name, lines in found.items() if len(lines) > 6}


def test_the_committee_sees_what_changed(plan: Plan, previous: Plan) -> None:
    said = words(first(form_of("committee"), plan, previous).filled.octets)
    changed = [
        project
        for project in plan.projects
        if (before := previous.project_by_id.get(project.id)) and before.direction != project.direction
    ]
    assert changed
    for project in changed:
        assert project.name in said
    assert "方針が変わった事業はありません" not in said
    alone = words(first(form_of("committee"), plan).filled.octets)
    assert "方針が変わった事業はありません" in alone


def test_each_section_gets_its_letter_with_its_projects(plan: Plan) -> None:
    letters = [*fill(form_of("letter-request"), plan, facts={"文書番号": "企第12号"})]
    sections = list(dict.fromkeys(s.name for project in plan.projects for s in project.sections))
    assert [letter.file_name.partition("_")[2][3:] for letter in letters] == sections
    for letter, section in zip(letters, sections, strict=True):
        said = words(letter.filled.octets)
        assert "企第12号" in said
        assert f"{section}　様" in said
        for project in plan.projects:
            is_theirs = section in [one.name for one in project.sections]
            assert (f"\n{project.name}\n" in said) == is_theirs


def test_only_sections_that_are_late_are_reminded(plan: Plan) -> None:
    reminded = [letter.file_name for letter in fill(form_of("letter-reminder"), plan)]
    late = [
        project.sections[0].name
        for project in plan.projects
        if not any(r.year == 2025 and r.state in ("submitted", "approved") for r in project.reviews)
    ]
    assert {name.rpartition("_")[2] for name in reminded} == set(late)
    assert len(reminded) == len(set(late)) == 11
    answered = replace(
        plan, projects=tuple(p for p in plan.projects if any(r.year == 2024 for r in p.reviews))
    )
    with pytest.raises(UserError) as caught:
        next(iter(fill(form_of("letter-reminder"), answered, year=2024)))
    assert "督促する課はありません" in caught.value.ja


def test_a_plan_without_sections_has_no_letters() -> None:
    plan = Plan(title="計画", projects=())
    with pytest.raises(UserError) as caught:
        next(iter(fill(form_of("letter-request"), plan)))
    assert "担当課がない" in caught.value.ja


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_a_plan_that_says_little_fills_every_form(form: Form) -> None:
    plan = plans.make_plan()
    for one in fill(form, plan, year=2021):
        assert set_form(one.filled.octets, title=one.title, file_name="x.docx").octets


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
@pytest.mark.parametrize(
    "words",
    ["あ" * 600, "x" * 600, "\x00\x0b\ud800{{事業名}}", "#set page()", "\u202e\U0001f600葛\U000e0100"],
)
def test_a_plan_of_odd_words_fills_every_form(form: Form, words: str, plan: Plan) -> None:
    odd = replace(
        plan,
        title=words,
        projects=tuple(replace(one, name=words, summary=words) for one in plan.projects[:3]),
    )
    one = next(iter(fill(form, odd, year=2030)))
    assert set_form(one.filled.octets, title=one.title, file_name="x.docx").octets.startswith(b"%PDF-")


class TestSetting:
    """What of a city's own template the PDF carries over."""

    def test_lists_keep_their_numbers(self) -> None:
        document = docx.Document()
        document.add_paragraph("はじめ", style="List Number")
        document.add_paragraph("つぎ", style="List Number")
        assert "1.はじめ2.つぎ" in pdf_words(set_form(saved(document), title="題", file_name="x.docx"))

    def test_merged_cells_stay_merged_and_numbers_stay(self) -> None:
        document = docx.Document()
        table = document.add_table(rows=3, cols=3)
        table.cell(0, 0).merge(table.cell(1, 1)).text = "大きいセル"
        table.cell(2, 2).text = "1,234"
        said = pdf_words(set_form(saved(document), title="題", file_name="x.docx"))
        assert said.count("大きいセル") == 1
        assert "1,234" in said

    def test_a_row_longer_than_a_page_loses_nothing(self, plan: Plan) -> None:
        long = "".join(f"【{number}】梨を育てて売る。" for number in range(900))
        first_one = replace(plan.projects[0], summary=long)
        one = next(iter(fill(form_of("results"), replace(plan, projects=(first_one,)))))
        made = set_form(one.filled.octets, title="題", file_name="x.docx")
        said = pdf_words(made)
        assert all(f"【{number}】" in said for number in range(900))
        assert lowest_letter(made) > 0

    def test_a_picture_is_told_of(self) -> None:
        from unit.publish.test_form_filling import _dot

        document = docx.Document()
        document.add_paragraph("図の前").add_run().add_picture(io.BytesIO(_dot()))
        assert set_form(saved(document), title="題", file_name="x.docx").left_out == (("図", 1),)

    def test_headings_that_leave_a_level_out_are_set(self) -> None:
        document = docx.Document()
        document.add_heading("三段目", level=3)
        document.add_heading("一段目", level=1)
        document.add_heading("六段目", level=6)
        made = set_form(saved(document), title="題", file_name="x.docx")
        with pikepdf.open(io.BytesIO(made.octets)) as pdf, pdf.open_outline() as outline:
            assert [entry.title for entry in outline.root] == ["三段目", "一段目"]

    @pytest.mark.parametrize("blocks", [[], ["", "　"], ["#set page()", "*太字* $x$ @ref"]])
    def test_anything_is_set(self, blocks: list[str]) -> None:
        document = docx.Document()
        for block in blocks:
            document.add_paragraph(block)
        said = pdf_words(set_form(saved(document), title="題だけ", file_name="x.docx"))
        assert squeezed("".join(blocks)) in said

    def test_the_page_is_the_templates(self) -> None:
        document = docx.Document()
        section = document.sections[0]
        section.page_width, section.page_height = section.page_height, section.page_width
        made = set_form(saved(document), title="題", file_name="x.docx")
        with pikepdf.open(io.BytesIO(made.octets)) as pdf:
            _, _, width, height = (float(edge) for edge in pdf.pages[0].mediabox)
        assert width > height
