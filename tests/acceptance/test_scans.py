"""A scan of a real table: nearly all records whole, and whoever looks at the doubtful cells has seen every mistake."""

import json
import unicodedata
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location

import pytest

from shared import SHARED, needs_shared
from torikumi.plan.records import to_records
from torikumi.read.document import Cell, Document
from torikumi.read.reading import Given
from torikumi.read.run import read_document, recognise_documents
from torikumi.read.scan.doubts import DOUBTFUL

CITY = SHARED / "iruma"
SCORER = SHARED.parent / "tools" / "score.py"


@cache
def scanned() -> Document:
    return read_document(CITY / "documents" / "scan200.pdf")


def fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).replace("~", "〜").split())


def cells(document: Document) -> dict[tuple[int, int], Cell]:
    return {(cell.row, cell.column): cell for table in document.tables for cell in table.cells}


@needs_shared
def test_at_least_70_of_72_records_of_a_scan_are_whole() -> None:
    if not SCORER.is_file():
        pytest.skip("the scorer (../shared/tools/score.py) is not beside this checkout")
    spec = spec_from_file_location("score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    scorer = module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = json.loads((CITY / "gold.json").read_text(encoding="utf-8"))

    result = scorer.score(gold, to_records(recognise_documents([scanned()], Given()).plan))

    assert result["found"] == 72
    assert result["whole"] >= 70, result


@needs_shared
def test_every_cell_that_was_misread_is_doubtful() -> None:
    typed = cells(read_document(CITY / "documents" / "band_a3.pdf"))
    found = cells(scanned())

    misread = [cell for place, cell in found.items() if fold(cell.text) != fold(typed[place].text)]
    doubtful = [cell for cell in found.values() if (cell.confidence or 0) < DOUBTFUL]

    assert set(found) == set(typed)
    assert [cell.text for cell in misread if cell not in doubtful] == []
    assert len(doubtful) <= len(found) / 4
