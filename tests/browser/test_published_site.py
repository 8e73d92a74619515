"""The published site as people meet it: opened from a folder, without a server."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from torikumi.publish import addresses
from torikumi.publish.edition import publish_plan
from torikumi.publish.tally import direction_groups
from torikumi.text.names import section_key
from torikumi.text.width import search_key
from unit.publish import plans

pytestmark = pytest.mark.browser

PLAN = plans.make_plan()
PAGES = {
    "index": addresses.INDEX,
    "goal": addresses.node_address("N-1"),
    "measure": addresses.node_address("N-2-2"),
    "project": addresses.project_address(plans.project_id("4")),
    "measure that is gone": addresses.node_address("N-2-3"),
    "project that is gone": "projects/P-00000000e4de.html",
    "projects": addresses.PROJECTS,
    "sections": addresses.SECTIONS,
    "section": addresses.section_address(section_key("企画課")),
    "directions": addresses.DIRECTIONS,
    "direction": addresses.direction_address(direction_groups(PLAN)[1].key),
    "figures": addresses.FIGURES,
    "gaps": addresses.LOGIC_GAPS,
    "changes": addresses.CHANGES,
    "changes of an edition": addresses.changes_address(old="令和3年度版", new="令和4年度版"),
    "search": addresses.SEARCH,
    "data": addresses.DATA,
}
# What no key may tell apart: width, kana, case, dashes, white space, variants, combining marks.
SPELLINGS = [
    "ｶﾞｲﾄﾞ養成講座", "ガイド", "がいど", "ガ　イ ド", "か\u3099いと\u3099", "ﾃﾞﾏﾝﾄﾞﾊﾞｽ", "でまんどばす", "デマンドバス「みのり号」",
    "サービス", "サ－ビス", "サ−ビス", "ＡＢＣ", "①㈱", "髙﨑", "葛\U000e0100", "〜～", "㌔", "ヷ", "神\ufa19", "Ⅳ", "İ", "ß",
    "ﬁ", "", "abc",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "out"
    publish_plan(PLAN, out=out, previous=(plans.make_older_plan(),))
    return out


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hostile") / "out"
    publish_plan(plans.make_hostile_plan(), out=out)
    return out


def visit(page: Page, site: Path, address: str) -> None:
    page.goto(f"{site.as_uri()}/{address}")


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing(page: Page, site: Path, check_axe: Callable[[Page], None], address: str) -> None:
    visit(page, site, address)
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")

    check_axe(page)


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing_on_a_phone(
    page: Page, site: Path, check_axe: Callable[[Page], None], address: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    visit(page, site, address)

    check_axe(page)


def test_axe_finds_what_is_wrong(page: Page, site: Path, check_axe: Callable[[Page], None]) -> None:
    visit(page, site, addresses.INDEX)
    page.evaluate("document.querySelector('label').remove()")

    with pytest.raises(AssertionError, match="label"):
        check_axe(page)


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_no_page_scrolls_sideways(page: Page, site: Path, address: str) -> None:
    for width in (320, 375, 768, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        visit(page, site, address)

        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "shown"), [(1280, "wide"), (1000, "narrow"), (320, "narrow")])
def test_the_logic_model_is_as_wide_as_there_is_room_and_its_letters_keep_their_size(
    page: Page, site: Path, width: int, shown: str
) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    visit(page, site, PAGES["project"])
    figure = page.locator(".chart--broad")

    for size in ("wide", "narrow"):
        assert figure.locator(f".chart__{size}").is_visible() == (size == shown)
    picture = figure.locator(f".chart__{shown} svg")
    assert picture.evaluate("svg => svg.getScreenCTM().a") == 1
    # What the narrow picture shows by reference is there to be seen.
    boxes = picture.evaluate("svg => [...svg.querySelectorAll('use')].map(one => one.getBBox().height)")
    assert all(height > 20 for height in boxes)
    assert bool(boxes) == (shown == "narrow")


# The texts of these must not break: how many lines does each take?
BROKEN_NUMBERS = """() => [...document.querySelectorAll('.card__count, .goal__count, .count, .whole, .rows__number')]
  .filter(element => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const tops = [...range.getClientRects()].filter(box => box.width > 0).map(box => Math.round(box.bottom));
    return Math.max(...tops) - Math.min(...tops) > parseFloat(getComputedStyle(element).fontSize);
  }).map(element => element.textContent)"""
# How many letters fit into the first line of each?
NARROW_TEXTS = """() => [...document.querySelectorAll('.goal__name, .goal__below a, .card__link, .rows__name, .find__input')]
  .map(element => [element.className, element.getBoundingClientRect().width / parseFloat(getComputedStyle(element).fontSize)])
  .filter(([name, letters]) => letters < (name === 'card__link' ? 2 : 6))"""


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_letters_of_twice_the_size_fit_a_phone(page: Page, site: Path, address: str) -> None:
    for width in (375, 320):
        page.set_viewport_size({"width": width, "height": 640})
        visit(page, site, address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")

        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(BROKEN_NUMBERS) == []
        assert page.evaluate(NARROW_TEXTS) == []


def test_broken_numbers_and_narrow_texts_are_found(page: Page, site: Path) -> None:
    visit(page, site, addresses.INDEX)
    page.evaluate("document.querySelector('.card__count').style.cssText = 'width: 1em; white-space: normal'")
    page.evaluate("document.querySelector('.goal__name').style.cssText = 'max-width: 3em'")

    assert len(page.evaluate(BROKEN_NUMBERS)) == 1
    assert [name for name, _ in page.evaluate(NARROW_TEXTS)] == ["goal__name"]


def test_hostile_texts_run_nothing_and_break_no_page(page: Page, hostile_site: Path) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    for path in sorted(hostile_site.rglob("*.html")):
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path.name
    visit(page, hostile_site, f"{addresses.SEARCH}?q=script")
    page.wait_for_selector(".result")

    assert asked == []


SMALL_TEXTS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    const svg = element.closest("svg");
    if (svg && !element.closest("text")) continue;
    const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    const size = parseFloat(getComputedStyle(element).fontSize) * scale;
    if (size < (svg ? 12 : 14)) found.push([walker.currentNode.data, size]);
  }
  return found;
}"""


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_no_text_is_smaller_than_it_may_be(page: Page, site: Path, address: str) -> None:
    for width in (320, 768, 1024, 1152, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        visit(page, site, address)

        assert page.evaluate(SMALL_TEXTS) == [], width


def test_nothing_is_asked_from_outside_the_folder(page: Page, site: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in PAGES.values():
        visit(page, site, address)

    assert asked
    assert [url for url in asked if not url.startswith((site.as_uri(), "data:"))] == []


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("ガイド", "No.16"),
        ("ｶﾞｲﾄﾞ", "No.16"),
        ("がいど 養成", "No.16"),
        ("ﾃﾞﾏﾝﾄﾞ", "No.8"),
        ("でまんど　ﾊﾞｽ", "No.8"),
        ("交通政策課", "No.8"),
        ("図書室", "No.9"),
    ],
)
def test_search_finds_any_spelling_from_a_folder(page: Page, site: Path, query: str, name: str) -> None:
    visit(page, site, addresses.INDEX)
    page.fill("#q", query)
    page.press("#q", "Enter")
    page.wait_for_url("**/search.html?q=*")

    links = page.locator(".result__name a")
    assert links.count() == 1
    assert links.first.inner_text().startswith(name)
    assert page.inner_text("#status") == "1件見つかりました。"
    links.first.click()
    assert page.inner_text("h1").startswith(name)


