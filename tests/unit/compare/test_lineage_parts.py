"""The parts of lineage alone: texts as vectors, candidates, assignment, records."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from torikumi.compare.lineage.assign import LEAST, choose_pairs
from torikumi.compare.lineage.candidates import _named, find_pairs
from torikumi.compare.lineage.ngrams import cosines, weigh
from torikumi.compare.lineage.record import bare_name, records_of
from torikumi.compare.lineage.words import confidence_words
from torikumi.plan.model import Plan
from torikumi.plan.project import Project

TEXTS = st.lists(st.text(alphabet="あいう空き家", max_size=8), min_size=1, max_size=6)


@given(TEXTS, TEXTS)
def test_likeness_is_between_nought_and_one_and_one_for_the_same(old: list[str], new: list[str]) -> None:
    before, after = weigh(old, new, lengths=(1, 2))
    pairs = np.asarray([*itertools.product(range(len(old)), range(len(new)))])
    for (one, other), likeness in zip(pairs, cosines(before, after, pairs), strict=True):
        assert -1e-6 <= likeness <= 1 + 1e-6
        if old[one] == new[other] and old[one]:
            assert likeness == pytest.approx(1, abs=1e-5)
        if not set(old[one]) & set(new[other]):
            assert likeness == 0


def test_runs_do_not_reach_from_one_text_into_the_next() -> None:
    before, after = weigh(["あい", "うえ"], ["いう"], lengths=(2,))
    assert cosines(before, after, np.asarray([(0, 0), (1, 0)])).tolist() == [0, 0]


@given(st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=1, max_size=4))
def test_the_chosen_pairs_are_the_likeliest_together(table: list[list[float]]) -> None:
    size = len(table), 3
    pairs = np.asarray([*itertools.product(range(size[0]), range(size[1]))])
    chances = np.asarray([table[one][other] for one, other in pairs])

    def worth(chosen: list[tuple[int, int]]) -> float:
        floor = math.log(LEAST / (1 - LEAST))
        total = 0.0
        for one, other in chosen:
            chance = min(max(table[one][other], 1e-9), 1 - 1e-9)
            total += math.log(chance / (1 - chance)) - floor
        return total

    found = [tuple(map(int, pairs[at])) for at in choose_pairs(pairs, chances, size)]
    assert len({one for one, _ in found}) == len({other for _, other in found}) == len(found)
    allowed = [(one, other) for one, other in map(tuple, pairs.tolist()) if table[one][other] >= LEAST]
    best = 0.0
    for count in range(1, min(size) + 1):
        for some in itertools.combinations(allowed, count):
            if len({a for a, _ in some}) == len({b for _, b in some}) == count:
                best = max(best, worth([*some]))
    assert worth(found) == pytest.approx(best, abs=1e-6)  # type: ignore[arg-type]  # two ints each


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("みほん梨ブランド推進事業（規格外梨の加工品開発事業を統合）", "みほん梨ぶらんど推進事業"),
        ("令和7年度 空き家バンク", "空き家ばんく"),
        ("【重点】空き家バンク", "空き家ばんく"),
        ("（かっこだけ）", "かっこだけ"),
        ("2025", "2025"),
    ],
)
def test_a_bare_name_has_no_brackets_and_years(name: str, bare: str) -> None:
    assert bare_name(name) == bare


@pytest.mark.parametrize(
    ("name", "former"),
    [
        ("空き家再生支援事業（旧：空き家バンク事業）", {"空き家ばんく事業"}),
        ("空き家再生支援事業（旧空き家バンク事業）", {"空き家ばんく事業"}),
        ("空き家再生支援事業（空き家バンク事業から名称変更）", {"空き家ばんく事業"}),
        ("旧市役所跡地の活用", set()),
        ("空き家再生支援事業", set()),
    ],
)
def test_the_former_name_is_read_out_of_the_name(name: str, former: set[str]) -> None:
    (record,) = records_of(Plan(title="計画", projects=(Project(id="P-1", name=name),)))
    assert record.former == former


def test_a_text_that_speaks_of_a_project_is_a_candidate() -> None:
    assert _named(["空き家ばんく事業", "道路"], ["空き家ばんく事業を一つにした", "道路を直す"]) == {(0, 0)}


def test_a_name_that_every_text_speaks_of_finds_nobody() -> None:
    assert _named(["まちづくりの推進"], ["まちづくりの推進をする"] * 30) == set()


def test_pairs_are_few_and_hold_the_same_names() -> None:
    old = Plan(
        title="a", projects=tuple(Project(id=f"P-{at}", name=f"{at}番目の公園の手入れ") for at in range(300))
    )
    records = records_of(old)
    pairs = find_pairs(records, records)
    assert {(at, at) for at in range(300)} <= set(map(tuple, pairs.tolist()))
    assert len(pairs) < 300 * 30


@pytest.mark.parametrize(
    ("chance", "ja", "en"),
    [
        (1.0, "ほぼ確か", "almost certain"),
        (0.99, "ほぼ確か", "almost certain"),
        (0.9899, "確からしい", "likely"),
        (0.9, "確からしい", "likely"),
        (0.8999, "たぶん", "perhaps"),
        (0.6999, "迷っている", "doubtful"),
        (0.0, "迷っている", "doubtful"),
    ],
)
def test_a_confidence_is_said_in_a_word(chance: float, ja: str, en: str) -> None:
    assert confidence_words(chance, language="ja") == ja
    assert confidence_words(chance, language="en") == en
