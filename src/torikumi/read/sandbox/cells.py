"""The raw cells of sheet files, read in a process of their own."""

from collections.abc import Sequence
from pathlib import Path

from torikumi.errors import UserError
from torikumi.read.cells import CellFile
from torikumi.read.cells_json import files_from_json
from torikumi.read.sandbox.ask import Asking, ask
from torikumi.read.sandbox.ends import UnreadableDocumentError
from torikumi.read.sandbox.limits import LIMITS, Limits


def read_cells_apart(
    paths: Sequence[Path], *, names: Sequence[str] | None = None, limits: Limits = LIMITS
) -> tuple[CellFile, ...]:
    """Return the cells of every file, in order; a file that cannot be read bears its refusal.

    All are read in one process. Where one of them breaks it, each is read again in a process of its own, so that the
    others lose nothing.
    """
    if not paths:
        return ()
    called = [path.name for path in paths] if names is None else [*names]
    try:
        return _ask(paths, called, limits)
    except UnreadableDocumentError as broken:
        if len(paths) == 1:
            return (CellFile(name=called[0], sha256="", refusal=broken),)
    return tuple(_read_alone(path, name, limits) for path, name in zip(paths, called, strict=True))


def _read_alone(path: Path, name: str, limits: Limits) -> CellFile:
    try:
        return _ask([path], [name], limits)[0]
    except UserError as refusal:
        return CellFile(name=name, sha256="", refusal=refusal)


def _ask(paths: Sequence[Path], names: Sequence[str], limits: Limits) -> tuple[CellFile, ...]:
    return files_from_json(ask(Asking(task="read-cells", files=paths, names=names, limits=limits)))
