import pytest

from torikumi.plan.project import ReviewState
from torikumi.review.parts import MAY_MOVE, MAY_SEE, Part, may_move, may_see
from torikumi.review.states import MOVES, Move, MoveRefusedError, Position, make_move, moves_from

STEPS = 4
SECTION_STATES = (ReviewState.NOT_STARTED, ReviewState.DRAFT, ReviewState.RETURNED)
POSITIONS = (
    *(Position(state=state) for state in SECTION_STATES),
    *(Position(state=ReviewState.SUBMITTED, step=step) for step in range(1, STEPS)),
    Position(state=ReviewState.APPROVED, step=STEPS),
)


def _at(state: ReviewState, step: int = 0) -> Position:
    return Position(state=state, step=step)


EXPECTED = {
    (_at(ReviewState.NOT_STARTED), Move.SAVE): _at(ReviewState.DRAFT),
    (_at(ReviewState.NOT_STARTED), Move.SUBMIT): _at(ReviewState.SUBMITTED, 1),
    (_at(ReviewState.DRAFT), Move.SAVE): _at(ReviewState.DRAFT),
    (_at(ReviewState.DRAFT), Move.SUBMIT): _at(ReviewState.SUBMITTED, 1),
    (_at(ReviewState.RETURNED), Move.SAVE): _at(ReviewState.RETURNED),
    (_at(ReviewState.RETURNED), Move.SUBMIT): _at(ReviewState.SUBMITTED, 1),
    (_at(ReviewState.SUBMITTED, 1), Move.WITHDRAW): _at(ReviewState.DRAFT),
    (_at(ReviewState.SUBMITTED, 1), Move.RATE): _at(ReviewState.SUBMITTED, 1),
    (_at(ReviewState.SUBMITTED, 1), Move.APPROVE): _at(ReviewState.SUBMITTED, 2),
    (_at(ReviewState.SUBMITTED, 1), Move.RETURN): _at(ReviewState.RETURNED),
    (_at(ReviewState.SUBMITTED, 2), Move.RATE): _at(ReviewState.SUBMITTED, 2),
    (_at(ReviewState.SUBMITTED, 2), Move.APPROVE): _at(ReviewState.SUBMITTED, 3),
    (_at(ReviewState.SUBMITTED, 2), Move.STEP_BACK): _at(ReviewState.SUBMITTED, 1),
    (_at(ReviewState.SUBMITTED, 2), Move.RETURN): _at(ReviewState.RETURNED),
    (_at(ReviewState.SUBMITTED, 3), Move.RATE): _at(ReviewState.SUBMITTED, 3),
    (_at(ReviewState.SUBMITTED, 3), Move.APPROVE): _at(ReviewState.APPROVED, STEPS),
    (_at(ReviewState.SUBMITTED, 3), Move.STEP_BACK): _at(ReviewState.SUBMITTED, 2),
    (_at(ReviewState.SUBMITTED, 3), Move.RETURN): _at(ReviewState.RETURNED),
    (_at(ReviewState.APPROVED, STEPS), Move.REVISE): _at(ReviewState.DRAFT),
}


@pytest.mark.parametrize("position", POSITIONS, ids=lambda position: f"{position.state}-{position.step}")
@pytest.mark.parametrize("move", Move)
def test_every_move_from_every_position_leads_where_the_table_says_or_is_refused(
    position: Position, move: Move
) -> None:
    expected = EXPECTED.get((position, move))

    if expected is None:
        with pytest.raises(MoveRefusedError):
            make_move(position, move, steps=STEPS)
        assert move not in moves_from(position)
    else:
        assert make_move(position, move, steps=STEPS) == expected
        assert move in moves_from(position)


def test_a_chain_of_the_section_alone_is_approved_by_handing_in() -> None:
    handed_in = make_move(_at(ReviewState.DRAFT), Move.SUBMIT, steps=1)

    assert handed_in == _at(ReviewState.APPROVED, 1)


@pytest.mark.parametrize("steps", range(1, 9))
def test_a_chain_of_any_length_ends_after_as_many_approvals(steps: int) -> None:
    position = make_move(_at(ReviewState.NOT_STARTED), Move.SUBMIT, steps=steps)
    approvals = 0
    while position.state is not ReviewState.APPROVED:
        position = make_move(position, Move.APPROVE, steps=steps)
        approvals += 1

    assert approvals == steps - 1


def test_nothing_but_a_revision_leads_out_of_approved() -> None:
    assert [move for state, move in MOVES if state is ReviewState.APPROVED] == [Move.REVISE]


MOVERS = {
    Move.SAVE: {Part.LEAD, Part.CONTRIBUTOR, Part.PLANNING},
    Move.SUBMIT: {Part.LEAD, Part.PLANNING},
    Move.WITHDRAW: {Part.LEAD},
    Move.RATE: {Part.RATER},
    Move.APPROVE: {Part.RATER},
    Move.STEP_BACK: {Part.RATER},
    Move.RETURN: {Part.RATER, Part.PLANNING},
    Move.REVISE: {Part.PLANNING},
}


@pytest.mark.parametrize("part", Part)
@pytest.mark.parametrize("move", Move)
def test_who_may_do_what_with_a_sheet(part: Part, move: Move) -> None:
    assert may_move([part], move) == (part in MOVERS[move])


def test_both_tables_of_parts_are_whole() -> None:
    assert set(MAY_MOVE) == set(Move)
    assert set(MAY_SEE) == set(ReviewState)


@pytest.mark.parametrize("state", SECTION_STATES)
@pytest.mark.parametrize("part", [Part.ADVISER, Part.COLLEAGUE, Part.LATER_RATER])
def test_an_unfinished_answer_is_not_shown_to_those_whom_it_does_not_concern_yet(
    part: Part, state: ReviewState
) -> None:
    assert not may_see([part], state)


def test_a_colleague_sees_what_is_approved_and_nothing_before() -> None:
    assert [state for state in ReviewState if may_see([Part.COLLEAGUE], state)] == [ReviewState.APPROVED]


def test_a_person_without_a_part_sees_and_does_nothing() -> None:
    assert not any(may_see([], state) for state in ReviewState)
    assert not any(may_move([], move) for move in Move)
