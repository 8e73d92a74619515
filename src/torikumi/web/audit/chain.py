"""The chain of the trail: how an entry is sealed, and what is wrong with a chain. Knows no database.

docs/reference/trail.md is the specification; tools/verify_trail.py follows it without this program.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256

# What the first entry of a chain names as the one before it.
NOTHING_BEFORE = "0" * 64

# Everything that an entry says; `hash` seals these, and `sequence` is only a number of the database.
SEALED = (
    "action", "actor", "address", "after", "at", "before", "chain_position", "municipality",
    "object_id", "object_kind", "on_behalf_of", "previous_hash", "reason", "request_id", "role",
)  # fmt: skip

Entry = Mapping[str, object]

_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
).encode


class FaultKind(StrEnum):
    """What is wrong at a place of a chain."""

    CHANGED = "changed"
    MISSING = "missing"
    INSERTED = "inserted"
    LINK = "link"
    ORDER = "order"
    HEAD = "head"
    KNOWN_HEAD = "known_head"


FAULT_WORDS: Mapping[FaultKind, str] = {
    FaultKind.CHANGED: "この記録の内容が、書かれた時のものと違います",
    FaultKind.MISSING: "ここにあるはずの記録がありません",
    FaultKind.INSERTED: "ここに、書かれたはずのない記録があります",
    FaultKind.LINK: "前の記録とつながっていません",
    FaultKind.ORDER: "記録の番号の順が入れ替わっています",
    FaultKind.HEAD: "最後の記録が、控えてある先頭のハッシュと違います（末尾の削除か、書き足し）",
    FaultKind.KNOWN_HEAD: "外に控えてあるハッシュと違います（記録全体の書き直し）",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest entry of a chain: where it stands, and its hash. Position 0 is a chain without entries."""

    position: int
    hash: str

    def __str__(self) -> str:
        """Return it as people write it down and give it to the verification."""
        return f"{self.hash}@{self.position}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something wrong in a chain, and the first position at which it shows."""

    position: int
    kind: FaultKind

    def __str__(self) -> str:
        """Return a Japanese sentence."""
        return f"{self.position}番目: {FAULT_WORDS[self.kind]}。"


def written_time(at: datetime) -> str:
    """Return a moment as it is sealed: UTC, six digits of a second, Z. Raises ValueError where it has no zone."""
    if at.tzinfo is None:
        message = "a moment without a time zone is no moment"
        raise ValueError(message)
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def seal(entry: Entry) -> str:
    """Return the SHA-256 of an entry's canonical form; `at` is a text already."""
    return sha256(canonical_form(entry)).hexdigest()


def canonical_form(entry: Entry) -> bytes:
    """Return the bytes that are sealed: one line of JSON, keys in order, no white space, UTF-8."""
    return _encode({name: entry[name] for name in SEALED}).encode()


def open_form(entry: Entry) -> tuple[str, str, str]:
    """Return the canonical form of an entry in three pieces, open at `chain_position` and at `previous_hash`.

    For PostgreSQL, which knows the head of the chain, and puts the pieces together and seals them itself.
    """
    first, rest = _split(SEALED, "chain_position")
    middle, last = _split(rest, "previous_hash")
    return (
        _encode({name: entry[name] for name in first})[:-1] + ',"chain_position":',
        "," + _encode({name: entry[name] for name in middle})[1:-1] + ',"previous_hash":"',
        '",' + _encode({name: entry[name] for name in last})[1:],
    )


def _split(names: tuple[str, ...], at: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    place = names.index(at)
    return names[:place], names[place + 1 :]


def find_faults(entries: Iterable[Entry], *, head: Head, known: Iterable[Head] = ()) -> Iterator[Fault]:
    """Yield everything wrong with one chain, whose entries come in the order of `chain_position`.

    `head` is what the system keeps beside the chain; `known` are heads that left the system, on paper or by mail.
    """
    outside: dict[int, set[str]] = {}
    for one in known:
        outside.setdefault(one.position, set()).add(one.hash)
    expected, previous, sequence = 1, NOTHING_BEFORE, 0
    for entry in entries:
        position, number = int(str(entry["chain_position"])), int(str(entry["sequence"]))
        if position != expected:
            is_late = position > expected
            yield Fault(position=expected, kind=FaultKind.MISSING if is_late else FaultKind.INSERTED)
        elif entry["previous_hash"] != previous:
            yield Fault(position=position, kind=FaultKind.LINK)
        if seal(entry) != entry["hash"]:
            yield Fault(position=position, kind=FaultKind.CHANGED)
        if number <= sequence:
            yield Fault(position=position, kind=FaultKind.ORDER)
        previous, sequence, expected = str(entry["hash"]), number, position + 1
        if not outside.pop(position, {previous}) <= {previous}:
            yield Fault(position=position, kind=FaultKind.KNOWN_HEAD)
    if (expected - 1, previous) != (head.position, head.hash):
        yield Fault(position=expected, kind=FaultKind.HEAD)
    for position in outside:
        yield Fault(position=position, kind=FaultKind.KNOWN_HEAD)
