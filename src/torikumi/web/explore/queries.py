"""The corpus that the server was given: opened once, and again when it changes."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from torikumi.errors import UserError

if TYPE_CHECKING:
    from torikumi.corpus.engine import Engine
    from torikumi.corpus.fare import Fared
    from torikumi.corpus.meaning import CorpusMeaning
    from torikumi.corpus.search import Searcher
    from torikumi.corpus.store import Corpus


class NoCorpusError(UserError):
    """The server has no corpus, or cannot use it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A corpus with its search; `meaning` is None where only words are compared."""

    corpus: Corpus
    searcher: Searcher
    meaning: CorpusMeaning | None


_log = logging.getLogger(__name__)
_opened: dict[tuple[str, float, float], Opened] = {}
_bases: dict[tuple[str, int, bool], Fared] = {}
_MOST_BASES = 8


def open_corpus() -> Opened:
    """Return the corpus of TORIKUMI_CORPUS_DIR. Raises UserError where there is none, or it cannot be used."""
    folder = settings.CORPUS_FOLDER
    if not folder:
        raise NoCorpusError(
            ja="全国の取組のデータが、このサーバーにはまだありません。管理者が torikumi corpus build で作り、"
            "設定 TORIKUMI_CORPUS_DIR にその場所を入れると使えます。",
            en="This server has no corpus yet. Build one with torikumi corpus build and name it in TORIKUMI_CORPUS_DIR.",
        )
    try:
        from torikumi.corpus.meaning import open_meaning
        from torikumi.corpus.model_folder import ModelError
        from torikumi.corpus.search import open_search
        from torikumi.corpus.store import Corpus
    except ModuleNotFoundError as error:
        raise NoCorpusError(
            ja="全国の取組を扱う部品が、このサーバーに入っていません。pip install 'torikumi[corpus]' で入れてください。",
            en="The parts for the corpus are not installed. Install them with pip install 'torikumi[corpus]'.",
        ) from error
    path = Path(folder)
    stamp = (folder, _changed(path / "corpus.json"), _changed(path / "index" / "index.json"))
    found = _opened.get(stamp)
    if found is None:
        corpus = Corpus.open(path)
        try:
            meaning = open_meaning(corpus)
        except ModelError as error:
            # The pages say that words alone are compared; why, the administrator reads in the log.
            _log.warning("%s", error.en)
            meaning = None
        found = Opened(corpus=corpus, searcher=open_search(corpus), meaning=meaning)
        # The generation before is let go: its files go with the next change.
        _opened.clear()
        _opened[stamp] = found
    return found


def base_of(opened: Opened, engine: Engine, *, with_first_edition: bool) -> Fared:
    """Return how all projects of the corpus fared; counted once a generation, since every page stands beside it."""
    from torikumi.corpus.fare import find_base

    key = (str(opened.corpus.folder), opened.corpus.generation, with_first_edition)
    known = _bases.get(key)
    if known is None:
        if len(_bases) > _MOST_BASES:
            _bases.clear()
        known = _bases[key] = find_base(engine, with_first_edition=with_first_edition)
    return known


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
