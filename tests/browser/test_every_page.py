"""Every page of the sample sites is accessible: axe on all of them, and what axe does not see."""

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import AXE, TAGS
from torikumi.plan.file import read_plan
from torikumi.publish.collection import SiteOptions, publish_collection
from torikumi.publish.links import check_links_of
from torikumi.publish.record import Edition, with_slugs
from unit.publish import editions

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
ONLY_SITE = SiteOptions(only=frozenset({"site"}))
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Three sites: one real table, the invented city with three editions, and one with all that can befall an edition."""
    root = tmp_path_factory.mktemp("sites")
    found = []
    for name in ("iruma", "mihon"):
        plans = [read_plan(path) for path in sorted((SAMPLES / name).glob("plan*.json"))]
        publish_collection(with_slugs(plans), out=root / name, options=ONLY_SITE)
        found.append(root / name)
    befallen: tuple[Edition, ...] = (
        editions.withdrawn(editions.older(), editions.day(2022, 11)),
        editions.newer(),
        editions.correction(),
    )
    publish_collection(befallen, out=root / "befallen", options=ONLY_SITE)
    return (*found, root / "befallen")


@pytest.fixture(scope="module")
def pages(sites: tuple[Path, ...]) -> tuple[Path, ...]:
    found = tuple(path for site in sites for path in sorted(site.rglob("*.html")))
    assert len(found) > 500
    return found


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """Give one tab for all pages: a fresh one for each would cost more than the checks."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ja-JP")
    yield context.new_page()
    context.close()


# Opened details count, too; what is too small or too wide is told with its text.
LOOK = """() => {
  document.querySelectorAll("details").forEach(one => { one.open = true; });
  const wrong = [];
  const width = window.innerWidth;
  if (document.documentElement.scrollWidth > width) wrong.push("scrolls sideways");
  // What sticks out of a box of layout containment is cut off without a bar to scroll with.
  const holds = (box) => getComputedStyle(box).overflowX !== "visible";
  for (const box of document.querySelectorAll("body *")) {
    const edge = box.getBoundingClientRect();
    if (edge.width <= 1 || edge.right <= width + 1 || !box.checkVisibility()) continue;
    let above = box.parentElement;
    while (above && above !== document.body && !holds(above)) above = above.parentElement;
    if (!above || above === document.body) wrong.push("sticks out: " + box.tagName + " " + box.textContent.slice(0, 20));
  }
  for (const box of document.querySelectorAll("body *")) {
    const style = getComputedStyle(box);
    if (/auto|scroll/.test(style.overflowX) && box.scrollWidth > box.clientWidth + 1) {
      if (box.tabIndex !== 0 || !(box.getAttribute("aria-label") || box.getAttribute("aria-labelledby"))) {
        wrong.push("a scrolling box without name or focus: " + box.className);
      }
    }
  }
  for (const badge of document.querySelectorAll(".badge")) {
    if (!badge.textContent.trim()) wrong.push("a badge without a word");
  }
  for (const group of document.querySelectorAll("fieldset")) {
    if (!group.querySelector("legend")?.textContent.trim()) wrong.push("a fieldset without a legend");
  }
  for (const svg of document.querySelectorAll("svg")) {
    if (!svg.checkVisibility() || !svg.viewBox.baseVal) continue;
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    for (const text of svg.querySelectorAll("text")) {
      const size = parseFloat(getComputedStyle(text).fontSize) * scale;
      if (size < 12) wrong.push("a text in a chart of " + size + " pixels: " + text.textContent);
    }
  }
  let last = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    if (!heading.checkVisibility()) continue;
    const level = Number(heading.tagName[1]);
    if (level > last + 1) wrong.push("a heading of level " + level + " after " + last + ": " + heading.textContent);
    if (!heading.textContent.trim()) wrong.push("an empty heading");
    last = level;
  }
  if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
  if (!document.documentElement.lang) wrong.push("no language");
  if (document.querySelector("[tabindex]:not([tabindex='0']):not([tabindex='-1'])")) wrong.push("an order of its own");
  return wrong;
}"""


AXE_RUN = """what => axe.run({runOnly: what, preload: false, resultTypes: ["violations"]})
  .then(result => result.violations.map(one => one.id + ": " + one.nodes[0].html))"""
# What axe finds can depend on the width where places and sizes count; the rest is asked at one width, and at the other
# on some pages of each kind.
OF_PLACES = ["target-size", "scrollable-region-focusable", "landmark-unique", "skip-link"]
OF_EACH_KIND = 3
PARTS = 6


ADDRESS = re.compile(r'="[^"#][^"]*\.(html|json|csv|xlsx|pdf|svg)[^"]*"')


def _of_each_kind(pages: Sequence[Path]) -> set[Path]:
    """The first few pages of each folder: those of one folder have one frame, and few templates."""
    kinds: dict[Path, list[Path]] = {}
    for path in pages:
        kinds.setdefault(path.parent, []).append(path)
    return {path for of_kind in kinds.values() for path in of_kind[:OF_EACH_KIND]}


