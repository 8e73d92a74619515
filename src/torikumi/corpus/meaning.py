"""What the texts of a corpus mean, beside their words: rows of a model for each distinct name and summary."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from torikumi.corpus.embedder import Embedder, open_embedder
from torikumi.corpus.keys import text_key_of
from torikumi.corpus.store import Corpus, read_part
from torikumi.corpus.vectors import Vectors, add_vectors, open_vectors, write_vectors

_FOLDER = "meaning"
_A_PART = 200_000
_BEGINNING = 120


class CorpusMeaning:
    """A model and the rows of a corpus; `similar` asks it."""

    def __init__(self, embedder: Embedder, vectors: Vectors) -> None:
        self._embedder, self._vectors = embedder, vectors
        self.name = embedder.name

    def nearest(self, text: str, *, limit: int) -> Sequence[tuple[int, float]]:
        """Return the keys of the texts nearest in meaning, with their likeness."""
        return self._vectors.nearest(self._embedder.embed([text])[0], limit=limit)

    def likeness(self, text: str, keys: Sequence[int]) -> Mapping[int, float]:
        """Return how like a text those with some keys are."""
        return self._vectors.likeness(self._embedder.embed([text])[0], keys)


def words_to_embed(name: str, summary: str | None) -> str:
    """Return what a project's meaning is taken from: its name, and how its summary begins."""
    return f"{name}。{(summary or '')[:_BEGINNING]}"


def open_meaning(corpus: Corpus) -> CorpusMeaning | None:
    """Return the meaning of a corpus; None where no model is installed, or the rows are of none or of another one."""
    vectors = open_vectors(corpus.folder / _FOLDER)
    if vectors is None or not vectors.count:
        return None
    embedder = open_embedder()
    if embedder is None or vectors.model != embedder.name:
        return None
    return CorpusMeaning(embedder, vectors)


def build_meaning(corpus: Corpus, embedder: Embedder) -> int:
    """Make the rows of all texts anew and return how many; the model takes 1 to 3 milliseconds a text."""
    seen: set[int] = set()

    def parts() -> Iterator[tuple[np.ndarray, np.ndarray]]:
        waiting: dict[int, str] = {}
        for path in corpus.files():
            for key, text in _texts_in(path):
                if key not in seen:
                    seen.add(key)
                    waiting[key] = text
            if len(waiting) >= _A_PART:
                yield _rows(waiting, embedder)
                waiting.clear()
        if waiting:
            yield _rows(waiting, embedder)

    write_vectors(corpus.folder / _FOLDER, model=embedder.name, parts=parts())
    return len(seen)


def update_meaning(corpus: Corpus, bodies: Sequence[str]) -> None:
    """Add the rows of new texts of some bodies, where the corpus has rows of the model that is installed."""
    vectors = open_vectors(corpus.folder / _FOLDER)
    if vectors is None:
        return
    embedder = open_embedder()
    if embedder is None or vectors.model != embedder.name:
        return
    texts: dict[int, str] = {}
    for body in bodies:
        for row in corpus.read(body=body, columns=["body", "name", "summary"]).to_pylist():
            texts[text_key_of(row["name"], row["summary"])] = words_to_embed(row["name"], row["summary"])
    missing = vectors.without_rows(texts)
    if missing:
        add_vectors(corpus.folder / _FOLDER, *_rows({key: texts[key] for key in missing}, embedder))


def _texts_in(path: Path) -> Iterator[tuple[int, str]]:
    table = read_part(path, columns=["name", "summary"])
    distinct = table.group_by(["name", "summary"]).aggregate([])
    for name, summary in zip(distinct["name"].to_pylist(), distinct["summary"].to_pylist(), strict=True):
        yield text_key_of(name, summary), words_to_embed(name, summary)


def _rows(texts: Mapping[int, str], embedder: Embedder) -> tuple[np.ndarray, np.ndarray]:
    return np.fromiter(texts, dtype=np.int64), embedder.embed([*texts.values()])
