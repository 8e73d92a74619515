"""How projects fared: counted by hand, and the survival beside that of scipy."""

import csv
import io
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from tests.unit.corpus.small_plans import MIHON, plan, project
from torikumi.corpus.build import build_corpus
from torikumi.corpus.engine import open_engine
from torikumi.corpus.fare import find_base, find_fare, survival, wilson
from torikumi.corpus.fare_output import fare_csv, fare_json, fare_text
from torikumi.corpus.intake import Entry
from torikumi.corpus.invented.generate import invent
from torikumi.corpus.store import Corpus, write_corpus
from torikumi.corpus.tables import Narrowed

# One letter a project: the years 2019 to 2024 in which it stands, and its direction then.
LIVES = {
    "初年からの事業": "BBBBBB",
    "空き家バンクの運営": ".BABBB",
    "図書館の電子化": ".BBD..",
    "商店街の灯り補助": "..AACB",
    "川の清掃活動": "...B..",
    "子ども食堂の支援": "....AA",
}
WORDS = {"A": "A：充実", "B": "B：継続", "C": "C：縮小", "D": "D：廃止"}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    entries = []
    for at, year in enumerate(range(2019, 2025)):
        there = [
            project(
                name, year=year, direction=WORDS[life[at]], section="農政課" if "川" in name else "防災課"
            )
            for name, life in LIVES.items()
            if life[at] != "."
        ]
        entries.append(Entry(plan=plan(there, year=year, body=MIHON), source="x"))
    return build_corpus(tmp_path_factory.mktemp("fared"), entries)


def test_what_became_of_projects_after_some_years(corpus: Corpus) -> None:
    with open_engine(corpus, "duckdb") as engine:
        fared = find_fare(engine)

    assert (fared.projects, fared.bodies, fared.left_out) == (5, 1, 1)
    one, three, five = fared.after
    told = {name: count for name, count in one.states.items() if count}
    assert (told, one.unknown) == ({"expanded": 3, "kept": 1, "ended": 1}, 0)
    told = {name: count for name, count in three.states.items() if count}
    # The school food began in 2023: what it is after three years nobody can know. The river ended in 2022.
    assert (told, three.unknown) == ({"kept": 2, "ended": 1}, 2)
    assert (five.known, five.unknown) == (0, 5)
    assert fared.is_few


def test_the_first_edition_can_be_counted_as_a_beginning(corpus: Corpus) -> None:
    with open_engine(corpus, "duckdb") as engine:
        fared = find_fare(engine, with_first_edition=True)
        some = find_fare(engine, lines=[("992011", line) for line in _lines(corpus, "図書館の電子化")])
        none = find_fare(engine, narrowed=Narrowed(goal_classes=("farming",)))

    assert (fared.projects, fared.left_out) == (6, 0)
    assert fared.after[2].states["kept"] == 1
    assert (some.projects, some.steps[-1].going_on.share) == (1, 0.0)
    assert (none.projects, none.steps, none.traits) == (0, (), ())
    assert "始まりの年度が分かる事業: 0件" in fare_text(none, fared)


def test_it_is_told_in_words_beside_all_and_never_as_a_cause(corpus: Corpus) -> None:
    with open_engine(corpus, "duckdb") as engine:
        whole = find_fare(engine)
        part = find_fare(engine, narrowed=Narrowed(section_kinds=("safety",)))
    told = fare_text(part, whole)

    assert "件数が少ないので" in told
    assert "1年後" in told
    assert "全体" in told
    assert "はっきり違う点は見られません" in told
    assert '"these"' in fare_json(part, whole)


def test_filters_look_at_the_record_with_which_a_project_begins(corpus: Corpus) -> None:
    with open_engine(corpus, "duckdb") as engine:
        of_2021 = find_fare(engine, narrowed=Narrowed(years=(2021,)))
        base = find_base(engine, narrowed=Narrowed(years=(2021,), section_kinds=("safety",)))

    # The light of the shops is all that began in 2021; it went on to 2024, and that year was its third.
    assert (of_2021.projects, of_2021.left_out) == (1, 0)
    assert [(one.known, one.unknown) for one in of_2021.after] == [(1, 0), (1, 0), (0, 1)]
    assert of_2021.after[1].states["kept"] == 1
    assert base == replace(of_2021, traits=())


