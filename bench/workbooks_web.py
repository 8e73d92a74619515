"""The workbooks of a whole round on the server: `python bench/workbooks.py --web` calls this.

A city of its own in a temporary folder (SQLite); the same invented plan. The seconds are those of the processor, with
the clock's beside them; the reading process behind its wall is counted by the clock alone.
"""

import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torikumi.plan.model import Plan
    from torikumi.web.audit.actor import Actor
    from torikumi.web.reviews.models import ReviewRound

REPOSITORY = Path(__file__).resolve().parent.parent


def measure_on_server(plan: "Plan", round_text: str, answers: dict[str, dict[str, str]]) -> None:
    """Print how long sending, taking back, looking and taking in last for a whole round."""
    sys.path.insert(0, str(REPOSITORY))
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "var").mkdir()
        os.environ |= {
            "TORIKUMI_HOME": home,
            "TORIKUMI_SECRET_KEY": secrets.token_urlsafe(50),
            "TORIKUMI_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "torikumi.web.settings",
        }
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        from torikumi.web.isolation.cities import in_all_cities

        settings.JOBS_BESIDE_REQUESTS = False
        call_command("migrate", verbosity=0)
        with in_all_cities():
            round_, by = _open(plan, round_text)
            _measure(round_, by, answers)


def _open(plan: "Plan", round_text: str) -> "tuple[ReviewRound, Actor]":
    from dataclasses import replace

    from django.utils import timezone

    from tests.web import factories
    from torikumi.plan.model import Municipality
    from torikumi.review.roundfile import read_round
    from torikumi.web.accounts.permissions import Role
    from torikumi.web.audit.actor import Actor
    from torikumi.web.plans.documents import ReadDocument, UploadedDocument
    from torikumi.web.plans.importing import confirm_import, stage_new_plan
    from torikumi.web.plans.preparing import EditionWishes
    from torikumi.web.reviews.actions.rounds import create_round, open_round

    city = factories.municipality()
    person = factories.person(city, Role.PLANNING)
    by = Actor(name=person.login_name, role=Role.PLANNING, municipality=city.code)
    plan = replace(plan, municipality=Municipality(code=city.code, name=city.name))
    read = ReadDocument(document=UploadedDocument(name="plan.xlsx", content=b"x"), plan=plan, findings=())
    now = timezone.now()
    batch = stage_new_plan(read, title=plan.title, wishes=EditionWishes(year=2024), by=by, at=now)
    edition = confirm_import(import_id=batch.pk, by=by, at=now)
    round_ = create_round(series_id=edition.series_id, rules=read_round(round_text), by=by, at=now)
    return open_round(round_id=round_.pk, version=round_.version, by=by, at=now), by


def _measure(round_: "ReviewRound", by: "Actor", answers: dict[str, dict[str, str]]) -> None:
    from django.utils import timezone

    from torikumi.review.sheets import write_workbooks
    from torikumi.web.plans.documents import UploadedDocument
    from torikumi.web.reviews.actions.sendings import ask_for_sending
    from torikumi.web.reviews.actions.taking import Decision, SheetDecision, take_workbook
    from torikumi.web.reviews.actions.workbooks import receive_files
    from torikumi.web.reviews.models import Sheet
    from torikumi.web.reviews.queries.standing import standing_of
    from torikumi.web.reviews.queries.workbooks import load_book_ground, round_id_of
    from torikumi.web.reviews.returned_page import view_returned
    from torikumi.web.reviews.sending_books import SEND_BOOKS
    from torikumi.web.reviews.taking_in import READ_BOOKS
    from torikumi.web.reviews.workbook_models import ReturnedWorkbook

    now = timezone.now()
    _timed(
        "sent",
        lambda: ask_for_sending(task=SEND_BOOKS, round_id=round_.pk, sections=(), by=by, at=now),
    )
    found = load_book_ground(round_)
    name, plan = round_id_of(round_), found.ground.plan
    books = write_workbooks(plan, found.ground.round, round_id=name, stored=answers, work=found.work)
    files = [UploadedDocument(name=book.sent.file, content=book.octets) for book in books]
    _timed(
        "staged",
        lambda: receive_files(task=READ_BOOKS, round_id=round_.pk, documents=files, url="/", by=by, at=now),
    )
    rows = list(ReturnedWorkbook.objects.within(round_).order_by("pk"))
    changes, states = sum(row.changes for row in rows), {row.state for row in rows}
    print(f"  {len(rows)} workbooks, {changes} changes, states {states}")
    from torikumi.web.accounts.models import User

    standing = standing_of(User.objects.get(login_name=by.name), timezone.localdate())
    _timed("one page", lambda: view_returned(rows[0], found.ground.round, standing))

    def take_all() -> None:
        for row in rows:
            wanted = {one.project for one in row.returned().rows if one.project}
            sheets = Sheet.objects.within(round_).filter(round=round_, project_key__in=wanted)
            seen = {pk: SheetDecision(version=version) for pk, version in sheets.values_list("pk", "version")}
            take_workbook(
                returned_id=row.pk, decision=Decision(version=row.version, sheets=seen), by=by, at=now
            )

    _timed("taken", take_all)


def _timed(name: str, work: Callable[[], object]) -> None:
    cpu, wall = _processor(), time.perf_counter()
    work()
    print(f"{name + ':':<11}{_processor() - cpu:5.2f} s ({time.perf_counter() - wall:.2f} s on the clock)")


def _processor() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
