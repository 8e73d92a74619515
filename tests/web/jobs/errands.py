"""Tasks for tests: invented errands that count, fail, wait, or kill the process that does them."""

import os
import signal
import time
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from torikumi.errors import UserError
from torikumi.web.accounts.actions import units
from torikumi.web.accounts.models import OrganisationUnit
from torikumi.web.jobs.tasks import Course, Outcome, Task, TryLaterError, register_task


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What to do: so many steps, and what happens at one of them in the first tries."""

    steps: int
    at: int = -1
    what: str = ""
    tries: int = 1
    names: tuple[str, ...] = ()


def run_errand(course: Course, errand: Errand) -> Outcome:
    """Register one section a step, each in a transaction, and only where it is not registered yet."""
    for step in range(errand.steps):
        course.tell(step, errand.steps, f"{step}件目")
        if step == errand.at and course.tries <= errand.tries:
            _happen(errand.what)
        with transaction.atomic():
            code = f"{course.job_id}-{step}"
            if not OrganisationUnit.objects.of_municipality(course.city.code).filter(code=code).exists():
                _register(course, code)
    return Outcome(
        message=f"{errand.steps}件を登録しました。", url="/people/units/", figures={"n": errand.steps}
    )


def _register(course: Course, code: str) -> None:
    units.create_unit(
        municipality=course.city,
        code=code,
        name="みほん課",
        valid_from=timezone.localdate(),
        by=course.by,
        at=timezone.now(),
    )


def _happen(what: str) -> None:
    if what == "refuse":
        raise UserError(ja="宛先がありません。宛先を入れてください。", en="No address; give one.")
    if what == "later":
        raise TryLaterError(wait=timedelta(minutes=5), ja="相手が混んでいます。", en="Busy.")
    if what == "break":
        raise KeyError("a mistake of ours")
    if what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "sleep":
        time.sleep(600)


ERRAND = register_task(Task(name="test_errand", label="みほんの用事", arguments=Errand, work=run_errand))
