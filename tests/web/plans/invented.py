"""Invented plans of any size, the same every time."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from torikumi.plan.direction import Direction, DirectionLabel, DirectionScale, Outcome
from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.model import Node, Note, Plan
from torikumi.plan.money import Amount, Phase
from torikumi.plan.place import FieldPlace, Place
from torikumi.plan.project import LayerKind, Merge, MergeKind, Project, Review, SectionRef, SummaryLayer
from torikumi.plan.quantity import Quantity, ValueState

AT = datetime(2026, 5, 1, tzinfo=UTC)
LABELS = (
    DirectionLabel(code="A", label="充実", outcomes=(Outcome.EXPAND,)),
    DirectionLabel(code="B", label="継続", outcomes=(Outcome.KEEP,)),
    DirectionLabel(code="C", label="縮小", outcomes=(Outcome.SHRINK,)),
    DirectionLabel(code="D", label="廃止", outcomes=(Outcome.ABOLISH,)),
)
SCALE = DirectionScale(id="mihon", labels=LABELS)
SECTIONS = ("企画課", "広報課", "農業振興課", "商工観光課", "こども支援課", "図書館", "道路課")
_TASTE = ("B", "B", "A", "B", "C", "B", "B", "D", "B", "B")


def direction(code: str) -> Direction:
    """Return a direction of the invented scale."""
    label = next(label for label in LABELS if label.code == code)
    return Direction(printed=f"{code}：{label.label}", code=code, label=label.label, outcomes=label.outcomes)


def number(value: int, unit: str | None = None) -> Quantity:
    """Return a number as it would have been read."""
    return Quantity(raw=f"{value}{unit or ''}", state=ValueState.NUMBER, number=Decimal(value), unit=unit)


def make_plan(size: int = 12) -> Plan:
    """Return a plan with `size` projects under two goals and four measures."""
    goals = (
        Node(
            id="g1",
            level=0,
            printed="1 働きやすいまちをつくる <しごと応援>",
            number="1",
            name="働きやすいまちをつくる",
        ),
        Node(
            id="g2",
            level=0,
            printed="2 子どもの育ちを支える <子育て応援>",
            number="2",
            name="子どもの育ちを支える",
        ),
    )
    measures = tuple(
        Node(id=f"m{index}", level=1, parent=f"g{1 + index // 3}", printed=name, name=name, notes=notes)
        for index, (name, notes) in enumerate(
            [
                ("しごとの場を創る", ()),
                ("地域産業を振興する", ()),
                ("事業のない施策", (Note(text="今年度の事業はありません。"),)),
                ("学びを支える", ()),
                ("居場所をつくる", ()),
            ]
        )
    )
    projects = tuple(make_project(index) for index in range(size))
    return Plan(
        title="みほん市総合戦略",
        year=2024,
        levels=("基本目標", "基本施策"),
        scale=SCALE,
        nodes=(goals[0], *measures[:3], goals[1], *measures[3:]),
        projects=projects,
        notes=(Note(text="※ この表は架空のものです。"),),
        notice="架空のデータです。実在の計画ではありません。",
        credit="みほん市",
    )


def make_project(index: int) -> Project:
    """Return one project; every seventh has indicators, money, layers and reviews."""
    section = SECTIONS[index % len(SECTIONS)]
    project = Project(
        id=f"P-{index:012x}",
        number=str(index + 1),
        name=f"{section}の事業その{index + 1}",
        node=("m0", "m1", "m3", "m4")[index % 4],
        also_under=("m4",) if index % 11 == 1 else (),
        summary=f"{section}が行う{index + 1}番目の事業。サービスの案内と相談を行い、地域の人と一緒に続けていく。",
        direction=direction(_TASTE[index % 10]) if index % 29 != 28 else None,
        sections=(SectionRef(printed=section, name=section),),
        places=(
            FieldPlace(
                "name", Place(file="mihon.xlsx", sheet="一覧", row=index + 2, column=3, cell=f"C{index + 2}")
            ),
        ),
    )
    return _with_everything(project, index) if index % 7 == 0 else project


def _with_everything(project: Project, index: int) -> Project:
    actuals = tuple(
        YearValue(year=2020 + step, value=number(100 + step * 7 + index, "人")) for step in range(4)
    )
    targets = tuple(
        YearValue(year=2020 + step, value=number(110 + step * 5 + index, "人")) for step in range(5)
    )
    return replace(
        project,
        second_name="別名のある事業",
        sections=(
            *project.sections,
            SectionRef(printed="青少年課（児童センター）", name="青少年課", facility="児童センター"),
        ),
        layers=(
            SummaryLayer(kind=LayerKind.ORIGINAL, text="当初はこう考えた。", year=2019),
            SummaryLayer(
                kind=LayerKind.PROPOSAL, text="検討部会がこう提案した。", year=2021, author="検討部会"
            ),
            SummaryLayer(kind=LayerKind.CHANGE, text="担当課がこう変えた。", year=2023),
        ),
        indicators=(Indicator(name="相談した人の数", unit="人", actuals=actuals, targets=targets),),
        amounts=(
            Amount(label="当初予算", year=2024, phase=Phase.INITIAL, value=number(1200, "千円")),
            Amount(label="決算", year=2023, phase=Phase.SETTLED, value=number(1100, "千円")),
        ),
        reviews=(
            Review(
                year=2023,
                rater="担当課",
                progress="予定どおり",
                evaluation="A",
                direction=direction("B"),
                result="計画どおり行った。",
                reason="需要があるため。",
            ),
        ),
        merges=(Merge(kind=MergeKind.ABSORBED, partner="なくなった事業"),),
        notes=("表の外の注。",),
    )


def next_year(plan: Plan) -> Plan:
    """Return the plan a year later: the first project changed, the last gone, one new."""
    first, *middle, _ = plan.projects
    changed = replace(
        first,
        summary="まったく新しい進め方にした。相談を行い、地域の人と一緒に続けていく。",
        direction=direction("A"),
    )
    new = replace(
        make_project(5000), id="P-new", number=str(len(plan.projects) + 1), name="新しい窓口をひらく事業"
    )
    return replace(plan, year=2025, projects=(changed, *middle, new))
