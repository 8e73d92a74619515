"""Journeys through the application, in a real browser, against a real server with a database of its own."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.server import Site, running_site
from tests.web.plans.invented import make_plan, next_year
from torikumi.plan.file import dump_plan
from torikumi.plan.model import Municipality

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

CODE = "999997"
HEAD = ("No.", "基本目標", "基本施策", "事業名", "事業概要", "今後の方針", "担当課")
ROWS = (
    (
        "1",
        "1 働きやすいまち",
        "産業を育てる",
        "よろずサービス窓口",
        "窓口で相談を受ける。",
        "A：充実",
        "商工課",
    ),
    ("2", "1 働きやすいまち", "産業を育てる", "朝市の支援", "朝市を開く人を支える。", "B：継続", "農政課"),
    ("3", "2 育つまち", "居場所をつくる", "放課後の教室", "放課後に教室を開く。", "", "学校教育課"),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("journeys")
    plan = replace(
        make_plan(60), municipality=Municipality(code=CODE, name="みほん市", prefecture="みほん県")
    )
    files = []
    for number, edition in enumerate((plan, next_year(plan))):
        files.append(folder / f"{number}.json")
        files[-1].write_text(dump_plan(edition), encoding="utf-8")
    with running_site(folder, files) as running:
        yield running


def log_in(page: Page, site: Site, role: str) -> None:
    page.goto(site.address + "/login/")
    page.get_by_label("利用者ID").fill(f"{role}-{CODE}")
    page.get_by_label("パスワード").fill(site.passwords[f"{role}-{CODE}"])
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_url(site.address + "/")


@pytest.fixture(scope="module")
def states(browser: Browser, site: Site) -> dict[str, Path]:
    """Log in once a role; the tests go on from there."""
    kept = {}
    for role in ("planning", "section", "administrator"):
        context = browser.new_context()
        log_in(context.new_page(), site, role)
        kept[role] = site.folder / f"{role}.state"
        context.storage_state(path=kept[role])
        context.close()
    return kept


OpenAs = Callable[..., "contextmanager[Page]"]


@pytest.fixture
def open_as(browser: Browser, site: Site, states: dict[str, Path]) -> OpenAs:
    """Return a function that gives a page of somebody who is logged in; it allows no script error and no stranger."""

    @contextmanager
    def make(role: str = "planning", *, width: int = 1280, script: bool = True) -> Iterator[Page]:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            storage_state=states[role],
            java_script_enabled=script,
            locale="ja-JP",
            base_url=site.address,
        )
        page = context.new_page()
        wrong: list[str] = []

        def note(request: Request) -> None:
            if not request.url.startswith((site.address, "data:")):
                wrong.append(request.url)

        page.on("request", note)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
        yield page
        context.close()
        assert wrong == []

    return make


def write_workbook(folder: Path, *rows: tuple[str, ...], name: str) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEAD, *rows):
        sheet.append(row)
    book.save(folder / name)
    return folder / name


def upload(page: Page, path: Path, *, title: str) -> None:
    page.goto("/plans/upload/")
    page.get_by_label("文書", exact=False).first.set_input_files(path)
    page.get_by_label("計画の名前").fill(title)
    page.get_by_label("年度", exact=True).fill("令和6年度")
    page.get_by_role("button", name="読み取る").click()
    page.wait_for_url(re.compile(r"/plans/imports/\d+/(#main)?$"))


def test_a_plan_comes_in_is_found_and_taken_back(open_as: OpenAs, site: Site) -> None:
    path = write_workbook(site.folder, *ROWS, name="みほん.xlsx")

    with open_as() as page:
        upload(page, path, title="旅のしおり計画")

        # What was read stands beside what will change, and what was found.
        expect(page.get_by_role("heading", name="読み取った内容")).to_be_visible()
        expect(page.locator(".card--added .card__number")).to_have_text("3")
        expect(page.locator(".finding").filter(has_text="放課後の教室").first).to_be_visible()
        page.get_by_label("重要度").select_option(label="参考")
        page.get_by_role("button", name="絞り込む").click()
        expect(page.locator(".finding--error")).to_have_count(0)

        page.get_by_role("button", name="確定して最新版にする").click()
        expect(page.get_by_role("status").first).to_contain_text("計画の最新版になりました")
        expect(page.get_by_role("heading", level=1)).to_have_text("旅のしおり計画")

        # Half-width katakana find what the document wrote in full width.
        page.get_by_label("この計画の事業を検索").fill("ﾖﾛｽﾞさーびす")
        page.get_by_role("button", name="検索").click()
        page.get_by_role("link", name="よろずサービス窓口").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("よろずサービス窓口")
        expect(page.locator(".facts .badge").first).to_have_text("A 充実")

        page.goto("/plans/imports/")
        page.get_by_role("link", name="みほん.xlsx").click()
        page.get_by_text("この取込を取り消す").click()
        page.get_by_role("button", name="取り消す").click()
        expect(page.get_by_role("status").first).to_contain_text("取り消しました")

        page.goto("/plans/search/?q=よろずサービス窓口")
        expect(page.get_by_role("status")).to_contain_text("0 件")


def test_an_upload_works_with_the_keyboard_alone(open_as: OpenAs, site: Site) -> None:
    path = write_workbook(site.folder, ROWS[0], name="鍵盤.xlsx")

    with open_as() as page:
        page.goto("/plans/upload/")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="本文へ移動")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator("#id_document")).to_be_focused()
        page.locator("#id_document").set_input_files(path)  # the choice itself is the browser's own window
        page.keyboard.press("Tab")
        expect(page.locator("#id_series")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.type("鍵盤の計画")
        page.keyboard.press("Tab")
        page.keyboard.type("R6")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/plans/imports/\d+/(#main)?$"))

        _tab_to(page, "破棄する")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").first).to_contain_text("破棄しました")


def test_a_list_is_narrowed_and_a_project_opened_with_the_keyboard_alone(open_as: OpenAs) -> None:
    with open_as() as page:
        page.goto("/plans/1/projects/")
        page.locator("#id_q").focus()
        page.keyboard.type("１２番目")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("1 件")
        _tab_to(page, "こども支援課の事業その12")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("その12")


def _tab_to(page: Page, name: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def test_the_list_changes_in_place_and_the_way_back_works(open_as: OpenAs) -> None:
    with open_as() as page:
        page.goto("/plans/1/projects/")
        page.evaluate("window.untouched = true")
        page.get_by_label("担当課").select_option(label="図書館")
        expect(page.get_by_role("status")).to_contain_text("条件に合う事業は")
        assert "section=" in page.url
        assert page.evaluate("window.untouched") is True

        page.go_back()
        expect(page.get_by_role("status")).to_contain_text("60 事業があります")
        expect(page.get_by_role("heading", level=1)).to_have_text("事業の一覧")


def test_everything_works_without_script(open_as: OpenAs) -> None:
    with open_as(script=False) as page:
        page.goto("/plans/1/projects/")
        page.get_by_label("担当課").select_option(label="図書館")
        page.get_by_role("button", name="絞り込む").click()
        expect(page.get_by_role("status")).to_contain_text("条件に合う事業は")
        expect(page.locator("tbody tr")).to_have_count(8)


def test_a_rule_is_switched_off_without_script_and_what_is_hidden_is_told(open_as: OpenAs) -> None:
    reason = "統合の相手は前の計画にあり、この計画には載せない。"
    with open_as(script=False) as page:
        page.goto("/plans/1/findings/?rule=merge-partner-without-row")
        before = page.locator(".finding").count()
        assert before > 0
        page.get_by_role("link", name="統合の相手の行がない").last.click()
        page.get_by_label("切る").check()
        page.get_by_role("button", name="この設定にする").click()
        expect(page.locator("#errors")).to_contain_text("理由を書いてください")
        page.get_by_label("理由").fill(reason)
        page.get_by_role("button", name="この設定にする").click()
        expect(page.get_by_role("status").first).to_contain_text("設定を変えました")

        page.goto("/plans/1/findings/")
        expect(page.locator("summary").first).to_have_text(f"切った規則 1 件で {before} 件が見えていません")
        page.locator("summary").first.click()
        expect(page.get_by_text(reason)).to_be_visible()
        page.goto("/plans/rules/")
        expect(page.get_by_role("table", name="設定の記録、新しい順")).to_contain_text(reason)


def test_a_section_finds_its_own_projects_at_the_top(open_as: OpenAs) -> None:
    with open_as("section") as page:
        page.goto("/plans/1/projects/")
        expect(page.get_by_role("heading", level=2).first).to_have_text("あなたの課の事業")
        page.goto("/plans/1/")
        expect(page.get_by_role("link", name="新しい版を取り込む")).to_have_count(0)


def test_a_refused_document_brings_the_person_to_the_mistake(open_as: OpenAs, site: Site) -> None:
    path = site.folder / "壊れた.xlsx"
    path.write_bytes(b"%PDF-1.7\n")

    with open_as() as page:
        page.goto("/plans/upload/")
        page.locator("#id_document").set_input_files(path)
        page.get_by_role("button", name="読み取る").click()
        refused, later = page.locator("#errors"), page.get_by_role("link", name="もう一度取り込む")
        expect(refused.or_(later)).to_be_visible(timeout=60_000)
        if (
            later.is_visible()
        ):  # a busy machine: the page did not wait for the reading, and tells it on its own page
            expect(page.locator("main")).to_contain_text("PDFとして開けません")
            return
        expect(refused).to_be_focused()
        expect(page.locator("#id_document_error")).to_contain_text("PDF")
        page.locator("#errors a").first.click()
        expect(page.locator("#id_document")).to_be_focused()


PAGES = {
    "home": "/",
    "publications": "/publications/",
    "publishing": "/publications/publish/2/",
    "list": "/plans/",
    "search": "/plans/search/?q=相談",
    "search without a word": "/plans/search/",
    "overview": "/plans/1/",
    "overview of an older edition": "/plans/1/?edition=1",
    "tree": "/plans/1/tree/",
    "projects": "/plans/1/projects/",
    "no projects": "/plans/1/projects/?q=どこにもない",
    "project": "/plans/1/projects/P-000000000007/",
    "changed project": "/plans/1/projects/P-000000000000/",
    "project that is gone": "/plans/1/projects/P-00000000003b/",
    "goal": "/plans/1/nodes/g1/",
    "measure without projects": "/plans/1/nodes/m2/",
    "comparison": "/plans/1/compare/",
    "projects with findings": "/plans/1/projects/?found=any",
    "findings by rule": "/plans/1/findings/",
    "findings by project": "/plans/1/findings/?group=project",
    "no findings": "/plans/1/findings/?severity=error&section=広報課",
    "rules": "/plans/rules/",
    "rule": "/plans/rules/direction-missing/",
    "upload": "/plans/upload/",
    "imports": "/plans/imports/",
    "import": "/plans/imports/2/",
    "changes of an import": "/plans/imports/1/changes/",
}


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(
    open_as: OpenAs, check_axe: Callable[[Page], None], address: str, width: int
) -> None:
    with open_as(width=width) as page:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")

        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


ADMINISTRATORS_PAGES = {
    "password": "/password/",
    "people": "/people/",
    "add a person": "/people/add/",
    "person": "/people/1/",
    "deactivate": "/people/2/deactivate/",
    "reset a password": "/people/2/password/",
    "end a role": "/roles/2/end/",
    "units": "/units/",
    "add a unit": "/units/add/",
    "end a unit": "/units/1/end/",
    "trail": "/audit/",
}


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("address", ADMINISTRATORS_PAGES.values(), ids=ADMINISTRATORS_PAGES)
def test_axe_finds_nothing_on_the_administrators_pages(
    open_as: OpenAs, check_axe: Callable[[Page], None], address: str, width: int
) -> None:
    with open_as("administrator", width=width) as page:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200

        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("address", "status"), [("/login/", 200), ("/no-such-page/", 404)])
def test_axe_finds_nothing_before_the_log_in(
    browser: Browser, site: Site, check_axe: Callable[[Page], None], address: str, status: int
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 900}, locale="ja-JP")
    page = context.new_page()
    answer = page.goto(site.address + address)
    assert answer is not None
    assert answer.status == status

    check_axe(page)
    context.close()
