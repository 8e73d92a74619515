"""The planning section sets up a round and opens it, in a real browser: axe, small screen, keyboard, no scripts.

With TORIKUMI_SCREENSHOTS=1 the pictures of the manual are taken on the way, into docs/images.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from shared import REPOSITORY
from tests.browser.server import Site, running_site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("setting_up")]

SAMPLES = REPOSITORY / "samples" / "mihon"
IMAGES = REPOSITORY / "docs" / "images"
CODE = "992011"
OpenPage = Callable[..., "contextmanager[Page]"]
CheckAxe = Callable[[Page], None]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    plans = [SAMPLES / f"plan-{year}.json" for year in (2023, 2024, 2025)]
    with running_site(tmp_path_factory.mktemp("setting-up"), plans) as running:
        yield running


@pytest.fixture(scope="module")
def state(browser: Browser, site: Site) -> Path:
    context = browser.new_context()
    page = context.new_page()
    page.goto(site.address + "/login/")
    page.get_by_label("利用者ID").fill(f"planning-{CODE}")
    page.get_by_label("パスワード").fill(site.passwords[f"planning-{CODE}"])
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_url(site.address + "/")
    kept = site.folder / "planning.state"
    context.storage_state(path=kept)
    context.close()
    return kept


@pytest.fixture
def open_page(browser: Browser, site: Site, state: Path) -> OpenPage:
    """Return a function that gives a page of the planning clerk; a script error fails the test."""

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
        page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
        yield page
        context.close()
        assert wrong == []

    return make


def look(page: Page, check_axe: CheckAxe, name: str) -> None:
    """Check a page with axe, and that it needs no sideways scrolling at 320 px; keep pictures where asked for."""
    check_axe(page)
    picture(page, name)
    page.set_viewport_size({"width": 320, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth")
    picture(page, f"{name}-320")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert wide <= 320, f"{page.url} is {wide} px wide"


def picture(page: Page, name: str) -> None:
    folder = os.environ.get("TORIKUMI_LOOK")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_a_clerk_sets_up_a_round_and_opens_it(open_page: OpenPage, check_axe: CheckAxe) -> None:
    with open_page() as page:
        page.goto("/reviews/")
        page.get_by_role("link", name="評価を準備する").click()
        look(page, check_axe, "new")
        expect(page.get_by_label("評価する年度")).to_have_value("令和8年度")
        page.get_by_label("様式", exact=True).select_option("ready:standard@1")
        page.get_by_label("評価の流れ", exact=True).select_option("ready:short@1")
        page.get_by_role("button", name="準備を始める").click()
        expect(page.get_by_role("status").first).to_contain_text("評価の準備を始めました")
        look(page, check_axe, "settings")
        if os.environ.get("TORIKUMI_SCREENSHOTS"):
            page.screenshot(path=IMAGES / "round-settings.png")

        page.get_by_role("link", name="日付を変える").click()
        page.get_by_label("「担当課」の締切").fill("2027-05-16")
        page.get_by_label("「課長」の締切").fill("2027-05-10")
        page.get_by_role("button", name="保存する").click()
        expect(page.get_by_role("alert")).to_contain_text("より前の日です")
        look(page, check_axe, "dates")
        page.get_by_label("「課長」の締切").fill("2027-05-24")
        page.get_by_role("button", name="保存する").click()
        expect(page.locator("main")).to_contain_text("「担当課」の締切（2027年5月16日）は日曜日です。")

        page.locator("a[href$='/settings/projects/']").click()
        look(page, check_axe, "projects-all")
        page.get_by_role("link", name="選んだ事業").click()
        page.get_by_label("事業をさがす").fill("梨")
        page.get_by_role("button", name="さがす").click()
        page.get_by_role("button", name="この頁のすべてに印を付ける").click()
        look(page, check_axe, "projects-chosen")
        page.get_by_role("link", name="選んだ課の事業").click()
        look(page, check_axe, "projects-sections")
        page.get_by_role("link", name="何年かに一度ずつ").click()
        look(page, check_axe, "projects-rotating")
        page.get_by_role("link", name="設定に戻る").click()

        page.get_by_role("link", name="様式の見本を見る").click()
        look(page, check_axe, "preview")
        page.get_by_role("link", name="設定に戻る").click()

        page.get_by_role("link", name="始める前の確認へ進む").click()
        expect(page.locator("main")).to_contain_text("組織にない名前の課")
        look(page, check_axe, "open")
        if os.environ.get("TORIKUMI_SCREENSHOTS"):
            page.screenshot(path=IMAGES / "round-open.png")
        page.get_by_role("button", name="評価を始める").click()
        expect(page.get_by_role("status").first).to_contain_text("55事業のシートを作りました")
        look(page, check_axe, "running")

        change_running_round(page, check_axe)


def change_running_round(page: Page, check_axe: CheckAxe) -> None:
    page.get_by_role("link", name="課の締切を延ばす").click()
    look(page, check_axe, "extensions")
    page.goto(page.url.replace("extensions", "notices"))
    page.get_by_label("お知らせ").fill("記入例を差し替えました。")
    page.get_by_role("button", name="掲示する").click()
    look(page, check_axe, "notices")
    page.goto(page.url.replace("notices", "members"))
    look(page, check_axe, "members")
    page.get_by_role("link", name="対象から外す").first.click()
    look(page, check_axe, "take-out")
    page.get_by_label("理由").fill("年度の途中で終わったため")
    page.get_by_role("button", name="対象から外す").click()
    expect(page.locator("main")).to_contain_text("年度の途中で終わったため")
    page.get_by_role("link", name="事業を加える").click()
    look(page, check_axe, "add-members")


def test_a_clerk_makes_a_form_of_their_own(open_page: OpenPage, check_axe: CheckAxe) -> None:
    with open_page() as page:
        page.goto("/reviews/library/")
        look(page, check_axe, "library")
        page.get_by_role("link", name="短い評価シート").click()
        look(page, check_axe, "ready-made")
        page.get_by_role("link", name="写して作り替える").click()
        page.get_by_label("名前").fill("みほん市の評価シート")
        page.get_by_role("button", name="作り始める").click()
        look(page, check_axe, "draft")
        page.get_by_role("link", name="欄を加える").click()
        page.locator("#id_label").fill("来館者の声")
        page.get_by_label("何を書くか").select_option(label="選択肢")
        page.get_by_role("button", name="保存する").click()
        expect(page.get_by_role("alert")).to_contain_text("選べるもの")
        look(page, check_axe, "field")
        page.get_by_label("選べるもの").fill("多い\nふつう\n少ない")
        page.get_by_role("button", name="保存する").click()
        page.locator("#part-4 button[value=up]").click()
        page.get_by_role("button", name="版にする").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("みほん市の評価シート 第1版")
        look(page, check_axe, "setting")

        for kind, label in (("scale", "入間市"), ("chain", "鳴門市"), ("rating", "多摩市")):
            page.goto(f"/reviews/library/?kind={kind}")
            look(page, check_axe, f"library-{kind}")
            page.get_by_role("link", name=label).first.click()
            look(page, check_axe, f"ready-{kind}")
            page.get_by_role("link", name="写して作り替える").click()
            page.get_by_role("button", name="作り始める").click()
            look(page, check_axe, f"draft-{kind}")
            page.locator("tbody th a").first.click()
            look(page, check_axe, f"part-{kind}")


def test_a_round_is_set_up_by_keyboard_without_scripts(open_page: OpenPage) -> None:
    with open_page(script=False, width=320) as page:
        page.goto("/reviews/new/")
        page.get_by_label("評価する年度").focus()
        page.keyboard.press("Control+A")
        page.keyboard.type("R4")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("令和4年度 年度評価の設定")
        page.locator("a[href$='/settings/projects/']").focus()
        page.keyboard.press("Enter")
        page.get_by_role("link", name="選んだ課の事業").focus()
        page.keyboard.press("Enter")
        page.get_by_role("checkbox").first.focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="この選び方で保存する").focus()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("今の設定は「選んだ課の事業」で")
        page.get_by_role("link", name="設定に戻る").focus()
        page.keyboard.press("Enter")
        page.get_by_role("link", name="この評価を取りやめる").focus()
        page.keyboard.press("Enter")
        page.get_by_label("取りやめる理由").fill("試しに作ったため")
        page.get_by_label("取りやめると元に戻せない").focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="取りやめる").focus()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("理由：試しに作ったため")
