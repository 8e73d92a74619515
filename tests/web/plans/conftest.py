"""Plans of an invented city, as values and as stored editions."""

from collections.abc import Callable

import pytest

from tests.web.plans.invented import AT
from tests.web.plans.lineage_desk import NEW, OLD, Decider
from torikumi.plan.model import Plan
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.actions.series import open_series
from torikumi.web.plans.documents import ReadDocument, UploadedDocument
from torikumi.web.plans.importing import confirm_import, stage_import
from torikumi.web.plans.models import Edition, Import, PlanSeries
from torikumi.web.plans.preparing import EditionWishes


@pytest.fixture
def planner(person_with: Callable[..., User]) -> User:
    """Return a person of the planning section."""
    return person_with(Role.PLANNING)


@pytest.fixture
def by(city: Municipality, planner: User) -> Actor:
    """Return the same person as the trail knows them."""
    return Actor(name=planner.login_name, role=Role.PLANNING, municipality=city.code)


@pytest.fixture
def series(by: Actor) -> PlanSeries:
    """Return a plan without editions."""
    return open_series(title="みほん市総合戦略", by=by, at=AT)


@pytest.fixture
def stage(series: PlanSeries, by: Actor) -> Callable[..., Import]:
    """Return a function that stages a plan as if it had been read from a document."""

    def make(
        plan: Plan, *, content: bytes = b"", year: int | None = 2024, into: PlanSeries | None = None
    ) -> Import:
        document = UploadedDocument(name="みほん.xlsx", content=content or repr(plan).encode())
        read = ReadDocument(document=document, plan=plan, findings=())
        wishes = EditionWishes(year=year)
        return stage_import(read, series_id=(into or series).pk, wishes=wishes, by=by, at=AT)

    return make


@pytest.fixture
def import_plan(stage: Callable[..., Import], by: Actor) -> Callable[..., Edition]:
    """Return a function that stages and confirms a plan."""

    def make(plan: Plan, **kwargs: object) -> Edition:
        return confirm_import(import_id=stage(plan, **kwargs).pk, by=by, at=AT)

    return make


@pytest.fixture
def batch(import_plan: Callable[..., Edition], stage: Callable[..., Import]) -> Import:
    """Return the sample city's edition of 2025, read as a document and waiting on the edition of 2024."""
    import_plan(OLD, year=2024)
    return stage(NEW, year=2025)


@pytest.fixture
def decide(batch: Import, by: Actor) -> Decider:
    """Return a function that says a word of a line of that import."""
    return Decider(batch, by)
