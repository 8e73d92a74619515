"""An opened round of an invented city, and the people who play it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.web import factories
from tests.web.plans.conftest import by, import_plan, planner, series, stage  # noqa: F401  the same plans
from tests.web.plans.invented import SECTIONS, make_plan
from tests.web.reviews.mailing import FILES, PLAN, PRESS, somebody
from tests.web.reviews.rounds import OPENED, make_round
from torikumi.review.round import Round
from torikumi.web.accounts.models import Municipality, OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.models import Edition, PlanSeries
from torikumi.web.reviews.actions.rounds import create_round, open_round
from torikumi.web.reviews.models import ReviewRound, Sheet


@dataclass(frozen=True, slots=True)
class Player:
    """A person with the actor that the trail knows."""

    user: User
    actor: Actor


@pytest.fixture
def player(city: Municipality) -> Callable[..., Player]:
    """Return a function that makes somebody with one role, in a section where the role needs one."""

    def make(role: Role, *, section: OrganisationUnit | None = None, login_name: str = "") -> Player:
        user = factories.person(city, role, section=section, login_name=login_name)
        return Player(user, Actor(name=user.login_name, role=role, municipality=city.code))

    return make


@pytest.fixture
def sections(city: Municipality) -> dict[str, OrganisationUnit]:
    """Return the sections that the invented plan names, under one department each three."""
    return {name: factories.unit(city, name=name) for name in SECTIONS}


@pytest.fixture
def edition(import_plan: Callable[..., Edition]) -> Edition:  # noqa: F811
    """Return the plan's edition of the year before."""
    return import_plan(make_plan(12))


@pytest.fixture
def begin(series: PlanSeries, edition: Edition, by: Actor) -> Callable[..., ReviewRound]:  # noqa: F811
    """Return a function that sets up and opens a round."""

    def make(rules: Round | None = None) -> ReviewRound:
        round_ = create_round(series_id=series.pk, rules=rules or make_round(), by=by, at=OPENED)
        return open_round(round_id=round_.pk, version=round_.version, by=by, at=OPENED)

    return make


@pytest.fixture
def opened(begin: Callable[..., ReviewRound]) -> ReviewRound:
    """Return an open round."""
    return begin()


@pytest.fixture
def sheet(opened: ReviewRound) -> Sheet:
    """Return the sheet of the first project; its section is 企画課."""
    return Sheet.objects.within(opened).filter(round=opened).order_by("position")[0]


@pytest.fixture
def team(player: Callable[..., Player]) -> Player:
    """Return somebody of a study team."""
    return player(Role.STUDY_TEAM)


@pytest.fixture
def head(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    """Return the head of 企画課."""
    return player(Role.SECTION_HEAD, section=sections["企画課"])


@pytest.fixture
def mail_home(settings: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return the folder in which mails become files."""
    settings.MAIL = FILES
    return tmp_path


@pytest.fixture
def kikaku(city: Municipality, sections: dict[str, OrganisationUnit]) -> Player:
    """Return somebody of 企画課 with an address."""
    return _with_address(city, sections["企画課"], name="企画 花子", address=PLAN)


@pytest.fixture
def koho(city: Municipality, sections: dict[str, OrganisationUnit]) -> Player:
    """Return somebody of 広報課 with an address."""
    return _with_address(city, sections["広報課"], name="広報 太郎", address=PRESS)


def _with_address(city: Municipality, unit: OrganisationUnit, *, name: str, address: str) -> Player:
    user = somebody(city, Role.SECTION, unit, name=name, address=address)
    return Player(user, Actor(name=user.login_name, role=Role.SECTION, municipality=city.code))
