"""Tables count what plain Python counts, on DuckDB and on a real Spark alike."""

import csv
import io
import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.unit.corpus.small_plans import HINAGATA, MIHON, plan, project
from torikumi.corpus.build import build_corpus
from torikumi.corpus.engine import Engine, open_engine, result_hash
from torikumi.corpus.fare import find_base, find_fare
from torikumi.corpus.intake import Entry
from torikumi.corpus.invented.generate import NOTICE, invent
from torikumi.corpus.shares import part, percent
from torikumi.corpus.store import Corpus, write_corpus
from torikumi.corpus.table_output import to_csv, to_json, to_parquet, to_text
from torikumi.corpus.tables import GROUPS, TABLES, Narrowed, TableError, count_table
from torikumi.plan.model import Municipality

QUESTIONS: list[tuple[str, tuple[str, ...], Narrowed]] = [
    *((kind.key, kind.usual, Narrowed()) for kind in TABLES),
    ("directions", (), Narrowed(outcomes=("expand", ""))),
    ("transitions", ("body",), Narrowed(prefectures=("福岡県",))),
    ("directions", ("prefecture", "year"), Narrowed(goal_classes=("town", "safety"))),
    ("indicators", ("body", "year"), Narrowed(years=(2024, 2025))),
    ("money", ("band", "section_kind"), Narrowed(body_kinds=("city",))),
    ("transitions", ("goal_class",), Narrowed()),
    ("names", ("goal_class",), Narrowed(years=(2025,))),
    ("sizes", ("body_kind", "peers"), Narrowed()),
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return write_corpus(tmp_path_factory.mktemp("counted"), invent(6_000, seed=3))


@pytest.fixture(scope="module")
def rows(corpus: Corpus) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = corpus.read().to_pylist()
    return found


@pytest.fixture(scope="module")
def engine(corpus: Corpus) -> Iterator[Engine]:
    with open_engine(corpus, "duckdb") as opened:
        yield opened


def fits(row: dict[str, Any], narrowed: Narrowed) -> bool:
    columns = {
        "years": "year",
        "goal_classes": "goal_class",
        "body_kinds": "body_kind",
        "prefectures": "prefecture",
        "outcomes": "outcome",
    }
    return all(
        not getattr(narrowed, name) or (row[column] or "") in getattr(narrowed, name)
        for name, column in columns.items()
    )


def group_key(row: dict[str, Any], by: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row[name] if name in ("year", "band") else row[name] or "" for name in by)


@pytest.mark.parametrize(("key", "by", "narrowed"), QUESTIONS)
def test_records_and_bodies_are_counted_as_plain_python_counts_them(
    engine: Engine, rows: list[dict[str, Any]], key: str, by: tuple[str, ...], narrowed: Narrowed
) -> None:
    counted = count_table(engine, key, groups=by, narrowed=narrowed)
    names = [
        name
        for name in counted.table.schema.names
        if name in {*by, "outcome", "next_outcome", "fate", "name_key"}
    ]
    expected: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for row in rows:
        is_newest = row["fate"] == "open"
        if key == "names" and not narrowed.years and not is_newest:
            continue
        if fits(row, narrowed) and not (key == "transitions" and is_newest):
            expected[
                group_key(row, tuple(names)) if key != "names" else (*group_key(row, by), row["name_key"])
            ].append(row["body"])
    found = {
        tuple(row[name] for name in ((*by, "name_key") if key == "names" else names)): (
            row["records"],
            row["bodies"],
        )
        for row in counted.table.to_pylist()
    }
    counts = {at: (len(bodies), len(set(bodies))) for at, bodies in expected.items()}
    if key == "names":
        most = sorted(counts.values(), key=lambda one: (-one[1], -one[0]))[: len(found)]
        assert sorted(found.values(), key=lambda one: (-one[1], -one[0])) == most
        assert all(counts[at] == sizes for at, sizes in found.items())
    else:
        assert found == counts
    fewest = 1 if "body" in by else 5
    assert [*counted.few] == [
        row["records"] < 10 or row["bodies"] < fewest for row in counted.table.to_pylist()
    ]


def test_money_results_and_lines_are_summed_in_whole_numbers(
    engine: Engine, rows: list[dict[str, Any]]
) -> None:
    money = count_table(engine, "money", groups=("year",)).table.to_pylist()
    for row in money:
        of_year = [one for one in rows if one["year"] == row["year"]]
        assert row["budget"] == sum(one["budget"] or 0 for one in of_year)
        assert row["with_budget"] == sum(one["budget"] is not None for one in of_year)
        assert row["settled"] == sum(one["settled"] or 0 for one in of_year)
    results = count_table(engine, "indicators", groups=()).table.to_pylist()[0]
    assert {name: results[name] for name in ("met", "partly", "missed", "none")} == Counter(
        row["result"] for row in rows
    )
    assert results["judged"] == sum(row["judged"] for row in rows)
    sizes = count_table(engine, "sizes", groups=()).table.to_pylist()[0]
    assert sizes["lines"] == len({(row["body"], row["line"]) for row in rows})


@pytest.mark.parametrize("by", [("goal_class", "year"), ("prefecture",), (), ("body", "year")])
def test_directions_have_their_share_and_that_of_all_records_beside(
    engine: Engine, rows: list[dict[str, Any]], by: tuple[str, ...]
) -> None:
    narrowed = Narrowed(goal_classes=("town", "safety"), years=(2023, 2024))
    chosen = [row for row in rows if fits(row, narrowed)]
    of_years = [row for row in rows if row["year"] in (2023, 2024)]
    found = count_table(engine, "directions", groups=by, narrowed=narrowed).table.to_pylist()

    assert len(found) > 5
    for row in found:
        alike = [one for one in chosen if group_key(one, by) == tuple(row[name] for name in by)]
        every = [one for one in of_years if "year" not in by or one["year"] == row["year"]]
        for among, records, of in ((alike, "records", "of"), (every, "all_records", "all_of")):
            same = [one for one in among if (one["outcome"] or "") == row["outcome"]]
            stated = [one for one in among if one["outcome"]] if row["outcome"] else among
            assert (row[records], row[of]) == (len(same), len(stated))


def test_transitions_stand_beside_what_becomes_of_all(engine: Engine, rows: list[dict[str, Any]]) -> None:
    seen = [row for row in rows if row["fate"] != "open"]
    for row in count_table(
        engine, "transitions", narrowed=Narrowed(goal_classes=("town",))
    ).table.to_pylist():
        alike = [
            one for one in seen if one["goal_class"] == "town" and (one["outcome"] or "") == row["outcome"]
        ]
        states = (row["fate"], row["next_outcome"])
        same = [one for one in seen if (one["fate"], one["next_outcome"] or "") == states]
        assert (row["of"], row["all_records"], row["all_of"]) == (len(alike), len(same), len(seen))


def test_reached_targets_stand_beside_those_of_all_records_of_the_year(
    engine: Engine, rows: list[dict[str, Any]]
) -> None:
    narrowed = Narrowed(body_kinds=("city",))
    for row in count_table(engine, "indicators", groups=("year",), narrowed=narrowed).table.to_pylist():
        every = [one["result"] for one in rows if one["year"] == row["year"] and one["result"] != "none"]
        cities = [
            one
            for one in rows
            if one["year"] == row["year"] and fits(one, narrowed) and one["result"] != "none"
        ]
        assert (row["all_met"], row["all_of"]) == (every.count("met"), len(every))
        assert row["of"] == len(cities) == row["met"] + row["partly"] + row["missed"]


def test_a_filter_of_directions_chooses_rows_and_keeps_what_shares_are_counted_of(
    engine: Engine, rows: list[dict[str, Any]]
) -> None:
    whole = count_table(engine, "directions", groups=("year",)).table.to_pylist()
    chosen = count_table(
        engine, "directions", groups=("year",), narrowed=Narrowed(outcomes=("shrink", ""))
    ).table.to_pylist()
    assert chosen == [row for row in whole if row["outcome"] in ("shrink", "")]
    money = count_table(engine, "money", groups=(), narrowed=Narrowed(outcomes=("shrink",))).table.to_pylist()
    shrunk = [row for row in rows if row["outcome"] == "shrink"]
    assert money[0]["budget"] == sum(row["budget"] or 0 for row in shrunk)
    both = [row for row in shrunk if row["budget"] is not None and row["settled"] is not None]
    assert money[0]["both_settled"] == sum(row["settled"] for row in both)
    assert money[0]["both_budget"] == sum(row["budget"] for row in both)


@pytest.mark.parametrize(
    ("narrowed", "told"),
    [
        (Narrowed(goal_classes=("towns",)), "children"),
        (Narrowed(prefectures=("埼玉",)), "埼玉県"),
        (Narrowed(outcomes=("shrunk",)), "shrink"),
        (Narrowed(body_kinds=("市",)), "city"),
        (Narrowed(section_kinds=("x",)), "planning"),
    ],
)
def test_a_filter_that_is_none_is_refused_with_those_that_are(
    engine: Engine, narrowed: Narrowed, told: str
) -> None:
    with pytest.raises(TableError, match=told):
        count_table(engine, "directions", narrowed=narrowed)


def test_shares_are_made_of_whole_numbers_half_up() -> None:
    assert [percent(1, 8), percent(1, 3), percent(0, 5), percent(5, 5)] == [
        "12.5％",
        "33.3％",
        "0.0％",
        "100.0％",
    ]
    # 0.25 per cent is half of a tenth.
    assert percent(1, 400) == "0.3％"
    assert (percent(0, 0), percent(None, 3), part(0, 0), part(1, 3)) == ("－", "－", None, 0.3333)


def test_the_commonest_spelling_of_a_name_is_shown(tmp_path: Path) -> None:
    village = Municipality(code="992038", name="いちょう村", prefecture="長野県")
    entries = [
        Entry(plan=plan([project(name, id="X")], body=body, year=year), source="x")
        for body, year, name in (
            (MIHON, 2023, "ごみ減量事業"),
            (MIHON, 2024, "ごみ減量事業"),
            (HINAGATA, 2024, "ゴミ減量事業"),
            (village, 2024, "ごみ減量事業"),
        )
    ]
    corpus = build_corpus(tmp_path, entries)
    with open_engine(corpus, "duckdb") as opened:
        names = count_table(opened, "names").table.to_pylist()
        of_2023 = count_table(opened, "names", narrowed=Narrowed(years=(2023,))).table.to_pylist()
        by_year = count_table(opened, "names", groups=("year",)).table.to_pylist()
    assert [(row["name"], row["records"], row["bodies"]) for row in names] == [("ごみ減量事業", 3, 3)]
    assert [(row["name"], row["records"], row["bodies"]) for row in of_2023] == [("ごみ減量事業", 1, 1)]
    assert [(row["year"], row["records"]) for row in by_year] == [(2024, 3), (2023, 1)]


NEEDS_JAVA = pytest.mark.skipif(
    shutil.which("java") is None, reason="there is no Java here (Debian: openjdk-17-jre-headless)"
)


@pytest.fixture(scope="module")
def spark(corpus: Corpus) -> Iterator[Engine]:
    with open_engine(corpus, "local[2]") as opened:
        yield opened


@pytest.mark.spark
@pytest.mark.xdist_group("spark")
@NEEDS_JAVA
def test_a_real_spark_gives_the_same_answers(
    engine: Engine, spark: Engine, rows: list[dict[str, Any]]
) -> None:
    for key, by, narrowed in QUESTIONS:
        ours = count_table(engine, key, groups=by, narrowed=narrowed)
        theirs = count_table(spark, key, groups=by, narrowed=narrowed)
        assert theirs.table.schema == ours.table.schema, key
        assert result_hash(theirs.table) == result_hash(ours.table), key
        assert theirs.notices == ours.notices
    narrowed = Narrowed(goal_classes=("town",))
    assert find_fare(spark, narrowed=narrowed) == find_fare(engine, narrowed=narrowed)
    assert find_base(spark, narrowed=narrowed) == find_base(engine, narrowed=narrowed)
    lines = {(row["body"], row["line"]) for row in rows[:200]}
    assert find_fare(spark, lines=lines) == find_fare(engine, lines=lines)


@pytest.mark.spark
@pytest.mark.xdist_group("spark")
@NEEDS_JAVA
def test_amounts_of_many_digits_come_whole_from_spark_beside_empty_ones(
    engine: Engine, spark: Engine
) -> None:
    # The sum of all budgets and one yen more than a floating point can tell apart, beside years that have no such amount.
    answers = []
    for opened in (engine, spark):
        records = opened.records()
        large = ibis.ifelse(records.year == 2024, records.budget * 0 + 2**53 + 1, None)
        answers.append(
            opened.answer(records.group_by("year").agg(most=large.max().cast("int64")).order_by("year"))
        )
    assert answers[0].equals(answers[1])
    assert {row["year"]: row["most"] for row in answers[1].to_pylist()}[2024] == 2**53 + 1
    assert None in answers[1]["most"].to_pylist()


def test_tables_groups_and_years_that_are_not_there(engine: Engine) -> None:
    with pytest.raises(TableError, match="directions"):
        count_table(engine, "nothing")
    with pytest.raises(TableError, match="goal_class"):
        count_table(engine, "names", groups=("body",))
    empty = count_table(engine, "directions", narrowed=Narrowed(years=(1999,)))
    assert empty.table.num_rows == 0
    assert "該当する記録はありません" in to_text(empty)


def test_outputs_say_words_base_few_and_that_it_is_invented(engine: Engine) -> None:
    counted = count_table(engine, "directions", groups=("body",))
    text = to_text(counted)
    assert NOTICE in text
    assert counted.kind.base in text
    assert "一般の傾向とは見ないで" in text
    read = [*csv.reader(io.StringIO(to_csv(counted).decode("utf-8-sig")))]
    assert read[0] == [
        *("団体コード", "団体", "方向性", "記録の数", "団体の数"),
        *(
            "割合のもとになる記録",
            "全体での記録",
            "全体での割合のもとになる記録",
            "割合",
            "全体での割合",
            "少数",
        ),
    ]
    assert len(read) == counted.table.num_rows + 1
    assert "継続" in {row[2] for row in read}
    said = json.loads(to_json(counted))
    assert [row["few"] for row in said["rows"]] == [*counted.few]
    assert said["notices"] == [NOTICE]
    assert pq.read_table(pa.BufferReader(to_parquet(counted))).equals(counted.table)


def test_no_cell_of_a_csv_is_a_formula(tmp_path: Path) -> None:
    evil = "=HYPERLINK(1)事業"
    corpus = build_corpus(tmp_path, [Entry(plan=plan([project(evil)]), source="x")])
    with open_engine(corpus, "duckdb") as opened:
        written = to_csv(count_table(opened, "names")).decode("utf-8-sig")
    assert "'=HYPERLINK" in written


def test_every_group_has_a_word() -> None:
    assert {group for kind in TABLES for group in kind.groups} <= {*GROUPS}
