"""The flat view of a plan: one plain record a project, for tests, benchmarks and small programs."""

from decimal import Decimal

from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.model import Plan
from torikumi.plan.money import Amount
from torikumi.plan.place import Place
from torikumi.plan.project import Project

Record = dict[str, object]


def to_records(plan: Plan) -> list[Record]:
    """Return the projects in order, every text as printed; unknown is None or [], never a guess.

    `goal` is the first heading above the project and `measure` the last; `sections` are the plain names, with
    `facilities` and `sections_printed` beside them in the same order.
    """
    return [_to_record(plan, project) for project in plan.projects]


def _to_record(plan: Plan, project: Project) -> Record:
    path = [node.printed for node in plan.path_to(project.node)]
    return {
        "id": project.id,
        "number": project.number,
        "path": path,
        "goal": path[0] if path else None,
        "measure": path[-1] if path else None,
        "name": project.name,
        "summary": project.summary,
        "direction": project.direction.printed if project.direction else None,
        "sections": [section.name for section in project.sections],
        "sections_printed": [section.printed for section in project.sections],
        "facilities": [section.facility for section in project.sections],
        "others": any(section.others for section in project.sections),
        "notes": [*project.notes],
        "kpis": [_indicator(indicator) for indicator in project.indicators],
        "amounts": [_amount(amount) for amount in project.amounts],
        "place": _place(project.places[0].place) if project.places else None,
    }


def _indicator(indicator: Indicator) -> Record:
    last = indicator.targets[-1] if indicator.targets else None
    return {
        "name": indicator.name,
        "unit": indicator.unit,
        "baseline": _raw(indicator.base),
        "target": _raw(indicator.final_target or last),
        "values": {str(actual.year or ""): actual.value.raw for actual in indicator.actuals},
    }


def _amount(amount: Amount) -> Record:
    number = amount.value.number
    return {
        "label": amount.label,
        "value": None if number is None else _plain(number),
        "unit": amount.value.unit,
    }


def _place(place: Place) -> Record:
    return {
        "file": place.file,
        "page": place.page,
        "sheet": place.sheet,
        "table": place.table,
        "row": place.row,
        "column": place.column,
        "cell": place.cell,
        "box": [*place.box] if place.box else None,
    }


def _raw(value: YearValue | None) -> str | None:
    return value.value.raw if value else None


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
