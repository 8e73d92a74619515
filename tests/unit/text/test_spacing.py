"""Spaces and line breaks that serve the looks only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torikumi.text.spacing import is_laid_out, without_layout


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("氏　名", "氏名"),
        ("総　務　課", "総務課"),
        (" 一覧\u3000", "一覧"),
        ("企画  課", "企画 課"),
        ("広報\r\n戦略", "広報 戦略"),
        ("山田 太郎", "山田 太郎"),
        ("A B C", "A B C"),
        ("1　2", "1　2"),
        ("\u3000", ""),
    ],
)
def test_they_go_and_nothing_else(text: str, plain: str) -> None:
    assert without_layout(text) == plain
    assert is_laid_out(text) is (text != plain)


@given(st.text(st.one_of(st.characters(), st.sampled_from(" \u3000\n\t総務課")), max_size=20))
def test_a_text_without_layout_stays(text: str) -> None:
    assert not is_laid_out(without_layout(text))
