"""Reminding in a real browser: axe, 320 px, the keyboard, no scripts; mail that becomes a file, and one that is off."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.server import Site, running_site
from tests.web.plans.invented import make_plan
from torikumi.plan.file import dump_plan
from torikumi.plan.model import Municipality

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("reminding")]

CODE = "999997"
CheckAxe = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class Running:
    """A site with an open round, and the state of the planner who is logged in."""

    site: Site
    round: int
    state: Path

    def url(self, more: str) -> str:
        """Return the address of a page of the round."""
        return f"{self.site.address}/reviews/{self.round}/{more}"


@pytest.fixture(scope="module")
def running(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("reminding")
    city = Municipality(code=CODE, name="みほん市", prefecture="みほん県")
    path = folder / "plan.json"
    path.write_text(dump_plan(replace(make_plan(14), municipality=city)), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TORIKUMI_MAIL", "files")
        patch.setenv("TORIKUMI_MAIL_FROM", "企画課 <kikaku@example.lg.jp>")
        with running_site(folder, [path]) as site:
            number = int(_play(folder).splitlines()[-1])
            yield Running(site, number, _log_in(browser, site))


def _play(folder: Path) -> str:
    script = Path(__file__).with_name("remind_round.py")
    environment = {
        **os.environ,
        "TORIKUMI_HOME": str(folder),
        "TORIKUMI_SECRET_KEY": "mihon" * 12,
        "TORIKUMI_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "torikumi.web.settings",
        "PYTHONPATH": os.pathsep.join([str(script.parents[2]), *sys.path]),
    }
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, str(script)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _log_in(browser: Browser, site: Site) -> Path:
    context = browser.new_context()
    page = context.new_page()
    page.goto(site.address + "/login/")
    page.get_by_label("利用者ID").fill(f"planning-{CODE}")
    page.get_by_label("パスワード").fill(site.passwords[f"planning-{CODE}"])
    page.get_by_role("button", name="ログイン").click()
    page.wait_for_url(site.address + "/")
    state = site.folder / "state.json"
    context.storage_state(path=state)
    context.close()
    return state


@contextmanager
def open_page(browser: Browser, running: Running, *, scripts: bool = True) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        locale="ja-JP",
        storage_state=running.state,
        java_script_enabled=scripts,
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
    yield page
    context.close()
    assert wrong == []


def look(page: Page, check_axe: CheckAxe, name: str) -> None:
    """Check a page with axe, and that it needs no sideways scrolling at 320 px; keep pictures where asked for."""
    check_axe(page)
    _picture(page, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.set_viewport_size({"width": 320, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth")
    _picture(page, f"{name}-320")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert wide <= 320, f"{page.url} is {wide} px wide"


def _picture(page: Page, name: str) -> None:
    folder = os.environ.get("TORIKUMI_LOOK")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("reminders", "reminders/"),
        ("approval", "reminders/?letter=approval"),
        ("returned", "reminders/?letter=returned"),
        ("days", "reminders/days/"),
        ("telephone", "reminders/telephone/"),
        ("export", "export/"),
        ("board", "board/"),
    ],
)
def test_the_pages_hold_axe_and_320_px(
    name: str, more: str, browser: Browser, running: Running, check_axe: CheckAxe
) -> None:
    with open_page(browser, running) as page:
        page.goto(running.url(more))
        expect(page.locator("h1")).to_be_visible()
        look(page, check_axe, name)


def test_a_letter_is_looked_at_sent_and_asked_about_again(
    browser: Browser, running: Running, check_axe: CheckAxe
) -> None:
    with open_page(browser, running) as page:
        page.goto(running.url("board/"))
        page.get_by_role("link", name=re.compile("催促する.*企画課")).click()
        expect(page.get_by_label("企画課に送る")).to_be_checked()
        expect(page.get_by_label("広報課に送る")).not_to_be_checked()
        page.get_by_label("件名").fill("【至急】{課名}の評価 残り{残り件数}件")
        page.get_by_label("どの課の見本を見ますか").select_option(label="企画課")
        page.get_by_role("button", name="見本を見る").click()
        expect(page.get_by_role("heading", name="企画課への見本")).to_be_focused()
        expect(page.locator("main")).to_contain_text("【至急】企画課の評価 残り2件")
        look(page, check_axe, "preview")
        page.get_by_role("button", name="選んだ相手に送る").click()
        expect(page.get_by_role("status").first).to_contain_text("1か所に、1通送るように頼みました")
        page.goto(running.url("reminders/?section=") + page.get_by_label("企画課に送る").input_value())
        page.get_by_role("button", name="選んだ相手に送る").click()
        expect(page.get_by_role("alert")).to_contain_text("今日すでに企画課に送っています")
        look(page, check_axe, "again")
        page.get_by_label("にも、もう一度送る").check()
        page.get_by_role("button", name="選んだ相手に送る").click()
        expect(page.get_by_role("heading", name="これまでの知らせ")).to_be_visible()
        look(page, check_axe, "log")


def test_everything_is_reached_with_the_keyboard_and_without_scripts(
    browser: Browser, running: Running
) -> None:
    with open_page(browser, running, scripts=False) as page:
        page.goto(running.url("reminders/?letter=request"))
        page.get_by_label("広報課に送る").focus()
        page.keyboard.press("Space")
        expect(page.get_by_label("広報課に送る")).not_to_be_checked()
        page.get_by_label("本文").focus()
        page.keyboard.press("Control+End")
        page.keyboard.type("よろしく {宛名} 様")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="見本を見る")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="への見本")).to_be_visible()
        expect(page.locator("pre.letter").first).to_contain_text("よろしく 見本 0郎 様")
        expect(page.get_by_label("広報課に送る")).not_to_be_checked()
        page.get_by_text("メールで送らずに、文面だけを受け取る").focus()
        page.keyboard.press("Enter")
        with page.expect_download() as download:
            page.get_by_role("button", name="ファイルで受け取る").press("Enter")
        assert download.value.suggested_filename.endswith(".zip")


def test_the_telephone_list_prints_on_a4(browser: Browser, running: Running) -> None:
    with open_page(browser, running) as page:
        page.goto(running.url("reminders/telephone/"))
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 718, "height": 1000})  # A4 between margins of 10 mm
        _picture(page, "telephone-print")
        assert page.evaluate("document.documentElement.scrollWidth") <= 718
        expect(page.get_by_role("link", name="Excel（.xlsx）")).to_be_hidden()
        head = page.get_by_role("columnheader", name="電話とメモ").bounding_box()
        rows = [row.bounding_box() for row in page.locator(".phones tbody tr").all()]
        assert head is not None
        assert head["width"] > 100
        assert len(rows) == 7
        for above, below in pairwise(rows):
            assert above is not None
            assert below is not None
            assert 60 < above["height"] < 120
            assert above["y"] + above["height"] <= below["y"] + 1
