"""Before publishing, the errors of the check are told as the city looks at its rules."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.factories import AT, person
from tests.web.plans.found_plan import found_plan
from tests.web.publications.editions import series
from torikumi.check.settings import RuleChoice
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.actions.rules import decide_rule
from torikumi.web.plans.store import EditionFacts, save_edition

pytestmark = pytest.mark.django_db


def test_the_errors_of_the_check_are_counted_and_lead_to_their_list(
    city: Municipality, browser_of: Callable[[User], Client]
) -> None:
    planner = person(city, Role.PLANNING)
    office, plan = browser_of(planner), series(city)
    facts = EditionFacts(series=plan, sequence=1, base=None, year=2024, label="", by="system", at=AT)
    newest = save_edition(found_plan(), facts=facts)
    address = f"/publications/publish/{newest.pk}/"
    by = Actor(name=planner.login_name, role=Role.PLANNING, municipality=city.code)

    before = office.get(address).content.decode()
    list_of_errors = f"/plans/{plan.pk}/findings/?severity=error&edition=1"
    listed = office.get(list_of_errors).content.decode()
    off = RuleChoice(code="section-missing", word="off", reason="課は秋に決まる。")
    decide_rule(off, turn=0, by=by, at=AT)
    after = office.get(address).content.decode()

    assert "点検の誤り 2件。公表の前に直してください" in before
    assert list_of_errors.replace("&", "&amp;") in before
    assert "2 件です" in listed
    assert "点検の誤り 1件" in after
