"""The lineage of the sample city's workbook is decided with the keyboard, without script, and by pulling lines.

With TORIKUMI_SCREENSHOTS=1 the picture of the manual is taken on the way, into docs/images.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.server import Site, running_site
from tests.browser.strict_pages import Open, strict_pages
from torikumi.plan.file import dump_plan, read_plan

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lineage")]

ROOT = Path(__file__).resolve().parents[2]
SAMPLES, IMAGES = ROOT / "samples" / "mihon", ROOT / "docs" / "images"
TITLES = ("鍵盤の計画", "引く計画", "台本なしの計画")
PLANNER = "planning-992011"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("lineage")
    plan = read_plan(SAMPLES / "plan-2024.json")
    plans = []
    for title in TITLES:  # a plan for each test: what is decided of one comes back with its document
        plans.append(folder / f"{title}.json")
        plans[-1].write_text(dump_plan(replace(plan, title=title)), encoding="utf-8")
    with running_site(folder, plans) as running:
        yield running


@pytest.fixture(scope="module")
def state(browser: Browser, site: Site) -> Path:
    context = browser.new_context()
    page = context.new_page()
    page.goto(site.address + "/login/")
    page.get_by_label("利用者ID").fill(PLANNER)
    page.get_by_label("パスワード").fill(site.passwords[PLANNER])
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_url(site.address + "/")
    context.storage_state(path=site.folder / "state")
    context.close()
    return site.folder / "state"


@pytest.fixture
def opened(browser: Browser, site: Site, state: Path) -> Open:
    """Return a function that gives a page of a planner; it allows no script error and no message of the policy."""

    return strict_pages(browser, site, state)


def read_workbook(page: Page, title: str) -> None:
    """Read the workbook of 2025 as the next edition of a plan, and open its lineage."""
    page.goto("/plans/upload/")
    page.locator("#id_document").set_input_files(SAMPLES / "mihon-r7.xlsx")
    page.locator("select[name=series]").select_option(label=title)
    page.get_by_role("button", name="読み取る").click()
    page.wait_for_url(re.compile(r"/plans/imports/\d+/(#main)?$"))
    page.get_by_role("link", name="系譜を確かめる").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("系譜を確かめる")


def line(page: Page, old: str, new: str) -> Locator:
    return page.locator(".line").filter(has_text=re.compile(rf"No\.{old} .* → No\.{new} "))


def titles(page: Page, place: str) -> list[str]:
    return [re.sub(r"\s+", " ", one) for one in page.locator(f"{place} .project__name").all_inner_texts()]


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Press a key on what has the focus, which can be reached by tabbing."""
    target.focus()
    expect(target).to_be_focused()
    page.keyboard.press(key)


def test_a_lineage_is_decided_with_the_keyboard_and_gives_the_ids(
    opened: Open, check_axe: Callable[[Page], None]
) -> None:
    with opened() as page:
        read_workbook(page, "鍵盤の計画")
        expect(page.locator(".cards")).to_contain_text(re.compile(r"12\s*本"))
        assert titles(page, "[aria-labelledby=ended]") == [
            "No.8 和紙の里資料館リニューアル事業",
            "No.21 （仮称）乗合タクシー導入検討事業",
            "No.34 英語で案内！みほんジュニアガイド",
            "No.52 ロケ地になります事業（みほんフィルムコミッション）",
            "No.54 お隣さんと巡る周遊スタンプラリー",
        ]
        assert titles(page, "[aria-labelledby=fresh]") == [
            "No.19 みほん駅前にぎわい創出事業",
            "No.21 乗合タクシー「よばれて号」運行事業",
            "No.56 （仮称）みほん市事業まる見え公開事業",
        ]
        expect(line(page, "5", "1")).to_contain_text("統合したと書いてある")
        expect(page.locator(".family__edge")).to_have_count(5)
        check_axe(page)
        if os.environ.get("TORIKUMI_SCREENSHOTS"):
            page.locator(".family").nth(1).evaluate("family => family.scrollIntoView()")
            page.screenshot(path=IMAGES / "lineage.png")

        press(page, page.get_by_role("button", name="確かな線 49本をまとめて確かめる"))
        expect(page.get_by_role("status").first).to_contain_text("49本、まとめて確かめました")
        press(page, page.get_by_role("button", name=re.compile("直前の判断")))
        expect(page.get_by_role("status").first).to_contain_text("49本分、取り消しました")
        press(page, page.get_by_role("button", name="確かな線 49本をまとめて確かめる"))

        press(page, line(page, "29", "29").get_by_role("button", name="この線で正しい"))
        expect(page.locator("#take-in")).to_contain_text("同じ事業とするものが変わりました")
        press(page, line(page, "19", "18").get_by_role("button", name="違う"))
        expect(page.locator("[aria-labelledby=ended]")).to_contain_text("みほん駅前広場再生事業")

        # The taxi was renamed beyond recognition: its card leads to the lists, which are chosen from by typing.
        card = page.locator("[aria-labelledby=ended] .project").filter(has_text="乗合タクシー")
        press(page, card.get_by_role("link", name=re.compile("線を引く")))
        expect(page.locator("#draw_new")).to_be_focused()
        expect(page.locator("#draw_old option:checked")).to_have_text(
            "No.21 （仮称）乗合タクシー導入検討事業"
        )
        page.keyboard.type("No.21")
        page.keyboard.press("Tab")
        expect(page.locator("#draw_kind option:checked")).to_have_text("名称変更")
        press(page, page.get_by_role("button", name="線を引く", exact=True))
        expect(page.get_by_role("status").first).to_contain_text("線を確かめました")

        press(page, page.get_by_role("link", name=re.compile("決めた線")))
        expect(line(page, "19", "18")).to_contain_text("退けた")
        check_axe(page)
        press(page, page.get_by_role("button", name="系譜を反映する"))
        expect(page.get_by_role("heading", name="確定すると")).to_be_visible()
        expect(page.locator(".card--gone")).to_contain_text(re.compile(r"5\s*事業"))
        press(page, page.get_by_role("button", name="確定して最新版にする"))
        expect(page.get_by_role("status").first).to_contain_text("計画の最新版になりました")

        page.goto(page.url + "projects/?q=よばれて号")
        page.get_by_role("link", name="乗合タクシー「よばれて号」運行事業").first.click()
        expect(page.locator("[aria-labelledby=history] .scroll")).to_contain_text(
            "（仮称）乗合タクシー導入検討事業"
        )


