"""The trail is a chain: whatever is changed afterwards, by whomever, is found."""

import csv
import io
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from torikumi.errors import UserError
from torikumi.web.accounts.models import User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.chain import (
    SEALED,
    Fault,
    FaultKind,
    Head,
    canonical_form,
    find_faults,
    open_form,
    written_time,
)
from torikumi.web.audit.entries import EXPORTED
from torikumi.web.audit.exports import write_export
from torikumi.web.audit.models import AuditEvent, ChainHead
from torikumi.web.audit.queries import chains, entries_of, faults_of, trail_head
from torikumi.web.audit.triggers import drop_triggers

CITY = "999997"
AT = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
BY = Actor(name="taro", role="planning", municipality=CITY, request_id="r" * 32, address="192.0.2.1")
SCRIPT = Path(__file__).parents[3] / "tools" / "verify_trail.py"


def write(**changes: object) -> AuditEvent:
    return record(**{"by": BY, "at": AT, "action": "login", "kind": "person", "key": "taro", **changes})  # type: ignore[arg-type]


def write_many(count: int) -> None:
    for number in range(count):
        write(
            key=number, at=AT + timedelta(seconds=number), after={"行": number, "文": "内容" * (number % 5)}
        )


def run_script(path: Path, *known: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", SCRIPT, path, *known], capture_output=True, text=True, timeout=60, check=False
    )


def exported(path: Path) -> Path:
    with write_export(CITY, "jsonl") as file:
        path.write_bytes(file.read())
    return path


@given(
    st.fixed_dictionaries(
        {
            name: st.text() | st.none() | st.dictionaries(st.text(), st.text() | st.integers(), max_size=3)
            for name in SEALED
        }
    ),
    st.integers(min_value=1),
    st.text("0123456789abcdef", min_size=64, max_size=64),
)
def test_the_open_form_filled_in_is_the_canonical_form(
    entry: dict[str, object], position: int, previous: str
) -> None:
    entry |= {"chain_position": position, "previous_hash": previous}
    first, middle, last = open_form(entry)

    assert f"{first}{position}{middle}{previous}{last}".encode("utf-8", "surrogatepass") == canonical_form(
        entry
    )


@pytest.mark.django_db
def test_texts_of_every_kind_are_sealed_as_they_are_stored() -> None:
    said = {"文": '改行\nと\t"引用" \\ 𠮷 é ', "数": 10**15, "無": None, "列": ["あ", {"い": 1.5}]}
    event = write(before=said, after={}, reason="理由'; -- ％")

    stored = AuditEvent.objects.get(pk=event.pk)
    assert (stored.before, stored.chain_position, stored.hash) == (event.before, 1, event.hash)
    assert list(faults_of(CITY)) == []


@pytest.mark.django_db
def test_each_event_follows_the_one_before_in_the_chain_of_its_city() -> None:
    first, second = write(), write(key="hanako")
    elsewhere = write(by=Actor(name="jiro", municipality="999989"))
    without_city = write(by=Actor(name="system"))

    assert [first.chain_position, second.chain_position] == [1, 2]
    assert second.previous_hash == first.hash
    assert (elsewhere.chain_position, without_city.chain_position) == (1, 1)
    assert elsewhere.previous_hash == without_city.previous_hash == "0" * 64
    assert trail_head(CITY) == Head(position=2, hash=second.hash)
    assert trail_head("000000") == Head(position=0, hash="0" * 64)
    assert chains() == ("", "999989", CITY)


@pytest.mark.django_db
def test_the_hash_is_that_of_the_documented_line() -> None:
    by = Actor(name="taro", role="section", municipality=CITY, on_behalf_of="kacho")
    event = write(
        by=by,
        at=datetime(2026, 4, 1, 12, 0, 0, 5, tzinfo=timezone(timedelta(hours=9))),
        after={"b": "二\n", "a": [1, None, True]},
        reason="期限の後の訂正",
    )

    line = (
        '{"action":"login","actor":"taro","address":"","after":{"a":[1,null,true],"b":"二\\n"},'
        '"at":"2026-04-01T03:00:00.000005Z","before":null,"chain_position":1,"municipality":"999997",'
        f'"object_id":"taro","object_kind":"person","on_behalf_of":"kacho","previous_hash":"{"0" * 64}",'
        '"reason":"期限の後の訂正","request_id":"","role":"section"}'
    )
    assert event.hash == sha256(line.encode()).hexdigest()
    kept = AuditEvent.objects.get(pk=event.pk)
    assert (kept.on_behalf_of, kept.reason) == ("kacho", "期限の後の訂正")


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        written_time(datetime(2026, 4, 1))


TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.django_db
@settings(max_examples=150, deadline=None)
@given(values=st.dictionaries(TEXT, VALUES, max_size=4), reason=TEXT)
def test_whatever_is_recorded_verifies_when_it_is_read_again(values: dict[str, object], reason: str) -> None:
    write(before=values, reason=reason)

    assert [*faults_of(CITY)] == []


@pytest.mark.django_db
def test_an_act_that_fails_leaves_no_gap() -> None:
    write()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError
    write()

    assert trail_head(CITY).position == 2
    assert [*faults_of(CITY)] == []


# --- Tampering ------------------------------------------------------------------------------------------------------

LENGTH = 40


@pytest.fixture
def owner(db: None) -> Callable[..., None]:
    """Return what the owner of the database may do once the triggers are gone: anything."""
    write_many(LENGTH)
    drop_triggers(connection)
    if connection.vendor == "postgresql":
        _execute("ALTER TABLE audit_auditevent DROP CONSTRAINT one_event_a_place_of_the_chain")
    return _execute


def _execute(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _edit_body(run: Callable[..., None], at: int) -> None:
    run("UPDATE audit_auditevent SET after = %s WHERE chain_position = %s", '{"行": 0, "文": "別"}', at)


def _edit_actor(run: Callable[..., None], at: int) -> None:
    run("UPDATE audit_auditevent SET actor = 'jiro' WHERE chain_position = %s", at)


def _edit_time(run: Callable[..., None], at: int) -> None:
    run("UPDATE audit_auditevent SET at = %s WHERE chain_position = %s", AT - timedelta(days=1), at)


def _delete_middle(run: Callable[..., None], at: int) -> None:
    run("DELETE FROM audit_auditevent WHERE chain_position = %s", at)


def _delete_tail(run: Callable[..., None], at: int) -> None:
    run("DELETE FROM audit_auditevent WHERE chain_position >= %s", at)


def _swap(run: Callable[..., None], at: int) -> None:
    other = at % LENGTH + 1
    run("UPDATE audit_auditevent SET chain_position = 1000 WHERE chain_position = %s", at)
    run("UPDATE audit_auditevent SET chain_position = %s WHERE chain_position = %s", at, other)
    run("UPDATE audit_auditevent SET chain_position = %s WHERE chain_position = 1000", other)


def _insert(run: Callable[..., None], at: int) -> None:
    # Made as well as it can be: it names the event before it, and its own hash is right.
    before = AuditEvent.objects.get(municipality=CITY, chain_position=at)
    run("UPDATE audit_auditevent SET chain_position = chain_position + 1000 WHERE chain_position > %s", at)
    run("UPDATE audit_auditevent SET chain_position = chain_position - 999 WHERE chain_position > 1000")
    run(f"UPDATE audit_chainhead SET position = %s, hash = '{before.hash}'", at)
    record(by=BY, at=AT, action="login", kind="person", key="inserted")
    last = AuditEvent.objects.get(municipality=CITY, chain_position=LENGTH + (at < LENGTH))
    run(f"UPDATE audit_chainhead SET position = {LENGTH + 1}, hash = '{last.hash}'")


KINDS = {
    "edited body": _edit_body,
    "edited actor": _edit_actor,
    "edited time": _edit_time,
    "deleted middle": _delete_middle,
    "deleted tail": _delete_tail,
    "swapped": _swap,
    "inserted": _insert,
}
PLACES = random.Random(20260401).sample(range(1, LENGTH), 16)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", [1, *PLACES])
def test_the_owner_of_the_database_is_found_out(
    kind: str, place: int, owner: Callable[..., None], tmp_path: Path
) -> None:
    assert [*faults_of(CITY)] == []
    assert run_script(exported(tmp_path / "before.jsonl")).returncode == 0 if place == 1 else True

    KINDS[kind](owner, place)

    faults = [*faults_of(CITY)]
    assert faults, f"{kind} at {place} was not found"
    assert min(fault.position for fault in faults) in {place, place + 1, place + 2}
    assert run_script(exported(tmp_path / "after.jsonl")).returncode == 1 if place < 4 else True


def test_there_are_more_than_a_hundred_tamperings_of_seven_kinds() -> None:
    assert len(KINDS) == 7
    assert len(KINDS) * len({1, *PLACES}) >= 100


def test_the_last_entry_cut_off_is_missed_only_because_the_head_is_kept(owner: Callable[..., None]) -> None:
    _delete_tail(owner, LENGTH)

    assert [*faults_of(CITY)] == [Fault(position=LENGTH, kind=FaultKind.HEAD)]
    last = [*entries_of(CITY)][-1]
    shortened = Head(position=LENGTH - 1, hash=str(last["hash"]))
    assert [*find_faults(entries_of(CITY), head=shortened)] == []


def test_an_entry_written_beyond_the_head_is_found(owner: Callable[..., None]) -> None:
    before = trail_head(CITY)
    record(by=BY, at=AT, action="login", kind="person", key="smuggled")
    owner(f"UPDATE audit_chainhead SET position = {before.position}, hash = '{before.hash}'")

    assert [*faults_of(CITY)] == [Fault(position=LENGTH + 1, kind=FaultKind.INSERTED)]


def test_numbers_that_change_places_are_found(owner: Callable[..., None]) -> None:
    first, last = AuditEvent.objects.get(chain_position=1).pk, AuditEvent.objects.get(chain_position=9).pk
    for old, new in ((first, 10_000), (last, first), (10_000, last)):
        owner("UPDATE audit_auditevent SET sequence = %s WHERE sequence = %s", new, old)

    assert {fault.kind for fault in faults_of(CITY)} == {FaultKind.ORDER}


def test_a_trail_that_is_gone_altogether_is_missed(owner: Callable[..., None]) -> None:
    owner("DELETE FROM audit_auditevent")

    assert [*faults_of(CITY)] == [Fault(position=1, kind=FaultKind.HEAD)]


@pytest.mark.django_db
def test_a_trail_without_its_head_is_no_trail() -> None:
    write_many(LENGTH)
    drop_triggers(connection)
    _execute("DELETE FROM audit_chainhead")

    assert [*faults_of(CITY)] == [Fault(position=1, kind=FaultKind.INSERTED)]
    with pytest.raises(DatabaseError), transaction.atomic():
        write()


def test_only_a_head_that_left_the_system_shows_that_everything_was_rewritten(
    owner: Callable[..., None], tmp_path: Path
) -> None:
    printed = trail_head(CITY)
    owner("DELETE FROM audit_auditevent")
    owner("DELETE FROM audit_chainhead")
    write_many(LENGTH - 1)
    write(key="forged")
    rewritten = exported(tmp_path / "rewritten.jsonl")

    assert [*faults_of(CITY)] == []
    assert run_script(rewritten).returncode == 0
    assert [*faults_of(CITY, known=[printed])] == [Fault(position=LENGTH, kind=FaultKind.KNOWN_HEAD)]
    assert run_script(rewritten, str(printed)).returncode == 1
    with pytest.raises(SystemExit, match="1"):
        call_command("verify_trail", municipality=CITY, head=[str(printed)], stdout=StringIO())


# --- The database ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_chainhead SET position = position - 1",
        "UPDATE audit_chainhead SET position = position + 2",
        "UPDATE audit_chainhead SET hash = 'x'",
        "UPDATE audit_chainhead SET municipality = '000001', position = position + 1",
        "DELETE FROM audit_chainhead",
        "INSERT INTO audit_chainhead (municipality, position, hash) VALUES ('000001', 5, 'x')",
    ],
)
def test_the_database_lets_a_head_only_move_forward(statement: str) -> None:
    write()
    write()

    with pytest.raises(DatabaseError, match="only moves forward"), transaction.atomic():
        _execute(statement)

    assert ChainHead.objects.get(pk=CITY).position == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_acts_at_the_same_moment_come_one_after_another() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("tests keep SQLite in memory, where one writer at a time is all there is")

    def act(number: int) -> None:
        try:
            for _ in range(10):
                with transaction.atomic():
                    write(key=number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(8)))

    assert trail_head(CITY).position == 80
    assert [*faults_of(CITY)] == []


