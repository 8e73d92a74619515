"""The money that next year's budget is held against: the newest known budget, else what was spent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from torikumi.plan.money import Phase
from torikumi.plan.project import Project
from torikumi.plan.quantity import Quantity, parse_quantity
from torikumi.review.form import Meaning
from torikumi.review.questions import Question, newest_amount
from torikumi.text.era import format_fiscal_year
from torikumi.text.width import search_key


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the unit of the field that asks for it, of a fiscal year."""

    number: Decimal
    year: int
    unit: str

    def __str__(self) -> str:
        """Return 「令和7年度 5,100千円」."""
        return f"{format_fiscal_year(self.year)} {self.number:,f}{self.unit}"


def later_money(
    questions: Sequence[Question], values: Mapping[str, str], *, year: int
) -> tuple[Question, Money] | None:
    """Return the budget of the latest year after `year` that the answer gives, with its question; None without one."""
    later = [q for q in questions if q.field.meaning is Meaning.BUDGET and q.field.year > 0]
    asked = max(later, key=lambda q: q.field.year, default=None)
    # This year's money was voted before anybody thought of the direction.
    money = _money(asked, values.get(asked.key, ""), asked.field.year + year) if asked else None
    return (asked, money) if asked and money else None


def money_before(
    asked: Question, project: Project, questions: Sequence[Question], values: Mapping[str, str], *, year: int
) -> Money | None:
    """Return what a later budget is held against; None where nothing is known.

    That is the budget of the year before it, else the newest budget that the plan knows of `year` or earlier, else what
    the answer says was spent, else what the plan knows to have been spent.
    """
    before = _money(asked, asked.last or "", asked.last_year or year)
    if before is not None:
        return before
    if (budget := newest_amount(asked.field, project, Phase.INITIAL, until=year)) is not None:
        return _money(asked, budget.value.raw, budget.year or year)
    spent = (_settled(asked, q, values, year=year) for q in questions if q.field.meaning is Meaning.SETTLED)
    found = next((money for money in spent if money is not None), None)
    if (
        found is None
        and (known := newest_amount(asked.field, project, Phase.SETTLED, until=year)) is not None
    ):
        return _money(asked, known.value.raw, known.year or year)
    return found


def _settled(asked: Question, question: Question, values: Mapping[str, str], *, year: int) -> Money | None:
    is_same = search_key(question.unit or "") == search_key(asked.unit or "")
    return _money(question, values.get(question.key, ""), year + question.field.year) if is_same else None


def _money(question: Question, text: str, year: int) -> Money | None:
    quantity: Quantity = parse_quantity(text)
    unit = question.unit or ""
    if quantity.number is None or (quantity.unit and search_key(quantity.unit) != search_key(unit)):
        return None
    return Money(quantity.number, year, unit)
