"""What the reading process gives up for good, asked of the Linux kernel through ctypes: no right to it is needed.

A reader opens files, takes memory and starts threads. It never starts a program, opens a connection or sends a signal; after
`forbid_programs_and_network` the kernel refuses it that, whatever a document made of the reader.
"""

import ctypes
import errno
import platform
import signal
import sys
from collections.abc import Iterable
from dataclasses import dataclass

_SET_DEATH_SIGNAL, _SET_SECCOMP, _NO_NEW_PRIVILEGES = 1, 22, 38
_FILTER_MODE = 2
_NEW_USERS, _NEW_NETWORK = 0x10000000, 0x40000000
_THREAD = 0x00010000  # of clone: a thread of this process, not a new process
_OTHER_NUMBERING = 0x40000000  # x32 calls, which a filter of x86-64 would not know

_LOAD, _IS, _IS_AT_LEAST, _HAS, _ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06
_AT_NUMBER, _AT_MACHINE, _AT_FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000, 0x80000000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Machine:
    audit: int
    clone: int
    refused: tuple[int, ...]


_CLONE3, _OPEN_RING = 435, 425
_EVERYWHERE = (_OPEN_RING, 424, 434, 438)  # rings; signals and descriptors of other processes
_MACHINES = {
    # execve, execveat, fork, vfork, socket, socketpair, ptrace, kill
    "x86_64": _Machine(audit=0xC000003E, clone=56, refused=(59, 322, 57, 58, 41, 53, 101, 62, *_EVERYWHERE)),
    "aarch64": _Machine(audit=0xC00000B7, clone=220, refused=(221, 281, 198, 199, 117, 129, *_EVERYWHERE)),
}


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("yes", ctypes.c_ubyte),
        ("no", ctypes.c_ubyte),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def die_with_parent() -> None:
    """Have the kernel end this process when the thread that started it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def forbid_programs_and_network() -> bool:
    """Give up starting processes, opening connections and sending signals; return False where the kernel cannot."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None or sys.byteorder != "little":
        return False
    steps = [*_steps(machine)]
    program = _Program(len(steps), (_Step * len(steps))(*steps))
    library = ctypes.CDLL(None)
    if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return not library.prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.byref(program), 0, 0)


def leave_network() -> bool:
    """Go into a network of one's own, without any way out; return False where that is not permitted."""
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None)
    return not library.unshare(_NEW_NETWORK) or not library.unshare(_NEW_USERS | _NEW_NETWORK)


def _steps(machine: _Machine) -> Iterable[_Step]:
    yield _Step(_LOAD, 0, 0, _AT_MACHINE)
    yield _Step(_IS, 1, 0, machine.audit)
    yield _Step(_ANSWER, 0, 0, _KILL)
    yield _Step(_LOAD, 0, 0, _AT_NUMBER)
    yield _Step(_IS_AT_LEAST, 0, 1, _OTHER_NUMBERING)
    yield _Step(_ANSWER, 0, 0, _REFUSE | errno.EPERM)
    for number in machine.refused:
        yield _Step(_IS, 0, 1, number)
        yield _Step(_ANSWER, 0, 0, _REFUSE | errno.EPERM)
    # Where it is unknown, the C library asks by clone() instead, whose argument says whether a thread is meant.
    yield _Step(_IS, 0, 1, _CLONE3)
    yield _Step(_ANSWER, 0, 0, _REFUSE | errno.ENOSYS)
    yield _Step(_IS, 0, 3, machine.clone)
    yield _Step(_LOAD, 0, 0, _AT_FIRST_ARGUMENT)
    yield _Step(_HAS, 1, 0, _THREAD)
    yield _Step(_ANSWER, 0, 0, _REFUSE | errno.EPERM)
    yield _Step(_ANSWER, 0, 0, _ALLOW)
