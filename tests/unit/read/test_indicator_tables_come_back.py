"""Indicators that are written in any layout, era and order of years come back as they were."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spec.tables import Drawn, to_csv, to_xlsx
from torikumi.plan.indicator import YearValue
from torikumi.plan.model import Plan
from torikumi.read.run import read_documents

MEASURES = ("施策1 健康づくり", "施策2 学びの支援", "施策3 道の整備")
NAMES = (
    "健診を受けた人の割合", "教室の参加者数", "図書の貸出数", "待機している児童", "道路の舗装率", "自主防災組織",
    "市政に満足する人", "住みよさの順位", "空き家の戸数", "ごみの排出量", "バスの利用者", "移住した世帯",
)  # fmt: skip
UNITS = ("％", "人", "件", "冊", "世帯", "箇所", "千人", "ha", "位", "‰", "人/年")
ERAS = ("R{0}", "令和{0}年度", "{1}年度", "令和{0}({1})年度", "令和{0}年度⏎（{1}）")
FIGURES = st.one_of(
    st.integers(0, 9_999_999).map("{:,}".format),
    st.decimals(0, 999, places=1).map(str),
    st.sampled_from(("－", "集計中", "現状維持", "100％を維持", "男性 35.2／女性 41.0", "約300", "△12.5")),
)


@dataclass(frozen=True, kw_only=True)
class Written:
    """An indicator as it is written; `targets` and `actuals` by year."""

    measure: str
    name: str
    unit: str
    targets: dict[int, str]
    actuals: dict[int, str]

    @property
    def printed(self) -> str:
        return f"{self.name}（{self.unit}）"


@st.composite
def indicators(draw: st.DrawFn) -> tuple[list[int], list[Written]]:
    """Some indicators of one to three measures over the same two to four years."""
    first = draw(st.integers(2019, 2027))
    years = [first + offset for offset in range(draw(st.integers(2, 4)))]
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=5, unique=True))
    count = draw(st.integers(1, min(3, len(names))))
    made = []
    for index, name in enumerate(names):
        # The first number of a table must be one: a table of words alone is no table of figures.
        number = draw(st.integers(1, 99_999).map("{:,}".format))
        targets = {year: draw(FIGURES) for year in years} | {years[0]: number}
        actuals = {year: draw(FIGURES) for year in years} | {years[0]: number}
        measure = MEASURES[index * count // len(names)]
        unit = draw(st.sampled_from(UNITS))
        made.append(Written(measure=measure, name=name, unit=unit, targets=targets, actuals=actuals))
    return years, made


def heading(year: int, era: str) -> str:
    return era.format("元" if year == 2019 else year - 2018, year).replace("⏎", "\n")


Layout = Callable[[Sequence[Written], Sequence[int], str], Drawn]


def kinds_below_years(written: Sequence[Written], years: Sequence[int], era: str) -> Drawn:
    head = ["施策", "指標名", "単位"] + [part for year in years for part in (heading(year, era), "<")]
    below = ["^", "^", "^"] + ["目標", "実績"] * len(years)
    rows = [
        [one.measure, one.name, one.unit, *(v for y in years for v in (one.targets[y], one.actuals[y]))]
        for one in written
    ]
    return [head, below, *rows]


def years_below_kinds(written: Sequence[Written], years: Sequence[int], era: str) -> Drawn:
    width = len(years) - 1
    head = ["施策", "指標名", "単位", "目標値", *["<"] * width, "実績値", *["<"] * width]
    below = ["^", "^", "^"] + [heading(year, era) for year in years] * 2
    rows = [
        [one.measure, one.name, one.unit, *(one.targets[y] for y in years), *(one.actuals[y] for y in years)]
        for one in written
    ]
    return [head, below, *rows]


def rows_of_kinds(written: Sequence[Written], years: Sequence[int], era: str) -> Drawn:
    table = [["施策", "指標", "単位", "区分", *(heading(year, era) for year in years)]]
    for one in written:
        table.append([one.measure, one.name, one.unit, "目標", *(one.targets[y] for y in years)])
        table.append(["^", "^", "^", "実績", *(one.actuals[y] for y in years)])
    return table


def blocks(written: Sequence[Written], years: Sequence[int], era: str) -> Drawn:
    table: Drawn = []
    measure = None
    for one in written:
        if one.measure != measure:
            table += [[], [one.measure]]
        measure = one.measure
        table += [
            [],
            ["指標名", one.name, "単位", one.unit],
            ["年度", *(heading(year, era) for year in years)],
            ["目標", *(one.targets[y] for y in years)],
            ["実績", *(one.actuals[y] for y in years)],
        ]
    return table[1:]


def years_down(written: Sequence[Written], years: Sequence[int], era: str) -> Drawn:
    table: Drawn = []
    for measure in dict.fromkeys(one.measure for one in written):
        own = [one for one in written if one.measure == measure]
        table += [
            [],
            [measure],
            ["年度", *(cell for one in own for cell in (one.printed, "<"))],
            ["^", *["目標", "実績"] * len(own)],
        ]
        table += [
            [heading(y, era), *(v for one in own for v in (one.targets[y], one.actuals[y]))] for y in years
        ]
    return table[1:]


LAYOUTS: tuple[Layout, ...] = (kinds_below_years, years_below_kinds, rows_of_kinds, blocks, years_down)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    made=indicators(),
    layout=st.sampled_from(LAYOUTS),
    era=st.sampled_from(ERAS),
    newest_first=st.booleans(),
    form=st.sampled_from(("csv", "xlsx")),
)
def test_indicators_in_any_layout_come_back(
    made: tuple[list[int], list[Written]], layout: Layout, era: str, newest_first: bool, form: str
):
    years, written = made
    drawn = layout(written, years[::-1] if newest_first else years, era)
    width = max(map(len, drawn))
    table = [row + [""] * (width - len(row)) for row in drawn]

    plan = read_back(table, form)

    assert sorted(found(plan)) == sorted(expected(one, years) for one in written)


def read_back(table: Drawn, form: str) -> Plan:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"KPI.{form}"
        path.write_bytes(to_csv(table) if form == "csv" else to_xlsx({"KPI": table}))
        return read_documents([path]).plan


Seen = tuple[str, str, str, tuple[tuple[int, str], ...], tuple[tuple[int, str], ...]]


def expected(one: Written, years: Sequence[int]) -> Seen:
    unit = one.unit.replace("％", "%")
    return (
        one.measure,
        one.name,
        unit,
        tuple((year, one.targets[year]) for year in years),
        tuple((year, one.actuals[year]) for year in years),
    )


def found(plan: Plan) -> list[Seen]:
    assert not plan.projects
    return [
        (
            node.printed,
            indicator.name.split("（")[0],
            (indicator.unit or "").replace("％", "%"),
            values(indicator.targets),
            values(indicator.actuals),
        )
        for node in plan.nodes
        for indicator in node.indicators
    ]


def values(found: Sequence[YearValue]) -> tuple[tuple[int, str], ...]:
    return tuple((value.year or 0, value.value.raw) for value in found)
