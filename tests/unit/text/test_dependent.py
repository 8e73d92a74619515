"""Machine-dependent characters: which they are, and how they are written plainly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torikumi.text.dependent import find_dependent, write_plainly


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("3①", "3(1)"),
        ("第Ⅳ期・ⅱ", "第IV期・ii"),
        ("㈱甲、㈲乙", "(株)甲、(有)乙"),
        ("12㎡、5㎞、3㌔", "12m2、5km、3キロ"),
        ("㍻30、㋿元", "平成30、令和元"),
        ("№1 ℡0", "No1 TEL0"),
        ("ｺﾄﾞﾓ ﾊﾟﾊﾟ", "コドモ パパ"),
        ("㊙㊤❸", "(秘)(上)(3)"),
        ("\ue000田", "〓田"),
        ("髙﨑𠮷田 ℃ Å ½ ～ ー", "髙﨑𠮷田 ℃ Å ½ ～ ー"),
    ],
)
def test_they_are_written_with_common_characters(text: str, plain: str) -> None:
    assert write_plainly(text) == plain


def test_they_are_found_in_order_each_once() -> None:
    assert find_dependent("①甲①㈱ｱ") == ("①", "㈱", "ｱ")


@given(st.text(st.one_of(st.characters(), st.sampled_from("①Ⅳ㈱㎡ｶﾞﾟﾞ\ue000⓪❶㍿")), max_size=30))
def test_what_is_written_plainly_has_none_left_and_stays(text: str) -> None:
    plain = write_plainly(text)

    assert find_dependent(plain) == ()
    assert write_plainly(plain) == plain


@given(st.text("漢字かなカナＡ１abc 12、。", max_size=30))
def test_common_text_is_left_alone(text: str) -> None:
    assert write_plainly(text) == text
