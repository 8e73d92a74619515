"""What a committee (委員会, 外部評価) says of a plan, and what the city answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment (意見) of one fiscal year with its answer (対応方針); `by` and `answered_by` are bodies, not people.

    `answer` is None while there is none.
    """

    text: str
    by: str
    year: int
    answer: str | None = None
    answered_by: str | None = None
