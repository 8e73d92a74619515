"""A reading tells how far it is, is stopped, asks what the document does not say, and never hangs."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.web import factories
from tests.web.plans.invented import make_plan
from torikumi.plan.file import dump_plan
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent
from torikumi.web.plans import reading_runner
from torikumi.web.plans.actions import readings as actions
from torikumi.web.plans.models import Import, PlanSeries
from torikumi.web.plans.preparing import EditionWishes
from torikumi.web.plans.reading_models import SILENT_AFTER, ReadingJob, ReadingState
from torikumi.web.plans.slots import SLOTS, reading_slot

# What a document says instead of a table: how many pages it has, and whether its reader hangs or breaks.
READER = """
import ctypes, sys, time
if "torikumi.read.sandbox.child" in sys.orig_argv:
    from pathlib import Path
    from torikumi.read.sandbox import tasks
    read = tasks.TASKS["read-for-store"]

    def slow(asked, on_page):
        words = Path(asked["files"][0]).read_bytes()[:20].split()
        if words[0] != b"pages":
            return read(asked, on_page)
        for page in range(1, int(words[1]) + 1):
            on_page(page, 83)
            time.sleep(0.1)
        if words[2] == b"hangs":
            time.sleep(600)
        ctypes.string_at(0)

    tasks.TASKS["read-for-store"] = slow
