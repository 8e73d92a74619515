"""Setting papers beside the work that waits for them: some at a time, each in a process of its own, none twice."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

from torikumi.publish.build_cache import BuildCache, key_of
from torikumi.publish.typeset.engine import Paper, Typeset, typeset

# Beyond this many at once the memory is what ends first: a paper of 10,000 rows takes two gigabytes.
_MOST = 4
_PDF = "paper.pdf"
_REPLACED = "replaced"

Key: TypeAlias = str


@dataclass(frozen=True, slots=True)
class AskedPaper:
    """A paper of an edition: its address from the root of the site, its name for people, and what is to be set."""

    address: str
    name: str
    paper: Paper


class Press:
    """Sets papers for one build; what the cache holds is not set again.

    The cache is asked and told by the thread that uses the press, never by those that wait for the typesetters.
    `asked` holds what was begun ahead, by the seals of the plans that it is made of.
    """

    def __init__(self, cache: BuildCache, *, set_one: Callable[[Paper], Typeset] = typeset) -> None:
        """Take the cache of a build, and what sets a paper."""
        self._cache = cache
        self._set = set_one
        self._pool: ThreadPoolExecutor | None = None
        self.asked: dict[tuple[str, ...], tuple[AskedPaper, ...]] = {}
        self._begun: dict[Key, Future[Typeset]] = {}

    def begin(self, papers: Iterable[Paper]) -> None:
        """Have papers set that will be asked for; those that the cache holds are left alone."""
        for paper in papers:
            key = _key(paper)
            if key is not None and key not in self._begun and not self._cache.holds(_parts(key)):
                self._begun[key] = self._workers().submit(self._set, paper)

    def paper(self, paper: Paper) -> Typeset:
        """Return a paper as PDF. Raises what `typeset` does."""
        key = _key(paper)
        if key is None:
            return self._set(paper)

        def make() -> dict[str, bytes]:
            begun = self._begun.pop(key, None)
            made = begun.result() if begun is not None else self._set(paper)
            return {_PDF: made.octets, _REPLACED: "\n".join(made.replaced).encode("utf-8", "surrogatepass")}

        files = self._cache.files(_parts(key), make)
        replaced = files[_REPLACED].decode("utf-8", "surrogatepass")
        return Typeset(octets=files[_PDF], replaced=tuple(replaced.split("\n")) if replaced else ())

    def close(self) -> None:
        """Begin nothing more; what is being set ends by itself."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _workers(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, _MOST))
        return self._pool


def _key(paper: Paper) -> Key | None:
    return key_of(("paper", paper.template, paper.data, paper.standard.value))


def _parts(key: Key) -> tuple[object, ...]:
    return ("paper", key)
