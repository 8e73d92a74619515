"""Money of a project: fiscal year × phase × source of funds."""

from dataclasses import dataclass
from enum import StrEnum

from torikumi.plan.place import FieldPlace
from torikumi.plan.quantity import Quantity


class Phase(StrEnum):
    """How far the money is: asked, voted, changed, carried, spent (要求・当初・補正・繰越・現額・決算)."""

    REQUEST = "request"
    INITIAL = "initial"
    SUPPLEMENT = "supplement"
    CARRIED = "carried"
    CURRENT = "current"
    SETTLED = "settled"


class Fund(StrEnum):
    """Where the money comes from (財源内訳); TOTAL is the project's cost (事業費)."""

    TOTAL = "total"
    NATIONAL = "national"
    PREFECTURE = "prefecture"
    BOND = "bond"
    OTHER = "other"
    GENERAL = "general"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One amount. `year` is the money's fiscal year (予算年度), not the sheet's; None where not said."""

    label: str
    year: int | None = None
    phase: Phase | None = None
    fund: Fund = Fund.TOTAL
    value: Quantity
    places: tuple[FieldPlace, ...] = ()