def test_a_line_is_pulled_from_one_project_to_another(
    opened: Open, check_axe: Callable[[Page], None]
) -> None:
    with opened() as page:
        read_workbook(page, "引く計画")
        tie = page.locator("[aria-labelledby=ended] .project").filter(has_text="乗合タクシー").locator(".tie")
        target = page.locator("[aria-labelledby=fresh] .project").filter(has_text="よばれて号")
        pull(page, tie, target)
        expect(page.locator("#draw_kind")).to_be_focused()
        expect(page.locator("[data-said]")).to_contain_text(
            "「No.21 乗合タクシー「よばれて号」運行事業」への線です"
        )
        expect(target).to_have_class(re.compile("project--picked"))
        expect(target).to_be_in_viewport()
        check_axe(page)
        page.get_by_role("button", name="線を引く", exact=True).click()

        expect(page.get_by_role("status").first).to_contain_text("線を確かめました")
        assert "No.21 乗合タクシー「よばれて号」運行事業" not in titles(page, "[aria-labelledby=fresh]")

        # To a project that has a line already: a merge is meant.
        tie = (
            page.locator("[aria-labelledby=ended] .project")
            .filter(has_text="周遊スタンプラリー")
            .locator(".tie")
        )
        target = page.locator(".family [data-new]").filter(has_text="No.5 ")
        pull(page, tie, target)
        expect(page.locator("#draw_kind option:checked")).to_have_text("統合")

        # Let go beside everything, nothing is picked.
        page.reload()
        pull(page, page.locator("[aria-labelledby=ended] .tie").first, page.get_by_role("heading", level=1))
        expect(page.locator("#draw_old")).to_have_value("")
        expect(page.locator(".drag")).to_have_count(0)


def test_a_lineage_is_decided_without_script_at_the_width_of_a_phone(
    opened: Open, check_axe: Callable[[Page], None]
) -> None:
    with opened(width=320, script=False) as page:
        read_workbook(page, "台本なしの計画")
        card = page.locator("[aria-labelledby=ended] .project").filter(has_text="乗合タクシー")
        card.get_by_role("link", name=re.compile("線を引く")).click()
        expect(page.locator("#draw_old option:checked")).to_have_text(
            "No.21 （仮称）乗合タクシー導入検討事業"
        )
        page.locator("#draw_new").select_option(label="No.21 乗合タクシー「よばれて号」運行事業")
        page.locator("#draw_kind").select_option(label="後継")
        page.get_by_role("button", name="線を引く", exact=True).click()
        expect(page.get_by_role("status").first).to_contain_text("線を確かめました")
        line(page, "5", "1").get_by_role("button", name="この線で正しい").click()
        address = page.url
    with opened(width=320) as page:
        for show in ("look", "sure", "decided"):
            page.goto(address.partition("?")[0] + f"?show={show}")
            check_axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320


def pull(page: Page, tie: Locator, target: Locator) -> None:
    """Pull from one thing to another, as a hand does; the window scrolls by itself where it must."""
    tie.scroll_into_view_if_needed()
    start = tie.bounding_box()
    assert start is not None
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 20, steps=4)
    for _ in range(200):
        box = target.bounding_box()
        assert box is not None
        middle = box["y"] + box["height"] / 2
        if 100 < middle < 640:
            break
        # At the edge of the window the lists scroll along.
        page.mouse.move(700, 20 if middle < 100 else 880)
        page.wait_for_timeout(20)
    page.mouse.move(700, 300)
    box = target.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
