"""The trail is written in the transaction it records, and never touched again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent, TrailIsFinal

AT = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
BY = Actor(name="taro", role="planning", municipality="999997", request_id="r" * 32, address="192.0.2.1")


def write(**changes: object) -> AuditEvent:
    return record(**{"by": BY, "at": AT, "action": "login", "kind": "person", "key": "taro", **changes})  # type: ignore[arg-type]


@pytest.mark.django_db
def test_an_event_keeps_everything_as_it_was() -> None:
    event = write(before={"a": 1, "day": AT.date()}, after={"b": "二"})

    kept = AuditEvent.objects.get(pk=event.pk)
    assert (kept.actor, kept.role, kept.municipality) == ("taro", "planning", "999997")
    assert (kept.at, kept.request_id, kept.address) == (AT, "r" * 32, "192.0.2.1")
    assert (kept.before, kept.after) == ({"a": 1, "day": "2026-04-01"}, {"b": "二"})


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_a_mistake() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        write()


@pytest.mark.django_db(transaction=True)
def test_an_event_goes_when_its_transaction_fails() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError

    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_the_application_refuses_to_change_or_delete_an_event() -> None:
    event = write()
    event.actor = "hanako"

    for attempt in (
        event.save,
        event.delete,
        lambda: AuditEvent.objects.filter(pk=event.pk).update(actor="hanako"),
        lambda: AuditEvent.objects.filter(pk=event.pk).delete(),
        lambda: AuditEvent.objects.bulk_update([event], ["actor"]),
    ):
        with pytest.raises(TrailIsFinal):
            attempt()

    assert AuditEvent.objects.get(pk=event.pk).actor == "taro"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET actor = 'hanako'",
        "DELETE FROM audit_auditevent",
        pytest.param("REPLACE INTO audit_auditevent SELECT * FROM audit_auditevent", id="REPLACE"),
        pytest.param("TRUNCATE audit_auditevent", id="TRUNCATE"),
    ],
)
def test_the_database_refuses_it_too(statement: str) -> None:
    write()
    only_elsewhere = {"REPLACE": "sqlite", "TRUNCATE": "postgresql"}.get(
        statement.split()[0], connection.vendor
    )

    # A word that this database does not know is refused as well, only with another reason.
    expected = "the trail is final" if only_elsewhere == connection.vendor else "syntax"
    with pytest.raises(DatabaseError, match=expected), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AuditEvent.objects.get().actor == "taro"


@pytest.mark.django_db
def test_the_order_is_the_sequence_whatever_the_clock_says() -> None:
    first = write(at=AT)
    second = write(at=AT - timedelta(days=3))

    assert [event.pk for event in AuditEvent.objects.all()] == [second.pk, first.pk]


@pytest.fixture
def administrator(person_with: Callable[..., User], browser_of: Callable[[User], Client]) -> Client:
    return browser_of(person_with(Role.ADMINISTRATOR))


@pytest.mark.django_db
def test_the_page_narrows_by_person_act_and_day(administrator: Client) -> None:
    write(key="aaa")
    write(key="bbb", by=Actor(name="hanako", municipality="999997"))
    write(key="ccc", action="logout")
    write(key="ddd", at=AT + timedelta(days=2))

    def found(query: str) -> set[str]:
        page = administrator.get("/audit/" + query).content.decode()
        return {key for key in ("aaa", "bbb", "ccc", "ddd") if f">{key}<" in page}

    assert found("") == {"aaa", "bbb", "ccc", "ddd"}
    assert found("?actor=hanako") == {"bbb"}
    assert found("?action=logout") == {"ccc"}
    assert found("?since=2026-04-02") == {"ddd"}
    assert found("?until=2026-04-01") == {"aaa", "bbb", "ccc"}
    assert "日付を正しく入力してください" in administrator.get("/audit/?since=junk").content.decode()


@pytest.mark.django_db
def test_the_page_costs_the_same_for_ten_and_for_a_thousand_events(
    administrator: Client, city: Municipality
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert administrator.get("/audit/").status_code == 200
        return len(captured)

    administrator.get("/audit/")
    for _ in range(10):
        write()
    few = queries()
    for _ in range(1000):
        write(by=Actor(name="x", municipality=city.code))

    assert queries() == few <= 8
    page = administrator.get("/audit/?page=2&actor=x").content.decode()
    assert "1000件のうち 51〜100件目" in page
    assert "?page=3&amp;actor=x" in page


@pytest.mark.django_db
def test_what_people_wrote_is_shown_as_text(administrator: Client) -> None:
    write(key="<script>alert(1)</script>", after={"reason": "</pre><img src=x onerror=alert(1)>"})

    page = administrator.get("/audit/").content.decode()

    assert "<script>alert" not in page
    assert "<img" not in page
