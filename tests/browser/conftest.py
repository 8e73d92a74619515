"""A real Chromium, and axe-core in it; CHROMIUM names another one than /usr/bin/chromium."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

# What these find is told like what the tests themselves find.
pytest.register_assert_rewrite("tests.browser.acts_of_answering", "tests.browser.acts_of_freezing")

AXE = Path(__file__).resolve().parents[2] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
# The levels that the law asks for, the newest that we aim at, and what axe holds to be good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give one Chromium to all tests of a worker."""
    with sync_playwright() as playwright:
        executable = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give a fresh page that fails the test on a script error or a message of the content security policy."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ja-JP")
    fresh = context.new_page()
    wrong: list[str] = []
    fresh.on("pageerror", lambda error: wrong.append(str(error)))
    fresh.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield fresh
    context.close()
    assert wrong == []


@pytest.fixture
def check_axe() -> Callable[[Page], None]:
    """Give the check that axe-core finds nothing wrong on a page."""
    return _check_axe


def _check_axe(page: Page) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    # preload would fetch the style sheets again, which the content security policy rightly refuses.
    found = page.evaluate(
        "tags => axe.run({runOnly: tags, preload: false}).then(result => result.violations)", TAGS
    )
    lines = [
        f"{violation['id']}: {violation['help']}\n  "
        + "\n  ".join(node["html"][:200] for node in violation["nodes"])
        for violation in found
    ]
    assert not lines, f"{page.url}\n" + "\n".join(lines)
