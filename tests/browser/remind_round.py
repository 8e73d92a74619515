"""Run inside a demo site: an open round whose sections have people, some without an address; prints the round's number."""

import django

django.setup()

import sys  # noqa: E402  Django's settings come first
from dataclasses import replace  # noqa: E402
from datetime import timedelta  # noqa: E402

from django.utils import timezone  # noqa: E402

from tests.web import factories  # noqa: E402
from tests.web.reviews.mailing import somebody  # noqa: E402
from tests.web.reviews.rounds import make_round  # noqa: E402
from torikumi.review.states import Move  # noqa: E402
from torikumi.web.accounts.models import Municipality, OrganisationUnit  # noqa: E402
from torikumi.web.accounts.permissions import Role  # noqa: E402
from torikumi.web.audit.actor import Actor  # noqa: E402
from torikumi.web.plans.models import PlanSeries  # noqa: E402
from torikumi.web.reviews.actions.rounds import create_round, open_round  # noqa: E402
from torikumi.web.reviews.actions.sheets import Answer, move_sheet  # noqa: E402
from torikumi.web.reviews.models import Sheet  # noqa: E402

WRITTEN = Answer(values={"result": "12回ひらいた。", "direction": "B：継続"})


def main() -> None:
    """Open the round, hand one sheet in, and print the round's number."""
    city = Municipality.objects.get()
    by = Actor(name=f"planning-{city.code}", role=Role.PLANNING, municipality=city.code)
    now, today = timezone.now(), timezone.localdate()
    rules = make_round()
    steps = tuple(
        replace(step, due=today + timedelta(days=5 + 10 * place)) for place, step in enumerate(rules.steps)
    )
    series = PlanSeries.objects.within(city).get()
    round_ = create_round(series_id=series.pk, rules=replace(rules, steps=steps), by=by, at=now)
    round_ = open_round(round_id=round_.pk, version=round_.version, by=by, at=now)
    units = {unit.name: unit for unit in OrganisationUnit.objects.of_municipality(city.code)}
    for number, name in enumerate(("企画課", "広報課", "図書館")):
        unit = units.get(name) or factories.unit(city, name=name)
        address = f"tanto{number}@example.lg.jp" if name != "図書館" else ""
        clerk = somebody(city, Role.SECTION, unit, name=f"見本 {number}郎", address=address)
        somebody(
            city, Role.SECTION_HEAD, unit, name=f"見本 課長{number}", address=f"cho{number}@example.lg.jp"
        )
        if name == "広報課":
            sheet = Sheet.objects.within(round_).filter(round=round_, lead_name=name).order_by("position")[0]
            actor = Actor(name=clerk.login_name, role=Role.SECTION, municipality=city.code)
            move_sheet(
                sheet_id=sheet.pk, version=sheet.version, move=Move.SUBMIT, answer=WRITTEN, by=actor, at=now
            )
    sys.stdout.write(f"{round_.pk}\n")


main()
