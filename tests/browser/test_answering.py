"""Answering and deciding in a real browser: saving by itself, drafts that survive, two people at once, keyboard, 320 px."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.server import Site, running_site
from tests.web.plans.invented import make_plan
from torikumi.plan.file import dump_plan
from torikumi.plan.model import Municipality

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("answering")]

CODE = "999997"
# A refused form is an answer of its own (422, 409); the browser notes it as an error all the same.
SAME_RESULT = re.compile("令和5年度と同じにする.*取組の実績")  # the year in which the plan has it
ANSWERS = ("422", "409", "403", "503")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("answering")
    city = Municipality(code=CODE, name="みほん市", prefecture="みほん県")
    file = folder / "plan.json"
    file.write_text(dump_plan(replace(make_plan(92), municipality=city)), encoding="utf-8")
    with running_site(folder, [file], script=Path(__file__).with_name("open_round.py")) as running:
        yield running


def log_in(page: Page, site: Site, role: str) -> None:
    page.goto(site.address + "/login/")
    page.get_by_label("利用者ID").fill(f"{role}-{CODE}")
    page.get_by_label("パスワード").fill(site.passwords[f"{role}-{CODE}"])
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_url(site.address + "/")


@pytest.fixture(scope="module")
def states(browser: Browser, site: Site) -> dict[str, Path]:
    kept = {}
    for role in ("section", "section_head", "planning", "reader"):
        context = browser.new_context()
        log_in(context.new_page(), site, role)
        kept[role] = site.folder / f"{role}.state"
        context.storage_state(path=kept[role])
        context.close()
    return kept


OpenAs = Callable[..., "contextmanager[Page]"]


@pytest.fixture
def open_as(browser: Browser, states: dict[str, Path]) -> OpenAs:
    """Return a function that gives a page of somebody who is logged in; no script error is allowed."""

    @contextmanager
    def make(role: str = "section", *, width: int = 1280, script: bool = True) -> Iterator[Page]:
        context = browser.new_context(
            storage_state=states[role],
            viewport={"width": width, "height": 900},
            locale="ja-JP",
            java_script_enabled=script,
        )
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda said: (
                wrong.append(said.text)
                if said.type == "error" and not any(code in said.text for code in (*ANSWERS, "net::"))
                else None
            ),
        )
        yield page
        context.close()
        assert wrong == []

    return make


def sheet(site: Site, number: int) -> str:
    """Return the address of one of the fourteen sheets of 企画課; each test has its own."""
    return f"{site.address}/reviews/sheets/{1 + 7 * number}/"


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_contain_text("に保存しました")


def wait_for_one(page: Page, held: list[Route]) -> None:
    """Wait until a request is held back."""
    while not held:
        page.wait_for_timeout(50)


def stored(open_as: OpenAs, address: str, field: str = "result") -> str:
    """Return what stands in a field for somebody who opens the sheet afresh."""
    with open_as() as page:
        page.goto(address)
        return page.locator(f"#f-{field}").input_value()


def test_leaving_a_field_saves_it_and_says_when(site: Site, open_as: OpenAs) -> None:
    with open_as() as page:
        page.goto(sheet(site, 0))
        page.locator("#f-result").fill("書いたものが自動で保存される。")
        page.locator("#f-reason").focus()
        expect(page.locator("[data-saved]")).to_have_text(re.compile("^[0-9]+:[0-9]+ に保存しました$"))
        page.locator("#f-reason").fill("二つ目の欄")
        page.locator("#f-result").focus()
        expect(page.locator("[name=version]")).to_have_value("3")

        assert page.evaluate("Object.keys(localStorage).length") == 0
    assert stored(open_as, sheet(site, 0)) == "書いたものが自動で保存される。"


def test_a_save_on_its_way_goes_before_the_form_and_none_comes_after_it(site: Site, open_as: OpenAs) -> None:
    with open_as() as page:
        held: list[Route] = []
        answers: list[int] = []
        page.route(
            "**/answer/",
            lambda route: (
                held.append(route)
                if route.request.headers["accept"] == "application/json"
                else route.continue_()
            ),
        )
        page.on(
            "response",
            lambda answer: answers.append(answer.status) if answer.url.endswith("/answer/") else None,
        )
        page.goto(sheet(site, 12))
        page.locator("#f-result").fill("送られる途中の文")
        page.locator("#f-reason").focus()
        wait_for_one(page, held)
        # Not saved by itself yet: the form alone brings these.
        page.get_by_label("B 継続").check()
        page.locator("#f-reason").fill("理由も、あとから書いた。")
        page.get_by_role("button", name="提出する").click()
        assert page.locator("#f-result").is_visible()  # the form waits for the save
        held[0].continue_()

        expect(page.get_by_text("提出しました。")).to_be_visible()
        assert answers == [200, 302]
    assert len(held) == 1


def test_what_cannot_be_saved_stays_on_the_machine_and_comes_back(site: Site, open_as: OpenAs) -> None:
    with open_as() as page:
        page.goto(sheet(site, 1))
        page.context.set_offline(True)
        page.locator("#f-result").fill("つながらない間に書いた文")
        page.locator("#f-reason").focus()
        expect(page.locator("[data-saved]")).to_contain_text("この端末に残しています")
        page.context.set_offline(False)
        saved(page)  # coming back saves by itself
    assert stored(open_as, sheet(site, 1)) == "つながらない間に書いた文"


def test_a_busy_server_and_a_closed_page_lose_nothing(site: Site, open_as: OpenAs) -> None:
    with open_as() as page:

        def refuse(route: Route) -> None:
            route.fulfill(status=503, body="busy")

        page.route("**/answer/", refuse)
        page.goto(sheet(site, 2))
        page.locator("#f-result").fill("混んでいる間に書いた文")
        page.locator("#f-reason").focus()
        expect(page.locator("[data-saved]")).to_contain_text("混み合っていて")
        page.unroute("**/answer/")
        page.goto(site.address + "/reviews/")

        page.goto(sheet(site, 2))

        # Leaving the page may have saved it by now; else it comes from this machine.
        assert page.locator("#f-result").input_value() == "混んでいる間に書いた文"
        page.get_by_role("button", name="下書きを保存").click()
        expect(page.get_by_text("下書きを保存しました")).to_be_visible()
        assert page.evaluate("Object.keys(localStorage).length") == 0
    assert stored(open_as, sheet(site, 2)) == "混んでいる間に書いた文"


def test_after_the_session_has_ended_the_text_is_there_again(site: Site, open_as: OpenAs) -> None:
    with open_as() as page:
        page.goto(sheet(site, 3))
        cookies = page.context.cookies()
        page.context.clear_cookies(name="torikumi_session")
        page.locator("#f-result").fill("期限が切れた後に書いた文")
        page.locator("#f-reason").focus()
        expect(page.locator("[data-saved]")).to_contain_text("ログインの期限が切れました")
        page.get_by_role("button", name="提出する").click()
        expect(page.get_by_role("button", name="ログイン", exact=True)).to_be_visible()
        expect(page.get_by_role("status")).to_contain_text("書きかけの文はこの端末に残っています")
        assert page.locator('input[name="next"]').first.input_value() in sheet(site, 3)
        page.context.add_cookies(cookies)

        page.goto(sheet(site, 3))

        expect(page.locator("[data-local]")).to_contain_text("この端末から戻しました")
        assert page.locator("#f-result").input_value() == "期限が切れた後に書いた文"
        page.locator("#f-result").press("Tab")
        saved(page)
    assert stored(open_as, sheet(site, 3)) == "期限が切れた後に書いた文"


def test_logging_out_leaves_nothing_on_the_machine(site: Site, browser: Browser) -> None:
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()
    log_in(page, site, "section")
    page.goto(sheet(site, 4))
    page.route("**/answer/", lambda route: route.abort())
    page.locator("#f-result").fill("消えるべき下書き")
    page.locator("#f-reason").focus()
    expect(page.locator("[data-saved]")).to_contain_text("この端末に残しています")

    # The last field is left with the press, and is to be saved, which fails, while the machine still logs out.
    page.locator("#f-reason").fill("これも消えるべき下書き")
    held: list[Route] = []
    page.route("**/logout/", lambda route: held.append(route))  # noqa: PLW0108  playwright marks what it is given
    page.get_by_role("button", name="ログアウト").click(no_wait_after=True)
    wait_for_one(page, held)
    page.wait_for_timeout(900)  # longer than the script waits before it saves
    held[0].continue_()
    page.wait_for_url("**/login/**")

    assert page.evaluate("Object.keys(localStorage).length") == 0
    context.close()


def test_two_people_at_once_see_both_texts_and_choose(
    site: Site, open_as: OpenAs, check_axe: Callable[[Page], None]
) -> None:
    with open_as() as mine, open_as("planning") as theirs:
        mine.goto(sheet(site, 5))
        theirs.goto(sheet(site, 5))
        theirs.locator("#f-result").fill("企画担当が書いた文")
        theirs.get_by_role("button", name="下書きを保存").click()
        mine.locator("#f-reason").fill("ぶつからない理由")
        mine.locator("#f-result").fill("担当課が書いた文")
        mine.locator("#f-reason").focus()
        expect(mine.locator("[data-saved]")).to_contain_text("ほかの人がこのシートを書き換えました")

        mine.get_by_role("button", name="下書きを保存").click()

        expect(mine.get_by_text("企画担当が書いた文").first).to_be_visible()
        expect(mine.get_by_text("担当課が書いた文").first).to_be_visible()
        check_axe(mine)
        mine.get_by_label("今ある文を残す").check()
        mine.get_by_role("button", name="選んだ文を保存する").click()
        assert mine.locator("#f-result").input_value() == "企画担当が書いた文"
        assert mine.locator("#f-reason").input_value() == "ぶつからない理由"
        expect(mine.locator("[data-local]")).to_be_hidden()


def test_without_script_everything_goes_through(site: Site, open_as: OpenAs) -> None:
    with open_as(script=False) as page:
        page.goto(sheet(site, 6))
        page.get_by_role("button", name=SAME_RESULT).click()
        assert page.locator("#f-result").input_value() == "計画どおり行った。"
        page.get_by_label("C 縮小").check()
        page.get_by_role("button", name="提出する").click()
        page.get_by_role("link", name="「方針の理由」を書いてください").click()
        assert page.url.endswith("#f-reason")
        page.locator("#f-reason").fill("利用が減ったため。")
        page.get_by_role("button", name="提出する").click()
        expect(page.get_by_text("提出しました。")).to_be_visible()
    with open_as("section_head", script=False) as page:
        page.goto(f"{site.address}/reviews/1/approvals/")
        page.get_by_role("checkbox", name="No.43").check()
        page.get_by_role("button", name="選んだものを承認する").click()
        expect(page.get_by_text("1件を承認しました。")).to_be_visible()


def test_a_sheet_is_answered_with_the_keyboard_alone(site: Site, open_as: OpenAs) -> None:
    with open_as() as page:
        page.goto(sheet(site, 7))
        page.locator("#f-result").focus()
        page.keyboard.type("キーボードで書いた。")
        page.keyboard.press("Tab")  # the button of the direction
        page.keyboard.press("Tab")  # the chosen card
        page.keyboard.press("ArrowLeft")
        chosen = page.evaluate("document.activeElement.value")
        page.keyboard.press("Tab")  # the button of the reason
        page.keyboard.press("Tab")
        page.keyboard.type("需要が増えたため。")
        page.get_by_role("button", name="提出する").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("提出しました。")).to_be_visible()

        assert chosen == "A：充実"


def test_enter_in_a_line_saves_and_never_takes_over_last_years_answer(site: Site, open_as: OpenAs) -> None:
    with open_as(script=False) as page:
        page.goto(sheet(site, 8))
        page.locator("#f-result").fill("今年の文")
        page.locator("#f-settled").fill("900")
        page.locator("#f-settled").press("Enter")
        expect(page.get_by_text("下書きを保存しました")).to_be_visible()
        assert page.locator("#f-result").input_value() == "今年の文"


def test_one_press_takes_over_last_years_answer_without_leaving_the_page(site: Site, open_as: OpenAs) -> None:
    with open_as() as page:
        page.goto(sheet(site, 9))
        page.get_by_role("button", name=SAME_RESULT).click()
        assert page.locator("#f-result").input_value() == "計画どおり行った。"
        expect(page.locator("#field-result [data-count]")).to_have_text("あと791字")
        saved(page)


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_is_accessible_and_fits(
    width: int, site: Site, open_as: OpenAs, check_axe: Callable[[Page], None]
) -> None:
    base = f"{site.address}/reviews/"
    with open_as("section", width=width) as page:
        own = [
            site.address + "/",
            base,
            f"{base}1/",
            f"{base}1/sheets/",
            sheet(site, 10),
            f"{sheet(site, 10)}history/",
        ]
        for address in own:
            page.goto(address)
            check_axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        page.goto(sheet(site, 13))
        page.locator("#f-result").fill("○○を行った。別紙のとおり。")
        page.get_by_role("button", name="下書きを保存").last.click()
        expect(page.locator("#field-result .finding")).to_contain_text("この回答")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.goto(sheet(site, 10))
        page.get_by_label("C 縮小").check()
        page.get_by_role("button", name="提出する").click()
        expect(page.locator("#errors")).to_be_focused()
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    with open_as("planning", width=width) as page:
        page.goto(f"{base}1/approvals/")
        check_axe(page)
    with open_as("reader", width=width) as page:
        page.goto(sheet(site, 10))
        expect(page.get_by_text("まだ見られません").first).to_be_visible()
        check_axe(page)


def test_every_card_has_its_letter_and_word_and_every_group_its_name(site: Site, open_as: OpenAs) -> None:
    with open_as() as page:
        page.goto(sheet(site, 11))
        cards = page.locator("#field-direction .choice")

        assert cards.all_inner_texts() == ["A 充実", "B 継続", "C 縮小", "D 廃止"]
        for group in page.locator("form.answer fieldset").all():
            assert group.locator("legend").inner_text().strip()
        small = page.evaluate(
            "[...document.querySelectorAll('.side svg text')].filter(t => t.getBoundingClientRect().height"
            " && parseFloat(getComputedStyle(t).fontSize) * t.getCTM().a < 12).length"
        )
        assert small == 0
