"""The page of the manual holds the figures, the documents and the other readers, and nothing that dates it."""

import re
from pathlib import Path

from bench.reading.page import write_page
from bench.reading.peers import OURS, load_peers


def test_the_page_holds_figures_documents_and_readers(tmp_path: Path) -> None:
    page = tmp_path / "page.md"

    write_page(
        page,
        "FIGURES\n",
        [OURS, *load_peers()],
        ["word.pdf", "word.docx", "invented-00.pdf", "invented-01.pdf"],
    )

    text = page.read_text(encoding="utf-8")
    assert "\nFIGURES\n" in text
    assert "| word | pdf・docx | ワープロの表 |" in text
    assert "| invented（2） | pdf |" in text
    assert "| pymupdf | pymupdf==2.0 | AGPL-3.0 |" in text
    assert re.search(r"\{[a-z]+\}|20[0-9]{2}-[0-9]{2}", text) is None
