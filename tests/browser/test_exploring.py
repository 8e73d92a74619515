"""What others do, in a real browser: from one's own project to what is like it, by keyboard, at 320 px, without scripts."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.server import Site, running_site
from tests.unit.corpus.small_plans import MIHON, plan, project
from tests.web.plans.invented import make_plan
from torikumi.corpus.build import build_corpus
from torikumi.corpus.intake import Entry
from torikumi.corpus.text_index import build_index
from torikumi.plan.file import dump_plan
from torikumi.plan.model import Municipality

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("exploring")]

CODE = "999997"
CITIES = [replace(MIHON, code=f"99{at:03}1", name=f"見本第{at}市") for at in range(1, 8)]
CheckAxe = Callable[[Page], None]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("exploring")
    entries = []
    for at, body in enumerate(CITIES):
        for year in range(2020, 2025):
            projects = [project("防災訓練事業", year=year, direction="B：継続", money=900)]
            if year > 2020 and (at % 3 or year < 2023):
                projects.append(
                    project("空き家バンク", year=year, direction="継続", money=1_000, aim=10, got=8 + at)
                )
            entries.append(Entry(plan=plan(projects, year=year, body=body), source=f"{body.code}.json"))
    corpus = folder / "corpus"
    build_index(build_corpus(corpus, entries))
    own = make_plan(3)
    bank = replace(own.projects[0], name="空き家バンク制度", summary="空き家バンクを行う。")
    city = Municipality(code=CODE, name="みほん市", prefecture="みほん県")
    file = folder / "plan.json"
    file.write_text(
        dump_plan(replace(own, municipality=city, projects=(bank, *own.projects[1:]))), encoding="utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TORIKUMI_CORPUS_DIR", str(corpus))
        with running_site(folder, [file]) as running:
            yield running


@contextmanager
def opened(browser: Browser, site: Site, *, width: int = 1280, script: bool = True) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale="ja-JP", java_script_enabled=script
    )
    page = context.new_page()
    page.goto(site.address + "/login/")
    page.get_by_label("利用者ID").fill(f"planning-{CODE}")
    page.get_by_label("パスワード").fill(site.passwords[f"planning-{CODE}"])
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_url(site.address + "/")
    yield page
    context.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_from_ones_own_project_to_what_others_do(
    browser: Browser, site: Site, check_axe: CheckAxe, width: int
) -> None:
    with opened(browser, site, width=width) as page:
        page.goto(f"{site.address}/plans/1/projects/")
        page.get_by_role("link", name="空き家バンク制度").first.click()
        page.get_by_role("link", name="ほかの団体の似た取組を見る").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("に似た取組")
        expect(page.get_by_role("heading", name="見本第1市")).to_be_visible()
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("link", name="似た取組がその後どうなったかを見る").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("のその後")
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 320])
def test_words_and_filters_by_keyboard_and_without_scripts(
    browser: Browser, site: Site, check_axe: CheckAxe, width: int
) -> None:
    with opened(browser, site, width=width) as page:
        page.goto(f"{site.address}/explore/")
        check_axe(page)
        page.get_by_label("言葉").fill("空家")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("0 件")
        page.get_by_label("言葉").fill("空き家")
        page.keyboard.press("Enter")
        expect(page.locator("mark").first).to_have_text("空き家")
        facet = page.locator("summary", has_text="年度")
        facet.focus()
        page.keyboard.press("Enter")
        page.get_by_role("link", name="令和6年度").press("Enter")
        expect(page.get_by_role("link", name=re.compile("令和6年度.*を外す"))).to_be_visible()
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    with opened(browser, site, width=width, script=False) as page:
        page.goto(f"{site.address}/explore/tables/")
        expect(page.get_by_role("figure")).to_contain_text("方向性のある記録の数")
        page.locator("#id_table").select_option("sizes")
        page.locator("#id_by").select_option("year")
        page.get_by_role("button", name="数える").click()
        expect(page.get_by_role("cell", name="7", exact=True).first).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("button", name="CSVで受け取る").click()
        assert download.value.suggested_filename.endswith(".csv")
