"""The engine that counts for the pages: one a process, opened when it is first asked and kept while the corpus stays."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from torikumi.errors import UserError

if TYPE_CHECKING:
    from torikumi.corpus.engine import Engine
    from torikumi.corpus.store import Corpus


class _Kept:
    """The open engine, if any, and what it was opened for."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._of: tuple[object, ...] | None = None
        self._engine: Engine | None = None
        self._stack = ExitStack()

    def engine(self, corpus: Corpus) -> Engine:
        from torikumi.corpus.engine import open_engine

        wanted = (str(corpus.folder), corpus.generation, corpus.parts)
        if self._engine is None or self._of != wanted:
            self.close()
            self._engine = self._stack.enter_context(open_engine(corpus))
            self._of = wanted
        return self._engine

    def close(self) -> None:
        self._engine = None
        self._stack.close()


_kept = _Kept()
atexit.register(_kept.close)


@contextmanager
def engine_over(corpus: Corpus) -> Iterator[Engine]:
    """Give the engine over a corpus to one page at a time.

    Opening one takes longer than most questions, and it keeps what stands beside many answers. After a fault it is
    opened anew. Raises EngineError where there is none.
    """
    with _kept.lock:
        try:
            yield _kept.engine(corpus)
        except UserError:
            raise
        except Exception:
            _kept.close()
            raise
