"""Directions: from a city's words to what compares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import scales, texts
from torikumi.plan.direction import Direction, DirectionLabel, DirectionScale, Outcome
from torikumi.plan.outcomes import outcomes_of, parse_direction, scale_from


@pytest.mark.parametrize(
    ("outcomes", "labels"),
    [
        (
            "expand",
            "充実 拡充 拡大 拡大・拡充 拡充強化 事業拡大 追加等更に発展させる レベルアップ 継続（拡充）",
        ),
        (
            "keep",
            "継続 維持 現状維持 現状のまま継続 現行どおり 市現行どおり このまま継続 今のまま継続 事業の継続",
        ),
        ("keep", "引き続き現状の取組を推進 現状通り事業継続 維持継続 現行通り 継続{現状維持}"),
        (
            "improve",
            "改善 見直し 業務改善 手段改善等 改善して継続 改善し事業継続 引き続き見直しを検討 一部を改善 コスト削減",
        ),
        (
            "improve",
            "事業内容の見直し(改善) 大幅な見直し・追加を検討 市要改善 内容の見直し 見直しが必要 改善必須",
        ),
        ("shrink", "縮小 縮減"),
        ("merge", "統合 継続（統合）"),
        ("suspend", "休止"),
        ("abolish", "廃止 中止 不要 不要(廃止) 事業の中止 事業中止・廃止 中止・廃止"),
        ("complete", "終了 完了 事業・期間の終了"),
        ("postpone", "延伸 延期 先送り"),
        ("sunset", "終期設定 終了予定"),
        ("transfer", "民間 移管 国・県・広域 国・県"),
        ("replace", "廃止→新規 廃止⇒新規"),
        ("coordinate", "要調整"),
        ("unknown", "未定"),
        ("suspend abolish", "休止・廃止 休止又は廃止 休止／廃止"),
        ("merge shrink", "統合・縮小"),
        ("abolish complete", "廃止・終了"),
        ("merge abolish", "統廃合"),
        ("complete abolish suspend", "終了(廃止・休止)"),
        ("coordinate postpone", "再検討・見送り"),
        ("expand keep", "拡充・継続"),
        ("", "その他 新規 見直しの必要なし 廃止しない A"),
    ],
)
def test_the_words_of_the_field_are_known(outcomes: str, labels: str) -> None:
    found = {label: " ".join(outcomes_of(label)) for label in labels.split()}

    assert found == dict.fromkeys(labels.split(), outcomes)


def test_widths_and_spaces_do_not_matter() -> None:
    assert outcomes_of(" 充　実 ") == outcomes_of("充実") == (Outcome.EXPAND,)


@given(st.text() | texts())
def test_any_label_has_distinct_outcomes(label: str) -> None:
    found = outcomes_of(label)

    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("printed", "code", "label"),
    [
        ("B：継続", "B", "継続"),
        ("B 継続", "B", "継続"),
        ("Ｂ：継続", "B", "継続"),
        ("B.継続", "B", "継続"),
        ("Ｂ）継続", "B", "継続"),
        ("B", "B", None),
        ("継続", None, "継続"),
        ("ａ拡充", "a", "拡充"),
        ("①拡大", "①", "拡大"),
        ("1拡大", "1", "拡大"),
        ("ア 拡充", "ア", "拡充"),
        ("○", "○", None),
        ("PR強化", None, "PR強化"),
        ("2次評価で継続", None, "2次評価で継続"),
        ("A案", None, "A案"),
        ("アクション", None, "アクション"),
        ("－", None, None),
        ("", None, None),
    ],
)
def test_code_and_label_are_taken_apart(printed: str, code: str | None, label: str | None) -> None:
    direction = parse_direction(printed)

    assert direction == Direction(printed=printed, code=code, label=label, outcomes=outcomes_of(label or ""))


SCALE = scale_from(["B：継続", "A：充実", "D：廃止", "Ｂ：継続", "C:縮小", "B", ""])


def test_a_scale_is_found_in_printed_directions() -> None:
    assert SCALE.labels == (
        DirectionLabel(code="A", label="充実", outcomes=(Outcome.EXPAND,)),
        DirectionLabel(code="B", label="継続", outcomes=(Outcome.KEEP,)),
        DirectionLabel(code="C", label="縮小", outcomes=(Outcome.SHRINK,)),
        DirectionLabel(code="D", label="廃止", outcomes=(Outcome.ABOLISH,)),
    )


def test_the_same_labels_are_the_same_scale_in_any_order() -> None:
    assert scale_from(["D：廃止", "C：縮小", "B：継続", "A：充実"]).id == SCALE.id
    assert scale_from(["A：充実"]).id != SCALE.id


def test_labels_without_codes_stand_in_the_order_of_their_meaning() -> None:
    labels = scale_from(["様子を見る", "継続", "充実", "完了", "継続", "廃止", "縮小", "改善"]).labels

    assert [(step.code, step.label) for step in labels] == [
        (None, label) for label in ("充実", "改善", "継続", "縮小", "廃止", "完了", "様子を見る")
    ]
    assert scale_from(["廃止", "充実"]) == scale_from(["充実", "廃止"])


def test_labels_of_one_meaning_stand_in_the_order_of_first_sight() -> None:
    assert [step.label for step in scale_from(["維持", "継続", "現状"]).labels] == ["維持", "継続", "現状"]


def test_one_code_in_two_writings_is_one_step() -> None:
    labels = scale_from(["b 継続", "B：継続", "Ｂ継続", "B"]).labels

    assert [(step.code, step.label) for step in labels] == [("b", "継続")]


def test_ten_comes_after_nine() -> None:
    labels = scale_from(["10：廃止", "9：縮小", "1：拡充"]).labels

    assert [step.code for step in labels] == ["1", "9", "10"]


def test_the_commoner_label_of_a_code_is_its_label() -> None:
    labels = scale_from(["A：充分", "A：充実", "A：充実"]).labels

    assert [step.label for step in labels] == ["充実"]


@pytest.mark.parametrize("printed", ["B：継続", "B", "b", "継続", "Ｂ 継 続", "B：継続（令和2年度から）"])
def test_a_scale_resolves_codes_and_labels(printed: str) -> None:
    direction = parse_direction(printed, SCALE)

    assert direction == Direction(printed=printed, code="B", label="継続", outcomes=(Outcome.KEEP,))


@pytest.mark.parametrize(
    ("printed", "code", "label"),
    [("E：統合", "E", "統合"), ("B：廃止", "B", "廃止"), ("E", "E", None), ("統合", None, "統合")],
)
def test_what_the_scale_does_not_know_stays_unresolved(
    printed: str, code: str | None, label: str | None
) -> None:
    assert parse_direction(printed, SCALE) == Direction(printed=printed, code=code, label=label)


@given(st.text() | texts(), scales)
def test_any_text_is_kept_as_printed(printed: str, scale: DirectionScale) -> None:
    assert parse_direction(printed, scale).printed == printed
    assert parse_direction(printed).printed == printed


@given(st.lists(texts(), max_size=6))
def test_any_column_gives_a_scale(printed: list[str]) -> None:
    scale = scale_from(printed)

    assert len({(step.code, step.label) for step in scale.labels}) == len(scale.labels)
    assert scale_from(printed) == scale
