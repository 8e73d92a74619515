"""What changes stored plans: staging, confirming, discarding, undoing."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from tests.web import factories
from tests.web.plans.invented import AT, make_plan, next_year
from torikumi.plan.model import Municipality as PlanMunicipality
from torikumi.web.accounts.models import Municipality
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent
from torikumi.web.plans.actions.decisions import discard_import, undo_import
from torikumi.web.plans.actions.series import open_series
from torikumi.web.plans.importing import confirm_import
from torikumi.web.plans.models import (
    Edition,
    Import,
    ImportState,
    Original,
    PlanSeries,
    StoredChange,
    StoredFinding,
)
from torikumi.web.plans.refusals import (
    AlreadyImportedError,
    MissingYearError,
    OlderYearError,
    StaleImportError,
    WrongCityError,
    WrongStateError,
)
from torikumi.web.plans.store import load_edition

Stage = Callable[..., Import]
ImportPlan = Callable[..., Edition]


def newest(series: PlanSeries) -> Edition | None:
    return Edition.objects.within(series).of(series).current()


def actions_of(city: Municipality) -> list[str]:
    events = AuditEvent.objects.of_municipality(city.code).order_by("sequence")
    return [event.action for event in events if event.object_kind in {"import", "plan"}]


def test_staging_changes_nothing_of_the_plan(stage: Stage, series: PlanSeries) -> None:
    batch = stage(make_plan(5))

    assert batch.state == ImportState.STAGED
    assert (batch.added, batch.changed, batch.untouched, batch.gone) == (5, 0, 0, 0)
    assert newest(series) is None


def test_a_confirmed_import_is_the_newest_edition(
    stage: Stage, series: PlanSeries, by: Actor, city: Municipality
) -> None:
    plan = make_plan(5)

    edition = confirm_import(import_id=stage(plan).pk, by=by, at=AT)

    assert newest(series) == edition
    assert load_edition(edition).projects == plan.projects
    assert load_edition(edition).municipality == PlanMunicipality(
        code=city.code, name=city.name, prefecture="みほん県"
    )
    assert actions_of(city) == ["open_series", "stage_import", "confirm_import"]


def test_staging_says_what_would_change(stage: Stage, import_plan: ImportPlan, series: PlanSeries) -> None:
    plan = make_plan(8)
    import_plan(plan)

    batch = stage(next_year(plan), year=2025)

    assert (batch.added, batch.changed, batch.untouched, batch.gone) == (1, 1, 6, 1)
    kinds = StoredChange.objects.within(series).filter(batch=batch).values_list("subject", "kind")
    assert dict(kinds)["P-new"] == "added"
    assert dict(kinds)[plan.projects[0].id] == "changed"
    assert dict(kinds)[plan.projects[-1].id] == "removed"


def test_the_findings_of_the_check_are_kept_with_their_project(stage: Stage, series: PlanSeries) -> None:
    plan = make_plan(3)
    without = replace(plan.projects[0], direction=None)

    batch = stage(replace(plan, projects=(without, *plan.projects[1:])))

    found = StoredFinding.objects.within(series).filter(batch=batch, subject=without.id)
    assert "direction" in {finding.field for finding in found}


def test_a_project_keeps_its_id_when_its_number_and_name_change_a_little(
    stage: Stage, import_plan: ImportPlan, by: Actor
) -> None:
    plan = make_plan(4)
    import_plan(plan)
    renamed = tuple(replace(project, id=f"P-other-{project.id}") for project in plan.projects)

    edition = confirm_import(import_id=stage(replace(plan, projects=renamed)).pk, by=by, at=AT)

    assert [project.id for project in load_edition(edition).projects] == [
        project.id for project in plan.projects
    ]


def test_an_import_made_on_an_older_edition_is_refused(stage: Stage, by: Actor, series: PlanSeries) -> None:
    first, second = stage(make_plan(3)), stage(make_plan(4))
    confirmed = confirm_import(import_id=first.pk, by=by, at=AT)

    with pytest.raises(StaleImportError, match="もう一度取り込んで"):
        confirm_import(import_id=second.pk, by=by, at=AT)

    assert newest(series) == confirmed


def test_the_same_document_is_imported_once(stage: Stage, by: Actor) -> None:
    batch = stage(make_plan(3), content=b"same")

    with pytest.raises(AlreadyImportedError, match="確認を待って") as waiting:
        stage(make_plan(3), content=b"same")
    confirm_import(import_id=batch.pk, by=by, at=AT)
    with pytest.raises(AlreadyImportedError, match="すでに取り込まれて") as standing:
        stage(make_plan(3), content=b"same")

    assert waiting.value.batch == standing.value.batch == batch


def test_the_original_is_kept_once_byte_for_byte(stage: Stage, series: PlanSeries, by: Actor) -> None:
    batch = stage(make_plan(3), content=b"\x00\xff bytes")
    discard_import(import_id=batch.pk, by=by, at=AT)
    stage(make_plan(3), content=b"\x00\xff bytes")

    kept = Original.objects.within(series).get()

    assert bytes(kept.content) == b"\x00\xff bytes"


def test_an_older_year_does_not_follow_a_newer_one(
    stage: Stage, import_plan: ImportPlan, by: Actor, series: PlanSeries
) -> None:
    newer = import_plan(make_plan(3), year=2025)

    with pytest.raises(OlderYearError, match="古い年度から順に"):
        confirm_import(import_id=stage(make_plan(4), year=2024).pk, by=by, at=AT)
    assert newest(series) == newer
    corrected = confirm_import(import_id=stage(make_plan(5), year=2025).pk, by=by, at=AT)
    assert newest(series) == corrected


def test_a_discarded_import_cannot_be_confirmed(stage: Stage, by: Actor, city: Municipality) -> None:
    batch = stage(make_plan(3))

    discard_import(import_id=batch.pk, by=by, at=AT)

    with pytest.raises(WrongStateError, match="破棄済み"):
        confirm_import(import_id=batch.pk, by=by, at=AT)
    assert actions_of(city)[-1] == "discard_import"


def test_undoing_brings_the_edition_before_back(
    stage: Stage, import_plan: ImportPlan, by: Actor, series: PlanSeries, city: Municipality
) -> None:
    plan = make_plan(3)
    first = import_plan(plan)
    batch = stage(next_year(plan), year=2025)
    second = confirm_import(import_id=batch.pk, by=by, at=AT)

    undone = undo_import(import_id=batch.pk, by=by, at=AT)

    assert undone.state == ImportState.UNDONE
    assert newest(series) == first
    assert load_edition(Edition.objects.within(series).get(pk=second.pk)).year == 2025
    assert actions_of(city)[-1] == "undo_import"


def test_only_the_newest_import_can_be_undone(stage: Stage, by: Actor) -> None:
    plan = make_plan(3)
    first = stage(plan)
    confirm_import(import_id=first.pk, by=by, at=AT)
    confirm_import(import_id=stage(next_year(plan)).pk, by=by, at=AT)

    with pytest.raises(WrongStateError, match="最新の取込だけ"):
        undo_import(import_id=first.pk, by=by, at=AT)


def test_after_undoing_the_document_can_come_in_again(stage: Stage, by: Actor, series: PlanSeries) -> None:
    batch = stage(make_plan(3), content=b"same")
    confirm_import(import_id=batch.pk, by=by, at=AT)
    undo_import(import_id=batch.pk, by=by, at=AT)

    again = confirm_import(import_id=stage(make_plan(3), content=b"same").pk, by=by, at=AT)

    assert newest(series) == again
    assert again.sequence == 2


@pytest.mark.parametrize("role", [Role.SECTION, Role.READER, ""])
def test_who_may_not_import_is_refused(stage: Stage, city: Municipality, role: str) -> None:
    batch = stage(make_plan(3))
    somebody = Actor(name="somebody", role=role, municipality=city.code)

    for act in (confirm_import, discard_import, undo_import):
        with pytest.raises(PermissionDenied):
            act(import_id=batch.pk, by=somebody, at=AT)
    with pytest.raises(PermissionDenied):
        open_series(title="別の計画", by=somebody, at=AT)


def test_an_import_of_another_city_does_not_exist(stage: Stage, other_city: Municipality) -> None:
    batch = stage(make_plan(3))
    stranger = Actor(name="stranger", role=Role.ADMINISTRATOR, municipality=other_city.code)

    for act in (confirm_import, discard_import, undo_import):
        with pytest.raises(Import.DoesNotExist):
            act(import_id=batch.pk, by=stranger, at=AT)


def test_a_document_of_another_city_is_refused(stage: Stage) -> None:
    other = PlanMunicipality(code="011002", name="どこか市")

    with pytest.raises(WrongCityError, match="どこか市"):
        stage(replace(make_plan(3), municipality=other))


@pytest.mark.parametrize("year", [None, 12, 30000])
def test_a_year_that_nobody_knows_is_asked_for(stage: Stage, year: int | None) -> None:
    with pytest.raises(MissingYearError):
        stage(replace(make_plan(3), year=year), year=None)


def test_a_plan_is_opened_once(by: Actor, series: PlanSeries) -> None:
    assert open_series(title=" みほん市総合戦略 ", by=by, at=AT) == series


def test_nothing_is_kept_where_the_trail_cannot_be_written(
    stage: Stage, by: Actor, series: PlanSeries, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = stage(make_plan(3))

    def fail(**kwargs: object) -> None:
        raise RuntimeError("the trail is full")

    monkeypatch.setattr("torikumi.web.plans.actions.decisions.record", fail)
    with pytest.raises(RuntimeError):
        confirm_import(import_id=batch.pk, by=by, at=AT)

    assert newest(series) is None
    assert Import.objects.within(series).get(pk=batch.pk).state == ImportState.STAGED


def test_two_cities_may_have_plans_of_one_title(series: PlanSeries, other_city: Municipality) -> None:
    factories.person(other_city, Role.PLANNING, login_name="neighbour")
    neighbour = Actor(name="neighbour", role=Role.PLANNING, municipality=other_city.code)

    assert open_series(title=series.title, by=neighbour, at=AT) != series
