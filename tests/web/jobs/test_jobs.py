"""A job is written down with the act that asks for it, done after it, told on its page, and begun again when lost."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.web import factories
from tests.web.jobs.errands import ERRAND, Errand
from torikumi.web.accounts.models import Municipality, OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent
from torikumi.web.jobs import actions, loop
from torikumi.web.jobs.models import MOST_LOSSES, SILENT_AFTER, Job, JobState
from torikumi.web.jobs.running import run_job
from torikumi.web.jobs.tasks import Outcome, Task, register_task

pytestmark = pytest.mark.django_db

TICKETS = import_module("torikumi.web.jobs.migrations.0002_tickets")


@pytest.fixture
def person(person_with: Callable[..., User]) -> User:
    return person_with(Role.PLANNING)


@pytest.fixture
def by(person: User) -> Actor:
    return Actor(name=person.login_name, role="planning", municipality="999997", request_id="r" * 32)


@pytest.fixture
def ask(city: Municipality, by: Actor) -> Callable[..., Job]:
    """Return a function that has an errand done, and gives its job as it is afterwards."""

    def make(steps: int = 3, *, city: Municipality = city, **more: object) -> Job:
        errand = Errand(steps=steps, **more)  # type: ignore[arg-type]
        job = actions.enqueue(ERRAND, city=city, arguments=errand, by=by, at=timezone.now())
        return now(job)

    return make


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave jobs to wait: nothing does them at once."""
    monkeypatch.setattr(actions, "hand_over", lambda job: None)


def now(job: Job) -> Job:
    return Job.objects.within(job).get(pk=job.pk)


def events_of(job: Job) -> list[str]:
    return [event.action for event in AuditEvent.objects.of_object("job", job.pk).order_by("sequence")]


def test_a_job_is_done_and_tells_what_came_of_it(ask: Callable[..., Job], by: Actor) -> None:
    job = ask(3, names=("総務課", "企画課"))

    assert (job.state, job.message) == (JobState.DONE, "3件を登録しました。")
    assert (job.done, job.whole, job.tries) == (3, 3, 1)
    assert job.result == {"url": "/people/units/", "n": 3}
    assert job.arguments == {"steps": 3, "names": ["総務課", "企画課"]}
    assert events_of(job) == ["enqueue_job", "finish_job"]
    done = AuditEvent.objects.of_object("unit", f"{job.pk}-0").get()
    assert (done.actor, done.role, done.municipality) == (by.name, "planning", "999997")
    assert done.request_id == "r" * 32


def test_a_job_goes_when_the_act_that_asked_for_it_fails(ask: Callable[..., Job], city: Municipality) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ask(1)
        raise ZeroDivisionError

    assert not Job.objects.within(city).exists()


def test_what_the_person_can_mend_is_told_and_tried_again(ask: Callable[..., Job], by: Actor) -> None:
    job = ask(3, at=1, what="refuse")

    assert (job.state, job.message, job.done) == (
        JobState.FAILED,
        "宛先がありません。宛先を入れてください。",
        1,
    )

    actions.retry_job(city=job.municipality, job_id=job.pk, by=by, at=timezone.now())

    assert (now(job).state, now(job).tries) == (JobState.DONE, 2)
    assert events_of(job) == ["enqueue_job", "fail_job", "retry_job", "finish_job"]


def test_a_mistake_of_ours_is_told_in_one_sentence_and_breaks_nothing_around_it(
    ask: Callable[..., Job],
) -> None:
    job = ask(3, at=2, what="break")

    assert job.state == JobState.FAILED
    assert job.message.startswith("途中でこのソフトの誤りが起きました。「もう一度行う」を押し")
    assert OrganisationUnit.objects.filter(code__startswith=f"{job.pk}-").count() == 2


def test_what_can_only_be_done_later_waits(ask: Callable[..., Job]) -> None:
    before = timezone.now()
    job = ask(1, at=0, what="later")

    assert (job.state, job.message) == (JobState.QUEUED, "相手が混んでいます。")
    assert before + timedelta(minutes=5) <= job.due_at <= timezone.now() + timedelta(minutes=5)
    assert loop.next_job() is None  # it is not due

    Job.objects.within(job).update(due_at=timezone.now())
    assert loop.run_next()
    assert now(job).state == JobState.DONE


def test_a_kind_that_this_version_does_not_know_fails_with_a_sentence(
    waiting: None, ask: Callable[..., Job]
) -> None:
    job = ask()
    Job.objects.within(job).update(kind="of_another_version")

    assert run_job(job.municipality_id, job.pk)

    assert (
        now(job).message
        == "この版のソフトは「of_another_version」という処理を知りません。管理者に知らせてください。"
    )


def test_two_tasks_never_share_a_name() -> None:
    twin = Task(
        name="test_errand",
        label="別の用事",
        arguments=Errand,
        work=lambda course, errand: Outcome(message=""),
    )

    with pytest.raises(ValueError, match="test_errand"):
        register_task(twin)