@pytest.fixture
def before_the_chain(transactional_db: None) -> Iterator[MigrationExecutor]:
    executor = MigrationExecutor(connection)
    executor.migrate([("audit", "0002_final")])
    yield executor
    MigrationExecutor(connection).migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())


def test_events_from_before_the_chain_are_chained(before_the_chain: MigrationExecutor) -> None:
    old = before_the_chain.loader.project_state([("audit", "0002_final")]).apps.get_model(
        "audit", "AuditEvent"
    )
    for number in range(30):
        old.objects.create(
            at=AT - timedelta(days=number),
            actor="taro",
            municipality=("", CITY)[number % 3 > 0],
            action="login",
            object_kind="person",
            object_id=number,
            after={"率": 1.5, "数": number},
        )

    MigrationExecutor(connection).migrate([("audit", "0004_append")])

    assert [*faults_of(CITY)] == [*faults_of("")] == []
    assert trail_head(CITY).position == 20
    with pytest.raises(DatabaseError, match="final"), transaction.atomic():
        _execute("UPDATE audit_auditevent SET actor = 'x'")
    with transaction.atomic():
        write()
    assert [*faults_of(CITY)] == []


# --- Commands, files and the page -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_command_says_how_each_chain_stands(capsys: pytest.CaptureFixture[str]) -> None:
    write_many(3)
    write(by=Actor(name="system"))

    call_command("verify_trail")

    said = capsys.readouterr().out
    assert f"{CITY}：3件、異状なし。{trail_head(CITY)}" in said
    assert "（団体によらない記録）：1件、異状なし。" in said