"""


@pytest.fixture
def browse(planner: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(planner)


@pytest.fixture
def slow_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "reader"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(READER, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setattr(reading_runner, "_SECONDS_BETWEEN_BEATS", 0)


@pytest.fixture
def begin(by: Actor) -> Callable[..., ReadingJob]:
    """Return a function that begins a reading which nobody carries out."""

    def make(**fields: object) -> ReadingJob:
        given = {"file_name": "計画.pdf", "series_id": None, "title": "", "wishes": EditionWishes(year=2024)}
        return actions.start_reading(**{**given, "at": timezone.now(), **fields}, by=by)  # type: ignore[arg-type]

    return make


def upload(client: Client, content: bytes, name: str = "計画.pdf", **fields: str) -> object:
    document = SimpleUploadedFile(name, content)
    return client.post(reverse("plans:upload"), {"document": document, **fields}, follow=True)


def only_job(planner: User) -> ReadingJob:
    return ReadingJob.objects.within(planner).get()


def actions_of(job: ReadingJob) -> list[str]:
    events = AuditEvent.objects.of_object("reading", job.pk).order_by("sequence")
    return [event.action for event in events]


def test_a_reading_that_is_stopped_says_so_and_gives_its_slot_back(
    browse: Client, planner: User, by: Actor, slow_reader: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int]] = []

    def stop_at_the_third(job: ReadingJob, *, page: int, pages: int, now: object) -> bool:
        if page == 3 and (3, 83) not in told:
            actions.stop_reading(reading_id=job.pk, by=by, at=timezone.now())
        told.append((page, pages))
        return actions.tell_progress(job, page=page, pages=pages, now=timezone.now())

    monkeypatch.setattr(reading_runner, "tell_progress", stop_at_the_third)

    page = upload(browse, b"pages 3 hangs").content.decode()

    job = only_job(planner)
    assert (job.state, job.page, job.pages) == (ReadingState.STOPPED, 2, 83)
    assert actions_of(job) == ["start_reading", "stop_reading", "refuse_reading"]
    assert "読み取りを止めました" in page
    assert "もう一度取り込む" in page
    with ExitStack() as held:
        for _ in range(SLOTS):
            held.enter_context(reading_slot())


def test_a_reader_that_breaks_is_told_beside_the_document(
    browse: Client, planner: User, slow_reader: None
) -> None:
    answer = upload(browse, b"pages 1 breaks")

    assert answer.status_code == 422
    assert "読み取り部品の異常終了 SIGSEGV" in answer.content.decode()
    assert only_job(planner).state == ReadingState.REFUSED


def test_a_mistake_of_ours_ends_the_reading_too(
    browse: Client, planner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise KeyError("a mistake of ours")

    monkeypatch.setattr(reading_runner, "stage_new_plan", fail)

    page = upload(browse, dump_plan(make_plan(2)).encode(), "plan.json").content.decode()

    assert "このソフトの誤りが起きました" in page
    assert only_job(planner).state == ReadingState.REFUSED


def test_a_running_reading_shows_its_pages_and_a_stop(
    browse: Client, begin: Callable[..., ReadingJob]
) -> None:
    job = begin()
    assert actions.tell_progress(job, page=3, pages=83, now=timezone.now())

    page = browse.get(job.get_absolute_url()).content.decode()

    assert "<b>3 / 83 ページ</b>" in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert reverse("plans:stop_reading", args=[job.pk]) in page
    listed = browse.get(reverse("plans:imports")).content.decode()
    assert job.get_absolute_url() in listed
    assert "3 / 83 ページ" in listed


def test_a_page_that_asks_again_and_again_is_sent_on_when_the_reading_ended(
    browse: Client, begin: Callable[..., ReadingJob], by: Actor, stage: Callable[..., Import]
) -> None:
    job = begin()
    again = {"HX-Request": "true"}
    assert "HX-Redirect" not in browse.get(job.get_absolute_url(), headers=again)

    batch = stage(make_plan(2))
    actions.finish_reading(reading_id=job.pk, batch=batch, by=by, at=timezone.now())

    assert browse.get(job.get_absolute_url(), headers=again)["HX-Redirect"] == job.get_absolute_url()
    assert browse.get(job.get_absolute_url())["Location"] == batch.get_absolute_url()


def test_a_reading_that_went_away_is_shown_as_stopped_and_ended_by_the_next(
    browse: Client, begin: Callable[..., ReadingJob]
) -> None:
    job = begin(at=timezone.now() - SILENT_AFTER - timedelta(seconds=1))

    page = browse.get(job.get_absolute_url()).content.decode()
    assert "途中で止まりました（サーバーが止まったか" in page
    assert "http-equiv" not in page
    assert job.get_absolute_url() not in browse.get(reverse("plans:imports")).content.decode()

    begin()

    job.refresh_from_db(from_queryset=ReadingJob.objects.within(job))
    assert job.state == ReadingState.STOPPED
    assert not actions.tell_progress(job, page=4, pages=83, now=timezone.now())


@pytest.mark.parametrize(("seconds", "days", "is_listed"), [(60, 0, True), (1, 0, False), (60, 8, False)])
def test_a_document_that_could_not_be_read_is_found_again_when_its_page_was_closed(
    browse: Client, begin: Callable[..., ReadingJob], by: Actor, seconds: int, days: int, is_listed: bool
) -> None:
    began = timezone.now() - timedelta(days=days, seconds=60)
    job = begin(file_name="読めない.pdf", at=began)
    actions.refuse_reading(
        reading_id=job.pk,
        state=ReadingState.REFUSED,
        message="x",
        batch=None,
        by=by,
        at=began + timedelta(seconds=seconds),
    )

    page = browse.get(reverse("plans:imports")).content.decode()

    assert ("読めない.pdf" in page) is is_listed
    assert (job.get_absolute_url() in page) is is_listed


def test_a_reading_that_ended_cannot_be_stopped(
    browse: Client, begin: Callable[..., ReadingJob], by: Actor
) -> None:
    job = begin()
    actions.refuse_reading(
        reading_id=job.pk, state=ReadingState.REFUSED, message="x", batch=None, by=by, at=timezone.now()
    )

    answer = browse.post(reverse("plans:stop_reading", args=[job.pk]))

    assert answer.status_code == 422
    assert "もう動いていません（読めませんでした）" in answer.content.decode()


def test_what_the_document_does_not_say_is_asked_for_without_reading_it_again(
    browse: Client, planner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = replace(make_plan(3), year=None, title="")
    asked = upload(browse, dump_plan(plan).encode(), "plan.json")
    job = only_job(planner)
    assert asked.status_code == 422
    assert "文書に題名がありません" in asked.content.decode()
    monkeypatch.setattr(reading_runner, "read_in_slot", None)  # it is not read again

    page = browse.post(
        reverse("plans:answer_reading", args=[job.pk]), {"title": "みほん計画"}, follow=True
    ).content.decode()
    assert "文書から年度が分かりません" in page
    wrong = browse.post(reverse("plans:answer_reading", args=[job.pk]), {"year": "来年"})
    assert wrong.status_code == 422
    assert "年度として読めません" in wrong.content.decode()
    # Whoever opens the address of that refusal again comes to the question.
    opened = browse.get(reverse("plans:answer_reading", args=[job.pk]))
    assert opened.headers["Location"] == job.get_absolute_url()
    browse.post(reverse("plans:answer_reading", args=[job.pk]), {"year": "R6"}, follow=True)

    batch = Import.objects.within(planner).get()
    assert (batch.series.title, batch.year, batch.added) == ("みほん計画", 2024, 3)
    job = only_job(planner)
    assert (job.state, job.batch_id, job.result) == (ReadingState.DONE, batch.pk, "")


def test_another_citys_reading_is_not_there(
    begin: Callable[..., ReadingJob], other_city: Municipality, browser_of: Callable[[User], Client]
) -> None:
    job = begin()
    stranger = browser_of(factories.person(other_city, Role.PLANNING))

    for name in ("reading", "stop_reading", "answer_reading"):
        address = reverse(f"plans:{name}", args=[job.pk])
        assert stranger.get(address).status_code in {404, 405}
        assert stranger.post(address).status_code in {404, 405}
    assert job.file_name not in stranger.get(reverse("plans:imports")).content.decode()


def test_trying_again_begins_with_what_was_said(
    browse: Client, begin: Callable[..., ReadingJob], by: Actor, series: PlanSeries
) -> None:
    job = begin(series_id=series.pk, wishes=EditionWishes(year=2024, label="当初"))
    actions.refuse_reading(
        reading_id=job.pk, state=ReadingState.STOPPED, message="x", batch=None, by=by, at=timezone.now()
    )
    again = browse.get(job.get_absolute_url()).context["again"]

    page = browse.get(again).content.decode()

    assert f'<option value="{series.pk}" selected>' in page
    assert 'value="当初"' in page
    assert 'value="2024"' in page
