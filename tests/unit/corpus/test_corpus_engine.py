"""Engines: which one a setting names, what they need, and that they read the corpus and nothing else."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.unit.corpus.small_plans import plan, project
from torikumi.corpus.build import build_corpus
from torikumi.corpus.engine import Engine, EngineError, open_engine, result_hash
from torikumi.corpus.intake import Entry
from torikumi.corpus.store import Corpus
from torikumi.corpus.tables import count_table


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    entries = [Entry(plan=plan([project("防災訓練")]), source="x")]
    return build_corpus(tmp_path_factory.mktemp("engines"), entries)


@pytest.fixture(scope="module")
def engine(corpus: Corpus) -> Iterator[Engine]:
    with open_engine(corpus, "duckdb") as opened:
        yield opened


def test_a_hash_knows_every_value_type_and_order() -> None:
    table = pa.table({"a": pa.array([1, 2], pa.int64()), "b": ["x", None]})
    same = pa.table({"a": pa.array([1, 2], pa.int64()), "b": ["x", None]})
    assert result_hash(table) == result_hash(same)
    for other in (
        table.take([1, 0]),
        table.rename_columns(["a", "c"]),
        table.set_column(0, "a", pa.array([1, 2], pa.int32())),
        table.set_column(1, "b", pa.array(["x", ""])),
    ):
        assert result_hash(other) != result_hash(table)


def test_the_sql_of_a_question_is_written_once_and_asked_of_what_is_given(engine: Engine) -> None:
    asked = []

    def count(some: Any) -> Any:
        asked.append(some)
        return some.aggregate(records=some.count(), names=some["name"].nunique())

    records = engine.records()
    answers = [
        engine.answer_from(("test",), {"some": one}, count).to_pylist()
        for one in (records, records.filter(records["name"] == "どこにもない"), records.limit(1))
    ]

    assert answers == [
        [{"records": 1, "names": 1}], [{"records": 0, "names": 0}], [{"records": 1, "names": 1}],
    ]  # fmt: skip
    assert len(asked) == 1


@pytest.mark.parametrize(
    "setting", ["postgres", "spark:/x", "local", "local[0]", "local[x]", "spark://host", "spark://a b:1"]
)
def test_a_setting_that_names_no_engine_is_refused(corpus: Corpus, setting: str) -> None:
    with pytest.raises(EngineError, match="duckdb"), open_engine(corpus, setting):
        pass


def test_the_setting_of_the_environment_counts(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORIKUMI_CORPUS", "nonsense")
    with pytest.raises(EngineError, match="nonsense"), open_engine(corpus):
        pass
    monkeypatch.setenv("TORIKUMI_CORPUS", "")
    with open_engine(corpus) as opened:
        assert opened.name == "duckdb"


def test_a_master_that_does_not_answer_is_said_at_once(corpus: Corpus) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = server.getsockname()[1]

    with (
        pytest.raises(EngineError, match=f"127.0.0.1:{free}"),
        open_engine(corpus, f"spark://127.0.0.1:{free}"),
    ):
        pass
    with pytest.raises(EngineError, match="99999"), open_engine(corpus, "spark://127.0.0.1:99999"):
        pass


def test_a_folder_that_spark_takes_for_a_pattern_is_refused_and_duckdb_reads_it(tmp_path: Path) -> None:
    corpus = build_corpus(tmp_path / "県[1] {a,b}*", [Entry(plan=plan([project("防災訓練")]), source="x")])

    with open_engine(corpus, "duckdb") as opened:
        assert count_table(opened, "sizes", groups=()).table["records"].to_pylist() == [1]
    with pytest.raises(EngineError, match="フォルダーの名前"), open_engine(corpus, "local[2]"):
        pass


def test_spark_without_java_says_what_to_install(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)

    with pytest.raises(EngineError, match="openjdk-17-jre-headless"), open_engine(corpus, "local[2]"):
        pass


def test_duckdb_reads_the_corpus_and_no_other_file(engine: Engine, tmp_path: Path) -> None:
    other = tmp_path / "other.parquet"
    pq.write_table(pa.table({"a": [1]}), other)

    with pytest.raises(duckdb.PermissionException, match=r"other\.parquet"):
        engine.connection.read_parquet(str(other))
