"""Run inside a demo site: opens an invented round on its plan, in which the demo's section leads thirteen projects."""

import django

django.setup()

from dataclasses import replace  # noqa: E402  Django's settings come first
from datetime import timedelta  # noqa: E402

from django.utils import timezone  # noqa: E402

from tests.web.reviews.rounds import make_round  # noqa: E402
from torikumi.web.accounts.models import Municipality, User  # noqa: E402
from torikumi.web.audit.actor import Actor  # noqa: E402
from torikumi.web.plans.models import PlanSeries  # noqa: E402
from torikumi.web.reviews.actions.rounds import create_round, open_round  # noqa: E402


def main() -> None:
    """Open the round."""
    city = Municipality.objects.get()
    planner = User.objects.get(login_name=f"planning-{city.code}")
    by = Actor(name=planner.login_name, role="planning", municipality=city.code)
    now, rules = timezone.now(), make_round()
    today = timezone.localdate()
    steps = tuple(
        replace(step, due=today + timedelta(days=12 + 10 * number)) for number, step in enumerate(rules.steps)
    )
    series = PlanSeries.objects.within(city).get()
    round_ = create_round(series_id=series.pk, rules=replace(rules, steps=steps), by=by, at=now)
    open_round(round_id=round_.pk, version=round_.version, by=by, at=now)


main()
