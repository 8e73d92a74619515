"""A row that came back, merged once more with what is stored by then."""

from hypothesis import given
from hypothesis import strategies as st

from torikumi.review.came import CameRow, CameValue
from torikumi.review.came_again import erases, merge_again
from torikumi.review.merge import Fate, merge_values

TEXTS = st.sampled_from(["", "継続", "拡大", " 継続 "])


def row_of(*, sent: str, stored: str, returned: str, empty_erases: bool = False) -> CameRow:
    (merged,) = merge_values(
        keys=["result"], sent={"result": sent}, stored={"result": stored}, returned={"result": returned},
        empty_erases=empty_erases,
    )  # fmt: skip
    value = CameValue(cell="J12", typed=returned, merged=merged)
    return CameRow(sheet="評価シート", row=12, project="P-1", values=(value,))


@given(sent=TEXTS, first=TEXTS, then=TEXTS, returned=TEXTS, empty_erases=st.booleans())
def test_merging_again_comes_to_what_a_first_merge_would(
    sent: str, first: str, then: str, returned: str, empty_erases: bool
) -> None:
    early = row_of(sent=sent, stored=first, returned=returned, empty_erases=empty_erases)
    late = row_of(sent=sent, stored=then, returned=returned, empty_erases=empty_erases)

    assert merge_again(early, {"result": then}, empty_erases=empty_erases) == late


def test_what_was_taken_at_first_becomes_a_conflict_once_somebody_wrote_there() -> None:
    row = row_of(sent="", stored="", returned="Excelの文")

    (value,) = merge_again(row, {"result": "画面の文"}, empty_erases=False).values

    assert row.values[0].merged.fate is Fate.TAKE
    assert (value.merged.fate, value.merged.value, value.cell) == (Fate.CONFLICT, None, "J12")


def test_an_emptied_cell_erases_only_where_the_round_says_so() -> None:
    keeping = row_of(sent="文", stored="文", returned="")
    erasing = row_of(sent="文", stored="文", returned="", empty_erases=True)

    assert (erases(keeping.values[0]), erases(erasing.values[0])) == (False, True)
