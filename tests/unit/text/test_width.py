"""Widths and search keys."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import texts
from torikumi.text.radicals import fold_radicals
from torikumi.text.width import fold_width, search_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＢＣ　１２３", "ABC 123"),
        ("ｶﾞｷﾞﾊﾟｱﾞ", "ガギパア゛"),
        ("カﾞ", "ガ"),
        ("ｻｰﾋﾞｽ", "サービス"),
        ("～－：（）", "~-:()"),
        ("神\ufa19①㈱Ⅱ㎡㍻", "神\ufa19①㈱Ⅱ㎡㍻"),
        ("", ""),
    ],
)
def test_widths_are_folded_and_nothing_else(text: str, folded: str) -> None:
    assert fold_width(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold_width(text)

    assert fold_width(once) == once


@given(st.text(st.characters(min_codepoint=0xF900, max_codepoint=0xFAFF)))
def test_no_ideograph_is_changed_by_folding_widths(text: str) -> None:
    assert fold_width(text) == text


@settings(max_examples=500)
@given(st.one_of(st.text(), texts()))
def test_the_key_of_a_key_is_itself(text: str) -> None:
    key = search_key(text)

    assert search_key(key) == key


def test_the_key_of_every_character_is_its_own_key() -> None:
    every = [chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF]

    assert [one for one in every if search_key(search_key(one)) != search_key(one)] == []


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "サービス",
            "サ－ビス",
            "サ−ビス",
            "サ-ビス",
            "ｻｰﾋﾞｽ",
            "さーびす",
            "サ ー ビ ス",
            "サ‐ビス",
            "サ―ビス",
            "サービ\nス",
        ),
        ("T-1グランプリ", "Ｔ－１グランプリ", "t‐1ｸﾞﾗﾝﾌﾟﾘ", "T–1グランプリ", "T—1グランプリ"),
        ("令和2～6年度", "令和２〜６年度", "令和2~6年度", "令和2∼6年度"),
        ("神社", "\ufa19社"),
        ("髙﨑", "高崎", "髙崎"),
        ("関ヶ原", "関ケ原"),
        ("狭山茶", "狭⼭茶"),
        ("西長青食黄", "⻄⻑⻘⻝⻩"),
        ("葛城", "葛\U000e0100城"),
        ("万灯まつり", "萬燈まつり", "万燈まつり", "万灯マツリ"),
        ("ガ", "か\u3099", "カ゛", "カ\u200b\u3099"),
        ("平成", "㍻"),
        ("PR", "ＰＲ", "pr"),
    ],
)
def test_spellings_of_one_word_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({search_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("事業", "事務"), ("斎藤", "斉藤"), ("はは", "ばば"), ("1", "2"), ("か", "が")]
)
def test_different_words_have_different_keys(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)


def test_every_kangxi_radical_becomes_an_ideograph() -> None:
    radicals = "".join(chr(code) for code in range(0x2F00, 0x2FD6))

    folded = fold_radicals(radicals)

    assert all(unicodedata.name(letter).startswith("CJK UNIFIED") for letter in folded)


def test_folding_radicals_leaves_the_rest_alone() -> None:
    assert fold_radicals("⻑い①㈱\ufa19ｶﾞ abc") == "長い①㈱\ufa19ｶﾞ abc"
