"""One value held against its target and its base value, in exact fractions, with the figures that were used."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from torikumi.plan.indicator import Counting, Good, Indicator, YearValue
from torikumi.plan.model import Period
from torikumi.plan.quantity import Quantity, ValueState
from torikumi.review.rating_rule import Against, Formula, RatingRule
from torikumi.text.era import format_fiscal_year


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure that a rating rests on, as printed."""

    name: str
    raw: str


class MissingFigureError(Exception):
    """A figure that the rule needs is not known; the rating says so, and nothing else is guessed."""

    def __init__(self, *, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja, self.en = ja, en


def printed_percent(percent: Fraction) -> str:
    """Return a percentage with one digit, cut and not rounded: 79.96 must not look as if it had reached 80."""
    tenths = percent * 10
    cut = (
        tenths.numerator // tenths.denominator if tenths >= 0 else -(-tenths.numerator // tenths.denominator)
    )
    return f"{'-' if cut < 0 else ''}{abs(cut) // 10}.{abs(cut) % 10}"


@dataclass(slots=True, kw_only=True)
class Case:
    """A value and what it is compared with; each figure is noted when it is first asked for."""

    indicator: Indicator
    rule: RatingRule
    year: int
    value: Fraction
    actual: Quantity
    period: Period | None = None
    figures: list[Figure] = field(default_factory=list)
    formula: str = ""
    known_attainment: Fraction | None = None

    def __post_init__(self) -> None:
        self._note(f"{format_fiscal_year(self.year)}の実績値", self.actual.raw)

    def is_at_least(self, percent: Fraction) -> bool:
        """Tell whether attainment is so many per cent or more."""
        if percent <= 100 and self._is_no_worse(self.value, self.target()):
            return True
        return percent != 100 and self.attainment() >= percent

    def is_above(self, percent: Fraction) -> bool:
        """Tell whether attainment is more than so many per cent."""
        if percent == 100:
            return self._is_better(self.value, self.target())
        return self.attainment() > percent

    def is_better_than_base(self) -> bool:
        """Tell whether the value is better than that at the beginning."""
        return self._is_better(self.value, self.base())

    def is_within_base(self, percent: Fraction) -> bool:
        """Tell whether the value is worse than the base value by so many per cent of it at most."""
        base = self.base()
        room = abs(base) * percent / 100
        return self._distance(self.value) <= self._distance(base) + room

    def good(self) -> Good:
        """The direction of good, as the indicator says, else from where the targets lie."""
        if self.indicator.good is not None:
            return self.indicator.good
        base, final = _number(self.indicator.base), _number(self.indicator.final_target)
        if base is None or final is None or base == final:
            raise MissingFigureError(
                ja="増えるほど良いのか、減るほど良いのかが分かりません。指標の「望ましい向き」を入れてください。",
                en="Whether more or less is better is not known; give the indicator its direction of good.",
            )
        return Good.UP if final > base else Good.DOWN

    def base(self) -> Fraction:
        """The base value (基準値)."""
        base = self.indicator.base
        number = _number(base)
        if base is None or number is None:
            raise MissingFigureError(
                ja="基準値がありません。指標に基準値を入れてください。",
                en="The base value is missing; add it.",
            )
        self._note("基準値", base.value.raw)
        return number

    def target(self) -> Fraction:
        """The target that the rule holds the value against."""
        match self.rule.against:
            case Against.YEAR:
                return self._target_of_year()
            case Against.FINAL:
                return self._final()
            case Against.PRORATED:
                return self._prorated()
            case Against.PLAN:
                return self._target_of_year() if self._has_year_target() else self._prorated()

    def attainment(self) -> Fraction:
        """The attainment (達成率) in per cent; the formula is kept in words."""
        if self.known_attainment is None:
            target = self.target()
            by_ratio = self.rule.formula is Formula.RATIO or self.good() is Good.KEEP
            self.known_attainment = 100 * (
                self._ratio(target) if by_ratio and target > 0 else self._progress(target)
            )
            self.formula += f"＝{printed_percent(self.known_attainment)}％"
        return self.known_attainment

    def _ratio(self, target: Fraction) -> Fraction:
        mine, its = _text(self.value), _text(target)
        match self.good():
            case Good.UP:
                self.formula = f"実績値{mine}÷目標値{its}"
                return self.value / target
            case Good.DOWN:
                self.formula = f"（2×目標値{its}－実績値{mine}）÷目標値{its}"
                return 2 - self.value / target
            case Good.KEEP:
                self.formula = f"1－（実績値{mine}と目標値{its}の差）÷目標値{its}"
                return 1 - abs(self.value - target) / target

    def _progress(self, target: Fraction) -> Fraction:
        """From the base value to the target; also for targets of zero or below, of which there is no share."""
        if self.good() is Good.KEEP:
            raise MissingFigureError(
                ja="目標値が0以下なので、達成率を求められません。人が評価してください。",
                en="The target is zero or below, so there is no attainment; a person must rate it.",
            )
        base = self.base()
        way = target - base
        if way == 0 or (way > 0) is not (self.good() is Good.UP):
            raise MissingFigureError(
                ja=f"基準値{_text(base)}から目標値{_text(target)}への道のりがないので、達成率を求められません。"
                "基準値、目標値、望ましい向きを確かめてください。",
                en="There is no way from the base value to the target in the direction of good; check all three.",
            )
        mine, its, first = _text(self.value), _text(target), _text(base)
        self.formula = f"（実績値{mine}－基準値{first}）÷（目標値{its}－基準値{first}）"
        return (self.value - base) / way

    def _has_year_target(self) -> bool:
        return self._year_target() is not None

    def _year_target(self) -> YearValue | None:
        own = next((target for target in self.indicator.targets if target.year == self.year), None)
        if own is not None and own.value.state in (ValueState.NUMBER, ValueState.WORDS):
            return own
        final = self.indicator.final_target
        return final if final is not None and final.year == self.year else None

    def _target_of_year(self) -> Fraction:
        target = self._year_target()
        name = f"{format_fiscal_year(self.year)}の目標値"
        if target is None:
            raise MissingFigureError(
                ja=f"{name}がありません。指標に入れてください。",
                en=f"The target of fiscal {self.year} is missing; add it.",
            )
        return self._read_target(target, name)

    def _final(self) -> Fraction:
        target = self.indicator.final_target
        if target is None:
            raise MissingFigureError(
                ja="最終目標値がありません。指標に入れてください。", en="The final target is missing; add it."
            )
        return self._read_target(target, "最終目標値")

    def _read_target(self, target: YearValue, name: str) -> Fraction:
        self._note(name, target.value.raw)
        number = _number(target)
        if number is not None:
            return number
        if target.value.state is ValueState.WORDS and "維持" in target.value.raw:
            # 現状維持 means the value at the beginning.
            return self.base()
        raise MissingFigureError(
            ja=f"{name}「{target.value.raw[:30]}」は数ではないので、計算できません。人が評価してください。",
            en=f"The target {target.value.raw[:30]!r} is no number; a person must rate it.",
        )

    def _prorated(self) -> Fraction:
        done, years = self._years()
        share = Fraction(done, years)
        final = self._final()
        counting = self.indicator.counting
        if counting is None:
            raise MissingFigureError(
                ja="単年度の値か、累計かが分かりません。指標の「単年度・累計」を入れてください。",
                en="Whether the values are yearly or cumulative is not known; say which.",
            )
        self._note("年数", f"{years}年のうち{done}年目")
        if counting is Counting.CUMULATIVE:
            return final * share
        base = self.base()
        return base + (final - base) * share

    def _years(self) -> tuple[int, int]:
        """The number of years gone by, and of all of them."""
        before = self.period.first - 1 if self.period else _year(self.indicator.base)
        last = _year(self.indicator.final_target) or (self.period.last if self.period else None)
        if before is None or last is None or not before < self.year <= last:
            raise MissingFigureError(
                ja=f"{format_fiscal_year(self.year)}が何年のうちの何年目かが分かりません。基準値と最終目標値の年度を入れてください。",
                en=f"Which of how many years fiscal {self.year} is cannot be told; give the years of base and final target.",
            )
        return self.year - before, last - before

    def _is_better(self, value: Fraction, than: Fraction) -> bool:
        return self._distance(value) < self._distance(than)

    def _is_no_worse(self, value: Fraction, than: Fraction) -> bool:
        return self._distance(value) <= self._distance(than)

    def _distance(self, value: Fraction) -> Fraction:
        """How bad a value is: less is better."""
        match self.good():
            case Good.UP:
                return -value
            case Good.DOWN:
                return value
            case Good.KEEP:
                return abs(value - self.target())

    def _note(self, name: str, raw: str) -> None:
        figure = Figure(name=name, raw=raw)
        if figure not in self.figures:
            self.figures.append(figure)


def _number(value: YearValue | None) -> Fraction | None:
    number = value.value.number if value else None
    return None if number is None else Fraction(number)


def _year(value: YearValue | None) -> int | None:
    return value.year if value else None


def _text(number: Fraction) -> str:
    """A fraction as people write it: whole, or with two digits at most."""
    if number.denominator == 1:
        return f"{number.numerator:,}"
    return f"{Decimal(number.numerator) / Decimal(number.denominator):,.2f}".rstrip("0").rstrip(".")
