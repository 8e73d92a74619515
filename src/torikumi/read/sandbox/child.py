"""The process that reads: takes a request on standard input, answers in lines of JSON on standard output.

A line is {"ready": […]}, {"page": 3, "pages": 83}, and at last {"result": …}, {"error": {"ja": …, "en": …}} or
{"limit": "memory"}. It knows nothing of who asks, and gives up all rights that reading does not need.
"""

import json
import os
import resource
import sys
import time
from typing import Any, NoReturn

from torikumi.read.sandbox.syscalls import die_with_parent, forbid_programs_and_network, leave_network

_SECONDS_BETWEEN_WORDS = 0.05


class Channel:
    """Where this process tells what it is doing; what a library prints goes to standard error instead."""

    def __init__(self, *, step_cpu: int) -> None:
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)
        self._step_cpu = step_cpu
        self._told = 0.0

    def tell(self, **message: object) -> None:
        """Say one thing."""
        self._out.write(json.dumps(message, ensure_ascii=False) + "\n")
        self._out.flush()

    def on_page(self, page: int, pages: int) -> None:
        """Say how far the reading is, and begin the processor time of the next step."""
        now = time.monotonic()
        if now - self._told < _SECONDS_BETWEEN_WORDS and page != pages:
            return
        self._told = now
        limit_processor(self._step_cpu)
        self.tell(page=page, pages=pages)


def limit_processor(seconds: int) -> None:
    """Have this process ended after so many seconds of processor time from now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.RLIM_INFINITY))


def main() -> NoReturn:
    """Do what is asked for, and end."""
    asked = json.loads(sys.stdin.buffer.read())
    limits = asked["limits"]
    die_with_parent()
    _limit(limits)
    channel = Channel(step_cpu=limits["step_cpu"])
    has_filter = forbid_programs_and_network()
    kept = ["syscall-filter"] if has_filter else ["own-network"] if leave_network() else []
    channel.tell(ready=kept)
    _answer(asked, channel)
    sys.stderr.flush()
    os._exit(0)  # no destructor of a library has anything left to say


def _limit(limits: dict[str, int]) -> None:
    for what, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_FSIZE, limits["written"]),
        (resource.RLIMIT_NOFILE, limits["open_files"]),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, allowed))
    limit_processor(limits["step_cpu"])


def _answer(asked: dict[str, Any], channel: Channel) -> None:
    from torikumi.errors import UserError

    try:
        from torikumi.read.sandbox.tasks import TASKS

        channel.tell(result=TASKS[str(asked["task"])](asked["given"], channel.on_page))
    except UserError as error:
        channel.tell(error={"ja": error.ja, "en": error.en})
    except MemoryError:
        channel.tell(limit="memory")


if __name__ == "__main__":
    main()
