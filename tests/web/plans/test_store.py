"""The bridge between a plan and its rows."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, assume, given, settings

from tests.strategies import plans
from tests.web import factories
from tests.web.plans.invented import AT
from torikumi.errors import UserError
from torikumi.plan.direction import Direction, Outcome
from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project, SectionRef
from torikumi.web.accounts.models import Municipality
from torikumi.web.plans.models import Edition, PlanSeries, StoredNode, StoredProject, StoredSection
from torikumi.web.plans.scope import UnscopedQueryError
from torikumi.web.plans.store import (
    EditionFacts,
    load_edition,
    load_head,
    plan_hash,
    refuse_unstorable,
    save_edition,
)


@pytest.fixture
def series(city: Municipality) -> PlanSeries:
    return PlanSeries.objects.create(municipality=city, title="みほん計画", created_by="test", created_at=AT)


def save(plan: Plan, series: PlanSeries, *, sequence: int = 1, base: Edition | None = None) -> Edition:
    facts = EditionFacts(series=series, sequence=sequence, base=base, year=2024, label="", by="test", at=AT)
    return save_edition(plan, facts=facts)


def small_plan() -> Plan:
    goal = Node(id="g1", level=0, printed="1 働く", name="働く")
    measure = Node(id="m1", level=1, parent="g1", printed="産業", name="産業")
    first = Project(
        id="P-1",
        number="1",
        name="ﾋﾞｼﾞﾈｽ相談",
        node="m1",
        summary="ＩＴの相談",
        direction=Direction(printed="B：継続", code="B", label="継続", outcomes=(Outcome.KEEP,)),
        sections=(SectionRef(printed="青少年課（児童センター）", name="青少年課", facility="児童センター"),),
    )
    return Plan(title="みほん計画", nodes=(goal, measure), projects=(first, Project(id="P-2", name="名なし")))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(plan=plans())
def test_a_plan_comes_back_exactly(series: PlanSeries, plan: Plan) -> None:
    try:
        refuse_unstorable(plan)
    except UserError:
        assume(False)
    with transaction.atomic():
        edition = save(plan, series)
        loaded = load_edition(Edition.objects.within(series).get(pk=edition.pk))
        transaction.set_rollback(True)

    assert loaded == plan
    assert plan_hash(loaded) == edition.sha256


def test_the_head_holds_everything_but_nodes_and_projects(series: PlanSeries) -> None:
    plan = replace(small_plan(), notice="架空のデータです", credit="みほん市")

    edition = save(plan, series)

    assert load_head(edition) == replace(plan, nodes=(), projects=())
    assert edition.notice == "架空のデータです"


def test_the_columns_of_a_project_can_be_searched(series: PlanSeries) -> None:
    edition = save(small_plan(), series)

    row = StoredProject.objects.within(series).get(edition=edition, key="P-1")
    section = StoredSection.objects.within(series).get(edition=edition)

    assert (row.direction_code, row.direction_label, row.outcomes) == ("B", "継続", "keep")
    assert row.path == "00001.00002."
    assert "itの相談" in row.search_text
    assert (section.name, section.facility) == ("青少年課", "児童センター")


@pytest.mark.parametrize("text", ["ゼロ\x00文字", "半分\ud800"])
def test_a_text_that_a_database_cannot_hold_is_refused(text: str) -> None:
    plan = replace(small_plan(), notice=text)

    with pytest.raises(UserError, match="保存できない文字"):
        refuse_unstorable(plan)


@pytest.mark.parametrize("key", ["", "長" * 201])
def test_an_id_that_cannot_be_an_address_is_refused(key: str) -> None:
    with pytest.raises(UserError, match="使えません"):
        refuse_unstorable(replace(small_plan(), projects=(Project(id=key, name="事業"),)))


def test_an_id_that_stands_twice_is_refused() -> None:
    twice = (Project(id="P-1", name="一"), Project(id="P-1", name="二"))

    with pytest.raises(UserError):
        refuse_unstorable(replace(small_plan(), projects=twice))


def test_headings_that_go_too_deep_are_refused() -> None:
    nodes = [Node(id="n0", level=0, printed="0", name="0")]
    nodes += [
        Node(id=f"n{i}", level=i, parent=f"n{i - 1}", printed=str(i), name=str(i)) for i in range(1, 25)
    ]

    with pytest.raises(UserError, match="20より小さい"):
        refuse_unstorable(replace(small_plan(), nodes=tuple(nodes), projects=()))


def test_a_query_that_forgot_the_city_raises(series: PlanSeries) -> None:
    save(small_plan(), series)

    for forgotten in (
        lambda: list(StoredProject.objects.all()),
        lambda: StoredProject.objects.filter(name="").count(),
        Edition.objects.exists,
        StoredNode.objects.first,
        lambda: PlanSeries.objects.filter(title="みほん計画").update(title="x"),
        lambda: dict(StoredProject.objects.values_list("key", "name")),
        lambda: next(StoredProject.objects.iterator()),
        StoredProject.objects.aggregate,
    ):
        with pytest.raises(UnscopedQueryError):
            forgotten()


def test_rows_of_another_city_are_not_seen(series: PlanSeries, other_city: Municipality) -> None:
    edition = save(small_plan(), series)
    stranger = factories.person(other_city)

    assert not StoredProject.objects.within(stranger).filter(edition=edition).exists()
    assert StoredProject.objects.within(series).filter(edition=edition).count() == 2


def test_rows_are_never_deleted(series: PlanSeries) -> None:
    edition = save(small_plan(), series)

    with pytest.raises(UnscopedQueryError, match="never deleted"):
        Edition.objects.within(series).filter(pk=edition.pk).delete()


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (StoredProject, {"name": "書き換え"}),
        (StoredNode, {"body": "{}"}),
        (StoredSection, {"name": "書き換え"}),
        (Edition, {"year": 2020}),
        (Edition, {"sha256": "0" * 64}),
        (Edition, {"head": "{}"}),
    ],
)
def test_the_database_refuses_to_change_an_edition(
    series: PlanSeries, model: type[StoredProject], change: dict[str, object]
) -> None:
    save(small_plan(), series)

    with pytest.raises(DatabaseError, match="an edition is final"), transaction.atomic():
        model.objects.within(series).update(**change)


@pytest.mark.parametrize(
    "table", ["plans_edition", "plans_storednode", "plans_storedproject", "plans_storedsection"]
)
@pytest.mark.parametrize("statement", ["DELETE FROM {table}", "REPLACE INTO {table} SELECT * FROM {table}"])
def test_the_database_refuses_to_lose_an_edition_whoever_asks(
    series: PlanSeries, table: str, statement: str
) -> None:
    if statement.startswith("REPLACE") and connection.vendor != "sqlite":
        # Pending checks of foreign keys would refuse it first.
        statement = "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE"
    save(small_plan(), series)

    with (
        pytest.raises(DatabaseError, match="an edition is final"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table=table))


def test_an_edition_has_one_active_successor(series: PlanSeries) -> None:
    first = save(small_plan(), series)
    save(small_plan(), series, sequence=2, base=first)

    with pytest.raises(DatabaseError), transaction.atomic():
        save(small_plan(), series, sequence=3, base=first)
    with pytest.raises(DatabaseError), transaction.atomic():
        save(small_plan(), series, sequence=4)
