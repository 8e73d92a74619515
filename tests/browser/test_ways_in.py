"""The ways in and the pages of people, in a real Chromium: passkeys by its virtual authenticator, an app's code, axe."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.server import Site, running_site
from tests.web.accounts.totp import code_of
from tests.web.plans.invented import make_plan
from torikumi.plan.file import dump_plan
from torikumi.plan.model import Municipality

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("ways_in")]

CODE = "999997"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("ways_in")
    plan = replace(make_plan(6), municipality=Municipality(code=CODE, name="みほん市", prefecture="みほん県"))
    path = folder / "plan.json"
    path.write_text(dump_plan(plan), encoding="utf-8")
    with running_site(folder, [path]) as running:
        # A passkey belongs to a name; an address of numbers has none.
        yield replace(running, address=running.address.replace("127.0.0.1", "localhost"))


def type_password(page: Page, site: Site, role: str) -> None:
    page.goto(site.address + "/login/")
    page.get_by_label("利用者ID").fill(f"{role}-{CODE}")
    page.get_by_label("パスワード").fill(site.passwords[f"{role}-{CODE}"])
    page.get_by_role("button", name="ログイン", exact=True).click()


def log_in(page: Page, site: Site, role: str) -> None:
    type_password(page, site, role)
    page.wait_for_url(site.address + "/")


def log_out(page: Page) -> None:
    page.get_by_role("button", name="ログアウト").click()
    expect(page.get_by_role("heading", name="ログイン")).to_be_visible()


def prove(page: Page, site: Site, role: str) -> None:
    expect(page.get_by_role("heading", name="本人の確認")).to_be_visible()
    page.get_by_label("パスワード").fill(site.passwords[f"{role}-{CODE}"])
    page.get_by_role("button", name="進む").click()


def plug_in(page: Page, **wanted: object) -> tuple[CDPSession, str]:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": {**AUTHENTICATOR, **wanted}})
    return session, str(added["authenticatorId"])


def test_a_passkey_is_registered_logs_in_alone_and_is_removed(
    page: Page, site: Site, check_axe: Callable[[Page], None]
) -> None:
    session, key = plug_in(page)
    log_in(page, site, "planning")
    page.goto(site.address + "/password/passkeys/add/")
    check_axe(page)
    prove(page, site, "planning")
    check_axe(page)
    page.get_by_label("パスワードなし").check()
    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_role("heading", name="予備の番号")).to_be_visible()
    check_axe(page)
    assert len(session.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]) == 1

    log_out(page)
    page.get_by_role("button", name="パスキーを使う").click()
    page.wait_for_url(site.address + "/")
    expect(page.get_by_text("planning-999997")).to_be_visible()

    log_out(page)
    type_password(page, site, "planning")
    expect(page.get_by_role("heading", name="二つ目の確認")).to_be_visible()
    check_axe(page)
    page.get_by_role("button", name="パスキーを使う").click()
    page.wait_for_url(site.address + "/")

    page.goto(site.address + "/password/second-factor/")
    check_axe(page)
    page.get_by_role("link", name="登録をやめる").click()
    prove(page, site, "planning")
    check_axe(page)
    page.get_by_role("button", name="登録をやめる").click()
    expect(page.get_by_text("パスキーの登録をやめました")).to_be_visible()
    log_out(page)
    log_in(page, site, "planning")


def test_a_passkey_that_does_not_open_lets_nobody_in_and_says_so(page: Page, site: Site) -> None:
    plug_in(page, isUserVerified=False)
    page.goto(site.address + "/login/")

    page.get_by_role("button", name="パスキーを使う").click()

    expect(page.get_by_text("パスキーを使えませんでした")).to_be_visible()
    assert page.url == site.address + "/login/"


def test_an_app_is_set_up_and_asked_for(page: Page, site: Site, check_axe: Callable[[Page], None]) -> None:
    log_in(page, site, "reader")
    page.goto(site.address + "/password/authenticator/add/")
    prove(page, site, "reader")
    check_axe(page)
    drawn = page.get_by_role("img", name="認証アプリで読み取る図")
    assert drawn.evaluate("image => image.complete && image.naturalWidth > 0")
    secret = page.locator(".secret").inner_text()
    page.get_by_label("アプリの6桁の数字").fill(code_of(secret))
    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_role("heading", name="予備の番号")).to_be_visible()

    log_out(page)
    type_password(page, site, "reader")
    page.get_by_label("アプリの数字").fill(code_of(secret, steps=1))
    page.get_by_role("button", name="ログイン", exact=True).click()

    page.wait_for_url(site.address + "/")


def test_without_javascript_the_password_is_enough_and_no_dead_button_stands_there(
    browser: Browser, site: Site
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(site.address + "/login/")

    expect(page.get_by_role("button", name="パスキーを使う")).to_have_count(0)
    log_in(page, site, "auditor")
    context.close()


def test_the_pages_of_people_can_be_used_by_everybody(
    page: Page, site: Site, check_axe: Callable[[Page], None], tmp_path: Path
) -> None:
    log_in(page, site, "administrator")
    for address in (
        "/people/add/",
        "/delegations/",
        "/delegations/add/",
        "/people/list/",
        "/people/passwords/",
    ):
        page.goto(site.address + address)
        check_axe(page)
    page.goto(site.address + "/people/list/")
    right = tmp_path / "right.csv"
    right.write_text("利用者ID,氏名,所属,役割\nhanako,見本 花子,DEMO1,課長\n", encoding="cp932")
    page.get_by_label("名簿（CSV）").set_input_files(right)
    page.get_by_label("いつから").fill("2030-04-01")
    page.get_by_role("button", name="読み込む").click()
    expect(page.get_by_role("heading", name="加わる人")).to_be_visible()
    check_axe(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="確定する").click()
    expect(page.get_by_role("heading", name="最初のパスワードをまとめて作る")).to_be_visible()
    page.goto(site.address + "/units/")
    page.get_by_role("link", name=re.compile("改称.*見本部")).click()
    page.wait_for_url(re.compile(r"/units/.+"))
    check_axe(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_mistakes_in_a_list_and_wrong_codes_are_read_out(
    browser: Browser, site: Site, check_axe: Callable[[Page], None], tmp_path: Path
) -> None:
    # A context of its own: Chromium writes every answer 422 into the console.
    context = browser.new_context(viewport={"width": 320, "height": 800}, locale="ja-JP")
    page = context.new_page()
    log_in(page, site, "administrator")
    page.goto(site.address + "/people/list/")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("利用者ID,氏名,所属,役割\nhanako,,,課長\n", encoding="utf-8")
    page.get_by_label("名簿（CSV）").set_input_files(wrong)
    page.get_by_label("いつから").fill("2030-04-01")
    page.get_by_role("button", name="読み込む").click()
    expect(page.get_by_text("名簿に直すところがあります（2か所）")).to_be_visible()
    expect(page.locator(".errors")).to_be_focused()
    check_axe(page)
    page.goto(site.address + "/password/authenticator/add/")
    prove(page, site, "administrator")
    page.get_by_label("アプリの6桁の数字").fill("000000")
    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_role("link", name="番号が違います。もう一度入力してください")).to_be_visible()
    check_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
