"""Random plans for property tests: every field of every value, with the Japanese text that real plans hold."""

from decimal import Decimal

from hypothesis import strategies as st

from torikumi.plan.comment import Comment
from torikumi.plan.direction import Direction, DirectionLabel, DirectionScale, Outcome
from torikumi.plan.indicator import Counting, Good, Indicator, IndicatorKind, YearValue
from torikumi.plan.model import Municipality, Node, Note, Period, Plan, PrintedTotal, SourceFile
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.municipality import check_digit
from torikumi.plan.place import FieldPlace, Place
from torikumi.plan.project import (
    LayerKind,
    Merge,
    MergeKind,
    NamedAnswer,
    Project,
    Review,
    ReviewState,
    SectionRef,
    SectionRole,
    SummaryLayer,
)
from torikumi.plan.quantity import Quantity, ValueState

# A compatibility ideograph (U+FA19), a variant with a selector, a letter beyond the BMP, both widths, old and new
# marks: what a careless normalisation would change.
_LETTERS = (
    "あいうえがぱアイウガパヴ事業計画支援充実継続縮小廃止子育課\ufa19\ufa10髙﨑𠮷葛\U000e0100ｱｲｶﾞﾊﾟＡＢａ１２３ABab012"
    "①②㈱㌔㎡ー－−‐～〜・、。（）()「」［］<>＜＞“”&%％△▲/／:：'\" \u3000⻑⼭𩸽"
)


def texts(min_size: int = 0, max_size: int = 12) -> st.SearchStrategy[str]:
    """Text without control characters and without half characters."""
    letters = st.sampled_from(_LETTERS)
    anything = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"))
    return st.text(st.one_of(letters, letters, letters, anything), min_size=min_size, max_size=max_size)


def maybe(some: st.SearchStrategy) -> st.SearchStrategy:
    """None, or one of `some`."""
    return st.one_of(st.none(), some)


def tuples(some: st.SearchStrategy, max_size: int = 3) -> st.SearchStrategy:
    """A tuple of up to `max_size` of `some`."""
    return st.lists(some, max_size=max_size).map(tuple)


years = st.integers(min_value=1868, max_value=2200)
numbers = st.integers(min_value=1, max_value=99999)
coordinates = st.floats(min_value=-5000, max_value=5000, allow_nan=False)
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3)

places = st.builds(
    Place,
    file=maybe(texts(1)),
    page=maybe(numbers),
    sheet=maybe(texts(1)),
    table=maybe(numbers),
    row=maybe(numbers),
    column=maybe(numbers),
    cell=maybe(st.sampled_from(["A1", "C7", "AB12"])),
    box=maybe(st.tuples(coordinates, coordinates, coordinates, coordinates)),
)
field_places = tuples(
    st.builds(FieldPlace, st.sampled_from(["name", "number", "summary", "direction"]), places)
)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    """A quantity whose `number` is set exactly where its state is NUMBER."""
    state = draw(st.sampled_from(ValueState))
    number = None
    if state is ValueState.NUMBER:
        number = draw(st.one_of(decimals, st.sampled_from([Decimal("0"), Decimal("1.50"), Decimal("-0.00")])))
    return Quantity(
        raw=draw(texts()),
        state=state,
        number=number,
        unit=draw(maybe(texts())) if number is not None else None,
        approximate=draw(st.booleans()),
    )


year_values = st.builds(YearValue, year=maybe(years), value=quantities())
indicators = st.builds(
    Indicator,
    name=texts(1),
    unit=maybe(texts()),
    definition=maybe(texts()),
    numerator=maybe(texts()),
    denominator=maybe(texts()),
    source=maybe(texts()),
    kind=maybe(st.sampled_from(IndicatorKind)),
    good=maybe(st.sampled_from(Good)),
    counting=maybe(st.sampled_from(Counting)),
    base=maybe(year_values),
    final_target=maybe(year_values),
    targets=tuples(year_values, 2),
    actuals=tuples(year_values, 2),
    places=field_places,
)
amounts = st.builds(
    Amount,
    label=texts(),
    year=maybe(years),
    phase=maybe(st.sampled_from(Phase)),
    fund=st.sampled_from(Fund),
    value=quantities(),
    places=field_places,
)
outcomes = tuples(st.sampled_from(Outcome), 2)
directions = st.builds(
    Direction, printed=texts(), code=maybe(texts(1, 2)), label=maybe(texts()), outcomes=outcomes
)
scales = st.builds(
    DirectionScale,
    id=texts(1),
    version=numbers,
    labels=tuples(st.builds(DirectionLabel, code=maybe(texts(1, 2)), label=texts(1), outcomes=outcomes), 4),
)
sections = st.builds(
    SectionRef,
    printed=texts(1),
    name=texts(1),
    facility=maybe(texts(1)),
    others=st.booleans(),
    role=st.sampled_from(SectionRole),
)
layers = st.builds(
    SummaryLayer,
    kind=st.sampled_from(LayerKind),
    text=texts(),
    year=maybe(years),
    author=maybe(texts()),
    place=maybe(places),
)
reviews = st.builds(
    Review,
    year=years,
    rater=texts(1),
    state=st.sampled_from(ReviewState),
    progress=maybe(texts()),
    evaluation=maybe(texts()),
    direction=maybe(directions),
    result=maybe(texts()),
    reason=maybe(texts()),
    others=tuples(
        st.builds(NamedAnswer, key=texts(1), label=texts(1), text=texts(1), internal=st.booleans()), 2
    ),
    approved_by=maybe(texts(1)),
    approved_at=maybe(st.dates()),
    places=field_places,
)
comments = st.builds(
    Comment, text=texts(1), by=texts(1), year=years, answer=maybe(texts(1)), answered_by=maybe(texts(1))
)
notes = st.builds(Note, text=texts(1, 30), place=maybe(places))
municipalities = st.builds(
    Municipality,
    code=st.integers(min_value=1000, max_value=47999).map(lambda n: f"{n:05}" + check_digit(f"{n:05}")),
    name=texts(1),
    prefecture=maybe(texts(1)),
)


