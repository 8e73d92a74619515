"""The ready-made settings: what each label comes to, and that every form goes with every scale and chain."""

from dataclasses import replace

import pytest

from torikumi.plan.outcomes import outcomes_of, parse_direction
from torikumi.review.answers import read_direction, write_direction
from torikumi.review.form import Form
from torikumi.review.library.shelf import (
    Entry,
    ScaleEntry,
    all_blocks,
    all_chains,
    all_forms,
    all_scales,
    chains_by_name,
    forms_by_name,
    scales_by_name,
)
from torikumi.review.round import Round, Step, StepRole
from torikumi.review.round_check import find_mistakes
from torikumi.review.roundfile import read_round, write_round

# By hand, from the sources: the words of each label in order, and what it comes to.
EXPECTED = {
    "iruma": "充実 expand | 継続 keep | 縮小 shrink | 廃止 abolish",
    "itoigawa": "現状維持 keep | 拡大・拡充 expand | 業務改善 improve | 統合・縮小 merge shrink"
    " | 休止・廃止 suspend abolish | 要調整 coordinate | 民間 transfer",
    "ako": "継続（拡充） expand | 継続（現状維持） keep | 継続（改善） improve | 継続（縮小） shrink | 継続（統合） merge"
    " | 休止 suspend | 廃止 abolish | 終了 complete",
    "komaki": "拡大 expand | 維持 keep | 縮小 shrink | 廃止→新規 replace | 終了 complete | 終了予定 sunset",
    "naka": "終了 complete | 廃止 abolish | 休止 suspend | 統廃合 merge abolish | 見直し improve | 現状維持 keep",
    "komagane": "現状のまま継続 keep | 拡充 expand | 手段改善等 improve | 縮小 shrink | 終期設定 sunset | 終了 complete"
    " | 休止 suspend | 廃止 abolish",
    "fujimino": "拡充 expand | 継続 keep | 改善 improve | 統合 merge | 縮小 shrink | 休止・廃止 suspend abolish"
    " | 完了 complete",
    "taito": "拡大 expand | 改善 improve | 維持 keep | 縮小 shrink | 廃止・終了 abolish complete",
    "tokushima-pref": "廃止 abolish | 休止 suspend | 終期設定 sunset | 統合 merge | 改善 improve | 縮小 shrink"
    " | 拡大 expand",
    "sano": "現状維持 keep | コスト削減 improve | 廃止 abolish | 新規 unknown | 拡充 expand",
    "kusatsu-grant": "追加等更に発展させる expand | 事業内容の見直し(改善) improve | 事業の継続 keep | 事業の中止 abolish",
    "regional-grant": "事業拡大 expand | 改善し事業継続 improve | 現状通り事業継続 keep | 事業中止・廃止 abolish"
    " | 事業・期間の終了 complete",
    "nagoya-port": "継続 keep | 完了 complete | 延伸 postpone | 統合 merge",
    "wako-committee": "このまま継続 keep | 改善して継続 improve | 終了(廃止・休止) complete abolish suspend",
    "kagoshima": "引き続き現状の取組を推進 keep | 一部を改善 improve | 大幅な見直し・追加を検討 improve",
    "kamagaya-sorting": "不要 abolish | 再検討・見送り coordinate postpone | 国・県・広域 transfer | 市要改善 improve"
    " | 市現行どおり keep",
    "miyazaki-outside": "不要(廃止) abolish | 見直しが必要 improve | 現行通り keep",
    "mofa": "拡充強化 expand | 今のまま継続 keep | 内容の見直し improve | 縮小 shrink | 中止・廃止 abolish",
    "hamura": "レベルアップ expand",
    "two-axes": "改善必須 improve | 維持継続 keep | 成果改善 improve",
}
WITH_CODES = {"iruma": "ABCD", "fujimino": "abcdefg", "kagoshima": "ABC"}


def name_of(entry: Entry[object]) -> str:
    return entry.name


def every_step() -> tuple[Step, ...]:
    """A chain with a step of every role, under the names that forms use."""
    return tuple(Step(id=role.value, label=role.value, role=role) for role in StepRole)


def test_every_scale_is_expected_here() -> None:
    assert [entry.id for entry in all_scales()] == list(EXPECTED)


