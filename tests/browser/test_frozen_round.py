"""The pages of freezing, of proposals and of comments: axe finds nothing, nothing runs over the edge at 320 px."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.server import Site, running_site
from tests.web.plans.invented import make_plan
from torikumi.plan.file import dump_plan
from torikumi.plan.model import Municipality

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("frozen")]

CODE = "999997"


@dataclass(frozen=True, slots=True)
class Frozen:
    """A site with a frozen round, the addresses of its pages, and the state of somebody who is logged in."""

    site: Site
    pages: tuple[str, ...]
    state: Path


@pytest.fixture(scope="module")
def frozen(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Frozen]:
    folder = tmp_path_factory.mktemp("frozen")
    city = Municipality(code=CODE, name="みほん市", prefecture="みほん県")
    path = folder / "plan.json"
    path.write_text(dump_plan(replace(make_plan(14), municipality=city)), encoding="utf-8")
    with running_site(folder, [path]) as site:
        script = Path(__file__).with_name("frozen_round.py")
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
        pages = json.loads(done.stdout.splitlines()[-1])
        yield Frozen(site, tuple(pages), _log_in(browser, site))


def _log_in(browser: Browser, site: Site) -> Path:
    context = browser.new_context()
    page = context.new_page()
    page.goto(site.address + "/login/")
    page.get_by_label("利用者ID").fill(f"planning-{CODE}")
    page.get_by_label("パスワード").fill(site.passwords[f"planning-{CODE}"])
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_url(site.address + "/")
    state = site.folder / "planning.state"
    context.storage_state(path=state)
    context.close()
    return state


def _open(browser: Browser, frozen: Frozen, *, width: int, script: bool = True) -> BrowserContext:
    return browser.new_context(
        viewport={"width": width, "height": 900},
        storage_state=frozen.state,
        java_script_enabled=script,
        locale="ja-JP",
        base_url=frozen.site.address,
    )


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(
    browser: Browser, frozen: Frozen, check_axe: Callable[[Page], None], width: int
) -> None:
    context = _open(browser, frozen, width=width)
    page = context.new_page()
    for address in frozen.pages:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
        check_axe(page)
    context.close()


def test_a_comment_is_approved_and_corrects_the_edition_without_script(
    browser: Browser, frozen: Frozen
) -> None:
    context = _open(browser, frozen, width=1280, script=False)
    page = context.new_page()
    page.goto(next(address for address in frozen.pages if re.search(r"comments/\d+/$", address)))
    page.get_by_role("button", name="承認", exact=True).click()
    assert "回答済み" in page.inner_text("main")
    page.goto(frozen.pages[0])
    page.get_by_label("訂正の理由").fill("委員会の意見への回答を加えた")
    page.get_by_label("変わることと、入らないものを確かめました").check()
    page.get_by_role("button", name="訂正した版を作る").click()

    assert "1回目の訂正" in page.inner_text("main")
    assert "委員会の意見への回答を加えた" in page.inner_text("main")
    context.close()


def test_the_report_prints_on_a4(browser: Browser, frozen: Frozen, tmp_path: Path) -> None:
    context = _open(browser, frozen, width=1280)
    page = context.new_page()
    page.goto(next(address for address in frozen.pages if address.endswith("report/")))
    page.emulate_media(media="print")
    assert not page.locator(".report__print").is_visible()
    # 180 mm between the margins, at 96 dots an inch.
    page.set_viewport_size({"width": 680, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    context.close()