def test_a_year_without_an_edition_is_told_apart_from_one_to_come(tmp_path: Path) -> None:
    entries = [
        Entry(plan=plan([project(name, year=year) for name in names], year=year), source="x")
        for year, names in ((2018, "甲"), (2019, "甲乙"), (2021, "甲乙丙"), (2023, "甲乙丙"))
    ]
    corpus = build_corpus(tmp_path, entries)
    with open_engine(corpus, "duckdb") as engine:
        fared = find_fare(engine)

    one, three, _ = fared.after
    # Of the second nobody knows the direction of 2020; the third began in 2021 and has no edition of 2022.
    assert (fared.projects, one.known, one.unknown, one.without_edition) == (2, 0, 0, 2)
    # 2022 is the third year of the second; three years after 2021 nobody has seen yet.
    assert (three.known, three.unknown, three.without_edition) == (0, 1, 1)
    assert "まだその年に達していない1件と、その年度の版がない1件は除く" in fare_text(fared, fared)


def test_a_fare_is_what_plain_python_counts_from_each_life(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path, invent(6_000, seed=5))
    rows = corpus.read().to_pylist()
    with open_engine(corpus, "duckdb") as engine:
        fared = find_fare(engine, narrowed=Narrowed(goal_classes=("welfare", "town")))
        base = find_base(engine, narrowed=Narrowed(goal_classes=("welfare", "town")))

    lives: dict[tuple[str, str], dict[int, dict[str, Any]]] = defaultdict(dict)
    for row in rows:
        lives[row["body"], row["line"]][row["year"]] = row
    began = {body: min(row["year"] for row in rows if row["body"] == body) for body, _ in lives}
    everybody = {at: life for at, life in lives.items() if min(life) > began[at[0]]}
    chosen = {at: one for at, one in everybody.items() if one[min(one)]["goal_class"] in ("welfare", "town")}
    newest = max(row["year"] for row in rows)
    assert 20 < fared.projects == len(chosen) < base.projects == len(everybody)
    for found, several in ((fared, chosen), (base, everybody)):
        for after in found.after:
            seen = [life for life in several.values() if min(life) + after.years <= newest]
            there = [life.get(min(life) + after.years) for life in seen]
            assert after.unknown == len(several) - len(seen)
            assert after.states["kept"] == sum(row is not None and row["outcome"] == "keep" for row in there)
            ends = [life[max(life)] for life, row in zip(seen, there, strict=True) if row is None]
            assert after.states["ended"] == sum(row["fate"] == "ended" for row in ends)
            assert after.states["merged"] == sum(row["fate"] == "merged" for row in ends)
    at_end = [
        (row, life.get(year - 1))
        for life in chosen.values()
        for year, row in life.items()
        if row["fate"] in ("ended", "merged", "replaced")
    ]
    fell = [
        1
        for row, before in at_end
        if before and None not in (row["budget"], before["budget"]) and row["budget"] < before["budget"]
    ]
    told = {trait.value: (trait.ended, trait.of) for trait in fared.traits if trait.column == "money"}
    assert told["less"] == (len(fell), len(at_end))
    assert base.traits == ()


def test_a_direction_that_is_not_printed_is_told_apart_from_others(tmp_path: Path) -> None:
    entries = [
        Entry(plan=plan([project("甲", year=year), *more], year=year), source="x")
        for year, more in (
            (2021, []),
            (2022, [project("乙", year=2022), project("丙", year=2022)]),
            (2023, [project("乙", year=2023, direction=""), project("丙", year=2023, direction="F：休止")]),
        )
    ]
    corpus = build_corpus(tmp_path, entries)
    with open_engine(corpus, "duckdb") as engine:
        after = find_fare(engine).after[0]

    assert {name: count for name, count in after.states.items() if count} == {"other": 1, "unstated": 1}


