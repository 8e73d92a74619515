"""Asking the reading process: start it, hear how far it is, stop it, and say in one sentence why it ended early."""

import json
import logging
import os
import selectors
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from torikumi.errors import UserError
from torikumi.read.document import OnPage
from torikumi.read.sandbox import ends
from torikumi.read.sandbox.limits import LIMITS, Limits
from torikumi.read.sandbox.wall import Start, Wall, start_behind, walls

_TICK = 0.2
_LONGEST_PIECE = 1024 * 1024
_LAST_WORDS = 4000

Message = dict[str, Any]
IsStopped = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked of the reading process.

    `names` is what people call the `files`. `is_stopped` is asked several times a second; `held` are descriptors that the
    process keeps open as long as it lives.
    """

    task: str
    files: Sequence[Path]
    names: Sequence[str]
    given: Mapping[str, object] | None = None
    limits: Limits = LIMITS
    on_page: OnPage | None = None
    is_stopped: IsStopped | None = None
    held: tuple[int, ...] = ()


class _WallBrokenError(Exception):
    """The wall could not be put up, so nothing was read: a container, for example, may forbid it."""


_REFUSED: set[Wall] = set()  # what this machine was found not to allow; asked once a process

_LOGGED: set[Wall] = set()
_log = logging.getLogger("torikumi.reading")


def ask(asking: Asking) -> Any:
    """Return the result. Raises a UserError where the document is refused, or the reading went over a limit."""
    for wall in walls():
        if wall in _REFUSED:
            continue
        try:
            return _ask_behind(wall, asking)
        except _WallBrokenError:
            _REFUSED.add(wall)
    message = "the reading process does not start; run it by hand: python -m torikumi.read.sandbox.child"
    raise RuntimeError(message)


def wall_in_force() -> str:
    """Return what stands around a reading process on this machine, in words for a log: "bubblewrap, syscall-filter"."""
    said: list[str] = []
    for wall in walls():
        if wall in _REFUSED:
            continue
        try:
            _ask_behind(wall, Asking(task="nothing", files=(), names=()), heard=said)
        except _WallBrokenError:
            _REFUSED.add(wall)
        else:
            return ", ".join([wall, *said])
    return "none"


def _ask_behind(wall: Wall, asking: Asking, *, heard: list[str] | None = None) -> Any:
    start = start_behind(wall, asking.files)
    with tempfile.TemporaryFile() as complaints:
        reader = _start(start, asking, complaints)
        is_ready = False
        try:
            for message in _messages(reader, asking):
                if "ready" in message:
                    is_ready = True
                    _log_once(wall, message["ready"])
                    if heard is not None:
                        heard.extend(message["ready"])
                elif "page" in message:
                    if asking.on_page is not None:
                        asking.on_page(message["page"], message["pages"])
                else:
                    return _result(message, asking)
            return_code = reader.wait()
        finally:
            _kill(reader)
        said = _last_words(complaints)
    if not is_ready and wall is not Wall.BARE:
        raise _WallBrokenError(said)
    raise ends.why_it_ended(return_code, said, names=asking.names)


def _log_once(wall: Wall, kept: Sequence[str]) -> None:
    if wall not in _LOGGED:
        _LOGGED.add(wall)
        _log.info("documents are read behind: %s", ", ".join([wall, *kept]))


def _start(start: Start, asking: Asking, complaints: IO[bytes]) -> "subprocess.Popen[bytes]":
    request = {
        "task": asking.task,
        "limits": asdict(asking.limits),
        "given": {"files": start.files, "names": [*asking.names], **(asking.given or {})},
    }
    reader = subprocess.Popen(  # noqa: S603  our own interpreter and module; the paths are ours as well
        start.words,
        env=start.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        pass_fds=asking.held,
        start_new_session=True,
    )
    assert reader.stdin is not None  # noqa: S101
    with suppress(BrokenPipeError):  # it ended before it listened: what it answers will say why
        reader.stdin.write(json.dumps(request).encode())
    with suppress(BrokenPipeError):
        reader.stdin.close()
    return reader


def _messages(reader: "subprocess.Popen[bytes]", asking: Asking) -> Iterator[Message]:
    """Yield what the process says until it closes its mouth; raises where it is stopped, silent or says too much."""
    limits = asking.limits
    begin = heard = time.monotonic()
    waiting = bytearray()
    assert reader.stdout is not None  # noqa: S101
    with selectors.DefaultSelector() as selector:
        selector.register(reader.stdout, selectors.EVENT_READ)
        while True:
            if asking.is_stopped is not None and asking.is_stopped():
                raise ends.stopped(asking.names)
            now = time.monotonic()
            if now - heard >= limits.step or now - begin >= limits.total:
                raise ends.too_long(asking.names)
            if not selector.select(timeout=_TICK):
                continue
            piece = os.read(reader.stdout.fileno(), _LONGEST_PIECE)
            if not piece:
                return
            waiting += piece
            if len(waiting) > limits.answer:
                raise ends.too_much(asking.names)
            if b"\n" in piece:
                heard = now
                *lines, rest = bytes(waiting).split(b"\n")
                waiting = bytearray(rest)
                yield from map(json.loads, lines)


def _result(message: Message, asking: Asking) -> Any:
    if "error" in message:
        raise UserError(ja=message["error"]["ja"], en=message["error"]["en"])
    if message.get("limit") == "memory":
        raise ends.out_of_memory(asking.names)
    return message["result"]


def _kill(reader: "subprocess.Popen[bytes]") -> None:
    """End the process with all that belongs to it, and wait until it is gone."""
    if reader.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(reader.pid, signal.SIGKILL)
    reader.wait()
    if reader.stdout is not None:
        reader.stdout.close()


def _last_words(complaints: IO[bytes]) -> str:
    size = complaints.seek(0, os.SEEK_END)
    complaints.seek(max(0, size - _LAST_WORDS))
    return complaints.read().decode(errors="replace")
