"""Where the commands write: data to standard output or a file, words for people to standard error."""

import os
import sys
import tempfile
from pathlib import Path

import click

from torikumi.errors import UserError


def language() -> str:
    """Return "ja" where the environment's language is Japanese, else "en"."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "ja" if value.lower().startswith("ja") else "en"
    return "en"


def say(ja: str, en: str) -> None:
    """Tell the person something, on standard error."""
    click.echo(ja if language() == "ja" else en, err=True)


def write_output(path: Path | None, content: bytes | str) -> None:
    """Write to `path`, whole or not at all; to standard output where `path` is None."""
    octets = content.encode() if isinstance(content, str) else content
    if path is None:
        sys.stdout.buffer.write(octets)
        sys.stdout.buffer.flush()
        return
    try:
        _replace(path, octets)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(
            ja=f"「{path}」に書き込めません（{reason}）。書き込める場所を -o で指定してください。",
            en=f"Cannot write {path} ({reason}). Name another place with -o.",
        ) from error


def _replace(path: Path, octets: bytes) -> None:
    # A temporary name in the same folder, then a rename: nobody ever sees half a file.
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(octets)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
