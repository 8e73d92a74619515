"""The lineage of an import: proposed when it is read, decided by people, and used for the ids of the next edition."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from tests.web import factories
from tests.web.plans.invented import AT, make_plan, next_year
from tests.web.plans.lineage_desk import (
    CONFIRMED,
    NEW,
    OLD,
    REFUSED,
    WITHDRAWN,
    Decider,
    board,
    fresh,
    looked_at,
)
from tests.web.plans.mihon import id_of, position_of
from torikumi.plan.file import load_plan
from torikumi.plan.quantity import ValueState
from torikumi.web.accounts.models import Municipality
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent
from torikumi.web.plans.actions.decisions import discard_import
from torikumi.web.plans.actions.lineage import (
    LineWord,
    Sight,
    confirm_sure_lines,
    decide_line,
    undo_lineage_turn,
)
from torikumi.web.plans.importing import confirm_import, take_in_corrections
from torikumi.web.plans.lineage_models import LineageDecision, LineKind
from torikumi.web.plans.models import Edition, Import
from torikumi.web.plans.queries.imports import list_changes
from torikumi.web.plans.queries.lineage import is_lineage_pending
from torikumi.web.plans.refusals import (
    BadLineError,
    OvertakenError,
    PendingLineageError,
)
from torikumi.web.plans.store import load_edition


def test_the_lineage_is_proposed_when_the_document_is_read(batch: Import) -> None:
    found = board(batch)

    assert looked_at(found) == {
        ("19", "18", "renamed"),
        ("21", "21", "renamed"),
        ("29", "29", "renamed"),
        ("1", "1", "merged"),
        ("5", "1", "merged"),
        ("8", "", "ended"),
        ("34", "", "ended"),
        ("52", "", "ended"),
        ("54", "", "ended"),
        ("", "19", "new"),
        ("", "56", "new"),
    }
    assert len(found.sure) == 49
    assert (found.left, len(found.decided), found.is_pending) == (60, 0, False)


def test_a_confirmed_rename_keeps_the_project_through_the_editions(
    batch: Import, decide: Decider, by: Actor
) -> None:
    decide("29", "29")

    assert is_lineage_pending(batch)
    with pytest.raises(PendingLineageError):
        confirm_import(import_id=batch.pk, by=by, at=AT)
    take_in_corrections(import_id=batch.pk, by=by, at=AT)
    after = fresh(batch)
    assert (after.added, after.gone) == (batch.added - 1, batch.gone - 1)
    edition = confirm_import(import_id=batch.pk, by=by, at=AT)

    plan = load_edition(edition)
    assert id_of(plan, "29") == id_of(OLD, "29")
    # The other renames were proposed, but nobody confirmed them: an id is for good, a proposal is not.
    assert id_of(plan, "18") == id_of(NEW, "18")


def test_what_nobody_decided_changes_nothing(batch: Import, by: Actor) -> None:
    plan = load_edition(confirm_import(import_id=batch.pk, by=by, at=AT))

    kept = {project.id for project in plan.projects} & {project.id for project in OLD.projects}
    assert len(kept) == 50
    assert id_of(plan, "1") == id_of(OLD, "1")


def test_a_refused_pair_is_two_projects_and_takes_nothing_over(
    batch: Import, decide: Decider, by: Actor
) -> None:
    old = OLD.project_by_id[id_of(OLD, "6")]
    assert id_of(load_plan(batch.plan), "6") == old.id

    decide("6", "6", LineKind.CONTINUES, REFUSED)
    take_in_corrections(import_id=batch.pk, by=by, at=AT)

    plan = load_plan(fresh(batch).plan)
    assert id_of(plan, "6") == id_of(NEW, "6")
    assert old.id not in plan.project_by_id
    subjects = set(list_changes(fresh(batch)).values_list("kind", "subject"))
    assert {("added", id_of(NEW, "6")), ("removed", old.id)} <= subjects


def test_a_refused_pair_of_one_id_gets_another_id(
    import_plan: Callable[..., Edition], stage: Callable[..., Import], by: Actor
) -> None:
    plan = make_plan(4)
    import_plan(plan)
    batch = stage(next_year(plan), year=2025)
    first = plan.projects[0].id
    word = LineWord(old=first, new=1, kind=LineKind.CONTINUES, verdict=REFUSED)

    decide_line(import_id=batch.pk, word=word, seen=Sight(turn=0, version=1), by=by, at=AT)
    take_in_corrections(import_id=batch.pk, by=by, at=AT)
    edition = load_edition(confirm_import(import_id=batch.pk, by=by, at=AT))

    assert first not in edition.project_by_id
    assert len(edition.project_by_id) == len(edition.projects)


def test_what_a_document_leaves_out_is_carried_over_to_a_confirmed_rename_only(
    import_plan: Callable[..., Edition], stage: Callable[..., Import], by: Actor
) -> None:
    plan = make_plan(9)
    import_plan(plan)
    bare = tuple(
        replace(one, id=f"X-{at}", amounts=(), indicators=()) for at, one in enumerate(plan.projects)
    )
    bare = (replace(bare[0], name="まるで違う名前の取組", number="90"), *bare[1:])
    batch = stage(replace(plan, year=2025, projects=bare), year=2025)
    assert load_plan(batch.plan).projects[0].amounts == ()
    word = LineWord(old=plan.projects[0].id, new=1, kind=LineKind.RENAMED, verdict=CONFIRMED)

    decide_line(import_id=batch.pk, word=word, seen=Sight(turn=0, version=1), by=by, at=AT)
    take_in_corrections(import_id=batch.pk, by=by, at=AT)

    first = load_plan(fresh(batch).plan).projects[0]
    assert first.id == plan.projects[0].id
    assert first.amounts[0].value.state is ValueState.NUMBER
    assert first.amounts == plan.projects[0].amounts


def test_a_merge_and_a_split_give_no_id_away(batch: Import, decide: Decider, by: Actor) -> None:
    decide("5", "1", LineKind.MERGED)
    decide("19", "19", LineKind.SPLIT)

    assert not is_lineage_pending(batch)
    plan = load_edition(confirm_import(import_id=batch.pk, by=by, at=AT))
    assert id_of(plan, "1") == id_of(OLD, "1")
    assert id_of(plan, "19") == id_of(NEW, "19")


def test_who_decided_and_when_stays(batch: Import, decide: Decider, by: Actor) -> None:
    decide("29", "29")
    decide("29", "29", LineKind.RENAMED, WITHDRAWN)

    rows = LineageDecision.objects.within(batch).filter(batch=batch)
    assert [(row.turn, row.verdict, row.made_by, row.made_at) for row in rows] == [
        (1, "confirmed", by.name, AT),
        (2, "withdrawn", by.name, AT),
    ]
    event = AuditEvent.objects.filter(action="decide_lineage").order_by("-pk")[0]
    assert event.before == {"lines": [[id_of(OLD, "29"), position_of(NEW, "29"), "renamed", "confirmed"]]}
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(verdict="refused")
    assert ("29", "29", "renamed") in looked_at(board(batch))


def test_all_sure_lines_are_confirmed_at_once_and_taken_back(batch: Import, by: Actor) -> None:
    assert confirm_sure_lines(import_id=batch.pk, seen=Sight(turn=0, version=1), by=by, at=AT) == 49
    assert (board(batch).left, len(board(batch).decided)) == (11, 49)
    assert not is_lineage_pending(batch)

    assert undo_lineage_turn(import_id=batch.pk, turn=1, by=by, at=AT) == 49

    assert (board(batch).left, len(board(batch).decided)) == (60, 0)
    # Undoing that is the same act once more.
    undo_lineage_turn(import_id=batch.pk, turn=2, by=by, at=AT)
    assert len(board(batch).decided) == 49


def test_another_line_puts_away_what_was_proposed_beside_it(
    batch: Import, decide: Decider, by: Actor
) -> None:
    decide("19", "19")

    shown = looked_at(board(batch))
    assert ("", "18", "new") in shown
    assert not {one for one in shown if one[0] == "19"}
    take_in_corrections(import_id=batch.pk, by=by, at=AT)
    assert id_of(load_plan(fresh(batch).plan), "19") == id_of(OLD, "19")


def test_a_project_is_one_with_one_other_only(batch: Import, decide: Decider) -> None:
    decide("19", "18")

    with pytest.raises(BadLineError, match="一対一"):
        decide("19", "19")
    decide("19", "19", LineKind.SPLIT)
    with pytest.raises(BadLineError):
        decide("19", "", LineKind.ENDED)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [("P-nobody", 1, LineKind.RENAMED), ("", 1, LineKind.RENAMED), ("", 999, LineKind.NEW)],
)
def test_a_line_needs_projects_that_are_there(
    batch: Import, by: Actor, old: str, new: int, kind: LineKind
) -> None:
    word = LineWord(old=old, new=new, kind=kind, verdict=CONFIRMED)

    with pytest.raises(BadLineError):
        decide_line(import_id=batch.pk, word=word, seen=Sight(turn=0, version=1), by=by, at=AT)


def test_an_ended_project_that_gets_a_line_has_not_ended(batch: Import, decide: Decider) -> None:
    decide("54", "", LineKind.ENDED)
    decide("54", "51", LineKind.MERGED)

    shown = {
        (one.old.number if one.old else "", one.new.number if one.new else "") for one in board(batch).decided
    }
    assert shown == {("54", "51")}


def test_who_decides_on_what_somebody_else_decided_is_told(
    batch: Import, decide: Decider, city: Municipality, by: Actor
) -> None:
    other = factories.person(city, Role.PLANNING, login_name="hanako")
    hanako = Actor(name=other.login_name, role=Role.PLANNING, municipality=city.code)
    decide("19", "18", who=hanako)

    with pytest.raises(OvertakenError, match="hanako"):
        decide("19", "18", LineKind.RENAMED, REFUSED, seen=0)
    # Of another project both may decide at the same time.
    decide("29", "29", seen=0)

    rows = LineageDecision.objects.within(batch).filter(batch=batch)
    assert [(row.old, row.made_by) for row in rows] == [
        (id_of(OLD, "19"), "hanako"),
        (id_of(OLD, "29"), by.name),
    ]


def test_taking_back_does_not_undo_what_came_after(batch: Import, decide: Decider, by: Actor) -> None:
    decide("19", "18")
    decide("19", "18", LineKind.SPLIT)

    with pytest.raises(OvertakenError):
        undo_lineage_turn(import_id=batch.pk, turn=1, by=by, at=AT)
    undo_lineage_turn(import_id=batch.pk, turn=2, by=by, at=AT)

    (one,) = board(batch).decided
    assert one.kind is LineKind.RENAMED


def test_a_document_that_comes_back_brings_its_decisions(
    batch: Import, decide: Decider, by: Actor, stage: Callable[..., Import]
) -> None:
    decide("29", "29")
    decide("34", "", LineKind.ENDED)
    discard_import(import_id=batch.pk, by=by, at=AT)

    again = stage(NEW, year=2025)

    assert id_of(load_plan(again.plan), "29") == id_of(OLD, "29")
    rows = LineageDecision.objects.within(again).filter(batch=again)
    assert {(row.turn, row.origin_id, row.made_by, row.made_at) for row in rows} == {
        (0, batch.pk, by.name, AT)
    }
    assert not is_lineage_pending(again)
    assert {one.kind.value for one in board(again).decided} == {"renamed", "ended"}
    # Taken back, the line is one to look at again.
    word = LineWord(
        old=id_of(OLD, "29"), new=position_of(NEW, "29"), kind=LineKind.RENAMED, verdict=WITHDRAWN
    )
    decide_line(import_id=again.pk, word=word, seen=Sight(turn=0, version=1), by=by, at=AT)
    assert ("29", "29", "renamed") in looked_at(board(again))
