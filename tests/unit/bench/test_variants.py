"""The documents that are made to be hard to read are what they say they are."""

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from bench.reading.gold import TABLE, Case
from bench.reading.variants import made_cases
from reportlab.pdfgen.canvas import Canvas


@pytest.fixture
def case(tmp_path: Path) -> Case:
    path = tmp_path / "band_a3.pdf"
    canvas = Canvas(str(path), invariant=1)
    for line in range(20):
        canvas.drawString(72, 700 - 20 * line, f"row {line}")
    canvas.save()
    return Case(name="band_a3.pdf", path=path, gold=tmp_path / "gold.json", group=TABLE)


def operators(path: Path) -> list[str]:
    with pikepdf.open(path) as document:
        return [str(one.operator) for one in pikepdf.parse_content_stream(document.pages[0])]


def made(case: Case, folder: Path) -> dict[str, Path]:
    return {one.name: one.path for one in made_cases([case], folder)}


def test_every_text_of_the_doubled_document_is_printed_twice(case: Case, tmp_path: Path) -> None:
    path = made(case, tmp_path / "made")["doubled.pdf"]

    assert operators(path).count("Tj") == 2 * operators(case.path).count("Tj")


def test_the_hidden_document_holds_invisible_text_over_part_of_its_text(case: Case, tmp_path: Path) -> None:
    path = made(case, tmp_path / "made")["hidden.pdf"]

    assert 0 < operators(path).count("Tr") < operators(case.path).count("Tj")


def test_the_same_source_gives_the_same_documents(case: Case, tmp_path: Path) -> None:
    first, second = made(case, tmp_path / "a"), made(case, tmp_path / "b")

    assert first["hidden.pdf"].read_bytes() == second["hidden.pdf"].read_bytes()


def test_documents_whose_source_is_absent_are_left_out(case: Case, tmp_path: Path) -> None:
    assert made(replace(case, name="other.pdf"), tmp_path) == {"other.pdf": case.path}