def _to_be_looked_at(pages: Sequence[Path]) -> list[Path]:
    """Every page, but once where only addresses differ: the newest edition stands in its own folder and before all."""
    whole, seen, found = _of_each_kind(pages), set(), []
    for path in pages:
        main = ADDRESS.sub("", path.read_text(encoding="utf-8").partition("<main")[2].partition("</main>")[0])
        assert main, path
        if main not in seen or path in whole:
            found.append(path)
        seen.add(main)
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_axe_and_our_own_eyes_find_nothing_on_any_page(tab: Page, pages: tuple[Path, ...], part: int) -> None:
    tab.context.add_init_script(path=AXE)
    whole = _of_each_kind(pages)
    found: dict[str, list[str]] = {}
    for path in _to_be_looked_at(pages)[part::PARTS]:
        tab.goto(path.as_uri())
        # One visit for both widths: loading the page and axe takes longer than looking.
        for width, rules in ((1280, TAGS), (320, TAGS if path in whole else OF_PLACES)):
            tab.set_viewport_size({"width": width, "height": 900})
            wrong = [*tab.evaluate(LOOK), *tab.evaluate(AXE_RUN, rules)]
            if wrong:
                found[f"{'/'.join(path.parts[-4:])} at {width}"] = wrong

    assert found == {}


def test_our_own_eyes_see_what_is_wrong(tab: Page, pages: tuple[Path, ...]) -> None:
    page = next(path for path in pages if path.parts[-2:] == ("mihon", "index.html"))
    tab.goto(page.as_uri())
    tab.evaluate("""() => {
      document.querySelector(".badge").textContent = "";
      document.querySelector("h2").outerHTML = "<h5>x</h5>";
      document.documentElement.lang = "";
      for (const text of document.querySelectorAll("svg text")) text.style.fontSize = "5px";
      // The policy of the page forbids style attributes in HTML, not those that a script sets.
      const add = (parent, tag, css) => {
        const one = parent.appendChild(document.createElement(tag));
        one.style.cssText = css;
        one.append("x");
        return one;
      };
      add(add(document.body, "div", "overflow: auto; width: 50px"), "p", "min-width: 90px");
      add(document.querySelector("main"), "div", "min-width: 3000px").tabIndex = 3;
      add(document.body, "fieldset", "");
    }""")
    words = "\n".join(tab.evaluate(LOOK))

    for part in (
        "sticks out", "without name or focus", "badge", "legend", "pixels", "level 5", "language", "order of its own",
    ):  # fmt: skip
        assert part in words, part


# One of each kind is enough for the keyboard: the frame is the same everywhere.
KINDS = (
    "index.html",
    "search.html",
    "accessibility.html",
    "data.html",
    "editions/index.html",
    "projects/index.html",
)

STEP = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  // A card shows that the link inside it has the focus.
  const style = getComputedStyle(one.closest(".card") ?? one);
  const all = [...document.querySelectorAll("*")];
  const box = one.getBoundingClientRect();
  return {
    at: all.indexOf(one),
    name: one.tagName + " " + one.textContent.trim().slice(0, 20),
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.height > 0
      && box.bottom > 0 && box.top < innerHeight,
  };
}"""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [1280, 320])
def test_tab_leads_through_the_page_in_its_order_and_shows_where_it_is(
    tab: Page, sites: tuple[Path, ...], kind: str, width: int
) -> None:
    tab.set_viewport_size({"width": width, "height": 700})
    tab.goto((sites[2] / kind).as_uri())
    steps = []
    for _ in range(400):
        tab.keyboard.press("Tab")
        step = tab.evaluate(STEP)
        if step is None or (steps and step["at"] <= steps[0]["at"]):
            break
        steps.append(step)
    expected = tab.evaluate(
        "() => [...document.querySelectorAll('a[href], button, input, summary, [tabindex=\"0\"]')]"
        ".filter(one => one.checkVisibility()).length"
    )

    assert [step["at"] for step in steps] == sorted({step["at"] for step in steps})
    assert len(steps) == expected
    assert [step["name"] for step in steps if not step["seen"]] == []


class _Nesting(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.wrong.append(tag)


def test_every_page_is_well_formed_with_each_id_once(pages: tuple[Path, ...]) -> None:
    for path in pages:
        reading = _Nesting()
        reading.feed(path.read_text(encoding="utf-8"))
        assert (reading.wrong, reading.open) == ([], []), path
        assert len(reading.ids) == len(set(reading.ids)), path


def test_no_link_of_any_site_is_broken(sites: tuple[Path, ...]) -> None:
    for site in sites:
        assert check_links_of(site) == ()


COLOUR = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})\b", re.IGNORECASE)


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(one * 2 for one in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_colours_of_badges_have_contrast_by_their_numbers(sites: tuple[Path, ...]) -> None:
    css = (sites[0] / "assets" / "badges.css").read_text(encoding="utf-8")
    seen = 0
    for name, body in re.findall(r"\.(badge--\w+)\s*\{([^}]*)\}", css):
        facts = dict(re.findall(r"(background|color)\s*:\s*(#[0-9a-fA-F]{3,6})", body))
        if {"background", "color"} <= facts.keys():
            seen += 1
            assert contrast(facts["background"], facts["color"]) >= 4.5, name

    assert seen >= 10
    assert round(contrast("#767676", "#fff"), 2) == 4.54


def test_the_statement_claims_nothing_that_was_not_tested(sites: tuple[Path, ...]) -> None:
    text = (sites[0] / "accessibility.html").read_text(encoding="utf-8")

    assert "（公表する団体が記入します）" in text
    assert "対応度</dt><dd>配慮" in text
    assert "レベルAAに準拠して" not in text
    rows = re.findall(r'<tr><th scope="row">([\d.]+) .*?</th><td>(A{1,2})</td><td>(.*?)</td>', text)
    assert len(rows) == 38
    assert [level for _, level, _ in rows].count("A") == 25
    assert {way for _, _, way in rows} == {"機械", "人", "機械と人", "該当なし"}
