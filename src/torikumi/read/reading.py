"""What reading gives: the plan, and what the reader is unsure of."""

from dataclasses import dataclass

from torikumi.plan.finding import Finding
from torikumi.plan.model import Municipality, Plan


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan as it was read, and the doubts about it, each with its place."""

    plan: Plan
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the person says beforehand; it goes before anything that the document prints.

    A municipality without a name gets the one that the plan's title begins with.
    """

    title: str | None = None
    municipality: Municipality | None = None
    year: int | None = None
    encoding: str | None = None
