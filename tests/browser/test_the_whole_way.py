"""The main job from end to end: a document is read, checked, uploaded, confirmed, looked at and published.

With TORIKUMI_SCREENSHOTS=1 the pictures of the README and of the manual are taken on the way, into docs/images.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from shared import REPOSITORY
from tests.browser.players import see_result
from tests.browser.server import Site, free_port, running_site, wait_for
from tests.web.reviews.book_hands import Filled

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
    expect(page.get_by_role("heading", name="読み取った内容")).to_be_visible(timeout=60_000)
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


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that runs, and what it printed."""

    address: str
    said: str

    def log_in(self, page: Page, login_name: str) -> None:
        """Log somebody in with the password that was printed."""
        line = next(line for line in self.said.splitlines() if f"{login_name} / " in line)
        page.goto(self.address + "/login/")
        page.get_by_label("利用者ID").fill(login_name)
        page.get_by_label("パスワード").fill(line.split(" / ")[1].strip())
        page.get_by_role("button", name="ログイン", exact=True).click()
        page.wait_for_url(self.address + "/")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    port, folder = free_port(), tmp_path_factory.mktemp("demo")
    log = folder / "log"
    with log.open("w") as output:
        running = subprocess.Popen(
            [
                *(sys.executable, "-c", "from torikumi.cli.main import main; main()"),
                *("demo", "--home", str(folder / "demo"), "--port", str(port)),
            ],
            env={**os.environ, "LC_ALL": "ja_JP.UTF-8"},
            stdout=output,
            stderr=output,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/login/", running, log)
        yield Demo(f"http://127.0.0.1:{port}", log.read_text(encoding="utf-8"))
    finally:
        running.terminate()
        running.wait(timeout=20)


def test_the_demo_serves_both_samples(page: Page, demo: Demo) -> None:
    assert f"{demo.address}/" in demo.said
    demo.log_in(page, f"planning-{CODE}")
    page.get_by_role("link", name="計画", exact=True).first.click()
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", name="令和7年度の評価の進みぐあい")).to_be_visible()
    expect(page.get_by_role("heading", name="基本目標別の今後の方針")).to_be_visible()
    picture(page, "overview", height=1160)
    page.get_by_role("link", name="事業の一覧").click()
    page.get_by_role("link", name="みほん梨ブランド推進事業").first.click()
    picture(page, "project", height=1300)


def test_the_demo_shows_a_review_in_progress(page: Page, demo: Demo) -> None:
    assert f"シートを書いて提出する： section-{CODE}" in demo.said
    demo.log_in(page, f"planning-{CODE}")
    page.get_by_role("link", name="年度評価", exact=True).first.click()
    page.get_by_role("link", name="令和8年度 総合戦略 年度評価").first.click()
    round_ = page.url
    page.goto(round_ + "board/")
    expect(page.get_by_role("heading", name="回答が残っている課")).to_be_visible()
    picture(page, "board", height=1100)

    # A workbook goes out, is filled in while somebody writes in the browser, and comes back.
    page.goto(round_ + "workbooks/")
    page.get_by_role("button", name="すべての課のExcelを作る").click()
    see_result(page)
    sent = page.get_by_role("link", name="農政課.xlsx")
    answer = page.request.get(demo.address + str(sent.get_attribute("href")))
    book = Filled(answer.body())
    first, second, *_ = book.rows
    book.write(first, {"result": "認証シールを9万枚交付し、取扱店が31店から34店に増えた。", "settled": 9120})
    book.write(second, {"result": "研修生が7人になり、うち3人が梨園を引き継いだ。"})
    page.goto(round_ + "sheets/")
    page.get_by_role("link", name=first).first.click()
    page.locator("#f-result").fill("認証シールを9万枚交付し、直売所を2か所ふやした。")
    page.get_by_role("button", name="下書きを保存").click()
    expect(page.get_by_text("下書きを保存しました")).to_be_visible()
    page.goto(round_ + "workbooks/")
    page.locator("#files").set_input_files(
        {
            "name": "農政課.xlsx",
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": book.octets(),
        }
    )
    page.get_by_role("button", name="読み取る").click()
    see_result(page)
    page.get_by_role("link", name="農政課.xlsx", exact=True).click()
    expect(page.locator("main")).to_contain_text("まだ何も取り込んでいません")
    expect(page.get_by_text("食い違い：実績と成果")).to_be_visible()
    expect(page.locator("ins", has_text="3人が梨園を引き継いだ").first).to_be_visible()
    picture(page, "returned", height=1300)

    page.get_by_role("button", name="ログアウト").click()
    demo.log_in(page, f"section-{CODE}")
    page.goto(round_)
    page.get_by_role("link", name="このシートを書く").click()
    expect(page.get_by_role("button", name="提出する")).to_be_visible()
    picture(page, "sheet", height=1300)
