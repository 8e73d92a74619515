"""Reads the numbers back out of published files: as facts from the forms for machines, as figures from those for people."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import pypdfium2
from openpyxl import load_workbook

from torikumi.plan.file import load_plan
from torikumi.plan.model import Plan
from torikumi.plan.money import Fund
from torikumi.publish.words import FUNDS, PHASES
from unit.publish.pages import Reading

Files = Mapping[str, bytes]
Fact = tuple[object, ...]  # what it is of, what it is, when, the number, its unit
Figures = Counter[Decimal]
_FIGURE = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|-?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class MachineForm:
    """A form for machines: every number with what it is of; nothing more, nothing less."""

    name: str
    read: Callable[[Files], Counter[Fact]]


@dataclass(frozen=True)
class PeopleForm:
    """A form for people: the figures that stand in it, by the project or heading whose page it is (None: all of it)."""

    name: str
    read: Callable[[Files], Mapping[str | None, Figures]]
    ending: str
    of: Callable[[Plan], Plan] = lambda plan: plan  # the part of the plan that the form is of

    def is_in(self, files: Files) -> bool:
        """Whether the edition has files of this form."""
        return any(name.endswith(self.ending) for name in files)


def plain(number: Decimal) -> Decimal:
    """The number without idle zeros: 1.50 is 1.5, -0.00 is 0."""
    return number.normalize() + 0 if number else Decimal(0)


def facts_of(plan: Plan) -> Counter[Fact]:
    """Every number of money and indicators of a plan."""
    return Counter((*_money_facts(plan), *_indicator_facts(plan)))


def _money_facts(plan: Plan) -> Iterator[Fact]:
    for project in plan.projects:
        for amount in project.amounts:
            if amount.value.number is not None:
                phase = PHASES[amount.phase] if amount.phase else ""
                number = plain(amount.value.number)
                yield (project.id, phase, FUNDS[amount.fund], amount.year, number, amount.value.unit or "")


def _indicator_facts(plan: Plan) -> Iterator[Fact]:
    for holder in (*plan.nodes, *plan.projects):
        for order, one in enumerate(holder.indicators, start=1):
            groups = {
                "基準値": [one.base] if one.base else [],
                "目標値": one.targets,
                "最終目標値": [one.final_target] if one.final_target else [],
                "実績値": one.actuals,
            }
            for kind, values in groups.items():
                for value in values:
                    if value.value.number is not None:
                        unit = value.value.unit or one.unit or ""
                        yield (holder.id, order, kind, value.year, plain(value.value.number), unit)


def figures_of(plan: Plan) -> dict[str | None, Figures]:
    """The figures that must be seen, by project and heading, and all together."""
    seen: dict[str | None, Figures] = {None: Counter()}
    for fact in facts_of(plan).elements():
        number = fact[-2]
        assert isinstance(number, Decimal)
        seen.setdefault(str(fact[0]), Counter())[number] += 1
        seen[None][number] += 1
    return seen


def _number(text: object) -> Decimal | None:
    return None if text in ("", None) else plain(Decimal(str(text)))


def _year(text: object) -> int | None:
    return None if text in ("", None) else int(str(text))


def _facts_in_rows(amounts: list[dict[str, object]], indicators: list[dict[str, object]]) -> Counter[Fact]:
    found: Counter[Fact] = Counter()
    for row in amounts:
        number = _number(row["金額"])
        if number is not None:
            kind = (row["対象ID"], row["段階"] or "", row["財源"], _year(row["金額の年度"]))
            found[(*kind, number, row["単位"] or "")] += 1
    for row in indicators:
        number = _number(row["値"])
        if number is not None:
            kind = (row["対象ID"], _year(row["指標番号"]), row["値の種類"], _year(row["値の年度"]))
            found[(*kind, number, row["単位"] or "")] += 1
    return found


def _csv_rows(files: Files, name: str, *, encoding: str = "utf-8-sig") -> list[dict[str, object]]:
    text = files[f"data/{name}.csv"].decode(encoding)
    return [dict(row) for row in csv.DictReader(io.StringIO(text, newline=""))]


def _from_csv(files: Files) -> Counter[Fact]:
    return _facts_in_rows(_csv_rows(files, "amounts"), _csv_rows(files, "indicators"))


def _from_cp932(files: Files) -> Counter[Fact]:
    rows = (_csv_rows(files, f"cp932/{name}", encoding="cp932") for name in ("amounts", "indicators"))
    return _facts_in_rows(*rows)


def _from_data_workbook(files: Files) -> Counter[Fact]:
    book = load_workbook(io.BytesIO(files["data/data.xlsx"]))

    def rows(name: str) -> list[dict[str, object]]:
        head, *lines = book[name].iter_rows(values_only=True)
        return [dict(zip(map(str, head), line, strict=True)) for line in lines]

    return _facts_in_rows(rows("金額"), rows("指標"))


def _from_plan_json(files: Files) -> Counter[Fact]:
    return facts_of(load_plan(files["data/plan.json"].decode()))


def _from_rs_goals(files: Files) -> Counter[Fact]:
    """The indicators of the national form, with the money of the form beside it, which is in another unit there."""
    found: Counter[Fact] = Counter()
    for row in _csv_rows(files, "rs/3-1-goals"):
        for kind in ("基準値", "目標値", "最終目標値", "実績値"):
            number = _number(row[kind])
            if number is not None:
                key = (row["項目ID"], _year(row["番号"]), kind, _year(row["値の年度"]))
                found[(*key, number, row["単位"] or "")] += 1
    money = Counter({fact: n for fact, n in _from_csv(files).items() if isinstance(fact[1], str)})
    return found + money


MACHINE_FORMS = (
    MachineForm("plan.json", _from_plan_json),
    MachineForm("CSV", _from_csv),
    MachineForm("CSV in CP932", _from_cp932),
    MachineForm("data.xlsx", _from_data_workbook),
    MachineForm("rs/3-1-goals.csv", _from_rs_goals),
)


def figures_in(text: str) -> Figures:
    """Every number that stands in a text."""
    return Counter(plain(Decimal(found.replace(",", ""))) for found in _FIGURE.findall(text))


class _Cells(Reading):
    """The cells of a page's tables, one text each."""

    def __init__(self, html: str) -> None:
        self.cells: list[str] = []
        self._inside = False
        super().__init__(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag == "td":
            self._inside = True
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "td":
            self._inside = False

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        if self._inside:
            self.cells[-1] += data


def _from_site(files: Files) -> dict[str | None, Figures]:
    """The figures in the tables of the page of each project and heading."""
    found: dict[str | None, Figures] = {}
    for name, octets in files.items():
        folder, _, page = name.partition("/")
        if folder in ("projects", "nodes") and page != "index.html":
            cells = _Cells(octets.decode()).cells
            figures = sum((figures_in(cell) for cell in cells), Counter[Decimal]())
            found[page.removesuffix(".html")] = figures
    return found


def _from_people_workbook(files: Files) -> dict[str | None, Figures]:
    book = load_workbook(io.BytesIO(files["data/plan.xlsx"]))
    figures: Figures = Counter()
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            for value in row:
                if isinstance(value, str):
                    figures += figures_in(value)
                elif value is not None:
                    figures[plain(Decimal(repr(value)))] += 1
    return {None: figures}


def without_indicators_of_headings(plan: Plan) -> Plan:
    """The plan as papers have it: a sheet a project, and no place for the indicators of goals and measures."""
    return replace(plan, nodes=tuple(replace(node, indicators=()) for node in plan.nodes))


def _from_papers(files: Files) -> dict[str | None, Figures]:
    """The figures in the text of all pages of all papers."""
    figures: Figures = Counter()
    for name, octets in files.items():
        if name.endswith(".pdf"):
            document = pypdfium2.PdfDocument(octets)
            for page in document:
                figures += figures_in(page.get_textpage().get_text_range())
            document.close()
    return {None: figures}


PEOPLE_FORMS = (
    PeopleForm("the pages of the site", _from_site, ".html"),
    PeopleForm("plan.xlsx", _from_people_workbook, "plan.xlsx"),
    PeopleForm("the papers (PDF)", _from_papers, ".pdf", without_indicators_of_headings),
)


def costs_in_yen(plan: Plan) -> Decimal:
    """The sum of all costs (事業費) of a plan that are told in yen or thousands of yen."""
    factors = {"円": 1, "千円": 1000}
    return sum(
        (
            (amount.value.number or Decimal(0)) * factors[amount.value.unit or ""]
            for project in plan.projects
            for amount in project.amounts
            if amount.fund is Fund.TOTAL and amount.phase and (amount.value.unit or "") in factors
        ),
        Decimal(0),
    )
