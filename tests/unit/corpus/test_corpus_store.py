"""What enters the corpus, and that adding, removing and a whole build come to the same."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.corpus.small_plans import HINAGATA, MIHON, plan, project
from torikumi.corpus.build import (
    NotInCorpusError,
    add_plans,
    build_corpus,
    open_labels,
    remove_plans,
    restate_body,
    restate_populations,
    save_populations,
)
from torikumi.corpus.intake import Entry, IntakeError, body_of, editions_in, refuse_draft
from torikumi.corpus.labels import LabelError, load_labels, save_labels
from torikumi.corpus.rows import UnfitPlanError, plan_key_of
from torikumi.corpus.store import Corpus, CorpusError, writing
from torikumi.plan.model import Municipality, Plan
from torikumi.plan.project import NamedAnswer, Review, ReviewState


def entry(one: Plan, source: str = "plan.json") -> Entry:
    return Entry(plan=one, source=source)


FIRST = plan(
    [
        project("防災訓練事業", year=2022, direction="B：継続", money=1_200, aim=100, got=90),
        project("商店街空き店舗対策", year=2022, direction="A：充実", money=30_000, node="M1"),
        project("避難所表示板の設置", year=2022, direction="D：廃止"),
        project("防災無線の更新", year=2022),
    ],
    year=2022,
)
SECOND = plan(
    [
        project("総合防災訓練事業", year=2023, summary="防災訓練事業を行う。", money=1_200, direction="継続"),
        project(
            "商店街空き店舗対策（にぎわい市の開催を統合）",
            id="P-商店街空き店舗対策",
            year=2023,
            node="M1",
            direction="B：継続",
        ),
        project("防災無線の更新", year=2023, direction="統合・縮小"),
    ],
    year=2023,
)
THIRD = plan([project("総合防災訓練事業", year=2024, summary="防災訓練事業を行う。")], year=2024)
OTHER = plan([project("防災訓練", year=2023, said="三回行った。")], year=2023, body=HINAGATA)
ALL = (FIRST, SECOND, THIRD, OTHER)


def rows(corpus: Corpus) -> list[dict[str, object]]:
    found: list[dict[str, object]] = corpus.read().to_pylist()
    return found


def by_name(corpus: Corpus, year: int) -> dict[str, dict[str, object]]:
    return {str(row["name"]): row for row in rows(corpus) if row["year"] == year}


def test_a_record_holds_what_the_edition_says_in_yen_and_words_that_compare(tmp_path: Path) -> None:
    corpus = build_corpus(tmp_path, [entry(FIRST)])
    row = by_name(corpus, 2022)["防災訓練事業"]

    assert (row["body"], row["body_name"], row["body_kind"], row["prefecture"]) == (
        "992011",
        "みほん市",
        "city",
        "埼玉県",
    )
    assert (row["goal"], row["measure"], row["goal_class"]) == ("安全なまち", "防災対策", "safety")
    assert (row["section"], row["section_kind"]) == ("防災課", "safety")
    assert (row["direction"], row["outcome"]) == ("B：継続", "keep")
    assert (row["budget"], row["settled"], row["band"]) == (1_200_000, None, 2)
    assert (row["judged"], row["met"], row["result"]) == (1, 0, "missed")
    assert by_name(corpus, 2022)["防災無線の更新"]["outcome"] is None


def test_the_next_edition_tells_the_fate_of_each_project(tmp_path: Path) -> None:
    corpus = build_corpus(tmp_path, map(entry, ALL))
    old, new = by_name(corpus, 2022), by_name(corpus, 2023)

    assert {name: row["fate"] for name, row in old.items()} == {
        "防災訓練事業": "kept",
        "商店街空き店舗対策": "kept",
        "避難所表示板の設置": "ended",
        "防災無線の更新": "kept",
    }
    renamed = new["総合防災訓練事業"]
    assert old["防災訓練事業"]["line"] == renamed["line"]
    assert old["防災訓練事業"]["next_outcome"] == "keep"
    assert renamed["first_year"] == 2022
    assert new["防災無線の更新"]["fate"] == "ended"
    assert by_name(corpus, 2024)["総合防災訓練事業"]["fate"] == "open"
    # The same wording in two years is one; a new name is another.
    assert renamed["wording"] == by_name(corpus, 2024)["総合防災訓練事業"]["wording"]
    assert renamed["wording"] != old["防災訓練事業"]["wording"]


def test_who_was_taken_in_by_another_was_merged(tmp_path: Path) -> None:
    before = plan(
        [project("にぎわい市の開催", year=2022), project("商店街空き店舗対策", year=2022)], year=2022
    )
    corpus = build_corpus(tmp_path, map(entry, (before, SECOND)))

    assert by_name(corpus, 2022)["にぎわい市の開催"]["fate"] == "merged"
    assert by_name(corpus, 2022)["商店街空き店舗対策"]["fate"] == "kept"


@settings(max_examples=25, deadline=None)
@given(st.permutations(ALL), st.integers(0, 3))
def test_adding_in_any_order_comes_to_the_same_as_building_at_once(
    tmp_path_factory: pytest.TempPathFactory, order: list[Plan], at_first: int
) -> None:
    folder = tmp_path_factory.mktemp("corpus")
    whole = build_corpus(folder / "whole", map(entry, ALL))
    grown = build_corpus(folder / "grown", map(entry, order[: at_first + 1]))
    for one in order[at_first + 1 :]:
        grown = add_plans(folder / "grown", [entry(one)])

    assert [part.path for part in grown.parts] == [part.path for part in whole.parts]


def test_removing_a_year_comes_to_the_same_as_never_having_had_it(tmp_path: Path) -> None:
    build_corpus(tmp_path / "all", map(entry, ALL))
    without = build_corpus(tmp_path / "without", map(entry, (FIRST, THIRD, OTHER)))

    left = remove_plans(tmp_path / "all", body="992011", year=2023)

    assert [part.path for part in left.parts] == [part.path for part in without.parts]
    gone = remove_plans(tmp_path / "all", body="992011")
    assert {row["body"] for row in rows(gone)} == {"992020"}
    with pytest.raises(NotInCorpusError, match="992011"):
        remove_plans(tmp_path / "all", body="992011")


def test_the_same_edition_again_replaces_the_one_before(tmp_path: Path) -> None:
    build_corpus(tmp_path, map(entry, ALL))
    mended = replace(THIRD, projects=(replace(THIRD.projects[0], summary="書き直した概要。"),))

    corpus = add_plans(tmp_path, [entry(mended)])

    assert [row["summary"] for row in rows(corpus) if row["year"] == 2024] == ["書き直した概要。"]
    assert corpus.rows == 9


def test_two_plans_of_one_city_are_two_chains(tmp_path: Path) -> None:
    health = plan([project("防災訓練事業", year=2023, id="X")], year=2023, title="みほん市健康プラン")
    corpus = build_corpus(tmp_path, map(entry, (FIRST, health)))

    assert {row["fate"] for row in rows(corpus)} == {"open"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("第2期みほん市総合戦略（令和5年度）", "第三期 みほん市総合戦略 改訂版 令和6年度～令和10年度", True),
        ("総合戦略 2022", "みほん市総合戦略2023", True),
        ("みほん市総合戦略", "「みほん市総合戦略」 事業一覧", True),
        ("みほん市総合戦略", "みほん市総合計画", False),
        ("令和6年度 施策評価書 第1分冊", "令和6年度 施策評価書 第2分冊", False),
        ("実施計画 第1部", "実施計画 第12部", False),
    ],
)
def test_titles_tell_whether_two_editions_are_of_one_plan(one: str, other: str, same: bool) -> None:
    assert (plan_key_of(one, "みほん市") == plan_key_of(other, "みほん市")) is same


def test_two_plans_of_a_body_with_the_same_ids_are_two_lines(tmp_path: Path) -> None:
    plans = [
        plan([project(name, id="1", year=2024)], title=title)
        for name, title in (("保育の事業", "子ども計画"), ("ごみの事業", "環境計画"))
    ]
    corpus = build_corpus(tmp_path, map(entry, plans))

    assert len({row["line_key"] for row in rows(corpus)}) == 2


def test_a_label_that_says_two_things_is_asked_once_and_remembered(tmp_path: Path) -> None:
    corpus = build_corpus(tmp_path, map(entry, ALL))
    assert [(one.body, one.label, one.records) for one in open_labels(corpus)] == [
        ("992011", "統合・縮小", 1)
    ]

    save_labels(tmp_path, load_labels(tmp_path).with_answer("992011", "統合・縮小", "merge"))
    corpus = restate_body(tmp_path, "992011")

    assert open_labels(corpus) == []
    assert by_name(corpus, 2023)["防災無線の更新"]["outcome"] == "merge"
    assert by_name(corpus, 2022)["防災無線の更新"]["next_outcome"] == "merge"
    again = build_corpus(tmp_path, map(entry, ALL))
    assert by_name(again, 2023)["防災無線の更新"]["outcome"] == "merge"
    with pytest.raises(LabelError, match="expand"):
        load_labels(tmp_path).with_answer("992011", "統合・縮小", "つづける")


def test_populations_give_the_class_of_bodies(tmp_path: Path) -> None:
    save_populations(tmp_path, {"992011": 148_000, "992020": 9_400})
    corpus = build_corpus(tmp_path, map(entry, (FIRST, OTHER)))

    assert {(row["body"], row["peers"]) for row in rows(corpus)} == {
        ("992011", "city-10-15"),
        ("992020", "town-0.5-1"),
    }


def test_a_population_that_is_known_later_reaches_the_records_that_are_there(tmp_path: Path) -> None:
    before = build_corpus(tmp_path, map(entry, (FIRST, OTHER)))
    assert {row["peers"] for row in rows(before)} == {None}
    save_populations(tmp_path, {"992011": 148_000, "992020": 9_400, "131016": 1})

    assert restate_populations(tmp_path, ["992011", "131016"]) == ["992011"]

    after = Corpus.open(tmp_path)
    assert {(row["body"], row["population"], row["peers"]) for row in rows(after)} == {
        ("992011", 148_000, "city-10-15"),
        ("992020", None, None),
    }
    assert restate_populations(tmp_path, ["992011"]) == []
    again = build_corpus(tmp_path, map(entry, (FIRST, OTHER)))
    assert [row for row in rows(again) if row["body"] == "992011"] == [
        row for row in rows(after) if row["body"] == "992011"
    ]


def test_drafts_and_what_stays_inside_are_refused() -> None:
    draft = Review(year=2024, rater="所管課", state=ReviewState.DRAFT, result="書きかけ")
    inside = NamedAnswer(key="memo", label="メモ", text="内緒", internal=True)
    for review in (draft, Review(year=2024, rater="所管課", others=(inside,))):
        one = replace(THIRD, projects=(replace(THIRD.projects[0], reviews=(review,)),))
        with pytest.raises(IntakeError, match="公表した版"):
            refuse_draft(one, "plan.json")
    refuse_draft(OTHER, "plan.json")


def test_a_plan_without_year_or_body_is_refused_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(UnfitPlanError, match="年度"):
        build_corpus(tmp_path, [entry(replace(FIRST, year=None))])
    with pytest.raises(IntakeError, match="団体"):
        build_corpus(tmp_path, [entry(replace(FIRST, municipality=None))])
    with pytest.raises(IntakeError, match="計画がありません"):
        build_corpus(tmp_path, [])
    assert (
        body_of(replace(FIRST, municipality=Municipality(code="N:内閣府", name="内閣府")), "x", {}).prefecture
        == "国"
    )


def test_a_build_that_fails_or_is_killed_leaves_the_old_corpus_whole(tmp_path: Path) -> None:
    was = build_corpus(tmp_path, map(entry, ALL))
    with pytest.raises(UnfitPlanError):
        build_corpus(tmp_path, map(entry, (OTHER, replace(FIRST, year=None))))
    assert Corpus.open(tmp_path) == was
    assert not list(tmp_path.glob(".build-*"))

    killed = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from torikumi.corpus import store\n"
        "from torikumi.corpus.build import build_corpus\n"
        "from torikumi.corpus.intake import Entry\n"
        "from tests.unit.corpus.test_corpus_store import OTHER\n"
        "store._replace_list = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "build_corpus(Path(sys.argv[1]), [Entry(plan=OTHER, source='x')])\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", killed, str(tmp_path)],
        check=False,
        env={**os.environ, "PYTHONPATH": ":".join(sys.path)},
    )
    assert ended.returncode == -signal.SIGKILL

    assert Corpus.open(tmp_path) == was
    assert len(rows(was)) == 9


def test_the_list_knows_where_each_body_stands_also_after_it_moved(tmp_path: Path) -> None:
    corpus = build_corpus(tmp_path, map(entry, (FIRST, OTHER)))
    assert corpus.homes == {"992011": ("埼玉県",), "992020": ("長野県",)}

    moved = replace(SECOND, municipality=replace(MIHON, prefecture="千葉県"))
    corpus = add_plans(tmp_path, [entry(moved)])
    assert corpus.homes == {"992011": ("千葉県", "埼玉県"), "992020": ("長野県",)}
    assert Corpus.open(tmp_path) == corpus
    assert {row["year"] for row in corpus.read(body="992011").to_pylist()} == {2022, 2023}

    corpus = remove_plans(tmp_path, body="992020")
    assert corpus.homes == {"992011": ("千葉県", "埼玉県")}
    assert corpus.read(body="992020").num_rows == 0


def test_a_year_more_leaves_the_files_of_all_but_the_last_year_as_they_are(tmp_path: Path) -> None:
    before = build_corpus(tmp_path, map(entry, (FIRST, SECOND)))
    after = add_plans(tmp_path, [entry(THIRD)])

    old, new = ({part.year: part.path for part in one.parts} for one in (before, after))
    assert [year for year in sorted(new) if old.get(year) != new[year]] == [2023, 2024]


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    build_corpus(tmp_path, [entry(FIRST)])
    with writing(tmp_path), pytest.raises(CorpusError, match="ほかの処理"):
        add_plans(tmp_path, [entry(SECOND)])
    assert Corpus.open(tmp_path).generation == 1


def test_who_reads_an_older_generation_still_finds_its_files(tmp_path: Path) -> None:
    old = build_corpus(tmp_path, [entry(FIRST)])
    add_plans(tmp_path, [entry(SECOND)])

    assert len(rows(old)) == 4
    assert len(rows(Corpus.open(tmp_path))) == 7


@pytest.mark.parametrize("content", ["", "[]", '{"format": "torikumi-corpus", "version": 999}'])
def test_what_is_no_corpus_is_said_to_be_none(tmp_path: Path, content: str) -> None:
    with pytest.raises(CorpusError, match="corpus build"):
        Corpus.open(tmp_path)
    (tmp_path / "corpus.json").write_text(content)
    with pytest.raises(CorpusError, match="corpus build"):
        Corpus.open(tmp_path)


def test_a_folder_without_an_edition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"manifest\.json"):
        [*editions_in(tmp_path)]
