"""What a recogniser sees in the picture of a line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Character:
    """A character that was recognised, how sure that is (0 to 1), and what else it may be, the likeliest first.

    `at` is where its middle stands in the picture of its line: 0 is the left end, 1 the right.
    """

    text: str
    sure: float
    at: float = 0.0
    others: tuple[tuple[str, float], ...] = ()