def test_a_citys_thousand_jobs_do_not_keep_another_city_waiting(
    waiting: None, ask: Callable[..., Job], other_city: Municipality
) -> None:
    greedy = [ask() for _ in range(8)]
    modest = [ask(city=other_city) for _ in range(2)]

    order = []
    while (job := loop.next_job()) is not None:
        order.append(job.pk)
        assert run_job(job.municipality_id, job.pk)

    first = [greedy[0].pk, modest[0].pk, greedy[1].pk, modest[1].pk]
    assert order == [*first, *(job.pk for job in greedy[2:])]


def test_a_job_is_in_one_pair_of_hands(waiting: None, ask: Callable[..., Job]) -> None:
    job = ask()
    at = timezone.now()

    assert actions.begin_job(city=job.municipality, job_id=job.pk, runner="a", now=at) is not None
    assert actions.begin_job(city=job.municipality, job_id=job.pk, runner="b", now=at) is None


def test_a_job_whose_runner_fell_silent_is_taken_over_and_the_old_runner_changes_nothing(
    waiting: None, ask: Callable[..., Job], by: Actor
) -> None:
    job, at = ask(), timezone.now()
    old = actions.begin_job(city=job.municipality, job_id=job.pk, runner="old", now=at)
    assert old is not None
    later = at + SILENT_AFTER + timedelta(seconds=1)

    new = actions.begin_job(city=job.municipality, job_id=job.pk, runner="new", now=later)

    assert new is not None
    assert (new.tries, new.losses) == (2, 1)
    assert not actions.tell_beat(old, now=later)
    assert not actions.tell_job_progress(old, done=1, whole=2, message="", now=later)
    assert not actions.still_holds(old)
    actions.finish_job(old, outcome=Outcome(message="古い"), by=by, at=later)
    actions.fail_job(old, message="古い", by=by, at=later)
    assert (now(job).state, now(job).runner, now(job).message) == (JobState.RUNNING, "new", "")


def test_a_job_that_takes_its_process_down_again_and_again_is_left_alone(
    waiting: None, ask: Callable[..., Job], by: Actor
) -> None:
    job, at = ask(), timezone.now()
    begun = 0
    while actions.begin_job(city=job.municipality, job_id=job.pk, runner="r", now=at) is not None:
        begun += 1
        at += SILENT_AFTER + timedelta(seconds=1)

    assert begun == MOST_LOSSES
    assert now(job).state == JobState.FAILED
    assert "途中で何度も止まった" in now(job).message
    assert events_of(job) == ["enqueue_job", "fail_job"]
    retried = actions.retry_job(city=job.municipality, job_id=job.pk, by=by, at=at)
    assert (retried.state, retried.losses) == (JobState.QUEUED, 0)


