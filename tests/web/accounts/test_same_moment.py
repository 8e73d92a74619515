"""What two people do at the same moment; needs a database that lets them (TORIKUMI_TEST_DATABASE=postgres)."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, connections
from django.utils import timezone

from tests.web.factories import SYSTEM, municipality, person
from torikumi.web.accounts.acting import today
from torikumi.web.accounts.actions import people
from torikumi.web.accounts.actions.sessions import reserve_login_try
from torikumi.web.accounts.models import User
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.throttle import MOST_TRIES, buckets_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture(autouse=True)
def _needs_writers_side_by_side(transactional_db: None) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("tests keep SQLite in memory, where one writer at a time is all there is")


def at_once(count: int, act: Callable[[int], bool]) -> list[bool]:
    """Return what `count` threads get that begin together, each with a connection of its own."""
    start = Barrier(count, timeout=30)

    def run(number: int) -> bool:
        start.wait()
        try:
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_tries_at_the_same_moment_do_not_slip_through_together() -> None:
    buckets, at = buckets_of(login_name="taro", address="192.0.2.1", browser=None), timezone.now()

    allowed = at_once(
        3 * MOST_TRIES, lambda _: reserve_login_try(buckets=buckets, login_name="taro", by=SYSTEM, at=at)
    )

    assert sum(allowed) == MOST_TRIES


def test_two_administrators_cannot_close_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    city = municipality()
    check = people._keep_an_administrator

    def check_slowly(user: User, day: date) -> None:
        check(user, day)
        time.sleep(0.5)  # long enough for the other one to look as well

    monkeypatch.setattr(people, "_keep_an_administrator", check_slowly)
    both = [person(city, Role.ADMINISTRATOR), person(city, Role.ADMINISTRATOR)]

    def close(number: int) -> bool:
        try:
            people.deactivate_user(user=both[number], by=SYSTEM, at=timezone.now(), today=today())
        except people.AccountError:
            return False
        return True

    assert sorted(at_once(2, close)) == [False, True]
    assert User.objects.get_queryset().active().count() == 1
