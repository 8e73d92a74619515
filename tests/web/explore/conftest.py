"""The plans of an invented city, beside what others do."""

from collections.abc import Callable

import pytest

from tests.web.plans.conftest import by, import_plan, planner, series, stage  # noqa: F401  the same plans
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role


@pytest.fixture
def outsider(person_with: Callable[..., User], other_city: Municipality) -> User:
    """Return a person of another city."""
    return person_with(Role.PLANNING, municipality=other_city)