def test_a_running_job_stops_at_its_next_step(
    waiting: None, ask: Callable[..., Job], by: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ask(3, at=1, what="stop")

    def stop(what: str) -> None:
        actions.stop_job(city=job.municipality, job_id=job.pk, by=by, at=timezone.now())

    monkeypatch.setattr("tests.web.jobs.errands._happen", stop)
    run_job(job.municipality_id, job.pk)

    assert (now(job).state, now(job).done, now(job).message) == (JobState.STOPPED, 1, "途中で止めました。")
    assert events_of(job) == ["enqueue_job", "stop_job", "give_up_job"]


def test_a_waiting_job_is_stopped_at_once_and_an_ended_one_no_more(
    waiting: None, ask: Callable[..., Job], by: Actor
) -> None:
    job = ask()

    actions.stop_job(city=job.municipality, job_id=job.pk, by=by, at=timezone.now())

    assert now(job).state == JobState.STOPPED
    assert loop.next_job() is None
    with pytest.raises(actions.WrongJobStateError, match="もう動いていません（中止）"):
        actions.stop_job(city=job.municipality, job_id=job.pk, by=by, at=timezone.now())


def test_a_done_job_is_not_done_again(ask: Callable[..., Job], by: Actor) -> None:
    job = ask()

    with pytest.raises(actions.WrongJobStateError, match="いまは終わりました"):
        actions.retry_job(city=job.municipality, job_id=job.pk, by=by, at=timezone.now())
    assert not run_job(job.municipality_id, job.pk)


# --- Pages ---


def test_the_page_of_a_waiting_job_asks_again_with_and_without_script(
    waiting: None, ask: Callable[..., Job], person: User, browser_of: Callable[[User], Client]
) -> None:
    job = ask()
    actions.begin_job(city=job.municipality, job_id=job.pk, runner="r", now=timezone.now())
    Job.objects.within(job).update(done=3, whole=83, message="総務課")
    client = browser_of(person)

    page = client.get(job.get_absolute_url()).content.decode()

    assert "<h1>みほんの用事</h1>" in page
    assert "<b>3 / 83</b>" in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert 'hx-trigger="every 2s"' in page
    part = client.get(job.get_absolute_url(), headers={"HX-Request": "true"})
    assert "HX-Redirect" not in part


def test_the_page_of_an_ended_job_leads_on(
    ask: Callable[..., Job], person: User, browser_of: Callable[[User], Client]
) -> None:
    job, client = ask(), browser_of(person)

    page = client.get(job.get_absolute_url()).content.decode()

    assert 'href="/people/units/">結果を見る</a>' in page
    assert "もう一度行う" not in page
    part = client.get(job.get_absolute_url(), headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == job.get_absolute_url()


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_result_never_leads_to_another_site(
    url: str, ask: Callable[..., Job], person: User, browser_of: Callable[[User], Client]
) -> None:
    job = ask()
    Job.objects.within(job).update(result={"url": url})

    assert "結果を見る" not in browser_of(person).get(job.get_absolute_url()).content.decode()


def test_a_failed_job_is_tried_again_from_its_page(
    ask: Callable[..., Job], person: User, browser_of: Callable[[User], Client]
) -> None:
    job, client = ask(3, at=1, what="refuse"), browser_of(person)
    assert (
        "宛先を入れてください" in client.get("/").content.decode()
        or "できませんでした" in client.get("/").content.decode()
    )

    answer = client.post(reverse("jobs:retry", args=[job.pk]), follow=True)

    assert "3件を登録しました" in answer.content.decode()
    again = client.post(reverse("jobs:retry", args=[job.pk]))
    assert again.status_code == 422
    assert "もう一度行えるのは" in again.content.decode()


def test_a_waiting_job_is_stopped_from_its_page(
    waiting: None, ask: Callable[..., Job], person: User, browser_of: Callable[[User], Client]
) -> None:
    job, client = ask(), browser_of(person)

    assert (
        "始まる前に止めました"
        in client.post(reverse("jobs:stop", args=[job.pk]), follow=True).content.decode()
    )
    assert client.post(reverse("jobs:stop", args=[job.pk])).status_code == 422


def test_an_overdue_job_makes_one_ask_for_the_worker(
    waiting: None, ask: Callable[..., Job], person: User, browser_of: Callable[[User], Client]
) -> None:
    job = ask()
    Job.objects.within(job).update(due_at=timezone.now() - timedelta(minutes=3))

    assert "サービスが動いているか" in browser_of(person).get(job.get_absolute_url()).content.decode()


def test_nobody_sees_or_touches_somebody_elses_job(
    ask: Callable[..., Job],
    city: Municipality,
    other_city: Municipality,
    browser_of: Callable[[User], Client],
) -> None:
    job = ask(3, at=1, what="refuse")
    for place in (city, other_city):
        stranger = browser_of(factories.person(place, Role.ADMINISTRATOR))
        for name in ("job", "stop", "retry"):
            address = reverse(f"jobs:{name}", args=[job.pk])
            assert stranger.get(address).status_code in {404, 405}
            assert stranger.post(address).status_code in {404, 405}
        assert "みほんの用事" not in stranger.get(reverse("jobs:list")).content.decode()
    assert now(job).state == JobState.FAILED


def test_the_list_takes_as_many_questions_for_many_jobs_as_for_one(
    ask: Callable[..., Job], person: User, browser_of: Callable[[User], Client]
) -> None:
    client = browser_of(person)
    ask()
    client.get(reverse("jobs:list"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(reverse("jobs:list"))
    for _ in range(5):
        ask()
    client.get(reverse("jobs:list"))  # what the person may do is asked again once somebody new is there

    with CaptureQueriesContext(connection) as many:
        page = client.get(reverse("jobs:list")).content.decode()

    assert page.count("みほんの用事") == 6
    assert len(many) == len(one)


# --- Tickets on PostgreSQL ---


def test_the_tables_of_the_tickets_are_those_of_the_installed_queue() -> None:
    found = hashlib.sha256(TICKETS.read_tables().encode()).hexdigest()

    assert found == TICKETS.TABLES_SHA256, (
        "procrastinate changed its tables: jobs needs a migration with its new files"
    )


def tickets() -> list[tuple[dict[str, int], int, object]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args, priority, scheduled_at FROM procrastinate_jobs ORDER BY id")
        return [(json.loads(args), priority, due) for args, priority, due in cursor.fetchall()]


def test_a_ticket_is_written_in_the_transaction_of_its_job_and_in_its_turn(
    ask: Callable[..., Job], settings: pytest.FixtureRequest
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("tickets are on PostgreSQL only")
    settings.JOBS_BESIDE_REQUESTS = True
    before = len(tickets())

    jobs = [ask(), ask()]
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ask()
        raise ZeroDivisionError

    written = tickets()[before:]
    assert written == [
        ({"city": job.municipality_id, "job": job.pk}, -turn, None) for turn, job in enumerate(jobs)
    ]
