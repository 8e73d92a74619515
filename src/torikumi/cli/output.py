"""Where the commands write: data to standard output or a file, words for people to standard error."""

import os
import re
import stat
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click

from torikumi.errors import UserError, reason_ja

# All control characters but the ends of lines and tabs.
_COMMANDING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def language() -> str:
    """Return "ja" where the environment's language is Japanese, else "en"."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "ja" if value.lower().startswith("ja") else "en"
    return "en"


def for_terminal(text: str) -> str:
    """Return a text in which nothing commands a terminal: a name in a document must not move its cursor or its colours."""
    return _COMMANDING.sub("\ufffd", text)


def say(ja: str, en: str) -> None:
    """Tell the person something, on standard error."""
    click.echo(for_terminal(ja if language() == "ja" else en), err=True)


def show(text: str) -> None:
    """Write a line to standard output that may hold what stands in a document."""
    click.echo(for_terminal(text) if sys.stdout.isatty() else text)


def refuse_overwriting(outputs: Iterable[Path | None], inputs: Iterable[Path]) -> None:
    """Raise UserError where an output is also an input, or two outputs are one file."""
    taken = [path.resolve() for path in inputs]
    for output in outputs:
        if output is None:
            continue
        if output.resolve() in taken:
            raise UserError(
                ja=f"「{output}」は、ほかにも指定されているファイルです。別の名前に書き出してください。",
                en=f"{output} is named for something else, too. Write to another name.",
            )
        taken.append(output.resolve())


def write_output(path: Path | None, content: bytes | str) -> None:
    """Write to `path`, whole or not at all; to standard output where `path` is None.

    A device or pipe (/dev/null, /dev/stdout) is written into; a link is followed; the permissions of a file stay.
    """
    if isinstance(content, str) and path is None and sys.stdout.isatty():
        content = for_terminal(content)
    octets = content.encode() if isinstance(content, str) else content
    try:
        if path is None:
            sys.stdout.buffer.write(octets)
            sys.stdout.buffer.flush()
        elif path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(octets)
        else:
            _replace(path.resolve(), octets)
    except BrokenPipeError:
        # Whoever reads has seen enough (`| head`). What is left in the buffer must not complain when we end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        reason = error.strerror or str(error)
        name = "-" if path is None else path
        raise UserError(
            ja=f"「{name}」に書き込めません（{reason_ja(error)}）。書き込める場所を指定してください。",
            en=f"Cannot write {name} ({reason}). Name a place that can be written to.",
        ) from error


def _replace(path: Path, octets: bytes) -> None:
    # A temporary name in the same folder, then a rename: nobody ever sees half a file.
    mode = _mode_for(path)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".torikumi-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(octets)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _mode_for(path: Path) -> int:
    """Return the permissions of the file that is there, else those of any new file."""
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
