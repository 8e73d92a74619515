"""Whatever plan is written as a workbook, a web page or a Word document is the plan that is read."""

from pathlib import Path

import pytest

from tests.generated.documents import document, numbers, plans_on_paper
from tests.generated.limits import plan_within_limits
from tests.generated.sheet import parts_of
from tests.generated.truth import read_records, written_records
from tests.generated.write_docx import documents, to_docx
from tests.generated.write_html import pages, to_html
from tests.generated.write_xlsx import to_xlsx
from torikumi.read.run import read_documents

NUMBERS = numbers(80)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_plan_in_a_workbook_is_the_plan_that_is_read(number: int, tmp_path: Path) -> None:
    found = plan_within_limits(document(plans_on_paper, number))
    path = tmp_path / "plan.xlsx"
    path.write_bytes(to_xlsx(parts_of(found.plan, found.layout)))

    reading = read_documents([path])

    assert read_records(reading.plan) == written_records(found.plan)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_plan_in_a_web_page_is_the_plan_that_is_read(number: int, tmp_path: Path) -> None:
    found = plan_within_limits(document(plans_on_paper, number))
    path = tmp_path / "plan.html"
    path.write_bytes(to_html(parts_of(found.plan, found.layout), document(pages, number)))

    reading = read_documents([path])

    assert read_records(reading.plan) == written_records(found.plan)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_plan_in_a_word_document_is_the_plan_that_is_read(number: int, tmp_path: Path) -> None:
    found = plan_within_limits(document(plans_on_paper, number))
    path = tmp_path / "plan.docx"
    path.write_bytes(to_docx(parts_of(found.plan, found.layout), document(documents, number)))

    reading = read_documents([path])

    assert read_records(reading.plan) == written_records(found.plan)
