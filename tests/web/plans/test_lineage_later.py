"""A lineage after the import was confirmed, corrected, or asked for anew; and two people at one moment."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from tests.web.plans.invented import AT
from tests.web.plans.lineage_desk import (
    CONFIRMED,
    NEW,
    OLD,
    REFUSED,
    Decider,
    board,
    fresh,
    looked_at,
)
from tests.web.plans.mihon import id_of, position_of
from torikumi.plan.file import load_plan
from torikumi.web.accounts.models import User
from torikumi.web.audit.actor import Actor
from torikumi.web.plans import tracing
from torikumi.web.plans.actions import lineage
from torikumi.web.plans.actions.corrections import correct_reading
from torikumi.web.plans.actions.decisions import undo_import
from torikumi.web.plans.actions.lineage import (
    Sight,
    ask_for_lineage,
    confirm_sure_lines,
)
from torikumi.web.plans.importing import confirm_import, take_in_corrections
from torikumi.web.plans.lineage_job import PROPOSE_LINEAGE
from torikumi.web.plans.lineage_models import KeptLineage, LineageDecision, LineKind, LineVerdict
from torikumi.web.plans.models import Edition, Import, PlanSeries
from torikumi.web.plans.queries.lineage_cards import board_of
from torikumi.web.plans.reading_desk import Reading
from torikumi.web.plans.refusals import (
    OvertakenError,
    StaleProposalError,
    WrongStateError,
)
from torikumi.web.plans.store import load_edition


def test_after_confirmation_lines_change_and_ids_do_not(batch: Import, decide: Decider, by: Actor) -> None:
    edition = confirm_import(import_id=batch.pk, by=by, at=AT)
    sha256, ids = edition.sha256, [one.id for one in load_edition(edition).projects]

    decide("29", "29")

    edition.refresh_from_db(from_queryset=Edition.objects.within(edition))
    assert (edition.sha256, [one.id for one in load_edition(edition).projects]) == (sha256, ids)
    (one,) = board(batch).decided
    assert (one.kind, one.is_same) == (LineKind.RENAMED, False)
    undo_import(import_id=batch.pk, by=by, at=AT)
    with pytest.raises(WrongStateError):
        decide("21", "21")


def test_corrections_and_decisions_go_together(batch: Import, decide: Decider, by: Actor) -> None:
    position = position_of(NEW, "29")
    found = Reading(fresh(batch)).found_field(position, "name")
    assert found is not None
    correct_reading(import_id=batch.pk, found=found, text="こども家庭センター", by=by, at=AT)
    decide("29", "29")

    take_in_corrections(import_id=batch.pk, by=by, at=AT)

    project = load_plan(fresh(batch).plan).projects[position - 1]
    assert (project.id, project.name) == (id_of(OLD, "29"), "こども家庭センター")
    desk = Reading(fresh(batch)).desk(position, field="name", among=[position])
    assert desk is not None
    assert desk.current.correction is not None
    assert desk.current.as_read == NEW.projects[position - 1].name


def test_a_new_proposal_keeps_what_was_decided(batch: Import, decide: Decider, by: Actor) -> None:
    decide("29", "29")
    before = board(batch)

    ask_for_lineage(PROPOSE_LINEAGE, import_id=batch.pk, by=by, at=AT)

    after = board(batch)
    assert (after.version, after.look, after.decided) == (2, before.look, before.decided)
    with pytest.raises(StaleProposalError):
        confirm_sure_lines(import_id=batch.pk, seen=Sight(turn=1, version=1), by=by, at=AT)


def test_an_edition_older_than_lineages_gets_one_when_it_is_asked_for(batch: Import, by: Actor) -> None:
    confirm_import(import_id=batch.pk, by=by, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM plans_keptlineage")
    assert board_of(fresh(batch)) is None

    ask_for_lineage(PROPOSE_LINEAGE, import_id=batch.pk, by=by, at=AT)

    assert ("29", "29", "renamed") in looked_at(board(batch))


def test_a_first_edition_has_no_lineage(stage: Callable[..., Import]) -> None:
    batch = stage(OLD, year=2024)

    assert board_of(fresh(batch)) is None
    assert not KeptLineage.objects.within(batch).filter(batch=batch).exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_the_same_moment_one_is_told(
    batch: Import, decide: Decider, series: PlanSeries, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("tests keep SQLite in memory, where one writer at a time is all there is")
    check = lineage._refuse_overtaken

    def check_slowly(*args: object) -> None:
        check(*args)  # type: ignore[arg-type]  # as it is called
        time.sleep(0.5)  # long enough for the other one to look as well

    monkeypatch.setattr(lineage, "_refuse_overtaken", check_slowly)
    start = Barrier(2, timeout=30)

    def say(verdict: LineVerdict) -> bool:
        start.wait()
        try:
            decide("19", "18", LineKind.RENAMED, verdict, seen=0)
        except OvertakenError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(say, (CONFIRMED, REFUSED)))

    assert sorted(said) == [False, True]
    assert LineageDecision.objects.within(series).filter(batch=batch).count() == 1


def test_a_plan_too_large_to_be_traced_in_seconds_is_imported_without_a_lineage(
    import_plan: Callable[..., Edition],
    stage: Callable[..., Import],
    by: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tracing, "MOST_TRACED", 54)  # the sample city has 57 and 55 projects
    import_plan(OLD, year=2024)
    batch = stage(NEW, year=2025)

    assert board_of(fresh(batch)) is None
    edition = confirm_import(import_id=batch.pk, by=by, at=AT)
    assert id_of(load_edition(edition), "1") == id_of(OLD, "1")


def test_an_import_that_was_staged_before_lineages_is_confirmed_as_ever(
    batch: Import, by: Actor, browser_of: Callable[[User], Client], planner: User
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM plans_keptlineage")
    address = reverse("plans:lineage", args=[batch.pk])

    page = browser_of(planner).get(address).content.decode()

    assert "破棄して、同じ文書をもう一度取り込んでください" in page
    edition = confirm_import(import_id=batch.pk, by=by, at=AT)
    assert id_of(load_edition(edition), "1") == id_of(OLD, "1")
