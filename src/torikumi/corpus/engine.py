"""Where questions that count are answered: DuckDB in this process, or Apache Spark, by one setting.

A question is one Ibis expression; both engines answer it with the same columns, types and order. Results hold whole
numbers, texts and nothing else: shares are made of them afterwards, so no engine can round them in its own way.
"""

import hashlib
import logging
import os
import re
import shutil
import socket
import tempfile
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import ibis
import pyarrow as pa

from torikumi.corpus.schema import SCHEMA
from torikumi.corpus.store import Corpus, damaged
from torikumi.errors import UserError

SETTING = "TORIKUMI_CORPUS"
_MEMORY = "3GB"
_LOCAL = re.compile(r"local\[(?:[1-9][0-9]?|\*)\]")
_MASTER = re.compile(r"spark://(?P<host>[A-Za-z0-9.-]+):(?P<port>[0-9]{1,5})")
_PATTERN = re.compile(r"[\[\]{}*?\\]")
_MOST_KEPT = 500
_PATIENCE = 5.0  # seconds for a master to answer


class EngineError(UserError):
    """An engine that cannot be had."""


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that is open, and the corpus that it looks at; `name` is "duckdb" or the address of the cluster."""

    name: str
    corpus: Corpus
    connection: Any
    session: Any = None
    _kept: dict[tuple[Hashable, ...], Any] = field(default_factory=dict, repr=False)
    _written: dict[tuple[Hashable, ...], tuple[str, pa.Schema]] = field(default_factory=dict, repr=False)

    def records(
        self, *, years: Collection[int] | None = None, prefectures: Collection[str] | None = None
    ) -> Any:
        """Return the records of some years and prefectures as an Ibis table; only their files are opened."""
        files = [str(path) for path in self.corpus.files(years=years, prefectures=prefectures)]
        return self._once(("records", *files), lambda: self._records(files))

    def kept(self, key: tuple[Hashable, ...], make: Callable[[], Any]) -> Any:
        """Return a table of what an expression comes to, worked out once while the engine is open.

        For what stands beside many answers: what is small, and takes long to count. `key` says what the expression is.
        """
        return self._once(("worked out", *key), lambda: self._worked_out(make()))

    def _once(self, key: tuple[Hashable, ...], make: Callable[[], Any]) -> Any:
        """Return the table of a key, made once; of very many the oldest is let go."""
        table = self._kept.get(key)
        if table is None:
            if len(self._kept) >= _MOST_KEPT:
                self._forget(self._kept.pop(next(iter(self._kept))))
            table = self._kept[key] = make()
        return table

    def _records(self, files: list[str]) -> Any:
        if self.session is None:
            with self._reading():
                if files:
                    return self.connection.read_parquet(files)
                return self.connection.create_table(
                    f"kept_{uuid4().hex}", schema=ibis.Schema.from_pyarrow(SCHEMA), temp=True
                )
        from pyspark.sql.pandas.types import from_arrow_schema

        kind = from_arrow_schema(SCHEMA)
        reader = self.session.read.schema(kind)
        frame = reader.parquet(*files) if files else self.session.createDataFrame([], kind)
        return self._view(frame)

    def _worked_out(self, expression: Any) -> Any:
        if self.session is None:
            with self._reading():
                return self.connection.create_table(f"kept_{uuid4().hex}", expression, temp=True)
        return self._view(self.session.sql(self.connection.compile(expression)).cache())

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Tell a damaged file of the corpus in a sentence. Raises CorpusError."""
        try:
            yield
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise damaged(self.corpus.folder) from error

    def _view(self, frame: Any) -> Any:
        name = f"kept_{uuid4().hex}"
        frame.createOrReplaceTempView(name)
        return self.connection.table(name)

    def _forget(self, table: Any) -> None:
        name = table.get_name()
        if self.session is not None:
            self.session.table(name).unpersist()
            self.session.catalog.dropTempView(name)
        elif name.startswith("kept_"):
            self.connection.drop_table(name, force=True)
        else:
            self.connection.drop_view(name, force=True)

    def answer(self, expression: Any) -> pa.Table:
        """Return the answer to a question, its columns of the expression's own types."""
        return self._asked(self.connection.compile(expression), expression.schema().to_pyarrow())

    def answer_from(
        self, key: tuple[Hashable, ...], sources: Mapping[str, Any], make: Callable[..., Any]
    ) -> pa.Table:
        """Return the answer to the question that `make` asks of some tables; its SQL is written once for each `key`.

        `make` takes tables by the names of `sources` and depends on nothing else but what `key` says. To write SQL takes
        several times as long as to answer a question about one city.
        """
        written = self._written.get(key)
        if written is None:
            question = make(**{name: ibis.table(one.schema(), name=name) for name, one in sources.items()})
            written = self.connection.compile(question), question.schema().to_pyarrow()
            self._written[key] = written
        sql, schema = written
        # To hold all columns of what is looked at would take more than looking twice; Spark does not hold them anyhow.
        quote, how = ('"', "AS NOT MATERIALIZED") if self.session is None else ("`", "AS")
        parts = [
            f"{quote}{name}{quote} {how} ({self.connection.compile(one)})" for name, one in sources.items()
        ]
        rest = sql.removeprefix("WITH ")
        return self._asked(f"WITH {', '.join(parts)}{', ' if rest != sql else ' '}{rest}", schema)

    def _asked(self, sql: str, schema: pa.Schema) -> pa.Table:
        if self.session is None:
            with self._reading():
                table = self.connection.con.sql(sql).to_arrow_table()
        else:
            # Ibis would go through pandas: there a column with an empty cell loses the last digits of large numbers.
            table = self.session.sql(sql).toArrow()
        return table.select(schema.names).cast(schema).combine_chunks()


