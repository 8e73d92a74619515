"""Documents read in processes of their own: what `read.run` gives, without its risks."""

import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from torikumi.plan.codec import decode_all, encode
from torikumi.plan.file import load_plan
from torikumi.plan.finding import Finding
from torikumi.read.confidence import ProjectConfidence
from torikumi.read.document import OnPage
from torikumi.read.gate import require_openable
from torikumi.read.reading import Given, Reading
from torikumi.read.sandbox.ask import Asking, IsStopped, ask
from torikumi.read.sandbox.limits import LIMITS, Limits


def read_apart(
    paths: Sequence[Path],
    given: Given | None = None,
    *,
    limits: Limits = LIMITS,
    on_page: OnPage | None = None,
) -> Reading:
    """Return the plan that the documents hold together, read in one process of its own."""
    for path in paths:
        require_openable(path)
    asking = Asking(
        task="read",
        files=paths,
        names=[path.name for path in paths],
        given={"given": encode(given or Given())},
        limits=limits,
        on_page=on_page,
    )
    return reading_of(ask(asking))


def read_for_store(
    path: Path,
    *,
    name: str,
    limits: Limits = LIMITS,
    on_page: OnPage | None = None,
    is_stopped: IsStopped | None = None,
    held: tuple[int, ...] = (),
) -> Reading:
    """Return what one document holds that is to be kept; a plan.json is taken as it is."""
    require_openable(path)
    return reading_of(
        ask(
            Asking(
                task="read-for-store",
                files=[path],
                names=[name],
                limits=limits,
                on_page=on_page,
                is_stopped=is_stopped,
                held=held,
            )
        )
    )


def reading_of(result: Mapping[str, Any]) -> Reading:
    """Return the reading that a result of the process stands for."""
    return Reading(
        plan=load_plan(str(result["plan"])),
        findings=decode_all(Finding, result["findings"]),
        confidences=decode_all(ProjectConfidence, result["confidences"]),
    )


def read_side_by_side(
    paths: Sequence[Path],
    given: Given | None = None,
    *,
    jobs: int,
    on_page: OnPage | None = None,
) -> Reading:
    """Return what `read_apart` returns; up to `jobs` documents are read at once, each in a process of its own."""
    for path in paths:
        require_openable(path)
    told = _Sum(on_page)
    is_over: list[bool] = []

    def read(number: int) -> str:
        asking = Asking(
            task="read-tables",
            files=[paths[number]],
            names=[paths[number].name],
            given={"given": encode(given or Given())},
            on_page=told.of(number),
            is_stopped=lambda: bool(is_over),
        )
        return str(ask(asking))

    with tempfile.TemporaryDirectory(prefix="torikumi-") as folder:
        files = [Path(folder) / str(number) for number in range(len(paths))]
        with ThreadPoolExecutor(max_workers=jobs) as pool, _Ending(is_over):
            for file, tables in zip(files, pool.map(read, range(len(paths))), strict=True):
                file.write_text(tables, encoding="utf-8")
        asking = Asking(
            task="recognise",
            files=files,
            names=[path.name for path in paths],
            given={"given": encode(given or Given())},
        )
        return reading_of(ask(asking))


@dataclass(frozen=True, slots=True)
class _Ending(AbstractContextManager[None]):
    """Tells the others to stop where one fails, or where the person presses Ctrl-C."""

    is_over: list[bool]

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        if kind is not None:
            self.is_over.append(True)


class _Sum:
    """How far several documents are together."""

    def __init__(self, on_page: OnPage | None) -> None:
        self._on_page = on_page
        self._lock = Lock()
        self._far: dict[int, tuple[int, int]] = {}

    def of(self, number: int) -> OnPage:
        def tell(page: int, pages: int) -> None:
            with self._lock:
                self._far[number] = (page, pages)
                done, whole = (sum(column) for column in zip(*self._far.values(), strict=True))
                if self._on_page is not None:
                    self._on_page(done, whole)

        return tell
