"""Invented plans, saved as editions of a city."""

from tests.web.factories import AT
from torikumi.plan.direction import Direction, Outcome
from torikumi.plan.model import Municipality as PlanCity
from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project, Review, ReviewState, SectionRef
from torikumi.web.accounts.models import Municipality
from torikumi.web.plans.models import Edition, PlanSeries
from torikumi.web.plans.store import EditionFacts, save_edition

CANARY = "みんなに見せない文"


def series(city: Municipality, title: str = "みほん計画") -> PlanSeries:
    """Return a new plan of the city."""
    return PlanSeries.objects.create(municipality=city, title=title, created_by="system", created_at=AT)


def edition(
    of: PlanSeries,
    *,
    year: int,
    project: str = "見本の事業",
    base: Edition | None = None,
    sequence: int | None = None,
) -> Edition:
    """Return a new edition with one project; an answer that nobody has approved holds the canary."""
    city = of.municipality
    node = Node(id="N-1", level=0, printed="1 見本のまち", number="1", name="見本のまち")
    row = Project(
        id="P-000000000001",
        number="1",
        name=project,
        node="N-1",
        summary="見本を配る。",
        direction=Direction(printed="B：継続", code="B", label="継続", outcomes=(Outcome.KEEP,)),
        sections=(SectionRef(printed="企画課", name="企画課"),),
        reviews=(Review(year=year, rater="課", state=ReviewState.DRAFT, result=CANARY),),
    )
    plan = Plan(
        title=of.title,
        municipality=PlanCity(code=city.code, name=city.name),
        year=year,
        edition=f"{year}年版",
        nodes=(node,),
        projects=(row,),
        notice="架空のデータです",
    )
    facts = EditionFacts(
        series=of, sequence=sequence or (base.sequence + 1 if base else 1), base=base, year=year, label=f"{year}年版",
        by="system", at=AT,
    )  # fmt: skip
    return save_edition(plan, facts=facts)
