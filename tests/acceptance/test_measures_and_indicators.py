"""Documents of real cities that list measures, indicators and projects otherwise than in one table are read whole."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from shared import SHARED, needs_shared
from torikumi.plan.model import Node, Plan
from torikumi.plan.records import to_records
from torikumi.read.run import read_documents
from torikumi.text.width import search_key

REPORT = SHARED / "takamatsu"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_documents([REPORT / "source.pdf"]).plan


@needs_shared
def test_all_43_measures_are_whole(plan: Plan) -> None:
    wanted = gold("gold_measures.json")

    found = {node.number: node for node in plan.nodes if node.level == 2}

    assert sorted(found) == sorted(str(measure["code"]) for measure in wanted)
    for measure in wanted:
        node = found[str(measure["code"])]
        assert path(plan, node) == [search_key(str(measure[name])) for name in ("goal", "policy", "measure")]
        assert values(node) == {
            str(kpi["name"]): {str(year): Decimal(str(value)) for year, value in kpi["values"].items()}
            for kpi in measure["kpis"]
        }


@needs_shared
def test_all_102_projects_stand_under_their_measures(plan: Plan) -> None:
    wanted = gold("gold.json")

    found = to_records(plan)

    assert len(found) == len(wanted)
    assert sorted(map(placed, found)) == sorted(map(placed, wanted))


def gold(name: str) -> list[dict[str, object]]:
    measures: list[dict[str, object]] = json.loads(Path(REPORT / name).read_text(encoding="utf-8"))
    return measures


def path(plan: Plan, node: Node) -> list[str]:
    return [search_key(one.printed) for one in plan.path_to(node.id)]


def values(node: Node) -> dict[str, dict[str, Decimal | None]]:
    return {
        indicator.name: {f"令和{(v.year or 0) - 2018}年度": v.value.number for v in indicator.actuals}
        for indicator in node.indicators
    }


def placed(record: dict[str, object]) -> tuple[str, str, str]:
    goal, measure, name = (search_key(str(record[key])) for key in ("goal", "measure", "name"))
    return goal, measure, name