def test_search_answers_while_one_types_and_says_when_nothing_is_found(page: Page, site: Path) -> None:
    visit(page, site, addresses.SEARCH)
    page.type("#q", "産業課")
    assert page.inner_text("#status") == "4件見つかりました。"

    page.fill("#q", "どこにもない言葉")
    assert page.inner_text("#status").startswith("見つかりませんでした。")
    assert page.locator(".result").count() == 0


def test_a_search_without_hits_leads_on(page: Page, site: Path, check_axe: Callable[[Page], None]) -> None:
    visit(page, site, f"{addresses.SEARCH}?q=図書館")

    assert page.inner_text("#status").startswith("見つかりませんでした。")
    assert page.locator("#near .near__name a").first.inner_text() == "No.9 放課後の学び場"
    links = page.locator("#elsewhere a")
    assert [link.inner_text() for link in links.all()] == [
        *(node.printed for node in PLAN.children[None]),
        "事業の一覧",
        "担当課の一覧",
        "方針の一覧",
    ]
    check_axe(page)
    links.first.click()
    assert page.inner_text("h1") == PLAN.nodes[0].printed


def test_what_shares_nothing_is_not_near(page: Page, site: Path) -> None:
    visit(page, site, f"{addresses.SEARCH}?q=ゑゐヱヰ")

    assert not page.is_visible("#near")
    assert not page.is_visible("#places")
    assert page.is_visible("#elsewhere")
    page.fill("#q", "")
    assert not page.is_visible("#elsewhere")


