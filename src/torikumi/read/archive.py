"""The ZIP container of a workbook or a Word file: opened only when its directory and its members are of bearable size."""

import struct
import zipfile
import zlib
from io import BytesIO

from torikumi.errors import UserError

MAX_MEMBERS = 5_000
MAX_DIRECTORY = 2 * 1024 * 1024
MAX_MEMBER = 64 * 1024 * 1024
MAX_RATIO = 400
_SMALL = 4 * 1024 * 1024  # below this a high ratio is nothing to fear: an empty form packs very well
_END, _LOCATOR, _END64 = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"


class BrokenArchiveError(UserError):
    """The ZIP container of the file is damaged."""


class OversizedArchiveError(UserError):
    """Opened, the file would fill the memory (a ZIP bomb, or far more than a plan)."""


class ProtectedMemberError(UserError):
    """A part of the container is encrypted."""


def open_archive(octets: bytes, *, name: str) -> zipfile.ZipFile:
    """Return the container, its directory read and bounded. Raises BrokenArchiveError or OversizedArchiveError."""
    _check_directory(octets, name)
    try:
        archive = zipfile.ZipFile(BytesIO(octets))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, struct.error) as error:
        raise broken_archive(name) from error
    for member in archive.infolist():
        _check_member(member, name)
    return archive


def read_member(archive: zipfile.ZipFile, member: str, *, name: str) -> bytes:
    """Return a member's bytes: never more than it declared, and with a right checksum."""
    try:
        return archive.read(member)
    except RuntimeError as error:
        raise ProtectedMemberError(
            ja=f"「{name}」にはパスワードがかかっています。パスワードを外して保存し直してください。",
            en=f"{name} is protected by a password. Save it without one.",
        ) from error
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise broken_archive(name) from error


def broken_archive(name: str) -> BrokenArchiveError:
    """Return the error that says that the file is damaged."""
    return BrokenArchiveError(
        ja=f"「{name}」は壊れています。元のファイルを作ったソフトで開いて保存し直すか、受け取り直してください。",
        en=f"{name} is damaged. Open the original in the program that made it and save it again, or ask for it again.",
    )


def oversized(name: str, ja: str, en: str) -> OversizedArchiveError:
    """Return the error that says what is too large, and what to do."""
    return OversizedArchiveError(
        ja=f"「{name}」は{ja}ため、開かずに止めました。計画の表だけを新しいファイルに貼り付けて保存してください。",
        en=f"{name} was not opened: {en}. Paste only the plan's table into a new file and save that.",
    )


def _check_directory(octets: bytes, name: str) -> None:
    # Python's zipfile reads the whole directory before anyone can count it: 200,000 members cost 100 MB.
    end = octets.rfind(_END, max(0, len(octets) - 65_557))
    if end < 0 or len(octets) < end + 22:
        raise broken_archive(name)
    count, size = struct.unpack_from("<HI", octets, end + 10)
    locator = end - 20
    if locator >= 0 and octets.startswith(_LOCATOR, locator):
        (offset,) = struct.unpack_from("<Q", octets, locator + 8)
        if not octets.startswith(_END64, offset) or len(octets) < offset + 56:
            raise broken_archive(name)
        count, size = struct.unpack_from("<QQ", octets, offset + 32)
    if count > MAX_MEMBERS or size > MAX_DIRECTORY:
        raise oversized(name, "中のファイルが多すぎる", "it holds too many members")


def _check_member(member: zipfile.ZipInfo, name: str) -> None:
    packed = max(1, member.compress_size)
    if member.file_size > MAX_MEMBER or (
        member.file_size > _SMALL and member.file_size // packed > MAX_RATIO
    ):
        raise oversized(
            name,
            f"中身が{member.file_size // 1_000_000}MBに膨らむ",
            f"one of its members grows to {member.file_size // 1_000_000} MB",
        )
