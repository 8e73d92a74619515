"""A long reading is watched and stopped; what was read is checked beside its document, and put right."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.browser.server import Site, running_site
from tests.browser.strict_pages import Open, strict_pages
from tests.browser.test_journeys import ROWS, write_workbook
from tests.web.plans.invented import make_plan
from tests.web.plans.test_readings import READER
from torikumi.plan.file import dump_plan
from torikumi.plan.model import Municipality

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("readings")]

CODE = "999997"
HEAD = ("No.", "基本目標", "基本施策", "事業名", "事業概要", "今後の方針", "担当課")
LEFTS = (30, 70, 190, 310, 450, 640, 720, 810)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("readings")
    reader = folder / "reader"
    reader.mkdir()
    (reader / "sitecustomize.py").write_text(READER, encoding="utf-8")
    city = Municipality(code=CODE, name="みほん市", prefecture="みほん県")
    plan = folder / "plan.json"
    plan.write_text(dump_plan(replace(make_plan(4), municipality=city)), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(reader), os.environ.get("PYTHONPATH", "")]))
        with running_site(folder, [plan]) as running:
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
    context.storage_state(path=site.folder / "state")
    context.close()
    return site.folder / "state"


@pytest.fixture
def opened(browser: Browser, site: Site, state: Path) -> Open:
    """Return a function that gives a page of a planner; it allows no script error and no message of the policy."""

    return strict_pages(browser, site, state)


def plan_pdf() -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    kept = BytesIO()
    canvas = Canvas(kept, pagesize=landscape(A4))
    canvas.setFont("HeiseiKakuGo-W5", 9)
    bottoms = [500 - 40 * row for row in range(len(ROWS) + 2)]
    canvas.grid([*LEFTS], bottoms)
    for row, cells in enumerate((HEAD, *ROWS)):
        for left, text in zip(LEFTS, cells, strict=False):
            canvas.drawString(left + 4, bottoms[row] - 24, text)
    canvas.save()
    return kept.getvalue()


def upload(page: Page, path: Path, *, title: str) -> None:
    page.goto("/plans/upload/")
    page.locator("#id_document").set_input_files(path)
    page.get_by_label("計画の名前").fill(title)
    page.get_by_label("年度", exact=True).fill("令和6年度")
    page.get_by_role("button", name="読み取る").click()


def slow_document(site: Site, name: str) -> Path:
    path = site.folder / name
    path.write_bytes(b"pages 40 hangs " + name.encode())
    return path


def test_a_long_reading_is_watched_and_stopped(
    opened: Open, site: Site, check_axe: Callable[[Page], None]
) -> None:
    with opened() as page:
        upload(page, slow_document(site, "長い.pdf"), title="長い計画")
        page.wait_for_url(re.compile(r"/plans/readings/\d+/$"))
        page.evaluate("window.untouched = true")
        expect(page.locator("#reading")).to_contain_text(re.compile(r"\d+ / 83 ページ"))
        expect(page.locator("#reading")).to_contain_text("40 / 83 ページ", timeout=30_000)
        assert page.evaluate("window.untouched") is True
        check_axe(page)
        page.set_viewport_size({"width": 320, "height": 900})
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320

        page.goto("/plans/imports/")
        expect(page.locator(".steps-list")).to_contain_text("40 / 83 ページ")
        page.get_by_role("link", name="長い.pdf").click()
        page.get_by_role("button", name="読み取りを止める").click()
        expect(page.locator(".message--warning")).to_contain_text("読み取りを止めました", timeout=30_000)
        check_axe(page)
        page.get_by_role("link", name="もう一度取り込む").click()
        expect(page.get_by_label("計画の名前")).to_have_value("長い計画")


def test_a_long_reading_is_watched_without_script(opened: Open, site: Site) -> None:
    with opened(script=False) as page:
        upload(page, slow_document(site, "台本なし.pdf"), title="長い計画")
        page.wait_for_url(re.compile(r"/plans/readings/\d+/$"))
        expect(page.locator("#reading")).to_contain_text("40 / 83 ページ", timeout=30_000)
        page.get_by_role("button", name="読み取りを止める").click()
        expect(page.locator(".message--warning")).to_contain_text("読み取りを止めました", timeout=30_000)


def test_a_value_is_checked_on_its_page_and_put_right_with_the_keyboard(
    opened: Open, site: Site, check_axe: Callable[[Page], None]
) -> None:
    path = site.folder / "表.pdf"
    path.write_bytes(plan_pdf())

    with opened() as page:
        upload(page, path, title="ページの計画")
        page.wait_for_url(re.compile(r"/plans/imports/\d+/(#main)?$"))
        page.get_by_role("link", name="文書と並べて確かめる").click()
        page.get_by_role("link", name="次の事業").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("No.2 朝市の支援")
        page.evaluate("window.untouched = true")

        page.locator("#show-direction").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#field-direction .value__word")).to_be_focused()
        assert page.evaluate("window.untouched") is True
        mark, sheet = (
            page.locator(".sheet__over rect").bounding_box(),
            page.locator(".sheet__page").bounding_box(),
        )
        assert mark is not None
        assert sheet is not None
        scale = sheet["width"] / landscape(A4)[0]
        assert mark["x"] - sheet["x"] == pytest.approx(LEFTS[5] * scale, abs=3)
        assert mark["y"] - sheet["y"] == pytest.approx((landscape(A4)[1] - 420) * scale, abs=3)
        check_axe(page)

        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(page.locator("#value")).to_be_focused()
        page.keyboard.press("Control+A")
        page.keyboard.type("D：廃止")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").first).to_contain_text("読み取りを訂正しました")

        page.get_by_role("link", name="取込の画面").click()
        expect(page.get_by_role("heading", name="読み取りの訂正 1件")).to_be_visible()
        check_axe(page)
        page.get_by_role("button", name="訂正を反映する").click()
        page.get_by_role("button", name="確定して最新版にする").click()
        expect(page.get_by_role("status").first).to_contain_text("計画の最新版になりました")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_axe_finds_nothing_beside_a_document_and_nothing_runs_over_the_edge(
    opened: Open, site: Site, check_axe: Callable[[Page], None], kind: str, width: int
) -> None:
    path = write_workbook(site.folder, *ROWS, name=f"幅{width}.xlsx")
    if kind == "pdf":
        path = site.folder / f"幅{width}.pdf"
        path.write_bytes(plan_pdf() + str(width).encode())

    with opened(width=width, script=False) as page:
        upload(page, path, title=f"{kind}の計画{width}")
        page.wait_for_url(re.compile(r"/plans/imports/\d+/(#main)?$"))
        page.get_by_role("link", name="文書と並べて確かめる").click()
        page.locator("#show-summary").click()
        address = page.url
    with opened(width=width) as page:
        page.goto(address)
        expect(page.locator("#field-summary")).to_have_class(re.compile("value--current"))

        if kind == "xlsx":
            # However wide the table is, the marked cell is seen.
            mark = page.locator(".excerpt__mark").bounding_box()
            assert mark is not None
            assert mark["x"] >= 0
            assert mark["x"] + mark["width"] <= width
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
