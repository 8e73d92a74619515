"""Workbooks of a round in a real browser: sent, taken back, a clash decided; by keyboard, without scripts, at 320 px."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.server import Site, running_site
from tests.web.plans.invented import make_plan
from tests.web.reviews.book_hands import Filled
from torikumi.plan.file import dump_plan
from torikumi.plan.model import Municipality

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("played_workbooks")]

CODE = "999997"
SHOTS = Path("/tmp/torikumi-shots")
SLOW = 120_000
FIRST, SECOND = "企画課の事業その1", "企画課の事業その8"
CheckAxe = Callable[[Page], None]
OpenAs = Callable[..., "contextmanager[Page]"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("workbooks")
    city = Municipality(code=CODE, name="みほん市", prefecture="みほん県")
    file = folder / "plan.json"
    file.write_text(dump_plan(replace(make_plan(29), municipality=city)), encoding="utf-8")
    with running_site(folder, [file], script=Path(__file__).with_name("open_round.py")) as running:
        yield running


@pytest.fixture
def open_as(browser: Browser, site: Site) -> OpenAs:
    """Return a function that gives a page of somebody who is logged in."""

    @contextmanager
    def make(role: str, *, width: int = 1280, script: bool = True) -> Iterator[Page]:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="ja-JP", java_script_enabled=script
        )
        context.set_default_timeout(SLOW)
        page = context.new_page()
        page.goto(site.address + "/login/")
        page.get_by_label("利用者ID").fill(f"{role}-{CODE}")
        page.get_by_label("パスワード").fill(site.passwords[f"{role}-{CODE}"])
        page.get_by_role("button", name="ログイン").click()
        page.wait_for_url(site.address + "/")
        yield page
        context.close()

    return make


def result_of_job(page: Page) -> None:
    """Wait until the job is done, and go on to what came of it."""
    link = page.get_by_role("link", name="結果を見る")
    expect(link).to_be_visible(timeout=SLOW)
    link.click()


def shoot(page: Page, name: str) -> None:
    """Keep a picture to be looked at, where the folder for it is there."""
    if SHOTS.exists():
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def is_no_wider(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def send_all(site: Site, page: Page, check_axe: CheckAxe) -> bytes:
    """Have all workbooks made, and return that of 企画課."""
    page.goto(f"{site.address}/reviews/1/")
    page.get_by_role("link", name="Excelの回答").click()
    page.wait_for_url("**/workbooks/")
    check_axe(page)
    shoot(page, "books-empty")
    page.get_by_role("button", name="すべての課のExcelを作る").click()
    result_of_job(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("送付一覧")
    check_axe(page)
    shoot(page, "sending")
    with page.expect_download() as download:
        page.get_by_role("link", name="01_企画課.xlsx").click()
    return Path(download.value.path()).read_bytes()


def write_on_screen(site: Site, page: Page) -> None:
    page.goto(f"{site.address}/reviews/sheets/1/")
    page.locator("#f-result").fill("画面で書いた実績。会議を3回開いた。")
    page.get_by_role("button", name="下書きを保存").click()
    expect(page.get_by_text("下書きを保存しました")).to_be_visible()


def test_workbooks_go_out_come_back_and_a_clash_is_decided(
    site: Site, open_as: OpenAs, check_axe: CheckAxe, tmp_path: Path
) -> None:
    with open_as("planning") as page:
        octets = send_all(site, page, check_axe)
    with open_as("section") as page:
        write_on_screen(site, page)
    filled = Filled(octets)
    filled.write(FIRST, {"result": "Excelで書いた実績。会議を4回開いた。", "reason": "需要が続いている。"})
    filled.write(SECOND, {"result": "二つめの実績。", "direction": "Ａ", "reason": "増やす。"})
    file = tmp_path / "返送_企画課.xlsx"
    file.write_bytes(filled.octets())
    with open_as("planning") as page:
        page.goto(f"{site.address}/reviews/1/workbooks/")
        page.get_by_label("返ってきたExcel", exact=True).set_input_files(file)
        page.get_by_role("button", name="読み取る", exact=True).click()
        result_of_job(page)
        check_axe(page)
        shoot(page, "books-returned")
        page.get_by_role("link", name="返送_企画課.xlsx").click()
        expect(page.get_by_text("まだ何も取り込んでいません")).to_be_visible()
        check_axe(page)
        shoot(page, "returned")
        page.set_viewport_size({"width": 320, "height": 900})
        assert is_no_wider(page)
        shoot(page, "returned-320")
        page.get_by_role("button", name="確かめた違いを取り込む").click()
        expect(page.get_by_role("alert")).to_contain_text("食い違いが1件、決まっていません")
        check_axe(page)
        # By the keyboard alone: into the group of the clash, to the workbook's text, and to the button.
        page.get_by_role("radio", name="今の回答を残す").focus()
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("radio", name="Excelの回答にする")).to_be_checked()
        button = page.get_by_role("button", name="確かめた違いを取り込む")
        for _ in range(20):
            page.keyboard.press("Tab")
            if button.evaluate("element => element === document.activeElement"):
                break
        page.keyboard.press("Enter")
        expect(page.get_by_text("2件のシートに取り込みました").first).to_be_visible()
        check_axe(page)
        shoot(page, "taken-320")

        page.goto(f"{site.address}/reviews/sheets/1/history/")
        expect(page.get_by_text("返送_企画課.xlsx")).to_be_visible()
        expect(page.get_by_text("Excelで書いた実績。会議を4回開いた。").first).to_be_attached()


def test_a_section_does_it_without_scripts_at_320_px(site: Site, open_as: OpenAs, tmp_path: Path) -> None:
    with open_as("section", width=320, script=False) as page:
        page.goto(f"{site.address}/reviews/1/workbooks/")
        assert page.get_by_text("広報課").count() == 0
        page.get_by_role("button", name=re.compile("今の回答を入れて企画課のExcelを作る")).click()
        for _ in range(100):
            if page.get_by_role("link", name="結果を見る").count():
                break
            page.wait_for_timeout(500)
            page.reload()
        page.get_by_role("link", name="結果を見る").click()
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile("01_企画課.*を受け取る")).click()
        filled = Filled(Path(download.value.path()).read_bytes())
        filled.write(SECOND, {"budget_direction": "増"})
        file = tmp_path / "自分で.xlsx"
        file.write_bytes(filled.octets())
        page.goto(f"{site.address}/reviews/1/workbooks/")
        page.get_by_label("返ってきたExcel", exact=True).set_input_files(file)
        page.get_by_role("button", name="読み取る", exact=True).click()
        for _ in range(100):
            if page.get_by_role("link", name="結果を見る").count():
                break
            page.wait_for_timeout(500)
            page.reload()
        page.get_by_role("link", name="結果を見る").click()
        page.get_by_role("link", name="自分で.xlsx").click()
        page.get_by_role("button", name="確かめた違いを取り込む").click()
        expect(page.get_by_text("1件のシートに取り込みました").first).to_be_visible()
        page.get_by_text("取り込む前の回答に戻す").click()
        page.get_by_role("button", name="前の値に戻す").click()
        expect(page.get_by_text("1件のシートを、取り込む前の回答に戻しました")).to_be_visible()