@contextmanager
def open_engine(corpus: Corpus, setting: str | None = None) -> Iterator[Engine]:
    """Open the engine that a setting names: "duckdb" or "", "local[2]", "spark://host:port"; None is TORIKUMI_CORPUS.

    Raises EngineError for a setting that names none, and where Spark or Java are missing or the cluster does not answer.
    """
    name = (os.environ.get(SETTING, "") if setting is None else setting).strip() or "duckdb"
    if name == "duckdb":
        with _duckdb(corpus.folder) as connection:
            yield Engine(name, corpus, connection)
    elif _LOCAL.fullmatch(name) or _MASTER.fullmatch(name):
        _check_folder(corpus.folder)
        with _spark(name) as session:
            yield Engine(name, corpus, ibis.pyspark.connect(session), session)
    else:
        raise EngineError(
            ja=f"{SETTING} の「{name}」は使えません。duckdb、local[2]、spark://ホスト:ポート のどれかにしてください。",
            en=f"{SETTING} does not take {name!r}. Use duckdb, local[2] or spark://host:port.",
        )


def result_hash(table: pa.Table) -> str:
    """Return a fingerprint of an answer: equal for equal columns, types and rows in order, whoever gave it."""
    digest = hashlib.sha256(str(table.schema.remove_metadata()).encode())
    for row in table.to_pylist():
        digest.update(repr([*row.values()]).encode())
    return digest.hexdigest()


@contextmanager
def _duckdb(folder: Path) -> Iterator[Any]:
    with tempfile.TemporaryDirectory(prefix="torikumi-corpus-") as spill:
        connection = ibis.duckdb.connect(
            threads=os.cpu_count() or 1,
            memory_limit=_MEMORY,
            temp_directory=spill,
            autoinstall_known_extensions=False,
            autoload_known_extensions=False,
        )
        try:
            # Whatever is asked, only files of the corpus are read, nothing is loaded, and no network is used.
            connection.con.execute(
                "SET allowed_directories = $1", [[str(folder.absolute()), str(folder), spill]]
            )
            connection.con.execute("SET enable_external_access = false")
            # The list of parts does not change while it is open: what stands at the end of each file is read once.
            connection.con.execute("SET parquet_metadata_cache = true")
            yield connection
        finally:
            connection.disconnect()


@contextmanager
def _spark(master: str) -> Iterator[Any]:
    _check_java()
    _check_master(master)
    # It reports each connection that it closes, also when Python is ending and nobody listens any more.
    logging.getLogger("py4j.clientserver").setLevel(logging.ERROR)
    try:
        from pyspark.sql import SparkSession
    except ModuleNotFoundError as error:
        raise EngineError(
            ja="Spark の部品が入っていません。`pip install 'torikumi[corpus,spark]'` で入れてください。",
            en="Spark is not installed. Install it with `pip install 'torikumi[corpus,spark]'`.",
        ) from error
    builder = SparkSession.builder.appName("torikumi-corpus").master(master)
    for name, value in _settings(master).items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as error:  # Py4J hands on whatever Java says, as errors of no one type
        raise EngineError(
            ja=f"Spark（{master}）を始められません。Java 17 以降が入っているか、アドレスが Spark のものかを確かめてください。",
            en=f"Cannot start Spark ({master}). See that Java is 17 or later, and that Spark is at the address.",
        ) from error
    try:
        session.sparkContext.setLogLevel("ERROR")
        yield session
    finally:
        session.stop()


def _settings(master: str) -> dict[str, str]:
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "8",
        "spark.cores.max": os.environ.get("TORIKUMI_CORPUS_CORES", "64"),
    }
    found = _MASTER.fullmatch(master)
    if found is None or found["host"] in ("127.0.0.1", "localhost"):
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return settings


def _check_folder(folder: Path) -> None:
    """Raise EngineError for a folder that Spark would take for a pattern, and find nothing."""
    if _PATTERN.search(str(folder.absolute())):
        raise EngineError(
            ja=f"Spark は、名前に [ ] {{ }} * ? \\ があるフォルダー「{folder}」を開けません。フォルダーの名前を変えてください。",
            en=f"Spark opens no folder with [ ] {{ }} * ? or \\ in its name: {folder}. Rename it.",
        )


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME", "")
    if shutil.which("java") is None and not (home and Path(home, "bin", "java").exists()):
        raise EngineError(
            ja="Spark には Java 17 以降が要ります。Debian では `apt-get install openjdk-17-jre-headless` で入れてください。",
            en="Spark needs Java 17 or later. On Debian: `apt-get install openjdk-17-jre-headless`.",
        )


def _check_master(master: str) -> None:
    """Raise EngineError where nobody answers at the address: Spark itself would go on trying for a minute."""
    found = _MASTER.fullmatch(master)
    if found is None:
        return
    try:
        with socket.create_connection((found["host"], int(found["port"])), timeout=_PATIENCE):
            return
    except (OSError, OverflowError) as error:
        raise EngineError(
            ja=f"Spark（{master}）につながりません。動いているか、ホストとポートが正しいかを確かめてください。",
            en=f"Cannot reach Spark ({master}). See that it runs, and that host and port are right.",
        ) from error
