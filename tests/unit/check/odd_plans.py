"""Random plans that no document would hold: whatever a value can be, it is here sometimes."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from torikumi.plan.direction import Direction, DirectionLabel, DirectionScale, Outcome
from torikumi.plan.indicator import Counting, Good, Indicator, IndicatorKind, YearValue
from torikumi.plan.model import Municipality, Node, Note, Period, Plan, PrintedTotal
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.place import FieldPlace, Place
from torikumi.plan.project import Merge, MergeKind, Project, Review, ReviewState, SectionRef
from torikumi.plan.quantity import Quantity, ValueState

# Pieces that rules look for, beside any characters at all: random text alone would never meet them.
PIECES = st.sampled_from(
    [
        *(
            "（",
            "）",
            "(",
            ")",
            "「",
            "」",
            "1）",
            "。",
            "・",
            "、",
            "\n",
            "\u3000",
            "\ue000",
            "\u2f26",
            "=",
            "-",
            "－",
        ),
        *(
            "事業",
            "を統合",
            "継続",
            "廃止",
            "令和6年度",
            "平成元年",
            "令和99999年度",
            "（仮称）",
            "企画課",
            "ほか",
        ),
        *(
            "０",
            "１２",
            "12",
            "3-2",
            "①",
            "9" * 5000,
            "引き続き",
            "実施する",
            "年度で終了した",
            "令和2（2021）年度",
            "予定である。",
            "来年度に導入する。",
            "下さい",
            "する事で",
            "ﾎﾞﾗﾝﾃｨｱ",
            "🏃",
            "検討",
            "ない",
        ),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=8).map("".join), st.text(max_size=12))
YEARS = st.one_of(st.none(), st.integers(min_value=-10, max_value=9999))


def maybe(strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


def some(strategy: SearchStrategy[Any], *, most: int = 3) -> SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


PLACES = some(
    st.builds(
        FieldPlace,
        st.sampled_from(["name", "summary", "direction", "printed"]),
        st.builds(Place, file=maybe(TEXTS), row=maybe(st.integers(1, 99)), cell=maybe(TEXTS)),
    )
)
NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)
QUANTITIES = st.one_of(
    st.builds(
        Quantity,
        raw=TEXTS,
        state=st.just(ValueState.NUMBER),
        number=NUMBERS,
        unit=maybe(st.sampled_from(["人", "％", "%", "千円"])),
    ),
    st.builds(Quantity, raw=TEXTS, state=st.sampled_from([each for each in ValueState if each != "number"])),
)
YEAR_VALUES = st.builds(YearValue, year=YEARS, value=QUANTITIES)
INDICATORS = st.builds(
    Indicator,
    name=TEXTS,
    unit=maybe(st.sampled_from(["人", "％", "千人", "件（累計）"])),
    kind=maybe(st.sampled_from(IndicatorKind)),
    good=maybe(st.sampled_from(Good)),
    counting=maybe(st.sampled_from(Counting)),
    base=maybe(YEAR_VALUES),
    final_target=maybe(YEAR_VALUES),
    targets=some(YEAR_VALUES),
    actuals=some(YEAR_VALUES),
    places=PLACES,
)
AMOUNTS = st.builds(
    Amount,
    label=TEXTS,
    year=YEARS,
    phase=maybe(st.sampled_from(Phase)),
    fund=st.sampled_from(Fund),
    value=QUANTITIES,
    places=PLACES,
)
OUTCOMES = some(st.sampled_from(Outcome))
LABELS = st.builds(DirectionLabel, code=maybe(TEXTS), label=TEXTS, outcomes=OUTCOMES)
SCALES = st.builds(DirectionScale, id=st.just("S-1"), labels=some(LABELS))
DIRECTIONS = st.builds(Direction, printed=TEXTS, code=maybe(TEXTS), label=maybe(TEXTS), outcomes=OUTCOMES)
SECTIONS = st.builds(SectionRef, printed=TEXTS, name=TEXTS, facility=maybe(TEXTS), others=st.booleans())
MERGES = st.builds(Merge, kind=st.sampled_from(MergeKind), partner=TEXTS, partner_id=maybe(TEXTS))
REVIEWS = st.builds(
    Review,
    year=st.integers(2020, 2026),
    rater=st.sampled_from(["担当課", "企画課"]),
    state=st.sampled_from(ReviewState),
    progress=maybe(st.sampled_from(["完了", "計画どおり", "遅れ", "来年度に導入する。"])),
    evaluation=maybe(TEXTS),
    direction=maybe(DIRECTIONS),
    result=maybe(TEXTS),
    reason=maybe(TEXTS),
)


@st.composite
def odd_plans(draw: DrawFn) -> Plan:
    """Draw a plan; its ids are unique, as those of every plan are."""
    ids = [f"N-{number}" for number in range(draw(st.integers(0, 4)))]
    nodes = tuple(
        Node(
            id=each,
            level=draw(st.integers(0, 5)),
            parent=draw(maybe(st.sampled_from(ids[:position]))) if position else None,
            printed=draw(TEXTS),
            name=draw(TEXTS),
            notes=draw(some(st.builds(Note, text=TEXTS), most=1)),
            indicators=draw(some(INDICATORS, most=2)),
            places=draw(PLACES),
        )
        for position, each in enumerate(ids)
    )
    node = maybe(st.sampled_from(ids)) if ids else st.none()
    return Plan(
        title=draw(TEXTS),
        municipality=draw(maybe(st.builds(Municipality, code=TEXTS, name=TEXTS))),
        year=draw(maybe(st.integers(2020, 2026))),
        period=draw(maybe(st.builds(Period, first=st.integers(1, 9000), last=st.integers(1, 9000)))),
        levels=draw(some(TEXTS)),
        scale=draw(maybe(SCALES)),
        nodes=nodes,
        projects=tuple(_project(draw, f"P-{number}", node, ids) for number in range(draw(st.integers(0, 6)))),
        totals=draw(some(st.builds(PrintedTotal, label=TEXTS, count=st.integers(0, 99), node=node))),
    )


def _project(draw: DrawFn, project_id: str, node: SearchStrategy[str | None], ids: list[str]) -> Project:
    return Project(
        id=project_id,
        number=draw(maybe(TEXTS)),
        name=draw(TEXTS),
        provisional=draw(st.booleans()),
        node=draw(node),
        also_under=draw(some(st.sampled_from(ids), most=2)) if ids else (),
        summary=draw(maybe(TEXTS)),
        direction=draw(maybe(DIRECTIONS)),
        sections=draw(some(SECTIONS)),
        merges=draw(some(MERGES)),
        indicators=draw(some(INDICATORS, most=2)),
        amounts=draw(some(AMOUNTS)),
        reviews=draw(some(REVIEWS)),
        places=draw(PLACES),
    )
