"""The frame of the published site in English: a switch that needs no server, loses no page and keeps no record."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from torikumi.publish import addresses
from torikumi.publish.edition import publish_plan
from unit.publish import plans

pytestmark = pytest.mark.browser

PLAN = plans.make_plan()
PROJECT = addresses.project_address(plans.project_id("4"))
PAGES = (addresses.INDEX, PROJECT, addresses.PROJECTS, addresses.DATA, addresses.SEARCH)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("language") / "out"
    publish_plan(PLAN, out=out, previous=(plans.make_older_plan(),))
    return out


@pytest.fixture
def page_without_scripts(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def menu(page: Page) -> list[str]:
    return page.locator(".menu__link").all_inner_texts()


def test_the_switch_shows_the_frame_in_english_and_back(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/{PROJECT}")
    written = page.inner_text("body")
    name = page.inner_text("h1")

    page.get_by_role("button", name="English").press("Enter")

    assert menu(page) == [
        "Plan", "All projects", "Sections", "Directions", "Figures", "Changes", "Search", "Data",
    ]  # fmt: skip
    assert page.locator("nav.menu").get_attribute("aria-label") == "Menu"
    assert page.inner_text("#summary") == "Summary"
    assert page.inner_text("h1") == name
    page.get_by_role("button", name="日本語").press("Enter")
    assert page.inner_text("body") == written


def test_each_word_has_the_lang_it_is_written_in(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/{PROJECT}?lang=en")

    assert page.locator("html").get_attribute("lang") == "ja"
    assert page.locator("[data-en]:not([lang=en])").count() == 0
    assert page.evaluate(
        "[...document.querySelectorAll('[lang=en]')].every(e => /^[ -~]*$/.test(e.textContent))"
    )
    assert page.evaluate("document.querySelector('h1').closest('[lang]').lang") == "ja"


def test_the_choice_goes_along_every_link_and_search(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/{addresses.INDEX}")
    page.get_by_role("button", name="English").click()

    page.get_by_role("link", name="All projects").click()
    page.wait_for_url("**/projects/index.html?lang=en")
    page.locator(".rows__name a").first.click()
    page.wait_for_url("**/projects/P-*.html?lang=en")
    page.get_by_role("link", name="Search").click()
    page.fill("#q", "ガイド")
    page.get_by_role("button", name="Search").click()
    page.wait_for_selector(".result a")
    assert page.inner_text("h1") == "Search"
    page.locator(".result a").first.click()

    page.wait_for_url("**/projects/P-*.html?lang=en")
    assert menu(page)[0] == "Plan"


def test_nothing_is_stored_or_asked_for(page: Page, site: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.as_uri()}/{addresses.INDEX}?lang=en")

    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert asked
    assert all(url.startswith(site.as_uri()) for url in asked)


def test_without_scripts_the_page_is_japanese_and_offers_no_switch(
    page_without_scripts: Page, site: Path
) -> None:
    page = page_without_scripts
    page.goto(f"{site.as_uri()}/{addresses.INDEX}?lang=en")

    assert menu(page)[0] == "計画"
    assert not page.locator("#language").is_visible()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_the_english_frame_is_accessible_and_fits(
    page: Page, site: Path, check_axe: Callable[[Page], None], address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(f"{site.as_uri()}/{address}?lang=en")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    check_axe(page)


def test_paper_holds_the_tables_and_leaves_out_the_controls(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/{addresses.INDEX}")
    page.emulate_media(media="print")

    assert page.locator("details .grid").first.is_visible()
    assert not page.locator("#language").is_visible()
    assert not page.locator(".menu__link").first.is_visible()
    assert "underline" in page.evaluate(
        "getComputedStyle(document.querySelector('.main a')).textDecorationLine"
    )