def test_a_file_of_figures_has_those_of_all_beside(corpus: Corpus) -> None:
    with open_engine(corpus, "duckdb") as engine:
        fared = find_fare(engine, narrowed=Narrowed(section_kinds=("safety",)))
        base = find_base(engine)

    rows = [*csv.DictReader(io.StringIO(fare_csv(fared, base).decode("utf-8-sig")))]

    first = rows[0]
    assert (first["見たこと"], first["年数"], first["項目"]) == ("どうなったか", "1", "拡充")
    # Three of the five expanded after a year; of the four of the section for safety two did.
    assert (first["全体の件数"], first["全体のもとの件数"], first["全体の割合（％）"]) == ("3", "5", "60.0")
    assert (first["件数"], first["もとの件数"]) == (
        str(fared.after[0].states["expanded"]),
        str(fared.after[0].known),
    )
    assert {row["見たこと"] for row in rows} >= {"続いている割合", "まだその年に達していない"}


def _lines(corpus: Corpus, name: str) -> list[str]:
    return [str(row["line"]) for row in corpus.read().to_pylist() if row["name"] == name][:1]


def rows_of(ended: list[int], going: list[int], merged: list[int]) -> list[dict[str, Any]]:
    """Counts by age of projects that ended, were merged, or still went on at some ages."""
    rows = []
    for ages, fate in ((ended, "ended"), (merged, "merged"), (going, "open")):
        for age in ages:
            rows += [{"age": at, "fate": "kept", "outcome": "", "records": 1} for at in range(age)]
            rows.append({"age": age, "fate": fate, "outcome": "", "records": 1})
    return rows


def test_survival_and_cumulative_incidence_of_a_small_example() -> None:
    # Four projects: one ends after its first year, one is merged after its second, two are open after their third.
    steps = survival(rows_of([0], [2, 2], [1]))

    assert [(step.years, step.at_risk, step.gone) for step in steps] == [(1, 4, 1), (2, 3, 1)]
    assert [step.going_on.share for step in steps] == pytest.approx([3 / 4, 1 / 2])
    assert [step.ended for step in steps] == pytest.approx([1 / 4, 1 / 4])
    assert [step.merged for step in steps] == pytest.approx([0, 1 / 4])


ages = st.lists(st.integers(0, 12), max_size=25)


@given(ages, ages, ages)
def test_survival_is_that_of_scipy_and_its_parts_make_one(
    ended: list[int], going: list[int], merged: list[int]
) -> None:
    steps = survival(rows_of(ended, going, merged))
    for step in steps:
        assert step.going_on.share + step.merged + step.ended == pytest.approx(1)
        assert 0 <= step.going_on.low <= step.going_on.share + 1e-12
        assert step.going_on.share - 1e-12 <= step.going_on.high <= 1
    gone = sorted({*ended, *merged})
    if not gone:
        assert all(step.going_on.share == 1 for step in steps)
        return
    # Who is open after some years was seen to go on through all but the last of them.
    data = CensoredData(
        uncensored=np.asarray([age + 1 for age in (*ended, *merged)], dtype=float),
        right=np.asarray([age + 0.5 for age in going], dtype=float),
    )
    curve = ecdf(data).sf
    ours = {step.years: step.going_on.share for step in steps}
    for age in gone:
        assert ours[age + 1] == pytest.approx(float(curve.evaluate(age + 1)))


def test_the_range_of_a_share_after_wilson() -> None:
    # Wilson's interval of 8 in 10, as textbooks give it.
    found = wilson(8, 10)
    assert (round(found.low, 3), found.share, round(found.high, 3)) == (0.490, 0.8, 0.943)
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)


def test_a_corpus_of_one_edition_has_nothing_to_tell(tmp_path: Path) -> None:
    corpus = build_corpus(tmp_path, [Entry(plan=plan([project("防災訓練")]), source="x")])
    with open_engine(corpus, "duckdb") as engine:
        fared = find_fare(engine)
    assert (fared.projects, fared.left_out) == (0, 1)
