"""Which cells of a form are labels, and which are answers."""

import pytest

from torikumi.read.form_labels import is_label, is_strict_label


@pytest.mark.parametrize("text", ["継続（拡充）", "継続", "新規（拡充）"])
def test_a_chosen_option_is_no_label_wherever_it_stands(text: str) -> None:
    assert not is_strict_label(text)


@pytest.mark.parametrize("text", ["① 事業名", "事業名（ふりがな）", "今後の方向性（拡充・縮小）", "担当課"])
def test_a_question_is_a_label_wherever_it_stands(text: str) -> None:
    assert is_strict_label(text)


def test_a_year_makes_a_label_of_an_amount_and_not_of_a_title() -> None:
    assert is_label("令和5年度の決算")
    assert not is_label("みほん市総合計画 実施計画事業一覧（令和7年度版）")
