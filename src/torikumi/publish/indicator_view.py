"""An indicator as its page shows it: what it is, a table of the years, a line where there is one to draw."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from torikumi.indicators.forecast import Forecast
from torikumi.indicators.outlook import CAVEAT, outlook_of
from torikumi.indicators.ratings import RatedIndicator
from torikumi.indicators.report import STATES
from torikumi.plan.indicator import Indicator, YearValue
from torikumi.publish.line_chart import Ahead, YearPoint, can_draw, line_with_target
from torikumi.publish.view import Figure, Table
from torikumi.publish.words import COUNTINGS, GOODS, KINDS, quantity_words, year_words
from torikumi.text.era import format_fiscal_year


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeView:
    """A grade by the city's rule: of which year, its label or why there is none, and the reason in a sentence."""

    year: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorView:
    """One indicator, ready to print; `outlook` are sentences on where it is heading and what its target would take."""

    name: str
    facts: tuple[tuple[str, str], ...]
    table: Table
    figure: Figure | None
    grade: GradeView | None = None
    outlook: tuple[str, ...] = ()


def view_indicators(
    indicators: Sequence[Indicator], *, judged: Sequence[RatedIndicator] = (), year: int | None = None
) -> tuple[IndicatorView, ...]:
    """Return the indicators of a node or project in order; `judged` are the same ones, graded for `year`, where they are."""
    grades = {one.position: one for one in judged}
    return tuple(
        _view(indicator, uid=f"i{index}", judged=grades.get(index), year=year)
        for index, indicator in enumerate(indicators)
    )


def _view(
    indicator: Indicator, *, uid: str, judged: RatedIndicator | None, year: int | None
) -> IndicatorView:
    outlook = outlook_of(indicator)
    seen = outlook.forecast if outlook is not None else None
    ahead = seen if isinstance(seen, Forecast) else None
    return IndicatorView(
        name=indicator.name,
        facts=tuple((name, value) for name, value in _facts(indicator) if value),
        table=tabulate_years(indicator),
        figure=_figure(indicator, uid=uid, seen=ahead),
        grade=_grade(judged, year) if judged is not None and year is not None else None,
        outlook=() if outlook is None else (*outlook.ja, *([CAVEAT[0]] if ahead else [])),
    )


def _grade(judged: RatedIndicator, year: int) -> GradeView:
    rating = judged.rating
    return GradeView(
        year=format_fiscal_year(year),
        label=rating.label or STATES[rating.state][0],
        reason=f"{rating.ja} {rating.formula}".strip(),
    )


def _facts(indicator: Indicator) -> Iterable[tuple[str, str]]:
    yield "単位", indicator.unit or ""
    yield "種類", KINDS[indicator.kind] if indicator.kind else ""
    yield "望ましい向き", GOODS[indicator.good] if indicator.good else ""
    yield "数え方", COUNTINGS[indicator.counting] if indicator.counting else ""
    yield "定義", indicator.definition or ""
    yield "分子", indicator.numerator or ""
    yield "分母", indicator.denominator or ""
    yield "資料", indicator.source or ""


def tabulate_years(indicator: Indicator) -> Table:
    """Return the values of an indicator year by year, from the base value to the final target."""
    rows: list[tuple[str, str, str]] = []
    if indicator.base is not None:
        rows.append((f"基準値 {year_words(indicator.base.year)}", _words(indicator, [indicator.base]), ""))
    values = [*indicator.actuals, *indicator.targets]
    years = sorted({value.year for value in values if value.year is not None})
    for year in (*years, *([None] if any(value.year is None for value in values) else [])):
        rows.append(
            (
                year_words(year),
                _words(indicator, [value for value in indicator.actuals if value.year == year]),
                _words(indicator, [value for value in indicator.targets if value.year == year]),
            )
        )
    if indicator.final_target is not None:
        final = indicator.final_target
        rows.append((f"最終目標 {year_words(final.year)}", "", _words(indicator, [final])))
    return Table(
        caption=f"{indicator.name}の年度ごとの値",
        heads=("年度", "実績", "目標"),
        rows=tuple(rows),
        numeric=frozenset({1, 2}),
    )


def _words(indicator: Indicator, values: Sequence[YearValue]) -> str:
    return "、".join(quantity_words(value.value, unit=indicator.unit) for value in values)


def _figure(indicator: Indicator, *, uid: str, seen: Forecast | None) -> Figure | None:
    points = drawable_points(indicator)
    if not points:
        return None
    ahead = _ahead(points, seen) if seen is not None else None
    title = f"{indicator.name}の移り変わり"
    description = "年度ごとの実績と目標。同じ値の表が図の下にあります。"
    unit = indicator.unit or next((v.value.unit for v in indicator.actuals if v.value.unit), "") or ""
    wide, narrow = (
        line_with_target(
            points,
            title=title,
            description=description,
            uid=f"{uid}-{size}",
            unit=unit,
            width=width,
            ahead=ahead,
        )
        for size, width in (("wide", 520), ("narrow", 300))
    )
    return Figure(Markup(wide), Markup(narrow))  # noqa: S704  our own drawing; its texts are escaped there


def _ahead(points: Sequence[YearPoint], seen: Forecast) -> Ahead | None:
    label = _label(seen.year)
    index = next((at for at, point in enumerate(points) if point.label == label), None)
    return None if index is None else Ahead(index, seen.value, seen.low, seen.high)


def _label(year: int) -> str:
    return format_fiscal_year(year).removesuffix("年度")


def drawable_points(indicator: Indicator) -> list[YearPoint]:
    """Return the years of an indicator, without a gap; [] where there is no line to draw."""
    points = _points(indicator) if _has_one_unit(indicator) else []
    return points if can_draw(points) else []


def _has_one_unit(indicator: Indicator) -> bool:
    units = {value.value.unit or indicator.unit for value in _all_values(indicator) if value.value.number}
    return len(units) <= 1


def _all_values(indicator: Indicator) -> list[YearValue]:
    single = [value for value in (indicator.base, indicator.final_target) if value is not None]
    return [*single, *indicator.actuals, *indicator.targets]


def _points(indicator: Indicator) -> list[YearPoint]:
    base = [indicator.base] if indicator.base else []
    final = [indicator.final_target] if indicator.final_target else []
    actual = {v.year: v.value.number for v in (*base, *indicator.actuals) if v.year is not None}
    target = {v.year: v.value.number for v in (*final, *indicator.targets) if v.year is not None}
    years = sorted({*actual, *target})
    # A slip of a digit in a year must not draw ten thousand years.
    if not years or years[-1] - years[0] > 40:
        return []
    return [
        YearPoint(_label(year), actual.get(year), target.get(year)) for year in range(years[0], years[-1] + 1)
    ]
