"""Invented plans: the same for one seed, as many as asked, true to themselves, and said to be invented."""

import itertools
from collections import Counter, defaultdict
from typing import Any

import pyarrow as pa
import pytest

from torikumi.corpus.classes import GOAL_CLASSES, SECTION_KINDS
from torikumi.corpus.invented.generate import NOTICE, invent
from torikumi.corpus.keys import line_key_of, name_key_of, wording_of
from torikumi.corpus.schema import OUTCOMES, SCHEMA, band_of, result_of
from torikumi.plan.municipality import parse_code

ROWS = 30_000


@pytest.fixture(scope="module")
def tables() -> list[pa.Table]:
    return [*invent(ROWS, seed=5)]


@pytest.fixture(scope="module")
def rows(tables: list[pa.Table]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pa.concat_tables(tables).to_pylist()
    return found


def test_one_seed_gives_the_same_and_another_gives_others(tables: list[pa.Table]) -> None:
    assert pa.concat_tables(invent(ROWS, seed=5)).equals(pa.concat_tables(tables))
    assert not pa.concat_tables(invent(ROWS, seed=6)).equals(pa.concat_tables(tables))


@pytest.mark.parametrize("count", [1_500, 30_000, 120_000])
def test_as_many_come_as_were_asked_for(count: int) -> None:
    found = sum(table.num_rows for table in invent(count, seed=2))
    assert found == pytest.approx(count, rel=0.05 if count > 10_000 else 0.3)


def test_every_record_has_the_columns_and_says_what_it_is(
    tables: list[pa.Table], rows: list[dict[str, Any]]
) -> None:
    assert all(table.schema == SCHEMA for table in tables)
    assert all(len(table["prefecture"].unique()) == 1 for table in tables)
    assert {row["notice"] for row in rows} == {NOTICE}
    assert all("みほん" in row["body_name"] for row in rows)
    assert all(parse_code(row["body"]) == row["body"] and row["body"][2:5] >= "700" for row in rows)
    assert {row["goal_class"] for row in rows} <= GOAL_CLASSES.keys()
    assert {row["section_kind"] for row in rows} <= SECTION_KINDS.keys()
    assert {row["outcome"] for row in rows if row["outcome"]} <= {*OUTCOMES}


def test_keys_bands_and_results_are_those_of_the_corpus(rows: list[dict[str, Any]]) -> None:
    for row in rows[::37]:
        assert row["name_key"] == name_key_of(row["name"])
        assert row["line_key"] == line_key_of(row["body"], row["line"])
        assert row["band"] == band_of(row["budget"])
        assert row["result"] == result_of(judged=row["judged"], met=row["met"])
        words = (row[name] or "" for name in ("name", "summary", "answers", "section", "goal", "measure"))
        assert row["wording"] == wording_of(row["body"], row["line"], *words)
        assert row["met"] <= row["judged"]


def test_lives_are_whole_and_their_fates_fit(rows: list[dict[str, Any]]) -> None:
    lives = defaultdict(list)
    for row in rows:
        lives[row["line_key"]].append(row)
    newest = max(row["year"] for row in rows)
    for life in lives.values():
        years = [row["year"] for row in life]
        assert years == list(range(life[0]["first_year"], years[-1] + 1))
        assert all(row["fate"] == "kept" for row in life[:-1])
        assert life[-1]["fate"] == "open" if years[-1] == newest else life[-1]["fate"] in ("ended", "merged")
        assert all(one["next_outcome"] == (two["outcome"] or None) for one, two in itertools.pairwise(life))
        assert life[-1]["next_outcome"] is None


def test_rates_are_those_that_the_module_names(rows: list[dict[str, Any]]) -> None:
    newest = max(row["year"] for row in rows)
    fates = Counter(row["fate"] for row in rows if row["year"] < newest)
    seen = sum(fates.values())
    assert fates["ended"] / seen == pytest.approx(0.03, abs=0.01)
    assert fates["merged"] / seen == pytest.approx(0.01, abs=0.005)
    told = Counter(row["outcome"] for row in rows if row["outcome"])
    assert told["keep"] / sum(told.values()) == pytest.approx(0.81, abs=0.04)
    names = {row["name_key"] for row in rows}
    assert len(names) > 1_000
    assert Counter(row["name_key"] for row in rows).most_common(1)[0][1] > 20


def test_places_in_an_edition_begin_at_nought_and_leave_none_out(rows: list[dict[str, Any]]) -> None:
    places = defaultdict(list)
    for row in rows:
        places[row["edition"]].append(row["position"])

    assert len(places) > 100
    assert all(sorted(found) == list(range(len(found))) for found in places.values())


def test_some_names_stand_in_most_bodies_and_most_names_in_one(rows: list[dict[str, Any]]) -> None:
    holders = defaultdict(set)
    for row in rows:
        holders[row["name"]].add(row["body"])
    bodies = len({row["body"] for row in rows})

    assert max(len(found) for found in holders.values()) > bodies / 2
    assert sum(len(found) == 1 for found in holders.values()) > len(holders) / 2


def test_a_renamed_project_stays_the_same_line_and_its_wording_changes_with_its_words(
    rows: list[dict[str, Any]],
) -> None:
    pairs = [(one, two) for one, two in itertools.pairwise(rows) if one["line_key"] == two["line_key"]]
    words = ("name", "summary", "answers", "section", "goal", "measure")

    renamed = sum(one["name"] != two["name"] for one, two in pairs)

    assert renamed / len(pairs) == pytest.approx(0.02, abs=0.01)
    for one, two in pairs:
        same = all(one[name] == two[name] for name in words)
        assert (one["wording"] == two["wording"]) == same


def test_money_is_settled_below_the_budget_and_figures_are_judged_for_about_half(
    rows: list[dict[str, Any]],
) -> None:
    spent = [row for row in rows if row["settled"] is not None]
    judged = sum(row["judged"] > 0 for row in rows)
    silent = sum(row["outcome"] is None for row in rows)

    assert all(0.8 * row["budget"] - 1_000 <= row["settled"] <= row["budget"] for row in spent)
    assert len(spent) > len(rows) / 2
    assert judged / len(rows) == pytest.approx(0.55, abs=0.1)
    assert silent / len(rows) < 0.3
    assert all((row["direction"] is None) == (row["outcome"] is None) for row in rows)
