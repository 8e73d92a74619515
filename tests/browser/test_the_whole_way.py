"""The main job from end to end: a document is read, checked, uploaded, confirmed, looked at and published.

With TORIKUMI_SCREENSHOTS=1 the pictures of the README and of the manual are taken on the way, into docs/images.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from shared import REPOSITORY
from tests.browser.server import Site, free_port, running_site, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("the_whole_way")]

SAMPLES = REPOSITORY / "samples"
IMAGES = REPOSITORY / "docs" / "images"
CODE = "992011"
TITLE = "みほん市総合戦略「梨と和紙、川のあるくらし」"


def torikumi(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from torikumi.cli.main import main; main()", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "ja_JP.UTF-8"},
        check=False,
    )


def picture(page: Page, name: str, *, height: int = 900) -> None:
    """Keep a picture of the upper part of the page, where pictures are asked for."""
    if os.environ.get("TORIKUMI_SCREENSHOTS"):
        IMAGES.mkdir(exist_ok=True)
        page.set_viewport_size({"width": 1280, "height": height})
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=IMAGES / f"{name}.png")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    earlier = [SAMPLES / "mihon" / f"plan-{year}.json" for year in (2023, 2024)]
    with running_site(tmp_path_factory.mktemp("whole-way"), earlier) as running:
        yield running


def test_a_table_is_read_and_checked_on_the_command_line(tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"

    read = torikumi(
        "read",
        str(SAMPLES / "iruma" / "source.tsv"),
        "-o",
        str(plan),
        "--title",
        "総合戦略",
        "--city",
        "112259",
    )
    check = torikumi("check", str(plan))

    assert read.returncode == 0, read.stderr
    assert "72事業" in read.stderr
    assert check.returncode == 0, check.stderr
    assert "merge-partner-without-row" in check.stdout


def test_a_workbook_becomes_the_new_edition_and_a_public_site(
    page: Page, site: Site, check_axe: Callable[[Page], None]
) -> None:
    page.goto(site.address + "/login/")
    page.get_by_label("利用者ID").fill(f"planning-{CODE}")
    page.get_by_label("パスワード").fill(site.passwords[f"planning-{CODE}"])
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_url(site.address + "/")

    # Upload: what was read stands beside what will change; nothing has changed yet.
    page.goto(site.address + "/plans/upload/")
    page.locator("#id_document").set_input_files(SAMPLES / "mihon" / "mihon-r7.xlsx")
    page.get_by_label("どの計画の新しい版ですか").select_option(label=TITLE)
    page.get_by_label("年度", exact=True).fill("R7")
    page.get_by_role("button", name="読み取る").click()
    expect(page.get_by_role("heading", name="読み取った内容")).to_be_visible()
    expect(page.locator("main")).to_contain_text("55")
    picture(page, "import", height=1100)

    # Confirm, and look.
    page.get_by_role("button", name="確定して最新版にする").click()
    expect(page.get_by_role("status").first).to_contain_text("計画の最新版になりました")
    expect(page.get_by_text("架空の市「みほん市」の見本データです").first).to_be_visible()
    page.get_by_label("この計画の事業を検索").fill("ﾊﾞｽ")
    page.get_by_role("button", name="検索").click()
    page.get_by_role("link", name="コミュニティバス「ありの実号」運行事業").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ありの実号")
    expect(page.get_by_role("heading", name="版ごとの記録")).to_be_visible()

    # Publish, and see what a resident sees, without a log-in.
    page.goto(site.address + "/publications/")
    page.get_by_role("link", name="公表する").first.click()
    page.get_by_role("button", name="公表する").click()
    page.get_by_role("link", name="公表ページを見る").first.click()
    page.wait_for_load_state()
    public = page.url
    page.context.clear_cookies()
    page.goto(public)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator("main")).to_contain_text("55事業")
    check_axe(page)
    page.get_by_label("事業をさがす").fill("ｺﾐｭﾆﾃｨばす")
    page.get_by_role("button", name="検索").click()
    expect(page.get_by_role("link", name="ありの実号").first).to_be_visible()
    picture(page, "published-search", height=700)
    page.goto(public)
    picture(page, "published", height=1000)


def test_the_demo_serves_both_samples(page: Page, tmp_path: Path) -> None:
    port = free_port()
    log = tmp_path / "log"
    with log.open("w") as output:
        demo = subprocess.Popen(
            [
                *(sys.executable, "-c", "from torikumi.cli.main import main; main()"),
                *("demo", "--home", str(tmp_path / "demo"), "--port", str(port)),
            ],
            env={**os.environ, "LC_ALL": "ja_JP.UTF-8"},
            stdout=output,
            stderr=output,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/login/", demo, log)
        said = log.read_text(encoding="utf-8")
        assert f"http://127.0.0.1:{port}/" in said
        password = next(line.split(" / ")[1] for line in said.splitlines() if f"planning-{CODE} / " in line)
        page.goto(f"http://127.0.0.1:{port}/login/")
        page.get_by_label("利用者ID").fill(f"planning-{CODE}")
        page.get_by_label("パスワード").fill(password.strip())
        page.get_by_role("button", name="ログイン", exact=True).click()
        page.get_by_role("link", name="計画", exact=True).first.click()
        page.get_by_role("link", name=TITLE).click()
        expect(page.get_by_role("heading", name="令和7年度の評価の進みぐあい")).to_be_visible()
        expect(page.get_by_role("heading", name="基本目標別の今後の方針")).to_be_visible()
        picture(page, "overview", height=1160)
        page.get_by_role("link", name="事業の一覧").click()
        page.get_by_role("link", name="みほん梨ブランド推進事業").first.click()
        picture(page, "project", height=1300)
    finally:
        demo.terminate()
        demo.wait(timeout=20)
