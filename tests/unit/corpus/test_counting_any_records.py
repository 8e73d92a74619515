"""Whatever records there are, with empty cells anywhere, tables count what plain Python counts."""

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from torikumi.corpus.engine import open_engine
from torikumi.corpus.keys import line_key_of, name_key_of
from torikumi.corpus.schema import SCHEMA, band_of
from torikumi.corpus.store import write_corpus
from torikumi.corpus.tables import Narrowed, count_table

BODIES = {"112259": ("ひな市", "city-10-15"), "112330": ("かた町", None), "131016": ("ほん区", "ward")}
amounts = st.one_of(st.none(), st.integers(0, 2**53 + 3))


@st.composite
def record(draw: st.DrawFn) -> dict[str, Any]:
    body = draw(st.sampled_from([*BODIES]))
    name, line, budget = draw(st.sampled_from("甲乙")), draw(st.sampled_from("xy")), draw(amounts)
    fate = draw(st.sampled_from(["kept", "ended", "merged", "open"]))
    return {
        "body": body,
        "body_name": BODIES[body][0],
        "body_kind": draw(st.sampled_from(["city", "town"])),
        "prefecture": "埼玉県",
        "peers": BODIES[body][1],
        "year": draw(st.sampled_from([2022, 2023])),
        "name": name,
        "name_key": name_key_of(name),
        "edition": draw(st.sampled_from("pq")),
        "line": line,
        "line_key": line_key_of(body, line),
        "goal_class": draw(st.sampled_from(["town", "other"])),
        "section_kind": draw(st.sampled_from(["town", "other"])),
        "outcome": draw(st.sampled_from([None, "keep", "shrink"])),
        "budget": budget,
        "settled": draw(amounts),
        "band": band_of(budget),
        "judged": draw(st.integers(0, 3)),
        "met": 0,
        "result": draw(st.sampled_from(["met", "partly", "missed", "none"])),
        "fate": fate,
        "next_outcome": draw(st.sampled_from([None, "keep"])) if fate == "kept" else None,
    }


