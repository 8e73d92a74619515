"""A person makes a token, a program uses it, the person ends it; in a real Chromium, wide and narrow."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Site, running_site
from tests.web.plans.invented import make_plan
from torikumi.plan.file import dump_plan
from torikumi.plan.model import Municipality

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("api_tokens")]

CODE = "999997"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("api_tokens")
    plan = replace(make_plan(6), municipality=Municipality(code=CODE, name="みほん市", prefecture="みほん県"))
    path = folder / "plan.json"
    path.write_text(dump_plan(plan), encoding="utf-8")
    with running_site(folder, [path]) as running:
        yield running


def _ask(site: Site, secret: str) -> int:
    wanted = Request(site.address + "/api/v1/office/rounds", headers={"Authorization": f"Bearer {secret}"})
    try:
        with urlopen(wanted) as answer:
            assert json.load(answer)["items"] is not None
            return int(answer.status)
    except HTTPError as error:
        return error.code


@pytest.mark.parametrize("width", [1280, 320])
def test_a_token_is_made_used_and_ended(
    width: int, page: Page, site: Site, check_axe: Callable[[Page], None], tmp_path: Path
) -> None:
    def look(name: str) -> None:
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)

    page.set_viewport_size({"width": width, "height": 900})
    page.goto(site.address + "/login/")
    page.get_by_label("利用者ID").fill(f"section-{CODE}")
    page.get_by_label("パスワード").fill(site.passwords[f"section-{CODE}"])
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.goto(site.address + "/password/")
    page.get_by_role("link", name="トークンを見る、作る").click()
    page.get_by_label("使い道").fill("見本のグループウェアとの連携")
    look("empty")
    page.get_by_role("button", name="作る").press("Enter")
    secret = page.locator(".secret").inner_text()
    look("made")
    assert _ask(site, secret) == 200
    page.goto(site.address + "/password/tokens/")
    assert secret not in page.content()
    page.get_by_role("link", name="無効にする").first.click()
    look("revoke")
    page.get_by_role("button", name="無効にする").click()
    expect(page.get_by_text("無効にしました。")).to_be_visible()
    look("list")

    assert _ask(site, secret) == 401
