"""The money of a plan as columns for people: one for each fiscal year and phase, the unit in the header."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from torikumi.plan.model import Plan
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.project import Project
from torikumi.plan.quantity import Quantity
from torikumi.publish.words import PHASES
from torikumi.text.era import format_fiscal_year

_PHASES: tuple[Phase | None, ...] = (*Phase, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyColumn:
    """The amounts of one fiscal year, phase and unit; `name` is the phase, or what the document calls it."""

    year: int | None
    name: str
    unit: str

    @property
    def head(self) -> str:
        """The header in lines: the year, the phase, the unit in brackets."""
        lines = (self.year_words, self.name or "費用", f"（{self.unit}）" if self.unit else "")
        return "\n".join(line for line in lines if line)

    @property
    def year_words(self) -> str:
        """The fiscal year, or "" where it is not known."""
        return format_fiscal_year(self.year) if self.year is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FundLine:
    """The amounts of one project, fiscal year and phase, by their source of funds."""

    project: Project
    column: MoneyColumn
    values: Mapping[Fund, tuple[Quantity, ...]]


class Money:
    """The amounts of a plan's projects, sorted into columns."""

    def __init__(self, plan: Plan) -> None:
        self._projects = plan.projects
        self._units: dict[tuple[int | None, str], set[str]] = {}
        for amount in self._amounts():
            units = self._units.setdefault((amount.year, _name(amount)), set())
            units.update([amount.value.unit] if amount.value.unit else [])

    @cached_property
    def columns(self) -> tuple[MoneyColumn, ...]:
        """The columns that the costs (事業費) need, by year and then by phase; () where there are none."""
        totals = [amount for amount in self._amounts() if amount.fund is Fund.TOTAL]
        return tuple(dict.fromkeys(self._column(amount) for amount in sorted(totals, key=_order)))

    @cached_property
    def funds(self) -> tuple[Fund, ...]:
        """The sources of funds that the plan tells apart, the cost first; () where it names none."""
        known = {amount.fund for amount in self._amounts()}
        return tuple(fund for fund in Fund if fund in known) if known - {Fund.TOTAL} else ()

    def costs(self, project: Project, column: MoneyColumn) -> tuple[Quantity, ...]:
        """Return the project's costs that belong into a column; usually one, or none."""
        totals = (amount for amount in project.amounts if amount.fund is Fund.TOTAL)
        return tuple(amount.value for amount in totals if self._column(amount) == column)

    def fund_lines(self) -> Iterator[FundLine]:
        """Return a line for each project, year and phase whose money is told apart by its source."""
        for project in self._projects:
            lines: dict[MoneyColumn, list[Amount]] = {}
            for amount in sorted(project.amounts, key=_order):
                lines.setdefault(self._column(amount), []).append(amount)
            for column, amounts in lines.items():
                if any(amount.fund is not Fund.TOTAL for amount in amounts):
                    values = {fund: tuple(a.value for a in amounts if a.fund is fund) for fund in self.funds}
                    yield FundLine(project=project, column=column, values=values)

    def _amounts(self) -> Iterator[Amount]:
        return (amount for project in self._projects for amount in project.amounts)

    def _column(self, amount: Amount) -> MoneyColumn:
        # 「－」 has no unit of its own and stands in the column of the numbers beside it.
        known = self._units[(amount.year, _name(amount))]
        only = next(iter(known)) if len(known) == 1 else ""
        return MoneyColumn(year=amount.year, name=_name(amount), unit=amount.value.unit or only)


def _name(amount: Amount) -> str:
    return PHASES[amount.phase] if amount.phase else amount.label.strip()


def _order(amount: Amount) -> tuple[bool, int, int]:
    return (amount.year is None, amount.year or 0, _PHASES.index(amount.phase))
