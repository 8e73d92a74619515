"""The generated pages of the manual say what the code says, and links between pages lead somewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from shared import REPOSITORY

DOCS = REPOSITORY / "docs"
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
PAGES = sorted(DOCS.rglob("*.md"))


def relative(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


def test_the_generated_pages_are_current_and_no_page_outlives_its_rule() -> None:
    # A process of its own: click remembers in a command how it was first called.
    done = subprocess.run(
        [sys.executable, REPOSITORY / "tools" / "write_docs.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.returncode) == ("", 0), "run `make docs`"


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    targets = LINK.findall(path.read_text(encoding="utf-8"))

    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_the_index_names_every_page_once() -> None:
    # Decisions and rules of checks have an index of their own, which this one names.
    wanted = {
        str(path.relative_to(DOCS))
        for path in PAGES
        if path.parent not in {DOCS, DOCS / "decisions", DOCS / "reference" / "checks"}
    }
    named = LINK.findall((DOCS / "README.md").read_text(encoding="utf-8"))

    assert sorted(named) == sorted({*wanted, "decisions/README.md", "reference/checks/README.md"})
