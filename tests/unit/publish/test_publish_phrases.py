from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import texts
from torikumi.publish.phrase_diff import Fate, Piece, diff_phrases


def side(pieces: tuple[Piece, ...], left_out: Fate) -> str:
    return "".join(piece.text for piece in pieces if piece.fate is not left_out)


def marked(pieces: tuple[Piece, ...], fate: Fate) -> list[str]:
    return [piece.text for piece in pieces if piece.fate is fate]


def test_an_added_sentence_is_marked_alone() -> None:
    pieces = diff_phrases("梨を売る。", "梨を売る。加工品も作る。")

    assert pieces == (Piece("梨を売る。", Fate.SAME), Piece("加工品も作る。", Fate.NEW))


@pytest.mark.parametrize(
    ("before", "after", "gone", "new"),
    [
        ("駅前に直売所を開き、朝どりの野菜を売る。", "駅前に直売所を開き、朝どりの果物を売る。", ["野菜を"], ["果物を"]),
        ("みのり茶屋", "みのり茶屋（直売所の開設）", [], ["（直売所の開設）"]),
        ("近隣三市と共催で年二回の面接会を開く。", "近隣四市と共催で年二回の面接会を開く。", ["近隣三市と"], ["近隣四市と"]),
        ("バスを走らせる。", "電話で呼べる乗合の車に改める。", ["バスを走らせる。"], ["電話で呼べる乗合の車に改める。"]),
    ],
)  # fmt: skip
def test_whole_phrases_are_marked(before: str, after: str, gone: list[str], new: list[str]) -> None:
    pieces = diff_phrases(before, after)

    assert marked(pieces, Fate.GONE) == gone
    assert marked(pieces, Fate.NEW) == new


def test_a_very_long_text_is_marked_whole() -> None:
    before, after = "長い文、" * 10_000, "長い文、" * 10_001

    assert [piece.fate for piece in diff_phrases(before, after)] == [Fate.GONE, Fate.NEW]


@given(st.data())
def test_both_texts_can_be_read_out_of_the_pieces(data: st.DataObject) -> None:
    words = st.lists(
        st.one_of(texts(1, 6), st.sampled_from(["事業を", "進める。", "（仮称）", "、", "\n"])), max_size=12
    )
    before, after = "".join(data.draw(words)), "".join(data.draw(words))

    pieces = diff_phrases(before, after)

    assert side(pieces, Fate.NEW) == before
    assert side(pieces, Fate.GONE) == after
    assert all(piece.text for piece in pieces)
    assert all(one.fate is not other.fate for one, other in pairwise(pieces))