@pytest.mark.parametrize("entry", all_scales(), ids=name_of)
def test_the_labels_of_a_scale_come_to_what_its_source_says(entry: ScaleEntry) -> None:
    said = [f"{label.label} {' '.join(label.outcomes)}" for label in entry.value.labels]

    assert " | ".join(said) == EXPECTED[entry.id]
    assert "".join(label.code or "" for label in entry.value.labels) == WITH_CODES.get(entry.id, "")


@pytest.mark.parametrize("entry", all_scales(), ids=name_of)
def test_every_label_is_read_as_itself_however_it_is_typed(entry: ScaleEntry) -> None:
    for label in entry.value.labels:
        for typed in filter(None, (write_direction(label), label.label, label.code)):
            assert read_direction(typed, entry.value) == label
            assert parse_direction(typed, entry.value).outcomes == label.outcomes


@pytest.mark.parametrize("entry", all_scales(), ids=name_of)
def test_the_words_of_a_label_and_its_outcomes_do_not_contradict(entry: ScaleEntry) -> None:
    for label in entry.value.labels:
        assert outcomes_of(label.label) in (label.outcomes, ())


def test_the_first_step_of_a_scale_of_two_steps_is_kept() -> None:
    (ako,) = [entry for entry in all_scales() if entry.groups]

    ((group, labels),) = ako.groups
    assert (ako.id, group) == ("ako", "継続")
    assert [label.label for label in ako.value.labels][: len(labels)] == list(labels)


@pytest.mark.parametrize("entry", all_forms(), ids=name_of)
@pytest.mark.parametrize("scale", all_scales(), ids=name_of)
def test_every_form_goes_with_every_scale(entry: Entry[Form], scale: ScaleEntry) -> None:
    round_ = Round(title="年度評価", year=2024, form=entry.value, scale=scale.value, steps=every_step())

    assert find_mistakes(round_) == ()


@pytest.mark.parametrize("entry", all_forms(), ids=name_of)
@pytest.mark.parametrize("chain", all_chains(), ids=name_of)
def test_every_form_cut_to_a_chain_goes_with_it_and_is_read_back(
    entry: Entry[Form], chain: Entry[tuple[Step, ...]]
) -> None:
    steps = chain.value
    round_ = Round(
        title="年度評価",
        year=2024,
        form=entry.value.for_steps([step.id for step in steps]),
        scale=scales_by_name()["iruma"],
        steps=steps,
    )

    assert find_mistakes(round_) == ()
    assert read_round(write_round(round_)) == round_


def test_a_form_cut_to_all_of_its_steps_is_itself() -> None:
    full = forms_by_name()["full"]

    assert full.for_steps([step.id for step in every_step()]) is full
    cut = full.for_steps(["section"])
    assert cut.id != full.id
    assert {field.step for field in cut.fields} == {"section"}


def test_a_name_with_its_version_stays_with_it() -> None:
    for names, entries in (
        (scales_by_name(), all_scales()),
        (forms_by_name(), all_forms()),
        (chains_by_name(), all_chains()),
    ):
        for entry in entries:
            assert names[entry.name] == names[entry.id] == entry.value


def test_every_entry_says_what_it_is_and_where_it_was_seen_and_no_name_is_given_twice() -> None:
    for entries in (all_scales(), all_forms(), all_chains(), all_blocks()):
        assert all(entry.title and entry.description.endswith("。") and entry.source for entry in entries)
        names = [entry.name for entry in entries]
        assert len(names) == len(set(names))


def test_no_two_blocks_have_a_field_of_one_key() -> None:
    fields = tuple(field for block in all_blocks() for field in block.value)
    form = Form(id="all", title="すべて", fields=fields)
    round_ = Round(
        title="年度評価", year=2024, form=form, scale=scales_by_name()["iruma"], steps=every_step()
    )

    assert find_mistakes(round_) == ()
    assert {field.block for field in fields} == {block.title for block in all_blocks()}


def test_a_changed_ready_made_form_is_no_longer_written_by_name() -> None:
    short = forms_by_name()["short"]
    round_ = Round(
        title="年度評価", year=2024, form=short, scale=scales_by_name()["iruma"], steps=every_step()
    )

    assert 'form = "short@1"' in write_round(round_)
    assert "short@1" not in write_round(replace(round_, form=replace(short, fields=short.fields[1:])))
