"""A real Chromium, and axe-core in it; CHROMIUM names another one than /usr/bin/chromium."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

# What these find is told like what the tests themselves find.
pytest.register_assert_rewrite("tests.browser.acts_of_answering", "tests.browser.acts_of_freezing")

AXE = Path(__file__).resolve().parents[2] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
# The levels that the law asks for, the newest that we aim at, and what axe holds to be good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# A click returns while the page it leads to is still on its way. Each page notes that it is being left, so that a
# check waits for the next page instead of looking at the old one, or ending with it half way.
NOTE_LEAVING = """
if (window.navigation) window.navigation.addEventListener("navigate", event => {
    const stays = event.destination.sameDocument || event.hashChange || event.downloadRequest !== null;
    if (!stays) window.leftAt = Date.now();
});
"""
# What was a download after all, or was stopped, stays where it is; ten seconds tell it from a page that comes.
STAYS = """() => new Promise(done => setTimeout(done, 0)).then(
    () => document.readyState === "complete" && !(window.leftAt && Date.now() - window.leftAt < 10000)
)"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give one Chromium to all tests of a worker; its pages note when they are left."""
    with sync_playwright() as playwright:
        executable = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        plain = chromium.new_context

        def new_context(**options: Any) -> BrowserContext:
            context = plain(**options)
            context.add_init_script(NOTE_LEAVING)
            return context

        chromium.new_context = new_context  # type: ignore[method-assign]
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


def wait_for_what_comes(page: Page) -> None:
    """Wait until a page that is being left has given way to the next one, and that one is loaded (at most 30 s)."""
    for _ in range(600):
        try:
            if page.evaluate(STAYS):
                return
        except Error as gone:  # the page went away under the question
            if "context was destroyed" not in str(gone) and "navigat" not in str(gone):
                raise
        page.wait_for_timeout(50)
    raise AssertionError(f"{page.url} does not come to rest")


def _check_axe(page: Page) -> None:
    wait_for_what_comes(page)
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
