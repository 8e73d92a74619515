"""What reading gives: the plan, and what the reader is unsure of."""

from dataclasses import dataclass

from torikumi.plan.finding import Finding
from torikumi.plan.model import Municipality, Plan
from torikumi.read.confidence import ProjectConfidence


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan as it was read, and the doubts about it, each with its place; `confidences` are those of its projects."""

    plan: Plan
    findings: tuple[Finding, ...]
    confidences: tuple[ProjectConfidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the person says beforehand; it goes before anything that the document prints.

    A municipality without a name gets the one that the plan's title begins with. `tree_alone` takes a document that holds
    the tree of headings and no projects; else such a document holds no plan.
    """

    title: str | None = None
    municipality: Municipality | None = None
    year: int | None = None
    encoding: str | None = None
    tree_alone: bool = False
