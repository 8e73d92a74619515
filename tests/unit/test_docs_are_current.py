"""The generated pages of the manual say what the code says, and links between pages lead somewhere."""

import re
from pathlib import Path

import pytest
from tools.write_docs import generated_pages, pages_without_rule

from shared import REPOSITORY

DOCS = REPOSITORY / "docs"
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
PAGES = sorted(DOCS.rglob("*.md"))


def relative(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


def test_the_generated_pages_are_current() -> None:
    old = [
        relative(path)
        for path, text in generated_pages().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]

    assert old == [], "run `make docs`"


def test_no_page_of_a_rule_outlives_its_rule() -> None:
    assert pages_without_rule(generated_pages()) == []


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    targets = LINK.findall(path.read_text(encoding="utf-8"))

    assert [target for target in targets if not (path.parent / target).exists()] == []
