"""The flat view."""

import json
from decimal import Decimal

from hypothesis import HealthCheck, given, settings

from shared import SHARED, needs_shared
from strategies import plans
from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.model import Node, Plan
from torikumi.plan.money import Amount
from torikumi.plan.outcomes import parse_direction
from torikumi.plan.place import FieldPlace, Place
from torikumi.plan.project import Project, SectionRef
from torikumi.plan.quantity import parse_quantity
from torikumi.plan.records import to_records

PROJECT = Project(
    id="P-1",
    number="14",
    name="店の支援",
    node="N-2",
    summary="",
    direction=parse_direction("D：廃止"),
    sections=(
        SectionRef(printed="青少年課（児童館）", name="青少年課", facility="児童館"),
        SectionRef(printed="企画課 ほか", name="企画課", others=True),
    ),
    indicators=(
        Indicator(
            name="店の数",
            unit="店",
            base=YearValue(year=2017, value=parse_quantity("412")),
            final_target=YearValue(year=2024, value=parse_quantity("423")),
            actuals=(
                YearValue(year=2018, value=parse_quantity("413")),
                YearValue(year=2019, value=parse_quantity("－")),
            ),
        ),
    ),
    amounts=(
        Amount(label="R4当初", value=parse_quantity("188,089千円")),
        Amount(label="R3決算", value=parse_quantity("1.50")),
        Amount(label="R5当初", value=parse_quantity("未定")),
    ),
    places=(FieldPlace("name", Place(file="a.pdf", page=1, table=0, row=22, box=(1.0, 2.0, 3.0, 4.0))),),
)
PLAN = Plan(
    title="計画",
    nodes=(
        Node(id="N-1", level=0, printed="1 しごと <応援>", name="しごと"),
        Node(id="N-2", level=1, parent="N-1", printed="産業を振興する", name="産業を振興する"),
    ),
    projects=(PROJECT, Project(id="P-2", name="何もない事業")),
)


def test_a_project_becomes_one_flat_record() -> None:
    assert to_records(PLAN)[0] == {
        "id": "P-1",
        "number": "14",
        "path": ["1 しごと <応援>", "産業を振興する"],
        "goal": "1 しごと <応援>",
        "measure": "産業を振興する",
        "name": "店の支援",
        "summary": "",
        "direction": "D：廃止",
        "sections": ["青少年課", "企画課"],
        "sections_printed": ["青少年課（児童館）", "企画課 ほか"],
        "facilities": ["児童館", None],
        "others": True,
        "notes": [],
        "kpis": [
            {
                "name": "店の数",
                "unit": "店",
                "baseline": "412",
                "target": "423",
                "values": {"2018": "413", "2019": "－"},
            }
        ],
        "amounts": [
            {"label": "R4当初", "value": 188089, "unit": "千円"},
            {"label": "R3決算", "value": 1.5, "unit": None},
            {"label": "R5当初", "value": None, "unit": None},
        ],
        "place": {
            "file": "a.pdf",
            "page": 1,
            "sheet": None,
            "table": 0,
            "row": 22,
            "column": None,
            "cell": None,
            "box": [1.0, 2.0, 3.0, 4.0],
        },
    }


def test_the_unknown_is_null_or_empty_and_never_a_guess() -> None:
    record = to_records(PLAN)[1]

    known = {key for key, value in record.items() if value not in (None, [], False)}
    assert known == {"id", "name"}


@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=30
)
@given(plans())
def test_any_plan_has_one_record_a_project_that_json_can_hold(plan: Plan) -> None:
    records = to_records(plan)

    assert len(records) == len(plan.projects)
    assert json.loads(json.dumps(records)) == records


@needs_shared
def test_the_records_have_the_fields_of_those_a_person_made() -> None:
    gold = json.loads((SHARED / "iruma" / "gold.json").read_text(encoding="utf-8"))

    # Written there once for the whole cell; here once a section.
    assert set(gold[0]) - set(to_records(PLAN)[0]) == {"section_raw", "facility"}


def test_a_large_whole_number_keeps_every_digit() -> None:
    amount = Amount(label="", value=parse_quantity("123456789012345678"))
    plan = Plan(title="計画", projects=(Project(id="P-1", name="a", amounts=(amount,)),))

    (written,) = to_records(plan)[0]["amounts"]

    assert written["value"] == int(Decimal("123456789012345678"))
