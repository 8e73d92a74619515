"""The frame in English: what is marked, and what is never."""

import re
from importlib import resources

import pytest

from torikumi.publish.edition import SITE, render_edition
from torikumi.publish.frame_words import ENGLISH, english_mark, english_mark_if_known
from torikumi.publish.preview import preview_words
from unit.publish import plans
from unit.publish.pages import Reading


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    _, files = render_edition(plans.make_plan(), previous=(plans.make_older_plan(),), only=frozenset({SITE}))
    return {name: octets.decode() for name, octets in files.items() if name.endswith(".html")}


def marked(html: str) -> dict[str, str]:
    return {
        words: english for english, words in re.findall(r'<[^<>]*data-en="([^"]*)"[^<>]*>([^<]*)</', html)
    }


def test_each_mark_carries_the_english_of_the_words_it_stands_on(pages: dict[str, str]) -> None:
    found = {words: english for html in pages.values() for words, english in marked(html).items()}

    assert len(found) > 30
    # A heading may hold the plan's own word for its top level (基本目標別の…); every other is the word itself.
    own = found.pop("基本目標別の今後の方針")
    assert own == ENGLISH["目標別の今後の方針"]
    assert found == {words: ENGLISH[words] for words in found}


def test_the_navigation_and_the_heads_of_tables_are_marked(pages: dict[str, str]) -> None:
    html = pages["projects/index.html"]

    assert {"計画", "事業一覧", "担当課", "方針", "検索", "データ"} <= marked(html).keys()
    assert {"No.", "事業名", "今後の方針"} <= marked(html).keys()
    assert {"メニュー", "このデータについて", "現在の位置"} == set(
        re.findall(r'aria-label="([^"]*)" data-en-name', html)
    )


def test_what_the_city_wrote_is_never_marked(pages: dict[str, str]) -> None:
    plan = plans.make_plan()
    names = {project.name for project in plan.projects} | {node.printed for node in plan.nodes}

    assert names
    assert not names & {words for html in pages.values() for words in marked(html)}


def test_words_of_the_city_get_no_mark() -> None:
    assert english_mark_if_known("みほん梨ブランド推進事業") == ""
    with pytest.raises(KeyError):
        english_mark("みほん梨ブランド推進事業")


def test_no_english_word_is_said_in_japanese() -> None:
    for words, english in ENGLISH.items():
        assert english.isascii(), words


def test_the_page_is_japanese_until_somebody_asks(pages: dict[str, str]) -> None:
    for html in pages.values():
        reading = Reading(html)
        assert reading.all("html") == [{"lang": "ja"}]
        [button] = [tag for tag in reading.all("button") if tag.get("id") == "language"]
        assert button["lang"] == "en"
        assert "hidden" in button


def test_every_page_says_what_it_is_where_its_address_is_passed_on(pages: dict[str, str]) -> None:
    project = plans.make_plan().projects[0]
    html = pages[f"projects/{project.id}.html"]
    said = {tag["property"]: tag["content"] for tag in Reading(html).all("meta") if "property" in tag}

    assert said["og:title"] == project.name
    assert said["og:description"] == preview_words(project.summary or "")
    for name, page in pages.items():
        described = [tag for tag in Reading(page).all("meta") if tag.get("name") == "description"]
        assert len(described) == 1, name
        assert 0 < len(described[0]["content"]) <= 120, name


def test_a_long_text_is_cut_with_a_mark() -> None:
    assert preview_words("あ" * 120) == "あ" * 120
    assert preview_words("い" * 121) == "い" * 119 + "…"
    assert preview_words(" 一行目\n二行目 ") == "一行目 二行目"


def test_paper_shows_what_the_screen_folds_away() -> None:
    css = resources.files("torikumi.publish").joinpath("assets/frame.css").read_text(encoding="utf-8")

    assert "::details-content" in css
