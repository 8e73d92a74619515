"""Rows of numbers for millions of texts on disk: signs for a first look over all, bytes for a second over the nearest.

    meaning/meaning.json     the model, the center and scale of its rows, and the segments in order
    meaning/<n>.keys.npy     keys of texts, int64, ascending
    meaning/<n>.signs.npy    for each the signs of its centred row, 64 in a number
    meaning/<n>.bytes.npy    for each its row in bytes

The first look is exact under any choice of texts: every sign is compared. What it may miss is measured by
bench/vectors.py.
"""

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from torikumi.corpus.folder import write_whole

_NAME = "meaning.json"
_BYTE = 127
# The largest number of the first rows stands this much below the largest byte: later rows may hold larger ones.
_ROOM = 1.25
_BLOCK = 1 << 15
# So many times the asked number go from the first look to the second.
_MORE = 8


@dataclass(frozen=True, slots=True)
class Segment:
    """One part: keys in ascending order, and signs and bytes in the same order."""

    keys: np.ndarray
    signs: np.ndarray
    bytes: np.ndarray


@dataclass(frozen=True, slots=True)
class Vectors:
    """All rows of one model."""

    model: str
    center: np.ndarray
    scale: float
    segments: tuple[Segment, ...]

    @property
    def count(self) -> int:
        """How many texts have a row."""
        return sum(len(segment.keys) for segment in self.segments)

    def nearest(
        self, row: np.ndarray, *, limit: int, allowed: np.ndarray | None = None
    ) -> list[tuple[int, float]]:
        """Return keys and likeness (cosine) of the rows nearest to one; only keys in `allowed` (ascending) where given."""
        signs = _signs(row[None, :], self.center)[0]
        found: list[tuple[int, float]] = []
        for segment in self.segments:
            chosen = None if allowed is None else _places_of(segment.keys, allowed)
            at = _first_look(segment.signs, signs, limit * _MORE, chosen)
            scores = segment.bytes[at].astype(np.float32) @ row / self.scale
            found.extend(zip(segment.keys[at].tolist(), scores.tolist(), strict=True))
        return sorted(found, key=lambda one: (-one[1], one[0]))[:limit]

    def likeness(self, row: np.ndarray, keys: Sequence[int]) -> dict[int, float]:
        """Return the cosine of one row with those of some keys; keys without a row are left out."""
        wanted = np.unique(np.asarray(keys, dtype=np.int64))
        found: dict[int, float] = {}
        for segment in self.segments:
            at = _places_of(segment.keys, wanted)
            scores = segment.bytes[at].astype(np.float32) @ row / self.scale
            found.update(zip(segment.keys[at].tolist(), scores.tolist(), strict=True))
        return found

    def without_rows(self, keys: Iterable[int]) -> list[int]:
        """Return those of some keys that have no row yet, ascending."""
        missing = np.unique(np.fromiter(keys, dtype=np.int64))
        for segment in self.segments:
            missing = missing[~np.isin(missing, segment.keys)]
        found: list[int] = missing.tolist()
        return found


def open_vectors(folder: Path) -> Vectors | None:
    """Return the rows in a folder, None where there are none."""
    try:
        content = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        segments = tuple(_open_segment(folder, name) for name in content["segments"])
    except (OSError, ValueError, KeyError):
        return None
    return Vectors(
        model=content["model"],
        center=np.asarray(content["center"], dtype=np.float32),
        # Rows of before the scale was kept were written so.
        scale=content.get("scale", _BYTE),
        segments=segments,
    )


def write_vectors(folder: Path, *, model: str, parts: Iterable[tuple[np.ndarray, np.ndarray]]) -> None:
    """Write rows anew: parts of keys (int64, any order, each key once in all) and rows (float32).

    What stood there counts until the last part is written.
    """
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    center, scale = np.zeros(0, np.float32), float(_BYTE)
    names: list[str] = []
    for keys, rows in parts:
        if not names and len(rows):
            center, scale = rows.mean(axis=0), _scale_of(rows)
        names.append(_write_segment(fresh, len(names), keys, rows, center, scale))
    _remember(fresh, model, center, scale, names)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def add_vectors(folder: Path, keys: np.ndarray, rows: np.ndarray) -> None:
    """Add rows for keys that have none."""
    content = json.loads((folder / _NAME).read_text(encoding="utf-8"))
    center = np.asarray(content["center"], dtype=np.float32)
    scale = content.get("scale", _BYTE)
    names = content["segments"]
    names = [*names, _write_segment(folder, len(names), keys, rows, center, scale)]
    _remember(folder, content["model"], center, scale, names)


def _scale_of(rows: np.ndarray) -> float:
    """What a number is multiplied by to be a byte: rows of 512 numbers hold none above 0.12, of 127 steps they used 15."""
    largest = float(np.abs(rows).max())
    return _BYTE / (_ROOM * largest) if largest else float(_BYTE)


def _write_segment(
    folder: Path, number: int, keys: np.ndarray, rows: np.ndarray, center: np.ndarray, scale: float
) -> str:
    order = np.argsort(keys, kind="stable")
    ordered = rows[order]
    np.save(folder / f"{number}.keys.npy", keys[order].astype(np.int64))
    np.save(folder / f"{number}.signs.npy", _signs(ordered, center))
    np.save(folder / f"{number}.bytes.npy", np.clip(np.round(ordered * scale), -_BYTE, _BYTE).astype(np.int8))
    return str(number)


def _open_segment(folder: Path, name: str) -> Segment:
    return Segment(
        keys=np.load(folder / f"{name}.keys.npy"),
        signs=np.load(folder / f"{name}.signs.npy"),
        bytes=np.load(folder / f"{name}.bytes.npy", mmap_mode="r"),
    )


def _remember(folder: Path, model: str, center: np.ndarray, scale: float, names: Sequence[str]) -> None:
    content = {
        "model": model,
        "center": [float(one) for one in center],
        "scale": scale,
        "segments": [*names],
    }
    write_whole(folder / _NAME, json.dumps(content).encode())


def _signs(rows: np.ndarray, center: np.ndarray) -> np.ndarray:
    packed = np.packbits(rows > center, axis=1)
    signs: np.ndarray = np.ascontiguousarray(packed).view(np.uint64)
    return signs


def _places_of(keys: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Places of the wanted keys that are there; both ascend, so that nothing is sorted again."""
    at = np.searchsorted(keys, wanted)
    inside = at < len(keys)
    at, wanted = at[inside], wanted[inside]
    places: np.ndarray = at[keys[at] == wanted]
    return places


def _first_look(signs: np.ndarray, one: np.ndarray, limit: int, chosen: np.ndarray | None) -> np.ndarray:
    """Places of the rows whose signs differ least, in blocks that stay near the processor."""
    count = len(signs) if chosen is None else len(chosen)
    apart = np.empty(count, dtype=np.uint16)
    for at in range(0, count, _BLOCK):
        block = signs[at : at + _BLOCK] if chosen is None else signs[chosen[at : at + _BLOCK]]
        np.sum(np.bitwise_count(block ^ one), axis=1, dtype=np.uint16, out=apart[at : at + len(block)])
    if count > limit:
        # Of equals none is left out that another run would take: the places decide.
        edge = np.partition(apart, limit - 1)[limit - 1]
        nearest = np.r_[np.flatnonzero(apart < edge), np.flatnonzero(apart == edge)][:limit]
    else:
        nearest = np.arange(count)
    places: np.ndarray = np.sort(nearest if chosen is None else chosen[nearest])
    return places
