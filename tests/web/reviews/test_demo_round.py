"""The demo shows a review in progress: sheets in every state, and people who can go on with it."""

import io
from collections import Counter

import pytest
from django.core.management import call_command

from shared import REPOSITORY
from torikumi.errors import UserError
from torikumi.plan.project import ReviewState
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.plans.models import Edition
from torikumi.web.reviews.models import ReviewRound, RoundState
from torikumi.web.reviews.queries.outlook import outlook_of
from torikumi.web.reviews.queries.sheets import sheets_of

MIHON = REPOSITORY / "samples" / "mihon"
PLAN, SETTINGS = str(MIHON / "plan-2025.json"), str(MIHON / "ROUND.toml")


@pytest.mark.django_db
def test_the_demo_has_a_round_with_sheets_in_every_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORIKUMI_DEMO", "1")
    call_command("load_plans", PLAN, stdout=io.StringIO())
    call_command("demo_users", stdout=io.StringIO())
    said = io.StringIO()

    call_command("demo_round", PLAN, SETTINGS, stdout=said)

    city = Municipality.objects.get(code="992011")
    round_ = ReviewRound.objects.within(city).select_related("base", "municipality").get()
    assert round_.state == RoundState.OPEN
    states = Counter(sheets_of(round_).values_list("state", flat=True))
    assert set(states) == {str(state) for state in ReviewState}
    assert sum(states.values()) == Edition.objects.within(city).get().project_count
    assert "section2-992011 / " in said.getvalue()
    assert "  シートを書いて提出する： section-992011\n" in said.getvalue()
    assert User.objects.get(login_name="section2-992011").has_usable_password()
    assert round_.opened_at is not None
    outlook = outlook_of(round_, round_.opened_at.date())
    assert (outlook.unknown, outlook.without_people, outlook.days_off) == ((), (), ())

    call_command("demo_round", PLAN, SETTINGS, stdout=io.StringIO())
    assert ReviewRound.objects.within(city).count() == 1


def test_the_demo_round_is_for_the_demo_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TORIKUMI_DEMO", raising=False)

    with pytest.raises(UserError):
        call_command("demo_round", PLAN, SETTINGS)
