"""What stands around the reading process: bubblewrap where it works, limits and a filter of the kernel everywhere."""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import torikumi

CHILD = ("-X", "utf8", "-B", "-P", "-m", "torikumi.read.sandbox.child")
# Never the settings with their secrets. One thread a library: a second core belongs to somebody else.
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT")
# Each thread of the C library would reserve address space of its own, which the limit of memory counts.
_SET = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
}
# Fonts too: a PDF without its own is drawn with those of the system.
_SYSTEM = (
    *("/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/etc/ld.so.cache"),
    *("/usr/share/fonts", "/usr/local/share/fonts"),
)
_INBOX = "/document"


class Wall(StrEnum):
    """What the operating system puts around the process, the strongest first."""

    WRAPPED = "bubblewrap"
    WRAPPED_WITHOUT_PROC = "bubblewrap-without-proc"
    BARE = "limits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How the process is started: the words, the environment, and where it finds the files."""

    words: tuple[str, ...]
    environment: dict[str, str]
    files: tuple[str, ...]


def walls() -> Iterator[Wall]:
    """Yield the walls that may work here, the strongest first."""
    if shutil.which("bwrap") and sys.platform == "linux":
        yield Wall.WRAPPED
        yield Wall.WRAPPED_WITHOUT_PROC
    yield Wall.BARE


def start_behind(wall: Wall, files: Sequence[Path]) -> Start:
    """Return how the reading process is started behind `wall`, with nothing but `files` to read."""
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | _SET
    environment["PYTHONPATH"] = os.pathsep.join(_package_folders())
    words = (sys.executable, *CHILD)
    if wall is Wall.BARE:
        return Start(words=words, environment=environment, files=tuple(map(str, files)))
    inside = tuple(f"{_INBOX}/{number}" for number in range(len(files)))
    wrapped = (
        *(shutil.which("bwrap") or "bwrap", "--unshare-all", "--die-with-parent", "--new-session"),
        *("--cap-drop", "ALL", "--dev", "/dev"),
        *(("--proc", "/proc") if wall is Wall.WRAPPED else ()),
        *(word for folder in _visible_folders() for word in ("--ro-bind", folder, folder)),
        *(
            word
            for file, name in zip(files, inside, strict=True)
            for word in ("--ro-bind", str(file.resolve()), name)
        ),
        *("--remount-ro", "/", "--chdir", "/", "--"),
    )
    return Start(words=(*wrapped, *words), environment=environment, files=inside)


def _package_folders() -> list[str]:
    """Return where our own package lies, and what the environment adds: whole paths, for the process starts elsewhere."""
    added = [entry for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
    return [str(Path(entry).resolve()) for entry in (*added, str(Path(torikumi.__file__).parents[1]))]


def _visible_folders() -> list[str]:
    """Return what an interpreter needs of the machine: itself, its packages, and the libraries of the system."""
    paths = [str(Path(entry).resolve()) for entry in sys.path if entry and Path(entry).is_absolute()]
    named = [sys.prefix, sys.base_prefix, *_SYSTEM, *_package_folders(), *paths]
    folders: list[str] = []
    for name in sorted(dict.fromkeys(named), key=len):
        is_inside = any(Path(name).is_relative_to(folder) for folder in folders)
        if name != "/" and Path(name).exists() and not is_inside:
            folders.append(name)
    return folders
