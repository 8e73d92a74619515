import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torikumi.text.characters import join_lines, replace_unstorable
from torikumi.text.storable import storable


@pytest.mark.parametrize("text", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800", "\udfff"])
def test_what_xml_cannot_hold_is_shown_as_a_mark(text: str) -> None:
    assert replace_unstorable(f"前{text}後") == "前�後"


@pytest.mark.parametrize("text", ["", "事業\t名\n", "𠮷", "神", "①㈱", "\u200b"])
def test_other_texts_are_not_altered(text: str) -> None:
    assert replace_unstorable(text) == text
    assert storable(text) == text


@given(st.text(st.characters(codec=None)))
def test_any_text_can_stand_in_xml(text: str) -> None:
    ET.fromstring(f"<a>{escape(replace_unstorable(text))}</a>")


@pytest.mark.parametrize("text", ["あ" * 40_000, "𠮷" * 20_000])
def test_a_text_too_long_for_a_cell_says_that_it_is_cut(text: str) -> None:
    cut = storable(text)

    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert cut.endswith("全文はplan.jsonにあります）")
    assert cut.startswith(text[:16_000])


def test_the_longest_text_is_kept_whole() -> None:
    assert storable("あ" * 32_767) == "あ" * 32_767


def test_line_breaks_become_spaces() -> None:
    assert join_lines("一\n二\r\n三\u2028四") == "一 二 三 四"
