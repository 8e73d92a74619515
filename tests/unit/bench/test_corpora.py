"""The bench of the corpus: every way of searching counts what plain looking counts, and its figures become a page."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest

pytest.importorskip("tantivy", reason="the extra `corpus` is not installed")

from bench.corpora.beside import RIVALS, counts_that_differ
from bench.corpora.growth import chart, markdown
from bench.corpora.questions import Asked, questions
from bench.corpora.report import steps, ways
from bench.corpora.rivals import Scan
from bench.corpora.wordings import Wordings, write_wordings

from torikumi.corpus.grams import stands_in
from torikumi.corpus.invented.generate import invent
from torikumi.corpus.question import Question
from torikumi.corpus.search import open_search
from torikumi.corpus.store import Corpus, write_corpus
from torikumi.corpus.text_index import build_index

TEXTS = ("name", "summary", "answers", "section", "goal", "measure")
HARD = (
    Question(words="妊娠・出産"),
    Question(words="1"),
    Question(words="。"),
    Question(words='"', years=(2024,)),
    Question(words="50%_ \\"),
    Question(years=(2024,), outcomes=("", "keep")),
    Question(words="補助", outcomes=("expand",), bands=(3, 4), results=("met",)),
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    found = write_corpus(tmp_path_factory.mktemp("corpus"), invent(4_000, seed=4))
    build_index(found)
    return found


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    return [*questions(40, seed=3), *(Asked(one, one.word_keys()) for one in HARD)]


@pytest.fixture(scope="module")
def wordings(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Wordings:
    return write_wordings(corpus, tmp_path_factory.mktemp("wordings"))


@pytest.fixture(scope="module")
def plain(corpus: Corpus, asked: list[Asked]) -> list[int]:
    """What Python finds by looking through all records."""
    rows = corpus.read().to_pylist()
    return [len({row["wording"] for row in rows if _fits(row, one)}) for one in asked]


def _fits(row: dict[str, Any], asked: Asked) -> bool:
    question = asked.question
    chosen = {
        "prefecture": question.prefectures,
        "goal_class": question.goal_classes,
        "year": question.years,
        "outcome": question.outcomes,
        "band": question.bands,
        "result": question.results,
    }
    if any(
        values and ("" if row[name] is None else row[name]) not in values for name, values in chosen.items()
    ):
        return False
    return all(stands_in(key, [row[name] for name in TEXTS]) for key in asked.keys)


@pytest.fixture(scope="module")
def scan(wordings: Wordings) -> Iterator[Scan]:
    found = Scan(wordings)
    yield found
    found.close()


def test_the_questions_find_many_few_and_nothing(plain: list[int]) -> None:
    assert 0 in plain
    assert min(count for count in plain if count) < 20
    assert max(plain) > 200


def test_duckdb_alone_counts_as_plain_looking_does(scan: Scan, asked: list[Asked], plain: list[int]) -> None:
    assert [scan.count(one) for one in asked] == plain


def test_our_search_and_its_counts_are_those_of_plain_looking(
    corpus: Corpus, scan: Scan, asked: list[Asked], plain: list[int]
) -> None:
    searcher = open_search(corpus)

    assert [searcher.count(one.question) for one in asked] == plain
    assert counts_that_differ(searcher, scan, asked) == []


def test_sqlite_with_our_bigrams_counts_as_plain_looking_does(
    wordings: Wordings, asked: list[Asked], plain: list[int]
) -> None:
    with RIVALS["fts5"](wordings) as way:
        assert [way.count(one) for one in asked if one.keys] == [
            count for one, count in zip(asked, plain, strict=True) if one.keys
        ]
        assert way.megabytes


def test_trigrams_of_sqlite_cannot_say_where_a_word_has_two_letters(
    wordings: Wordings, asked: list[Asked], plain: list[int]
) -> None:
    with RIVALS["trigram"](wordings) as way:
        for one, count in zip(asked, plain, strict=True):
            if any(len(key) < 3 for key in one.keys):
                assert way.count(one) is None
            elif one.keys:
                assert way.count(one) == count


@pytest.mark.postgres
@pytest.mark.parametrize("name", ["postgres", "pg_trgm"])
def test_postgresql_counts_as_plain_looking_does(
    name: str, wordings: Wordings, asked: list[Asked], plain: list[int]
) -> None:
    with RIVALS[name](wordings) as way:
        assert [way.count(one) for one in asked if one.keys] == [
            count for one, count in zip(asked, plain, strict=True) if one.keys
        ]


def test_one_seed_asks_the_same() -> None:
    assert questions(50, seed=1) == questions(50, seed=1)
    assert questions(50, seed=1) != questions(50, seed=2)


def _figures(records: int, milliseconds: float) -> dict[str, Any]:
    times = {"p50": milliseconds / 2, "p95": milliseconds, "of": 200}
    timed = ("search", "similar", "table directions", "a city's page")
    return {
        "machine": "a machine, 2 cores",
        "records": records,
        "wordings": records // 4,
        "Parquet MB": 15,
        "index MB": 19,
        "writing s": 7.0,
        "indexing s": 12.1,
        "adding one city's year": {"projects": 100, "s": 1.5},
        "memory MB": 452,
        **dict.fromkeys(timed, times),
    }


def test_each_size_is_a_row_and_a_place_in_the_chart() -> None:
    results = [_figures(100_000, 8.0), _figures(1_000_000, 16.0)]

    rows = markdown(results).splitlines()
    picture = ElementTree.fromstring(chart(results))

    assert len(rows) == 4
    assert rows[2].startswith("| 100,000 | 25,000 | 15 | 19 | 7.0 | 12.1 | 1.5 | 452 | 4.0 / 8.0 |")
    texts = ["".join(one.itertext()) for one in picture.iter() if one.tag.endswith("text")]
    assert {"0.1", "1.0", "検索（件数つき）", "似た取組"} <= {*texts}


def test_a_step_that_was_not_measured_is_a_dash() -> None:
    figures = _figures(100_000, 8.0)
    for name in ("similar", "adding one city's year", "writing s"):
        del figures[name]

    rows = markdown([figures]).splitlines()

    assert rows[2].count("－") == 3
    assert "似た取組" not in chart([figures])


def test_each_step_is_a_row_and_each_size_a_column() -> None:
    more = {**_figures(1_000_000, 16.0), "table money": {"p50": 1.0, "p95": 2.0, "of": 5}}

    rows = steps([_figures(100_000, 8.0), more]).splitlines()

    assert rows[0] == "| ミリ秒 | 100,000 | 1,000,000 |"
    assert "| 検索（すべての条件の件数つき） | 4.0 / 8.0 | 8.0 / 16.0 |" in rows
    assert "| 表: 予算 | － | 1.0 / 2.0 |" in rows
    assert len(rows) == 2 + 5


def test_ways_stand_side_by_side_with_what_each_could_not_say() -> None:
    found = {"p50": 0.4, "p95": 3.0, "of": 102, "cannot say": 98, "counts that differ": {"茶": (1, 2)}}
    ours = {**found, "of": 200, "cannot say": 0, "counts that differ": {}}
    figures = {
        **_figures(100_000, 8.0),
        "beside": {"ours": ours, "trigram": {**found, "building s": 1.4, "MB": 22}},
    }

    rows = ways(figures).splitlines()

    assert rows[2:] == [
        "| この索引 | 12.1 | 19 | 0.4 / 3.0 | 0 | 0 |",
        "| SQLite FTS5（trigram） | 1.4 | 22 | 0.4 / 3.0 | 98 | 1 |",
    ]
