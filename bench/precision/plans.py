"""The real plans that the rules are measured on, each with the edition before it where there is one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.precision.ministries import ministry_plans

from torikumi.plan.model import Plan
from torikumi.read.run import read_documents

# Rules were written and mended on 2016 (with 2015); what is judged is of years that nobody had looked at.
JUDGED_YEAR = 2018
_CITIES = {
    "iruma": "iruma/source.txt",
    "takamatsu": "takamatsu/source.pdf",
    "iki": "iki/source.html",
    "iki-kaigo": "iki/kpi_tables_kaigo.html",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RealPlan:
    """A plan, the name of the document that it is of, and the edition before."""

    document: str
    plan: Plan
    previous: Plan | None = None
    is_of_a_city: bool = False


def real_plans(shared: Path, *, year: int = JUDGED_YEAR) -> Iterator[RealPlan]:
    """Yield the plans of cities as `torikumi read` reads them, then those of the ministries for `year`."""
    for name, path in _CITIES.items():
        yield RealPlan(document=name, plan=read_documents([shared / path]).plan, is_of_a_city=True)
    before = ministry_plans(shared / "judgit", year - 1)
    for ministry, plan in ministry_plans(shared / "judgit", year).items():
        yield RealPlan(document=f"judgit-{year}", plan=plan, previous=before.get(ministry))
