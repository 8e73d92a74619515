"""A folder that is replaced as a whole: people see the old files or the new ones, never a mixture."""

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from torikumi.errors import UserError, reason_ja
from torikumi.publish.manifest import NAME, listed_paths

_MANY = 500
_NEW, _OLD = ".torikumi-new-", ".torikumi-old-"
# A publishing that is still at work is younger by far.
_ABANDONED_SECONDS = 24 * 60 * 60


def replace_folder(out: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` into a new folder beside `out` and put it in its place.

    Raises UserError where `out` is no folder, holds files that an earlier run of ours did not write, or cannot be
    written.
    """
    check_replaceable(out)
    with _told_as_sentence(out):
        _replace(out.resolve(), files)


def write_new_folder(out: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` into the folder `out`, whole or not at all; raises UserError where it is there with files in it."""
    with _told_as_sentence(out):
        if out.is_file() or (out.is_dir() and any(out.iterdir())):
            raise UserError(
                ja=f"「{out}」はもうあります。-o で新しい名前を指定してください。",
                en=f"{out} is there already. Name a new one with -o.",
            )
        _replace(out.resolve(), files)


def check_replaceable(out: Path) -> None:
    """Raise UserError where replacing `out` would destroy what is not ours, or cannot be.

    A folder that an earlier replacing had put aside when it was killed is put back first.
    """
    with _told_as_sentence(out):
        _put_back(out.resolve())
        _refuse_foreign(out.resolve(), name=out)


@contextmanager
def _told_as_sentence(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(
            ja=f"「{out}」に書き込めません（{reason_ja(error)}）。書き込める場所を -o で指定してください。",
            en=f"Cannot write {out} ({reason}). Name another place with -o.",
        ) from error


def _refuse_foreign(target: Path, *, name: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise UserError(
            ja=f"「{name}」はフォルダーではありません。-o で別の名前を指定してください。",
            en=f"{name} is not a folder. Name another one with -o.",
        )
    present = {
        path.relative_to(target).as_posix()
        for path in target.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
    if not present:
        return
    ours = listed_paths((target / NAME).read_bytes()) if (target / NAME).is_file() else None
    if ours is None:
        raise UserError(
            ja=f"「{name}」にはほかのファイルがあるため上書きしません。-o で空のフォルダーか新しい名前を指定してください。",
            en=f"{name} holds other files and is left as it is. Name an empty or new folder with -o.",
        )
    foreign = sorted(present - ours - {NAME})
    if foreign:
        raise UserError(
            ja=f"「{name}」に、公表で作ったのではないファイル「{foreign[0]}」があります。"
            "ほかの場所に移してから、もう一度実行してください。",
            en=f"{name} holds {foreign[0]}, which publishing did not make. Move it elsewhere and try again.",
        )


def _replace(target: Path, files: Mapping[str, bytes]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear_abandoned(target.parent)
    temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=_NEW))
    try:
        _fill(temporary, files, old=target)
        _swap(target, temporary)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _clear_abandoned(parent: Path) -> None:
    """Remove the half folders of publishings that were killed; what cannot be removed stays."""
    for folder in parent.glob(f"{_NEW}*"):
        found = folder.lstat()
        if stat.S_ISDIR(found.st_mode) and time.time() - found.st_mtime > _ABANDONED_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def _fill(folder: Path, files: Mapping[str, bytes], *, old: Path) -> None:
    fresh = [folder]
    for place in sorted({(folder / name).parent for name in files}):
        place.mkdir(parents=True, exist_ok=True)
        fresh.append(place)
    for name, octets in files.items():
        if not _is_linked(old / name, folder / name, octets):
            (folder / name).write_bytes(octets)
            fresh.append(folder / name)
    _sync(fresh)
    # mkdtemp makes a folder that only its owner can read; a web server is someone else.
    mask = os.umask(0)
    os.umask(mask)
    folder.chmod(0o777 & ~mask)


def _is_linked(old: Path, new: Path, octets: bytes) -> bool:
    """Give a file that stays as it is its new name; False where there is none with these bytes."""
    try:
        # A link, or a file with another name elsewhere, could be changed behind our back.
        found = old.lstat()
        if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1 or found.st_size != len(octets):
            return False
        if old.read_bytes() != octets:
            return False
        new.hardlink_to(old)
    except OSError:
        return False
    return True


def _sync(paths: Collection[Path]) -> None:
    """Have what is new on the disk: a power cut after the rename must not leave empty files."""
    if len(paths) > _MANY:
        # One by one, ten thousand files wait for the disk ten thousand times.
        os.sync()
        return
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _put_back(target: Path) -> None:
    """Give `target` back what `_swap` had put aside, where it was killed between its two renames."""
    for aside in sorted(target.parent.glob(f"{_OLD}*")):
        if not target.exists() and (aside / target.name / NAME).is_file():
            (aside / target.name).rename(target)
            aside.rmdir()


def _swap(target: Path, fresh: Path) -> None:
    """Put `fresh` where `target` is; where that fails, `target` is as it was."""
    if not target.exists():
        fresh.rename(target)
        return
    aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=_OLD))
    target.rename(aside / target.name)
    try:
        fresh.rename(target)
    except BaseException:
        (aside / target.name).rename(target)
        aside.rmdir()
        raise
    shutil.rmtree(aside, ignore_errors=True)
