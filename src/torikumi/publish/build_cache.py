"""What was made before, found by a fingerprint of everything that it was made of: the same bytes, without the work.

A cache is one SQLite file. It may be deleted at any time, and holds nothing that was not published.
"""

import json
import pickle
import sqlite3
import sys
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib import metadata
from io import BytesIO
from pathlib import Path

import torikumi

# What was not asked for in so many builds is forgotten.
_KEPT_BUILDS = 20
_SOURCES = ("publish", "plan", "text", "compare")
_TABLES = """
create table if not exists made (key text primary key, content text not null, build integer not null) without rowid;
create table if not exists octets (sha256 text primary key, packed blob not null) without rowid;
create table if not exists builds (number integer primary key);
"""
# Small files shrink to a fifth at the fastest level; a better one costs more than it saves. What is packed already is
# taken as it is.
_LEVEL, _AS_IT_IS = 1, 0
_PACKED = (".pdf", ".xlsx", ".zip")
# Seconds to wait for another build before going without a cache.
_PATIENCE = 2


class BuildCache:
    """Remembers what was made; without a path it remembers nothing."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the cache in the file `path`; where that is no cache of ours or cannot be opened, begin anew or go without."""
        self.made = 0
        self.reused = 0
        self._store = _open(path) if path is not None else None
        self._build = _newest_build(self._store) if self._store is not None else 0

    def holds(self, parts: tuple[object, ...]) -> bool:
        """Tell whether something was kept for `parts`; whether it is whole shows only when it is taken out."""
        key = key_of(parts) if self._store is not None else None
        if key is None or self._store is None:
            return False
        try:
            return self._store.execute("select 1 from made where key = ?", (key,)).fetchone() is not None
        except sqlite3.Error:
            return False

    def octets(self, parts: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
        """Return what `make` gives for `parts`: everything that it depends on, the code itself left out."""
        return self.files(parts, lambda: {"": make()})[""]

    def files(
        self, parts: tuple[object, ...], make: Callable[[], Mapping[str, bytes]]
    ) -> Mapping[str, bytes]:
        """Return the files that `make` gives for `parts`, in their order."""
        key = key_of(parts) if self._store is not None else None
        found = self._find(key) if key is not None else None
        if found is not None:
            self.reused += len(found)
            return found
        counted = self.made + self.reused
        files = make()
        # What was looked for one by one inside (the pages of a site) is counted already.
        if self.made + self.reused == counted:
            self.made += len(files)
        if key is not None:
            self._keep(key, files)
        return files

    def close(self) -> None:
        """Write what was kept, and forget what was not asked for in the last builds."""
        if self._store is None:
            return
        with suppress(sqlite3.Error):
            self._store.execute("delete from made where build <= ?", (self._build - _KEPT_BUILDS,))
            self._store.execute(
                "delete from octets where sha256 not in (select value from made, json_each(made.content))"
            )
            self._store.commit()
        self._store.close()
        self._store = None

    def _find(self, key: str) -> Mapping[str, bytes] | None:
        assert self._store is not None  # noqa: S101  asked only where there is a store
        try:
            row = self._store.execute("select content, build from made where key = ?", (key,)).fetchone()
            if row is None:
                return None
            files = {name: self._unpacked(seal) for name, seal in json.loads(row[0]).items()}
            if row[1] != self._build:
                self._store.execute("update made set build = ? where key = ?", (self._build, key))
        except (sqlite3.Error, zlib.error, LookupError, ValueError, TypeError, AttributeError):
            # A damaged cache only costs time.
            return None
        return files

    def _unpacked(self, seal: str) -> bytes:
        assert self._store is not None  # noqa: S101  asked only where there is a store
        row = self._store.execute("select packed from octets where sha256 = ?", (seal,)).fetchone()
        octets = zlib.decompress(row[0])
        if sha256(octets).hexdigest() != seal:
            raise LookupError(seal)
        return octets

    def _keep(self, key: str, files: Mapping[str, bytes]) -> None:
        assert self._store is not None  # noqa: S101  asked only where there is a store
        content = {name: sha256(octets).hexdigest() for name, octets in files.items()}
        with suppress(sqlite3.Error):
            for name, octets in files.items():
                self._store.execute(
                    "insert into octets values (?, ?) on conflict (sha256) do update set packed = excluded.packed",
                    (content[name], zlib.compress(octets, _AS_IT_IS if name.endswith(_PACKED) else _LEVEL)),
                )
            self._store.execute(
                "insert or replace into made values (?, ?, ?)", (key, json.dumps(content), self._build)
            )


def key_of(parts: tuple[object, ...]) -> str | None:
    """Return the fingerprint of values and of the code that makes something of them; None where a value has none."""
    written = BytesIO()
    pickler = pickle.Pickler(written, protocol=5)
    # Equal values give equal bytes only where nothing is told by reference to an earlier part.
    pickler.fast = True
    try:
        pickler.dump(parts)
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError, ValueError):
        return None
    return sha256(_fingerprint_of_code() + written.getvalue()).hexdigest()


@cache
def _fingerprint_of_code() -> bytes:
    """Return the fingerprint of our sources and templates, and of the versions of what they stand on."""
    seal = sha256(sys.version.encode() + zlib.ZLIB_RUNTIME_VERSION.encode())
    root = Path(torikumi.__path__[0])
    for package in _SOURCES:
        for path in sorted((root / package).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                name = path.relative_to(root).as_posix()
                seal.update(f"{name}\0{sha256(path.read_bytes()).hexdigest()}\0".encode())
    for name in sorted({_bare(line) for line in metadata.requires("torikumi") or ()}):
        with suppress(metadata.PackageNotFoundError):
            seal.update(f"{name}\0{metadata.version(name)}\0".encode())
    return seal.digest()


def _bare(requirement: str) -> str:
    end = next((at for at, letter in enumerate(requirement) if letter in " <>=!~;[("), len(requirement))
    return requirement[:end]


def _open(path: Path) -> sqlite3.Connection | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _connect(path)
    except (OSError, sqlite3.OperationalError):
        # Not to be written to, or another build is at it.
        return None
    except sqlite3.DatabaseError:
        with suppress(OSError, sqlite3.Error):
            path.unlink(missing_ok=True)
            return _connect(path)
    return None


def _connect(path: Path) -> sqlite3.Connection:
    store = sqlite3.connect(path, timeout=_PATIENCE)
    try:
        # Nothing is lost where a power cut takes the cache away.
        store.execute("pragma synchronous = off")
        store.executescript(_TABLES)
        store.execute("insert into builds default values")
    except BaseException:
        store.close()
        raise
    return store


def _newest_build(store: sqlite3.Connection) -> int:
    number: int = store.execute("select max(number) from builds").fetchone()[0]
    return number