@st.composite
def nodes(draw: st.DrawFn, max_size: int = 6) -> tuple[Node, ...]:
    """A forest of headings in the order of a document: a parent before its children."""
    made: list[Node] = []
    for position in range(draw(st.integers(min_value=0, max_value=max_size))):
        parent = draw(maybe(st.sampled_from(made))) if made else None
        made.append(
            Node(
                id=f"N-{position + 1}",
                level=parent.level + 1 if parent else 0,
                parent=parent.id if parent else None,
                printed=draw(texts(1)),
                number=draw(maybe(texts(1, 3))),
                name=draw(texts(1)),
                alias=draw(maybe(texts(1))),
                notes=draw(tuples(notes, 1)),
                indicators=draw(tuples(indicators, 1)),
                comments=draw(tuples(comments, 1)),
                places=draw(field_places),
            )
        )
    return tuple(made)


def _merges(project_ids: list[str]) -> st.SearchStrategy[tuple[Merge, ...]]:
    partner = maybe(st.sampled_from(project_ids)) if project_ids else st.none()
    merge = st.builds(
        Merge,
        kind=st.sampled_from(MergeKind),
        partner=texts(1),
        partner_id=partner,
        field=st.sampled_from(["name", "summary"]),
    )
    return tuples(merge, 1)


def _projects(project_id: str, node_ids: list[str], project_ids: list[str]) -> st.SearchStrategy[Project]:
    node = st.sampled_from(node_ids) if node_ids else st.nothing()
    return st.builds(
        Project,
        id=st.just(project_id),
        number=maybe(texts(1, 3)),
        name=texts(1, 20),
        second_name=maybe(texts(1)),
        provisional=st.booleans(),
        node=maybe(node) if node_ids else st.none(),
        also_under=tuples(node, 2) if node_ids else st.just(()),
        summary=maybe(texts(0, 60)),
        layers=tuples(layers, 2),
        direction=maybe(directions),
        sections=tuples(sections, 2),
        merges=_merges(project_ids),
        indicators=tuples(indicators, 1),
        amounts=tuples(amounts, 2),
        reviews=tuples(reviews, 1),
        notes=tuples(texts(1), 2),
        comments=tuples(comments, 1),
        places=field_places,
    )


@st.composite
def plans(draw: st.DrawFn, max_projects: int = 4) -> Plan:
    """A whole plan that is sound: ids are unique and point at what is there."""
    forest = draw(nodes())
    node_ids = [node.id for node in forest]
    count = draw(st.integers(min_value=0, max_value=max_projects))
    project_ids = [f"P-{number:012x}" for number in range(1, count + 1)]
    total = st.builds(
        PrintedTotal,
        label=texts(1),
        count=st.integers(min_value=0, max_value=9999),
        node=maybe(st.sampled_from(node_ids)) if node_ids else st.none(),
        place=maybe(places),
    )
    return Plan(
        title=draw(texts(1, 20)),
        municipality=draw(maybe(municipalities)),
        year=draw(maybe(years)),
        edition=draw(maybe(texts())),
        period=draw(maybe(st.builds(Period, first=years, last=years))),
        levels=draw(tuples(texts(1))),
        scale=draw(maybe(scales)),
        nodes=forest,
        projects=tuple(draw(_projects(one, node_ids, project_ids)) for one in project_ids),
        notes=draw(tuples(notes, 2)),
        comments=draw(tuples(comments, 1)),
        totals=draw(tuples(total, 2)),
        sources=draw(tuples(st.builds(SourceFile, name=texts(1), sha256=st.just("0" * 64)), 2)),
        notice=draw(maybe(texts())),
        credit=draw(maybe(texts())),
    )
