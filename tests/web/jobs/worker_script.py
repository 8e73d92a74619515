"""A process of its own for tests: `migrate`, `ask` for errands, or `work` until the process is ended.

Nothing here is faked: the settings, the database and the worker are those of the application; only the errand of
errands.py is invented, and the beats are quicker, so that a test need not wait a minute.
"""

import json
import os
import sys
from datetime import timedelta

import django

from torikumi.web.environment import use_owner_of_database
from torikumi.web.isolation.cities import in_all_cities

os.environ["DJANGO_SETTINGS_MODULE"] = "torikumi.web.settings"
if sys.argv[1:2] == ["migrate"]:
    use_owner_of_database()
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests.web.jobs.errands import ERRAND, Errand  # noqa: E402
from torikumi.web.accounts.actions.people import create_municipality  # noqa: E402
from torikumi.web.accounts.models import Municipality, OrganisationUnit  # noqa: E402
from torikumi.web.audit.actor import Actor  # noqa: E402
from torikumi.web.jobs import loop, models, running, worker  # noqa: E402
from torikumi.web.jobs.actions import enqueue  # noqa: E402
from torikumi.web.jobs.models import Job  # noqa: E402

BY = Actor(name="system", municipality="999997")


def quicken() -> None:
    """Make beats and looks so quick that a crash is noticed within two seconds."""
    beat, silent = timedelta(seconds=0.3), timedelta(seconds=2)
    for module in (models, running, worker):
        module.BEAT_EVERY = beat  # type: ignore[attr-defined]
    models.SILENT_AFTER = worker.SILENT_AFTER = silent  # type: ignore[attr-defined]
    worker._GONE_AFTER = silent
    loop.SECONDS_BETWEEN_LOOKS = 0.2


def migrate() -> None:
    """Prepare the database and one city."""
    call_command("migrate", verbosity=0)
    create_municipality(code="999997", name="みほん市", prefecture="みほん県", by=BY, at=timezone.now())


def ask(errands: list[dict[str, object]]) -> None:
    """Ask for errands in one transaction."""
    city = Municipality.objects.get(code="999997")
    with transaction.atomic():
        for errand in errands:
            enqueue(ERRAND, city=city, arguments=Errand(**errand), by=BY, at=timezone.now())  # type: ignore[arg-type]


def tell() -> None:
    """Print how far every job is, and how often each step was made."""
    city = Municipality.objects.get(code="999997")
    jobs = list(
        Job.objects.within(city).order_by("pk").values("id", "state", "tries", "losses", "done", "whole")
    )
    steps = sorted(OrganisationUnit.objects.values_list("code", flat=True))
    sys.stdout.write(json.dumps({"jobs": jobs, "steps": steps}))


def main(word: str, *more: str) -> None:
    """Do what the first word says: a worker begins in no city, as the server does; the others are commands."""
    if word == "work":
        quicken()
        call_command("run_worker")
        return
    with in_all_cities():
        if word == "migrate":
            migrate()
        elif word == "ask":
            ask(json.loads(more[0]))
        else:
            tell()


if __name__ == "__main__":
    main(*sys.argv[1:])
