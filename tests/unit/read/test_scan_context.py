"""Characters that look alike are put right where their neighbours, or the document itself, leave no choice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torikumi.read.document import Cell
from torikumi.read.flow import Body, Line
from torikumi.read.scan.character import Character
from torikumi.read.scan.context import mend_brackets, mend_column, mend_parts, mend_texts


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("交流センタ一の運営", "交流センターの運営"),
        ("ア二メの聖地", "アニメの聖地"),
        ("産業ミ二商談会", "産業ミニ商談会"),
        ("エ場の誘致と大エ事", "エ場の誘致と大工事"),
        ("学校統ー計画", "学校統一計画"),
        ("ガイドブックヘの掲載", "ガイドブックへの掲載"),
        ("健診を受けるベき人", "健診を受けるべき人"),
        ("イべント", "イベント"),
        ("企業誘致.工場用地", "企業誘致・工場用地"),
        ("3力所で開く", "3カ所で開く"),
    ],
)
def test_the_script_of_the_neighbours_decides(read: str, meant: str) -> None:
    assert mend_texts([read]) == [meant]


@pytest.mark.parametrize(
    "text",
    [
        "エリア一帯の整備",
        "もう一度",
        "交流センターへバスで行く",
        "サービス力アップ",
        "3カ所",
        "八ヶ岳",
        "三ツ口町",
        "ー",
        "二",
        "1.5倍",
        "No.",
        "統一",
        "ラーメン",
        "らーめん",
        "コミュニケーション力を育てる",
        "トマト",
        "",
    ],
)
def test_what_may_be_meant_stays(text: str) -> None:
    assert mend_texts([text]) == [text]


def test_a_word_that_the_document_holds_elsewhere_decides() -> None:
    assert mend_texts(["まちの魅カアップ", "魅力のあるまち"])[0] == "まちの魅力アップ"
    assert mend_texts(["空き店舖の活用", "店舗の改修"])[0] == "空き店舗の活用"
    assert mend_texts(["居場所づくリプラン", "魅力づくり計画"])[0] == "居場所づくりプラン"


def test_a_letter_takes_the_case_that_its_column_repeats() -> None:
    column = ["方針", "C：縮小", "c：縮小", "C：縮小", "b"]

    assert mend_column(column) == ["方針", "C：縮小", "C：縮小", "C：縮小", "b"]


def test_a_bracket_that_closes_was_opened() -> None:
    read = [
        Character(c, 0.9, 0.0, (("<", 0.01),) if index == 7 else ())
        for index, c in enumerate("まちをつくるxく応援>")
    ]

    assert mend_brackets(read) == "まちをつくるx<応援>"


def test_without_a_thought_of_a_bracket_nothing_is_opened() -> None:
    read = [Character(c, 0.9) for c in "まちをつくる応援>"]

    assert mend_brackets(read) == "まちをつくる応援>"


def test_only_what_was_recognised_is_changed_and_every_change_is_told() -> None:
    typed = Line(text="ア二メ")
    seen = Cell(text="ア二メ", row=1, column=1, page=3, confidence=0.7)

    (first, body), changes = mend_parts([typed, Body((seen,))])

    assert first == typed
    assert isinstance(body, Body)
    assert (body.cells[0].text, body.cells[0].confidence) == ("アニメ", 0.7)
    assert [(change.before, change.after, change.page) for change in changes] == [("ア二メ", "アニメ", 3)]


@given(st.lists(st.text(alphabet="二ニ力カ一ーへヘりリ舖舗アまち市。\n1", max_size=12), max_size=6))
def test_a_text_keeps_its_length(texts: list[str]) -> None:
    mended = mend_texts(texts)

    assert [len(text) for text in mended] == [len(text) for text in texts]


def test_what_is_nearly_a_usual_value_of_its_column_is_doubtful() -> None:
    column = ["B：継続", "B：継続", "B：継続", "B：維続", "A：継続", "D：廃止"]
    cells = tuple(
        Cell(text=text, row=row, column=6, confidence=0.99) for row, text in enumerate(column, start=1)
    )

    (body,), changes = mend_parts([Body(cells)])

    assert isinstance(body, Body)
    assert [cell.confidence for cell in body.cells] == [0.99, 0.99, 0.99, 0.5, 0.99, 0.99]
    assert [cell.text for cell in body.cells] == column
    assert changes == ()
