"""What takes time is done before any lock is taken; what moved in between is noticed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection

from tests.web.plans.invented import AT, make_plan, next_year
from torikumi.plan import limits
from torikumi.plan.limits import TooManyPartsError
from torikumi.plan.model import Plan
from torikumi.web.audit.actor import Actor
from torikumi.web.plans import importing, preparing, store
from torikumi.web.plans.documents import ReadDocument, UploadedDocument
from torikumi.web.plans.importing import confirm_import, stage_new_plan
from torikumi.web.plans.models import Edition, Import, PlanSeries, StoredChange
from torikumi.web.plans.preparing import EditionWishes
from torikumi.web.plans.refusals import NoProjectsError, StaleImportError

Stage = Callable[..., Import]


class Watch:
    """Notes for each call of a function whether a transaction was open."""

    def __init__(self, function: Callable[..., object]) -> None:
        self.function = function
        self.seen: list[bool] = []

    def __call__(self, *args: object, **kwargs: object) -> object:
        self.seen.append(connection.in_atomic_block)
        return self.function(*args, **kwargs)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_worked_out_while_the_database_is_locked(
    stage: Stage, by: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm_import(import_id=stage(make_plan(4)).pk, by=by, at=AT)
    watched = []
    for module, name in (
        (preparing, "load_edition"), (preparing, "trace"), (preparing, "propose_lines"), (preparing, "carry_over"),
        (preparing, "list_changes"), (preparing, "find_all"), (preparing, "dump_plan"),
        (importing, "load_plan"), (store, "plan_hash"), (store, "refuse_unstorable"), (store, "search_key"),
    ):  # fmt: skip
        watch = Watch(getattr(module, name))
        monkeypatch.setattr(module, name, watch)
        watched.append((name, watch))

    confirm_import(import_id=stage(next_year(make_plan(4)), year=2025).pk, by=by, at=AT)

    for name, watch in watched:
        assert watch.seen, name
        assert not any(watch.seen), name


@pytest.mark.django_db
def test_staging_is_worked_out_again_where_the_plan_moved_on_meanwhile(
    stage: Stage, by: Actor, series: PlanSeries, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = make_plan(4)
    other = stage(plan)
    find_all, times = preparing.find_all, []

    def somebody_confirms(new: Plan, **kwargs: object) -> object:
        times.append(kwargs["previous"])
        if len(times) == 1:
            confirm_import(import_id=other.pk, by=by, at=AT)
        return find_all(new, **kwargs)

    monkeypatch.setattr(preparing, "find_all", somebody_confirms)

    batch = stage(next_year(plan), year=2025)

    assert [previous is None for previous in times] == [True, False]
    assert batch.base == Edition.objects.within(series).of(series).current()
    assert (batch.added, batch.changed, batch.untouched, batch.gone) == (1, 1, 2, 1)
    subjects = StoredChange.objects.within(series).filter(batch=batch).values_list("subject", flat=True)
    assert "P-new" in set(subjects)


@pytest.mark.django_db
def test_a_plan_that_never_stands_still_is_given_up(
    stage: Stage, by: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = iter([stage(make_plan(size)) for size in (3,)])
    find_all, calls = preparing.find_all, []

    def somebody_confirms(new: Plan, **kwargs: object) -> object:
        calls.append(1)
        if len(calls) == 1:
            confirm_import(import_id=next(waiting).pk, by=by, at=AT)
        elif len(calls) == 2:
            other = Import.objects.within(by_city(by)).order_by("pk").first()
            assert other is not None
            undo(other.pk, by, AT)
        return find_all(new, **kwargs)

    monkeypatch.setattr(preparing, "find_all", somebody_confirms)

    with pytest.raises(StaleImportError):
        stage(make_plan(5))


def by_city(by: Actor) -> object:
    from torikumi.web.accounts.models import Municipality

    return Municipality.objects.get(code=by.municipality)


def undo(pk: int, by: Actor, at: datetime) -> None:
    from torikumi.web.plans.actions.decisions import undo_import

    undo_import(import_id=pk, by=by, at=at)


@pytest.mark.django_db
def test_more_projects_than_an_edition_may_have_are_refused(
    by: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_PROJECTS", 5)
    document = UploadedDocument(name="大きい.json", content=b"{}")

    def new_plan(size: int) -> Import:
        read = ReadDocument(document=document, plan=make_plan(size), findings=())
        return stage_new_plan(read, title="大きい計画", wishes=EditionWishes(), by=by, at=AT)

    with pytest.raises(TooManyPartsError, match=r"6件.*5件まで"):
        new_plan(6)
    assert new_plan(5).added == 5


@pytest.mark.django_db
def test_a_plan_larger_than_one_batch_is_stored_whole(stage: Stage, by: Actor) -> None:
    plan = make_plan(1)
    many = tuple(replace(plan.projects[0], id=f"P-{number}", number=str(number)) for number in range(1201))

    edition = confirm_import(import_id=stage(replace(plan, projects=many)).pk, by=by, at=AT)

    assert store.load_edition(edition).projects == many


@pytest.mark.django_db
def test_a_document_without_projects_ends_none(stage: Stage, by: Actor) -> None:
    first = confirm_import(import_id=stage(make_plan(4)).pk, by=by, at=AT)
    indicators_alone = replace(next_year(make_plan(4)), projects=())

    with pytest.raises(NoProjectsError, match="事業が1つもありません"):
        stage(indicators_alone, year=2025)

    assert Edition.objects.within(first.series).of(first.series).current() == first
