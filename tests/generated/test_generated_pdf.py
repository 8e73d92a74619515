"""What is printed is what is read: plans and other tables as PDF files of every kind that is drawn here."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.generated.documents import PlanOnPaper, document, numbers, plans_on_paper
from tests.generated.finish import without_unicode
from tests.generated.general import TableOnPaper, tables_on_paper
from tests.generated.limits import plan_within_limits, table_within_limits
from tests.generated.paper import Paper, Rules
from tests.generated.sheet import Prose, marked, parts_of
from tests.generated.truth import read_records, read_spots, without_spans, written_records, written_spots
from tests.generated.write_pdf import to_pdf, to_pdf_beside
from torikumi.errors import UserError
from torikumi.read.run import read_document, read_documents

PLANS = numbers(300)
TABLES = numbers(150)
LEAST = 5  # of each variation among the documents of a usual run
KINDS = 60  # of variations


def plan_on_paper(number: int) -> PlanOnPaper:
    return plan_within_limits(document(plans_on_paper, number))


def table_on_paper(number: int) -> TableOnPaper:
    return table_within_limits(document(tables_on_paper(), number))


@pytest.mark.parametrize("number", PLANS)
def test_a_plan_in_a_pdf_is_the_plan_that_is_read(number: int, tmp_path: Path) -> None:
    found = plan_on_paper(number)
    path = tmp_path / "plan.pdf"
    path.write_bytes(to_pdf(parts_of(found.plan, found.layout), found.paper))

    reading = read_documents([path])

    assert read_records(reading.plan) == written_records(found.plan), found.paper.switched()


@pytest.mark.parametrize("number", TABLES)
def test_the_cells_of_any_table_in_a_pdf_are_those_that_are_read(number: int, tmp_path: Path) -> None:
    found = table_on_paper(number)
    path = tmp_path / "table.pdf"
    if found.beside is None:
        path.write_bytes(to_pdf([Prose(text="品目などの一覧"), found.sheet], found.paper))
    else:
        path.write_bytes(to_pdf_beside(found.sheet, found.beside, found.paper))

    tables = read_document(path).tables

    for sheet in (found.sheet, found.beside):
        if sheet is not None:
            printed = marked(sheet) if found.paper.marks else sheet
            want, got = written_spots(printed), read_spots(tables, printed)
            if found.paper.rules is not Rules.FULL:
                want, got = without_spans(want), [without_spans(spots) for spots in got]
            assert want in got, found.paper.switched()


def test_the_same_number_is_the_same_file() -> None:
    found = plan_on_paper(7)
    parts = parts_of(found.plan, found.layout)

    assert to_pdf(parts, found.paper) == to_pdf(parts, found.paper)
    assert document(plans_on_paper, 7) == document(plans_on_paper, 7)


def test_each_variation_occurs_among_the_documents_of_a_usual_run() -> None:
    counts: Counter[str] = Counter()
    for number in range(300):
        found = plan_on_paper(number)
        counts.update(found.paper.switched())
        counts.update((found.layout.levels.name, f"depth {found.plan.depth}", found.plan.numbering))

    assert {name: count for name, count in counts.items() if count < LEAST} == {}
    assert len(counts) >= KINDS


def test_letters_that_the_font_does_not_name_are_refused_or_said(tmp_path: Path) -> None:
    found = plan_on_paper(4)
    found = replace(found, plan=replace(found.plan, entries=found.plan.entries[:2]))
    path = tmp_path / "plan.pdf"
    path.write_bytes(without_unicode(to_pdf(parts_of(found.plan, found.layout), Paper())))

    try:
        codes = {finding.code for finding in read_documents([path]).findings}
    except UserError as error:
        codes = {type(error).__name__}

    assert codes & {"UnreadablePagesError", "NoPlanError", "read-ocr"}
