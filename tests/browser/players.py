"""People who work at one site at the same time, each in a browser of their own that stays logged in."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect

from tests.browser.server import Site

# A refused form and a refused save are answers of their own; the browser notes them as errors all the same.
_ANSWERS = ("422", "409")


class Players:
    """The people of a site by log-in name; each logs in once, when first wanted."""

    def __init__(self, browser: Browser, site: Site) -> None:
        note = site.folder / "people.json"
        hired = json.loads(note.read_text(encoding="utf-8")) if note.exists() else {}
        self.passwords: Mapping[str, str] = {**site.passwords, **hired}
        self.wrong: list[str] = []
        self._site = site
        self._browser = browser
        self._pages: dict[str, Page] = {}

    def page(self, login_name: str) -> Page:
        """Return the page of somebody who is logged in."""
        if login_name not in self._pages:
            self._pages[login_name] = self._log_in(login_name)
        return self._pages[login_name]

    def close(self) -> None:
        """Close every browser."""
        for page in self._pages.values():
            page.context.close()

    def _log_in(self, login_name: str) -> Page:
        context = self._browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="ja-JP", base_url=self._site.address
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(f"{login_name}: {error}"))
        page.on("console", lambda said: self._hear(login_name, said.type, said.text))
        page.goto("/login/")
        page.get_by_label("利用者ID").fill(login_name)
        page.get_by_label("パスワード").fill(self.passwords[login_name])
        page.get_by_role("button", name="ログイン", exact=True).click()
        page.wait_for_url(self._site.address + "/")
        return page

    def _hear(self, login_name: str, kind: str, text: str) -> None:
        if kind == "error" and not any(code in text for code in _ANSWERS):
            self.wrong.append(f"{login_name}: {text}")


@contextmanager
def playing(browser: Browser, site: Site) -> Iterator[Players]:
    """Give the people of a site; no script error and no message of the content security policy is allowed."""
    players = Players(browser, site)
    try:
        yield players
    finally:
        players.close()
    assert players.wrong == []


def said(page: Page, words: str) -> None:
    """Expect the page to tell what was done."""
    expect(page.get_by_role("status").filter(has_text=words).first).to_be_visible()


def number_in(text: str, pattern: str) -> int:
    """Return the one number that a pattern finds in a text."""
    found = re.search(pattern, text)
    assert found is not None, f"{pattern} in {text}"
    return int(found.group(1))


def see_result(page: Page) -> None:
    """Wait on the page of a job until it is done, and go where it leads."""
    link = page.get_by_role("link", name="結果を見る")
    expect(link).to_be_visible(timeout=90_000)
    link.click()