def test_the_command_says_where_it_is_broken(owner: Callable[..., None]) -> None:
    _edit_actor(owner, 7)
    said = StringIO()

    with pytest.raises(SystemExit, match="1"):
        call_command("verify_trail", stdout=said)

    assert "7番目: この記録の内容が、書かれた時のものと違います。" in said.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("head", ["junk", "abc@1", "0" * 64, "0" * 64 + "@x", "G" * 64 + "@1"])
def test_a_head_that_is_none_is_refused_with_a_sentence(head: str) -> None:
    with pytest.raises(UserError):
        call_command("verify_trail", municipality=CITY, head=[head])


@pytest.mark.django_db
def test_a_head_needs_its_city() -> None:
    with pytest.raises(UserError, match="municipality"):
        call_command("verify_trail", head=["0" * 64 + "@0"])


@pytest.mark.django_db
def test_the_script_and_the_application_seal_the_same_fields(tmp_path: Path) -> None:
    write_many(5)
    done = run_script(exported(tmp_path / "trail.jsonl"), str(trail_head(CITY)))

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"5 entries, head {trail_head(CITY)}" in done.stdout
    assert all(f'"{name}"' in SCRIPT.read_text(encoding="utf-8") for name in SEALED)
    assert len(SCRIPT.read_text(encoding="utf-8").splitlines()) <= 60


@pytest.mark.django_db
def test_an_export_without_its_last_line_does_not_verify(tmp_path: Path) -> None:
    write_many(5)
    path = exported(tmp_path / "trail.jsonl")
    path.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[:-1]), encoding="utf-8")

    assert run_script(path).returncode == 1


@pytest.fixture
def administrator(person_with: Callable[..., User], browser_of: Callable[[User], Client]) -> Client:
    return browser_of(person_with(Role.ADMINISTRATOR))


@pytest.mark.django_db
def test_the_page_shows_the_head_the_deputy_and_the_reason(administrator: Client) -> None:
    write(by=Actor(name="taro", municipality=CITY, on_behalf_of="kacho"), reason="期限の後の訂正")

    page = administrator.get("/audit/").content.decode()

    assert trail_head(CITY).hash in page
    assert f"<dd>{trail_head(CITY).position}</dd>" in page
    assert "kachoの代理" in page
    assert "期限の後の訂正" in page


@pytest.mark.django_db
def test_the_trail_can_be_taken_away_as_a_file_and_that_is_recorded(
    administrator: Client, tmp_path: Path
) -> None:
    write(by=Actor(name="jiro", municipality="999989"), key="elsewhere")
    answer = administrator.post("/audit/export/jsonl/")
    content = b"".join(answer)  # type: ignore[arg-type]
    lines = [json.loads(line) for line in content.decode().splitlines()]

    assert f"trail-{CITY}-" in answer["Content-Disposition"]
    assert lines[-2]["action"] == "export_trail"
    assert lines[-1]["head_position"] == lines[-2]["chain_position"] == len(lines) - 1
    assert "elsewhere" not in content.decode()
    path = tmp_path / "trail.jsonl"
    path.write_bytes(content)
    assert run_script(path).returncode == 0
    assert administrator.get("/audit/export/jsonl/").status_code == 405
    assert administrator.post("/audit/export/exe/").status_code == 404


@pytest.mark.django_db
def test_the_spreadsheet_of_the_trail_calculates_nothing(administrator: Client) -> None:
    write(key="=1+1", by=Actor(name="@taro", municipality=CITY), reason="+cmd")
    content = b"".join(administrator.post("/audit/export/csv/"))  # type: ignore[arg-type]
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))

    (row,) = [row for row in rows if row["object_id"].endswith("=1+1")]
    assert (row["object_id"], row["actor"], row["reason"]) == ("'=1+1", "'@taro", "'+cmd")
    assert tuple(row) == EXPORTED
