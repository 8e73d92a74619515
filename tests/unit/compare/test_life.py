"""A project's life through editions: who went into it, what it became, and nobody else."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from torikumi.compare.life import MOST_LANES, Join, Life, Lives
from torikumi.compare.successions import Succession, Turn
from torikumi.plan.model import Plan
from torikumi.plan.project import Project


def edition(*ids: str) -> Plan:
    return Plan(title="計画", projects=tuple(Project(id=one, name=one) for one in ids))


def merged(old: str, new: str) -> Succession:
    return Succession(old=old, new=new, turn=Turn.MERGED)


# A and B become C, C goes into D; E is split into F and G.
PLANS = (edition("A", "B", "D", "E"), edition("C", "D", "F", "G"), edition("D", "F", "G"))
PAIRS = (
    (
        merged("A", "C"),
        merged("B", "C"),
        Succession(old="E", new="F", turn=Turn.SPLIT),
        Succession(old="E", new="G", turn=Turn.SPLIT),
    ),
    (merged("C", "D"),),
)


def lived(one: str, plans: Sequence[Plan], pairs: Sequence[Iterable[Succession]]) -> Life:
    return Lives(pairs).life_of(one, stands=lambda edition, lane: lane in plans[edition].project_by_id)


def life_of(one: str) -> Life:
    return lived(one, PLANS, PAIRS)


def test_a_life_holds_who_came_before_and_what_became_of_it() -> None:
    life = life_of("C")

    assert life.lanes == ("C", "A", "B", "D")
    assert Join(edition=0, old="A", new="C", turn=Turn.MERGED) in life.joins
    assert Join(edition=1, old="C", new="D", turn=Turn.MERGED) in life.joins
    assert Join(edition=0, old="D", new="D") in life.joins


def test_siblings_are_no_part_of_it() -> None:
    assert life_of("A").lanes == ("A", "C", "D")
    assert life_of("F").lanes == ("F", "E")
    assert life_of("E").lanes == ("E", "F", "G")


def test_a_project_without_any_stands_alone() -> None:
    assert lived("A", (edition("A"), edition("A")), ((),)) == Life(
        lanes=("A",), joins=(Join(edition=0, old="A", new="A"),)
    )


def test_time_runs_one_way() -> None:
    # B went into A in the second edition; A into C before that is another story than B's.
    lives = Lives(((merged("A", "C"),), (merged("B", "A"),)))

    assert lives.lanes_of("B") == ("B", "A")


def test_more_than_a_picture_holds_is_counted() -> None:
    old = tuple(f"P-{n}" for n in range(20))
    pair = tuple(merged(one, "N") for one in old)
    life = lived("N", (edition(*old), edition("N")), (pair,))

    assert len(life.lanes) == MOST_LANES
    assert life.more == 21 - MOST_LANES


_IDS = st.sampled_from("ABCDE")


@given(st.lists(st.frozensets(_IDS, min_size=1), min_size=2, max_size=5), st.data())
def test_every_join_is_between_neighbours_that_have_it(
    shelves: list[frozenset[str]], data: st.DataObject
) -> None:
    plans = [edition(*sorted(ids)) for ids in shelves]
    pairs = [
        tuple(
            merged(old, new)
            for old, new in data.draw(
                st.lists(st.tuples(st.sampled_from(sorted(a)), st.sampled_from(sorted(b))))
            )
            if old != new
        )
        for a, b in pairwise(shelves)
    ]
    for one in set().union(*shelves):
        life = lived(one, plans, pairs)
        assert life.lanes[0] == one
        assert len(set(life.lanes)) == len(life.lanes)
        for join in life.joins:
            assert join.old in plans[join.edition].project_by_id
            assert join.new in plans[join.edition + 1].project_by_id
            assert {join.old, join.new} <= set(life.lanes)
