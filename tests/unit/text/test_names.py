"""Names of sections and projects."""

import pytest
from hypothesis import given

from strategies import texts
from torikumi.text.names import is_provisional, project_key, second_name, section_key, strip_provisional


@pytest.mark.parametrize(
    ("name", "second"),
    [
        ("ブランド振興（T-1グランプリ等）", "T-1グランプリ等"),
        ("支援事業（ティー（A）カフェ）", "ティー（A）カフェ"),
        (
            "飲食店支援（カフェ（まちに合ったカフェの誘致）を統合）",
            "カフェ（まちに合ったカフェの誘致）を統合",
        ),
        ("講座(子供向け) ", "子供向け"),
        ("講座（子供向け)", "子供向け"),
        ("事業（前）と（後）", "後"),
        ("事業（新しい名）（仮称）", "新しい名"),
        ("（仮称）運営委員会（新）", "新"),
        ("（仮称）運営委員会", None),
        ("運営委員会（仮称）", None),
        ("A（B）C", None),
        ("（全体が括弧）", None),
        ("こども「会議」", None),
        ("A（）", None),
        ("A））", None),
        ("", None),
    ],
)
def test_the_second_name_is_what_the_last_brackets_hold(name: str, second: str | None) -> None:
    assert second_name(name) == second


@given(texts(1).filter(lambda text: not set(text) & set("（()）〔〕") and text.strip()), texts(1))
def test_a_bracketed_end_is_always_found(first: str, second: str) -> None:
    if set(second) & set("（()）〔〕") or not second.strip() or second.strip() in {"仮", "仮称"}:
        return

    assert second_name(f"{first}（{second}）") == second.strip()


@pytest.mark.parametrize(
    "name",
    ["（仮称）児童館", "(仮称)児童館", "児童館（仮称）", "【仮称】児童館", "（仮）児童館", "仮称 児童館"],
)
def test_a_provisional_name_is_known_and_stripped(name: str) -> None:
    assert is_provisional(name)
    assert strip_provisional(name) == "児童館"
    assert project_key(name) == project_key("児童館")


@pytest.mark.parametrize("name", ["児童館", "仮称児童館", "仮設住宅（仮設）", ""])
def test_other_names_are_left_alone(name: str) -> None:
    assert not is_provisional(name)
    assert strip_provisional(name) == name


def test_quotes_brackets_and_widths_do_not_make_another_project() -> None:
    names = ["いるか「こども会議」（夏）", "いるか こども会議(夏)", "イルカ『コドモ会議』〔夏〕"]

    assert len({project_key(name) for name in names}) == 1


def test_spaces_and_brackets_do_not_make_another_section() -> None:
    assert section_key("学校教育課 (教育センター)") == section_key("学校教育課（教育センター）")
    assert section_key("学校教育課") != section_key("社会教育課")