def place(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["body"], row["year"], row["edition"], row["line"]


# A line stands once in an edition, and may stand in two editions (of two plans) of one year.
records = st.lists(record(), min_size=1, max_size=30, unique_by=place)
groupings = st.lists(
    st.sampled_from(["year", "peers", "body", "goal_class", "band"]), max_size=2, unique=True
)
filters = st.builds(
    Narrowed,
    years=st.sampled_from([(), (2022,)]),
    goal_classes=st.sampled_from([(), ("town",)]),
    bodies=st.sampled_from([(), ("112259", "131016")]),
)


def key(row: dict[str, Any], names: list[str]) -> tuple[Any, ...]:
    return tuple(row[name] if name in ("year", "band") else row[name] or "" for name in names)


@settings(max_examples=25)
@given(records, groupings, filters)
def test_tables_count_what_plain_python_counts(
    tmp_path_factory: Any, rows: list[dict[str, Any]], by: list[str], narrowed: Narrowed
) -> None:
    table = pa.Table.from_pylist([dict.fromkeys(SCHEMA.names) | row for row in rows], schema=SCHEMA)
    corpus = write_corpus(tmp_path_factory.mktemp("any"), [table])
    with open_engine(corpus, "duckdb") as engine:
        answers = {
            name: count_table(engine, name, groups=by, narrowed=narrowed).table.to_pylist()
            for name in ("directions", "indicators", "money", "transitions", "sizes")
        }

    every = [row for row in rows if not narrowed.years or row["year"] in narrowed.years]
    chosen = [
        row
        for row in every
        if (not narrowed.goal_classes or row["goal_class"] in narrowed.goal_classes)
        and (not narrowed.bodies or row["body"] in narrowed.bodies)
    ]
    years = ["year"] if "year" in by else []
    _check_directions(answers["directions"], chosen, every, by, years)
    _check_transitions(answers["transitions"], chosen, every, by, years)
    _check_sums(answers, chosen, every, by, years)


def _check_directions(
    found: list[dict[str, Any]],
    chosen: list[dict[str, Any]],
    every: list[dict[str, Any]],
    by: list[str],
    years: list[str],
) -> None:
    cells = Counter(key(row, [*by, "outcome"]) for row in chosen)
    whole, stated = (
        Counter(key(row, by) for row in chosen),
        Counter(key(row, by) for row in chosen if row["outcome"]),
    )
    all_cells = Counter(key(row, [*years, "outcome"]) for row in every)
    all_whole = Counter(key(row, years) for row in every)
    all_stated = Counter(key(row, years) for row in every if row["outcome"])
    assert [key(row, [*by, "outcome"]) for row in found] == sorted(cells)
    for row in found:
        at, year = key(row, by), key(row, years)
        assert row["records"] == cells[*at, row["outcome"]]
        assert row["of"] == (stated if row["outcome"] else whole)[at]
        assert row["all_records"] == all_cells[*year, row["outcome"]]
        assert row["all_of"] == (all_stated if row["outcome"] else all_whole)[year]
        assert "body" not in by or row["body_name"] == BODIES[row["body"]][0]


def _check_transitions(
    found: list[dict[str, Any]],
    chosen: list[dict[str, Any]],
    every: list[dict[str, Any]],
    by: list[str],
    years: list[str],
) -> None:
    states = ["fate", "next_outcome"]
    chosen = [row for row in chosen if row["fate"] != "open"]
    every = [row for row in every if row["fate"] != "open"]
    cells = Counter(key(row, [*by, "outcome", *states]) for row in chosen)
    alike = Counter(key(row, [*by, "outcome"]) for row in chosen)
    all_cells, all_whole = (
        Counter(key(row, [*years, *states]) for row in every),
        Counter(key(row, years) for row in every),
    )
    assert [key(row, [*by, "outcome", *states]) for row in found] == sorted(cells)
    stated = [row for row in every if row["outcome"]]
    stated_cells = Counter(key(row, [*years, *states]) for row in stated)
    stated_whole = Counter(key(row, years) for row in stated)
    for row in found:
        assert row["records"] == cells[key(row, [*by, "outcome", *states])]
        assert row["of"] == alike[key(row, [*by, "outcome"])]
        others, whole = (stated_cells, stated_whole) if row["outcome"] else (all_cells, all_whole)
        assert row["all_records"] == others[key(row, [*years, *states])]
        assert row["all_of"] == whole[key(row, years)]


def _check_sums(
    answers: dict[str, list[dict[str, Any]]],
    chosen: list[dict[str, Any]],
    every: list[dict[str, Any]],
    by: list[str],
    years: list[str],
) -> None:
    groups = sorted({key(row, by) for row in chosen}) if by else [()]
    for name in ("indicators", "money", "sizes"):
        assert [key(row, by) for row in answers[name]] == groups
    for at, results, money, sizes in zip(
        groups, answers["indicators"], answers["money"], answers["sizes"], strict=True
    ):
        alike = [row for row in chosen if key(row, by) == at]
        year = [row["result"] for row in every if key(row, years) == key(results, years)]
        assert results["met"] == sum(row["result"] == "met" for row in alike)
        assert results["of"] == sum(row["result"] != "none" for row in alike)
        assert (results["all_met"], results["all_of"]) == (year.count("met"), len(year) - year.count("none"))
        assert results["judged"] == sum(row["judged"] for row in alike)
        both = [row for row in alike if row["budget"] is not None and row["settled"] is not None]
        assert money["budget"] == sum(row["budget"] or 0 for row in alike)
        assert money["with_settled"] == sum(row["settled"] is not None for row in alike)
        assert money["both_budget"] == sum(row["budget"] for row in both)
        assert (sizes["records"], sizes["bodies"]) == (len(alike), len({row["body"] for row in alike}))
        assert sizes["lines"] == len({(row["body"], row["line"]) for row in alike})


def test_a_line_in_two_plans_of_one_year_is_one_line_of_that_year(tmp_path: Path) -> None:
    told = [
        # body, year, edition, line, field
        ("112259", 2023, "p", "x", "town"),
        ("112259", 2023, "q", "x", "town"),
        ("112259", 2023, "q", "y", "town"),
        ("112259", 2024, "p", "x", "town"),
        ("112330", 2023, "p", "x", "town"),
        ("112330", 2024, "p", "x", "town"),
        ("112330", 2024, "q", "x", "other"),
    ]
    rows = [
        dict.fromkeys(SCHEMA.names)
        | {
            "body": body,
            "body_name": BODIES[body][0],
            "prefecture": "埼玉県",
            "year": year,
            "edition": edition,
        }
        | {"line": line, "line_key": line_key_of(body, line), "goal_class": field, "fate": "open"}
        for body, year, edition, line, field in told
    ]
    corpus = write_corpus(tmp_path, [pa.Table.from_pylist(rows, schema=SCHEMA)])
    with open_engine(corpus, "duckdb") as engine:
        counted = {
            by: [
                (*(row[name] for name in by), row["records"], row["lines"])
                for row in count_table(engine, "sizes", groups=by).table.to_pylist()
            ]
            for by in [("year",), ("goal_class", "year"), ("body", "year"), ()]
        }

    assert counted["year",] == [(2023, 4, 3), (2024, 3, 2)]
    assert counted["goal_class", "year"] == [
        ("other", 2024, 1, 1),
        ("town", 2023, 4, 3),
        ("town", 2024, 2, 2),
    ]
    assert counted["body", "year"] == [
        ("112259", 2023, 3, 2),
        ("112259", 2024, 1, 1),
        ("112330", 2023, 1, 1),
        ("112330", 2024, 2, 1),
    ]
    assert counted[()] == [(7, 3)]
