"""The wordings of a corpus as rows for other ways of searching: a text each, and what its years were."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from bench.corpora.questions import FILTERS

from torikumi.corpus.store import Corpus
from torikumi.text.width import search_key

_TEXTS = ("name", "summary", "answers", "section", "goal", "measure")
_BATCH = 50_000
# No text holds it, so no word is found across two texts.
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class Wordings:
    """Two Parquet files: `texts` (number, text as a key), `years` (number, and a column a filter)."""

    texts: Path
    years: Path

    def read(self) -> Iterator[tuple[int, str]]:
        """Yield the number and the text of each wording."""
        for batch in pq.ParquetFile(self.texts).iter_batches(_BATCH):
            yield from zip(batch["number"].to_pylist(), batch["text"].to_pylist(), strict=True)

    def read_years(self) -> Iterator[tuple[int | str, ...]]:
        """Yield the years of each wording: number, then the values of FILTERS in order."""
        for batch in pq.ParquetFile(self.years).iter_batches(_BATCH):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def write_wordings(corpus: Corpus, folder: Path) -> Wordings:
    """Write the wordings of a corpus into a folder; what is not known becomes "", as the index has it."""
    folder.mkdir(parents=True, exist_ok=True)
    found = Wordings(texts=folder / "texts.parquet", years=folder / "years.parquet")
    files = [str(path) for path in corpus.files()]
    with duckdb.connect() as connection:
        chosen = ", ".join(f"first({name}) as {name}" for name in _TEXTS)
        connection.execute(
            f"create temp table wordings as select row_number() over () as number, wording, {chosen} "
            "from read_parquet(?, hive_partitioning = false) group by wording",
            [files],
        )
        columns = ", ".join(
            f"coalesce({name}, '') as {name}" if name not in ("year", "band") else name
            for name in FILTERS.values()
        )
        connection.execute(
            f"copy (select distinct number, {columns} from read_parquet([{', '.join(map(repr, files))}], "
            "hive_partitioning = false) join wordings using (wording) order by number, year) "
            f"to '{found.years}' (format parquet)"
        )
        rows = connection.execute(f"select number, {', '.join(_TEXTS)} from wordings order by number")
        schema = pa.schema([("number", pa.int64()), ("text", pa.string())])
        with pq.ParquetWriter(found.texts, schema) as writer:
            while some := rows.fetchmany(_BATCH):
                numbers = [number for number, *_ in some]
                texts = [_BETWEEN.join(_key(text) for text in texts if text) for _, *texts in some]
                writer.write_table(pa.table([numbers, texts], schema=schema))
    return found


# Headings and sections stand in very many wordings.
@lru_cache(maxsize=200_000)
def _key(text: str) -> str:
    return search_key(text)