def test_a_word_is_found_in_each_way_it_is_written_with_those_near_it_and_their_goal(
    page: Page, site: Path
) -> None:
    visit(page, site, f"{addresses.SEARCH}?q=子ども食堂")
    found = [link.inner_text() for link in page.locator(".result .result__name a").all()]
    near = [link.inner_text() for link in page.locator("#near .near__name a").all()]

    assert found == ["No.10 こども食堂のたすけ"]
    # The goal 子どもと歩む holds five projects; their own names need not say 子ども.
    assert {"No.9 放課後の学び場", "No.12 赤ちゃん訪問"} <= set(near)
    assert "3 子どもと歩む <そだちプロジェクト> 基本目標" in page.inner_text("#places")


def test_goals_measures_and_sections_are_found_with_their_projects(page: Page, site: Path) -> None:
    visit(page, site, f"{addresses.SEARCH}?q=農と商い")
    assert page.inner_text("#status") == "2件見つかりました。"
    assert page.inner_text("#places-list") == "農と商いをそだてる 基本施策"

    page.fill("#q", "観光課")
    assert page.inner_text("#status") == "2件見つかりました。"
    assert page.locator("#places-list a").first.inner_text() == "観光課"
    page.click("#places-list a >> nth=0")
    assert page.inner_text("h1") == "観光課"


def test_a_project_is_found_by_the_goal_that_shows_it_again(page: Page, site: Path) -> None:
    visit(page, site, f"{addresses.SEARCH}?q=祭りと食 茶屋")

    assert page.locator(".result__name a").first.inner_text().startswith("No.4")


def test_the_browser_folds_a_query_as_python_folds_a_key(page: Page, site: Path) -> None:
    visit(page, site, addresses.SEARCH)
    alphabet = set("".join(page.evaluate("torikumiSearch.entries.map(entry => entry.key)")))
    keys = page.evaluate("texts => texts.map(torikumiSearch.fold)", SPELLINGS)

    for spelling, key in zip(SPELLINGS, keys, strict=True):
        # What the index holds no letter of cannot be found, so its folding is left out of the table.
        if set(search_key(spelling)) <= alphabet:
            assert key == search_key(spelling), spelling
    assert sum(set(search_key(spelling)) <= alphabet for spelling in SPELLINGS) >= 8


def test_every_name_is_found_by_its_own_words(page: Page, site: Path) -> None:
    visit(page, site, addresses.SEARCH)
    names = [project.name for project in PLAN.projects]
    keys = page.evaluate("texts => texts.map(torikumiSearch.fold)", names)

    assert keys == [search_key(name) for name in names]


def test_without_javascript_the_search_page_leads_to_the_lists(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    visit(page, site, addresses.SEARCH)

    assert page.locator("noscript").inner_text().startswith("検索にはJavaScriptが要ります。")
    page.click("noscript a >> nth=0")
    assert page.inner_text("h1") == "事業一覧"
    context.close()


def test_the_keyboard_alone_leads_from_the_top_to_a_project(page: Page, site: Path) -> None:
    visit(page, site, addresses.INDEX)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "本文へ移動"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"

    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.getAttribute('href')"))
    assert addresses.project_address(plans.project_id("4")) in seen
    assert addresses.node_address("N-1") in seen


def test_what_has_the_focus_has_a_black_ring(page: Page, site: Path) -> None:
    visit(page, site, addresses.INDEX)
    for _ in range(4):
        page.keyboard.press("Tab")
    style = page.evaluate(
        "(s => [s.outlineColor, s.outlineWidth, s.backgroundColor])(getComputedStyle(document.activeElement))"
    )

    assert style == ["rgb(0, 0, 0)", "4px", "rgb(255, 212, 61)"]


def test_every_badge_has_words_and_its_link_a_name(page: Page, site: Path) -> None:
    for address in PAGES.values():
        visit(page, site, address)
        words = page.evaluate(
            "[...document.querySelectorAll('.badge')].map(badge => badge.textContent.trim())"
        )
        assert all(words), address


def test_a_printed_page_leaves_the_menus_out(page: Page, site: Path) -> None:
    visit(page, site, addresses.project_address(plans.project_id("4")))
    page.emulate_media(media="print")

    assert not page.is_visible(".menu")
    assert not page.is_visible(".crumbs")
    assert page.is_visible("h1")
    assert page.is_visible(".notice")
    assert page.is_visible(".footer")


def test_a_list_is_printed_as_a_table(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 680, "height": 900})  # A4 without its margins
    visit(page, site, addresses.PROJECTS)
    page.emulate_media(media="print")

    assert page.evaluate("getComputedStyle(document.querySelector('.rows tbody tr')).display") == "table-row"
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
