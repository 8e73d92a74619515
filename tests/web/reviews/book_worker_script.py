"""A process of its own for tests: a city with a round, whose workbooks a worker writes and reads until it is killed.

`prepare` and `tell` are commands, `send` and `receive` ask for a job, `work` does jobs until the process is ended. With
KILL_AT=2 the first try of a job ends by SIGKILL at its second workbook. Settings, database and worker are the real ones.
"""

import json
import os
import signal
import sys

from tests.web.jobs import worker_script  # sets Django up, by the same first word

from django.core.management import call_command  # isort: skip
from django.utils import timezone  # isort: skip

from tests.web import factories  # isort: skip
from tests.web.plans.invented import make_plan  # isort: skip
from tests.web.reviews.book_hands import Filled  # isort: skip
from tests.web.reviews.rounds import OPENED, make_round  # isort: skip
from torikumi.web.accounts.models import Municipality  # isort: skip
from torikumi.web.accounts.permissions import Role  # isort: skip
from torikumi.web.audit.actor import Actor  # isort: skip
from torikumi.web.isolation.cities import in_all_cities  # isort: skip
from torikumi.web.jobs.models import Job  # isort: skip
from torikumi.web.plans.documents import ReadDocument, UploadedDocument  # isort: skip
from torikumi.web.plans.importing import confirm_import, stage_new_plan  # isort: skip
from torikumi.web.plans.models import Original  # isort: skip
from torikumi.web.plans.preparing import EditionWishes  # isort: skip
from torikumi.web.reviews import sending_books, taking_in  # isort: skip
from torikumi.web.reviews.actions.rounds import create_round, open_round  # isort: skip
from torikumi.web.reviews.actions.sendings import ask_for_sending  # isort: skip
from torikumi.web.reviews.actions.workbooks import receive_files  # isort: skip
from torikumi.web.reviews.models import ReviewRound  # isort: skip
from torikumi.web.reviews.workbook_models import BookSending, ReturnedWorkbook, SentWorkbook  # isort: skip

BY = Actor(name="planner", role=Role.PLANNING, municipality="999997")


def prepare() -> None:
    """Make the database, the city, a plan of forty projects and an open round."""
    call_command("migrate", verbosity=0)
    city = factories.municipality()
    factories.person(city, Role.PLANNING, login_name=BY.name)
    plan = make_plan(40)
    read = ReadDocument(document=UploadedDocument(name="p.xlsx", content=b"x"), plan=plan, findings=())
    batch = stage_new_plan(read, title=plan.title, wishes=EditionWishes(year=2024), by=BY, at=OPENED)
    edition = confirm_import(import_id=batch.pk, by=BY, at=OPENED)
    round_ = create_round(series_id=edition.series_id, rules=make_round(), by=BY, at=OPENED)
    open_round(round_id=round_.pk, version=round_.version, by=BY, at=OPENED)


def send() -> None:
    """Ask for the workbooks of all sections."""
    round_ = _round()
    ask_for_sending(task=sending_books.SEND_BOOKS, round_id=round_.pk, sections=(), by=BY, at=timezone.now())


def receive() -> None:
    """Ask to have every workbook read, each with one answer written into it."""
    documents = []
    for book in SentWorkbook.objects.within(_city()).order_by("pk"):
        filled = Filled(bytes(Original.objects.within(book).get(pk=book.original_id).content))
        filled.write(next(iter(filled.rows)), {"result": "書いた。"})
        documents.append(UploadedDocument(name=book.file_name, content=filled.octets()))
    receive_files(
        task=taking_in.READ_BOOKS,
        round_id=_round().pk,
        documents=documents,
        url="/",
        by=BY,
        at=timezone.now(),
    )


def tell() -> None:
    """Print how far the jobs are, what was sent and what was read."""
    city = _city()
    jobs = list(Job.objects.within(city).order_by("pk").values("state", "tries", "losses", "message"))
    told = {
        "jobs": jobs,
        "sendings": BookSending.objects.within(city).count(),
        "books": list(SentWorkbook.objects.within(city).order_by("pk").values_list("file_name", flat=True)),
        "returned": list(
            ReturnedWorkbook.objects.within(city).order_by("pk").values_list("state", "changes")
        ),
    }
    sys.stdout.write(json.dumps(told))


def work() -> None:
    """Do jobs; where KILL_AT says so, end by SIGKILL in the middle of the first try."""
    at = int(os.environ.get("KILL_AT", "0"))
    if at:
        _kill_at(at)
    worker_script.quicken()
    call_command("run_worker")


def _kill_at(at: int) -> None:
    """Count the workbooks that are written or read, and end the process at one of them."""
    counted = 0
    write, keep = sending_books.write_workbooks, taking_in.keep_reading

    def count() -> None:
        nonlocal counted
        counted += 1
        if counted == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def counting_write(*words, **named):  # type: ignore[no-untyped-def]
        count()
        return write(*words, **named)

    def counting_keep(**named):  # type: ignore[no-untyped-def]
        count()
        keep(**named)

    sending_books.write_workbooks, taking_in.keep_reading = counting_write, counting_keep


def _city() -> Municipality:
    return Municipality.objects.get(code=BY.municipality)


def _round() -> ReviewRound:
    return ReviewRound.objects.within(_city()).get()


def main(word: str) -> None:
    """Do what the word says; a worker begins in no city, as the server does."""
    if word == "work":
        work()
        return
    with in_all_cities():
        {"prepare": prepare, "migrate": prepare, "send": send, "receive": receive, "tell": tell}[word]()


if __name__ == "__main__":
    main(sys.argv[1])
