"""Rows of a city are read inside it, by whatever way somebody asks."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.apps import apps
from django.db import connection, models
from django.db.models import Count, Prefetch
from django.shortcuts import get_object_or_404

import torikumi.web
from tests.web import factories
from tests.web.publications.editions import edition, series
from torikumi.web.accounts.models import Municipality
from torikumi.web.accounts.scope import CityModel, CityQuerySet, UnscopedQueryError
from torikumi.web.plans.models import Edition, PlanSeries, StoredProject

WEB = Path(torikumi.web.__file__).parent
CITY_MODELS = {model.__name__: model for model in apps.get_models() if issubclass(model, CityModel)}


@pytest.fixture
def two(db: None) -> tuple[Edition, Edition]:
    """Return an edition of one city, and one of another."""
    here, there = factories.municipality(), factories.municipality(code="999989", name="となり市")
    return edition(series(here), year=2024), edition(series(there), year=2024)


async def _iterate(rows: CityQuerySet[Edition]) -> list[Edition]:
    return [row async for row in rows.aiterator()]


READS: dict[str, Callable[[CityQuerySet[Edition]], object]] = {
    "list": list,
    "len": len,
    "bool": bool,
    "index": lambda rows: rows[0],
    "slice": lambda rows: list(rows[:1]),
    "get": lambda rows: rows.get(year=2024),
    "first": lambda rows: rows.first(),
    "last": lambda rows: rows.last(),
    "latest": lambda rows: rows.latest("year"),
    "earliest": lambda rows: rows.earliest("year"),
    "in_bulk": lambda rows: rows.in_bulk([1]),
    "in_bulk of all": lambda rows: rows.in_bulk(),
    "values": lambda rows: list(rows.values("title" if rows.model is PlanSeries else "year")),
    "values_list": lambda rows: list(rows.values_list("pk", flat=True)),
    "values of groups": lambda rows: list(rows.values("year").annotate(count=Count("pk"))),
    "only": lambda rows: list(rows.only("pk")),
    "dates": lambda rows: list(rows.dates("created_at", "year")),
    "datetimes": lambda rows: list(rows.datetimes("created_at", "year")),
    "iterator": lambda rows: list(rows.iterator()),
    "aiterator": async_to_sync(_iterate),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "contains": lambda rows: rows.contains(Edition(pk=1)),
    "aggregate": lambda rows: rows.aggregate(count=Count("pk")),
    "explain": lambda rows: rows.explain(),
    "update": lambda rows: rows.update(year=2024),
    "update_or_create": lambda rows: rows.update_or_create(pk=1, defaults={"year": 2024}),
    "get_or_create": lambda rows: rows.get_or_create(pk=1),
    "bulk_update": lambda rows: rows.bulk_update([Edition(pk=1, year=2024)], ["year"]),
    "object or 404": lambda rows: get_object_or_404(rows, year=2024),
    "within another": lambda rows: list(
        PlanSeries.objects.within(Municipality(pk=1)).filter(pk__in=rows.values("series_id"))
    ),
    "prefetch": lambda rows: list(
        Municipality.objects.prefetch_related(Prefetch("jobs", queryset=rows, to_attr="found"))
    ),
}
# These would write, or need a row of that number; or ask another table.
WRITES = {"update", "update_or_create", "get_or_create", "bulk_update", "prefetch"}
NEVER: dict[str, Callable[[CityQuerySet[Edition]], object]] = {
    "raw": lambda rows: list(rows.raw("SELECT * FROM plans_edition")),
    "delete": lambda rows: rows.delete(),
    "upsert": lambda rows: rows.bulk_create(
        [], update_conflicts=True, unique_fields=["id"], update_fields=["year"]
    ),
}


@pytest.mark.parametrize("way", READS)
def test_no_way_reads_without_a_city(way: str, two: tuple[Edition, Edition]) -> None:
    with pytest.raises(UnscopedQueryError):
        READS[way](Edition.objects.filter(year=2024))


@pytest.mark.parametrize("way", [way for way in READS if way not in WRITES])
def test_every_way_reads_inside_a_city(way: str, two: tuple[Edition, Edition]) -> None:
    READS[way](Edition.objects.within(two[0]).filter(year=2024))


@pytest.mark.parametrize("way", NEVER)
def test_some_ways_are_closed_also_inside_a_city(way: str, two: tuple[Edition, Edition]) -> None:
    with pytest.raises(UnscopedQueryError):
        NEVER[way](Edition.objects.within(two[0]))


def test_a_row_is_not_deleted_by_itself(two: tuple[Edition, Edition]) -> None:
    with pytest.raises(UnscopedQueryError):
        two[0].delete()


JOINS: dict[str, Callable[[CityQuerySet[Edition], CityQuerySet[Edition]], CityQuerySet[Edition]]] = {
    "or": lambda one, other: one | other,
    "and": lambda one, other: one & other,
    "xor": lambda one, other: one ^ other,
    "union": lambda one, other: one.union(other),
    "intersection": lambda one, other: one.intersection(other),
    "difference": lambda one, other: one.difference(other),
}


@pytest.mark.parametrize("join", JOINS)
def test_halves_of_a_question_are_of_one_city(join: str, two: tuple[Edition, Edition]) -> None:
    here, there = (Edition.objects.within(one).order_by() for one in two)
    every = Edition.objects.order_by()

    list(JOINS[join](here, Edition.objects.within(two[0]).order_by()))
    for one, other in ((here, every), (every, here), (here, there)):
        with pytest.raises(UnscopedQueryError):
            list(JOINS[join](one, other))


def test_asking_for_two_cities_one_after_the_other_gives_nothing(two: tuple[Edition, Edition]) -> None:
    assert list(Edition.objects.within(two[0]).within(two[1])) == []


def test_nothing_is_asked_where_the_answer_is_none(two: tuple[Edition, Edition]) -> None:
    assert list(Edition.objects.none()) == []


@pytest.mark.parametrize("name", CITY_MODELS)
def test_every_table_of_a_city_is_read_through_the_scoped_queryset(name: str) -> None:
    model = CITY_MODELS[name]
    assert isinstance(model._default_manager.all(), CityQuerySet)
    assert model._meta.base_manager_name is None
    assert len(model._meta.managers) == 1
    assert hasattr(connection, "vendor")


# --- The code itself: a question inside another one (Exists, Subquery) is not seen when it is asked. -----------------

DIRECTLY = {"within", "create", "bulk_create", "none"}


def _unscoped(tree: ast.AST) -> Iterator[tuple[int, str]]:
    followed: dict[ast.AST, ast.Attribute] = {
        node.value: node for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }
    calls = {node.func: node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if not (
            isinstance(node, ast.Attribute) and node.attr == "objects" and isinstance(node.value, ast.Name)
        ):
            continue
        if node.value.id not in CITY_MODELS:
            continue
        after = followed.get(node)
        if after is None:
            yield node.lineno, ast.unparse(node)
        elif after.attr not in DIRECTLY and not _hangs_on_an_outer_row(after.attr, calls.get(after)):
            yield node.lineno, ast.unparse(after)


def _hangs_on_an_outer_row(name: str, call: ast.Call | None) -> bool:
    return (
        name == "filter"
        and call is not None
        and any(
            isinstance(word.value, ast.Call) and ast.unparse(word.value.func) == "OuterRef"
            for word in call.keywords
        )
    )


def test_the_search_finds_what_it_looks_for() -> None:
    code = """
Edition.objects.filter(pk=1)
Edition.objects.within(city).filter(pk=1)
Exists(Edition.objects.filter(series=OuterRef("pk")))
rows = Edition.objects
User.objects.all()
"""
    assert sorted(_unscoped(ast.parse(code))) == [(2, "Edition.objects.filter"), (5, "Edition.objects")]


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(WEB.rglob("*.py")) if "migrations" not in path.parts],
    ids=lambda path: str(path.relative_to(WEB)),
)
def test_every_question_says_its_city_where_it_is_written(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [*_unscoped(ast.parse(text))] == []
    assert "_base_manager" not in text


def test_a_row_that_another_hangs_on_is_of_the_same_city(two: tuple[Edition, Edition]) -> None:
    project = StoredProject.objects.within(two[0]).get()
    assert project.edition.municipality_id == two[0].municipality_id
    assert isinstance(project.edition, models.Model)
