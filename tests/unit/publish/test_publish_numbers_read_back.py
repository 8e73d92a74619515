"""Every number of a plan is read back out of every published form, and is the same in all of them."""

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from shared import REPOSITORY
from strategies import plans as any_plans
from torikumi.plan.file import load_plan
from torikumi.plan.model import Plan
from torikumi.plan.project import ReviewState
from torikumi.plan.quantity import Quantity
from torikumi.publish.edition import ALL, render_edition
from torikumi.publish.terms import Terms
from unit.publish import plans
from unit.publish.published_numbers import (
    MACHINE_FORMS,
    PEOPLE_FORMS,
    MachineForm,
    PeopleForm,
    costs_in_yen,
    facts_of,
    figures_in,
    figures_of,
)


def _sample(name: str) -> Plan:
    return load_plan((REPOSITORY / "samples" / name).read_text(encoding="utf-8"))


PLANS = {
    "iruma": _sample("iruma/plan.json"),
    "mihon 2023": _sample("mihon/plan-2023.json"),
    "mihon 2025": _sample("mihon/plan-2025.json"),
    "minori": plans.make_plan(),
}


def published(plan: Plan) -> dict[str, bytes]:
    return render_edition(plan, terms=Terms(with_cp932=True))[1]


@pytest.fixture(scope="module", params=PLANS)
def edition(request: pytest.FixtureRequest) -> tuple[Plan, Mapping[str, bytes]]:
    plan = PLANS[request.param]
    return plan, published(plan)


def missing(plan: Plan, form: PeopleForm, files: Mapping[str, bytes]) -> dict[str | None, Counter[Decimal]]:
    """The figures of the plan that do not stand in the form, by the page where they should."""
    wanted, found = figures_of(form.of(plan)), form.read(files)
    at_pages = {None} if None in found else wanted.keys() - {None}
    return {place: short for place in at_pages if (short := wanted[place] - found.get(place, Counter()))}


@pytest.mark.parametrize("form", MACHINE_FORMS, ids=lambda form: form.name)
def test_every_number_comes_back_with_what_it_is_of(
    edition: tuple[Plan, Mapping[str, bytes]], form: MachineForm
) -> None:
    plan, files = edition

    assert form.read(files) == facts_of(plan)


@pytest.mark.parametrize("form", PEOPLE_FORMS, ids=lambda form: form.name)
def test_every_number_stands_where_people_look_for_it(
    edition: tuple[Plan, Mapping[str, bytes]], form: PeopleForm
) -> None:
    plan, files = edition

    assert form.is_in(files)
    assert missing(plan, form, files) == {}


def test_the_samples_have_numbers_to_read_back() -> None:
    assert sum(facts_of(PLANS["mihon 2025"]).values()) > 400
    assert sum(facts_of(PLANS["minori"]).values()) == 17


def test_a_lost_digit_would_be_seen() -> None:
    plan = PLANS["minori"]
    files = {name: octets.replace(b"18,250", b"1,825") for name, octets in published(plan).items()}

    assert [Counter({Decimal(18250): 1})] == list(missing(plan, PEOPLE_FORMS[0], files).values())


def test_costs_in_yen_add_up(edition: tuple[Plan, Mapping[str, bytes]]) -> None:
    plan, files = edition
    budgets = csv.DictReader(io.StringIO(files["data/rs/2-1-budgets.csv"].decode("utf-8-sig"), newline=""))
    columns = (
        "当初予算（合計）",
        "補正予算（合計）",
        "前年度からの繰越し（合計）",
        "計（歳出予算現額合計）",
        "執行額（合計）",
        "要求額（合計）",
    )

    total = sum((Decimal(row[name]) for row in budgets for name in columns if row[name]), Decimal(0))
    assert total == costs_in_yen(plan)


def _counts(plan: Plan) -> Counter[str]:
    return Counter(project.direction.label or "" if project.direction else "" for project in plan.projects)


def test_counts_of_directions_are_the_same_everywhere(edition: tuple[Plan, Mapping[str, bytes]]) -> None:
    plan, files = edition
    rows = list(csv.DictReader(io.StringIO(files["data/projects.csv"].decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(files["data/plan.xlsx"]))["方針の集計"]
    *_, last = sheet.iter_rows(values_only=True)
    heads = next(row for row in sheet.iter_rows(values_only=True) if row[-1] == "計")
    in_sheet = {
        str(head).rpartition(" ")[2]: count for head, count in zip(heads[1:-1], last[1:-1], strict=True)
    }

    assert Counter(row["方針_名称"] for row in rows) == _counts(plan)
    assert last[-1] == len(rows) == len(plan.projects)
    assert {label: n for label, n in in_sheet.items() if n and label in _counts(plan)} == {
        label: n for label, n in _counts(plan).items() if label
    }
    front = figures_in("".join(files["index.html"].decode().split()))
    assert set(map(Decimal, _counts(plan).values())) | {Decimal(len(plan.projects))} <= set(front)


def _with_plain_units(value: Any) -> Any:
    """The value with 人 for every unit: a unit that begins with a digit cannot be told from its number by reading."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, tuple):
        return tuple(map(_with_plain_units, value))
    if isinstance(value, Quantity):
        return replace(value, unit="人" if value.unit else None)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _with_plain_units(getattr(value, f.name)) for f in fields(value)}
        if changed.get("unit"):
            changed["unit"] = "人"
        return replace(value, **changed)
    return value


@given(any_plans())
@settings(max_examples=25)
def test_every_number_of_any_plan_comes_back_from_every_form(plan: Plan) -> None:
    told = _with_plain_units(plan)
    # Papers are set by a program of its own, too slow for many plans.
    files = render_edition(told, only=ALL - {"pdf"}, terms=Terms(with_cp932=True))[1]

    assert {form.name: form.read(files) == facts_of(told) for form in MACHINE_FORMS} == {
        form.name: True for form in MACHINE_FORMS
    }
    seen = [form for form in PEOPLE_FORMS if form.is_in(files)]
    assert {form.name: missing(told, form, files) for form in seen} == {form.name: {} for form in seen}


def test_what_nobody_approved_is_in_no_form() -> None:
    plan = PLANS["minori"]
    drafts = [r for p in plan.projects for r in p.reviews if r.state is not ReviewState.APPROVED]

    assert drafts
    for draft in drafts:
        assert [
            name for name, octets in published(plan).items() if (draft.result or "").encode() in octets
        ] == []
