"""How much one reading may take of the machine."""

from dataclasses import dataclass

_MEBI = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the process that reads may use. A page that was read sets the clocks of one step back.

    `memory` is the address space; `step_cpu` the processor seconds of one step, `step` the seconds without a word of
    progress, `total` the seconds of everything. `written` is the size of a file it writes, `answer` that of what it answers.
    """

    memory: int = 2048 * _MEBI
    step_cpu: int = 240  # of all its threads together
    step: float = 180  # a large scanned page takes up to a minute on two busy cores
    total: float = 60 * 60
    written: int = 16 * _MEBI
    open_files: int = 128
    answer: int = 128 * _MEBI


LIMITS = Limits()
