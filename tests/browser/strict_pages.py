"""Pages of somebody who is logged in, which allow no script error and no message of the policy."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.server import Site

Open = Callable[..., "contextmanager[Page]"]


def strict_pages(browser: Browser, site: Site, state: Path) -> Open:
    """Return a function that gives a page of who is kept in `state`, at a width, with or without scripts."""

    @contextmanager
    def make(*, width: int = 1280, script: bool = True) -> Iterator[Page]:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            storage_state=state,
            java_script_enabled=script,
            locale="ja-JP",
            base_url=site.address,
        )
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        yield page
        context.close()
        assert wrong == []

    return make
