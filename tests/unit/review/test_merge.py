import pytest
from hypothesis import given
from hypothesis import strategies as st

from torikumi.review.merge import Fate, Merged, merge_values

TEXTS = st.sampled_from(["", "a", "b", "c", " a ", "a\r\nb", "a\nb"])


def _one(sent: str, stored: str, returned: str, *, empty_erases: bool = False) -> Merged:
    (merged,) = merge_values(
        keys=["x"],
        sent={"x": sent},
        stored={"x": stored},
        returned={"x": returned},
        empty_erases=empty_erases,
    )
    return merged


@pytest.mark.parametrize(
    ("sent", "stored", "returned", "fate", "value"),
    [
        ("old", "old", "old", Fate.SAME, "old"),
        ("old", "old", "new", Fate.TAKE, "new"),
        ("old", "web", "old", Fate.KEEP, "web"),
        ("old", "new", "new", Fate.AGREE, "new"),
        ("old", "web", "new", Fate.CONFLICT, None),
        ("old", "old", "", Fate.EMPTIED, "old"),
        ("old", "web", "", Fate.EMPTIED, "web"),
        ("", "", "new", Fate.TAKE, "new"),
        ("", "web", "", Fate.KEEP, "web"),
        ("old", "", "", Fate.AGREE, ""),
        ("old", "", "new", Fate.CONFLICT, None),
        ("a\r\nb ", "a\nb", "a\nb", Fate.SAME, "a\nb"),
    ],
)
def test_what_becomes_of_a_value(
    sent: str, stored: str, returned: str, fate: Fate, value: str | None
) -> None:
    merged = _one(sent, stored, returned)

    assert (merged.fate, merged.value) == (fate, value)


def test_an_emptied_cell_erases_only_where_the_round_says_so() -> None:
    assert _one("old", "old", "", empty_erases=True).value == ""
    assert _one("old", "web", "", empty_erases=True).fate is Fate.CONFLICT


def test_a_column_that_the_workbook_lost_changes_nothing() -> None:
    (merged,) = merge_values(
        keys=["x"], sent={"x": "old"}, stored={"x": "web"}, returned={}, empty_erases=True
    )

    assert (merged.fate, merged.value) == (Fate.KEEP, "web")


@given(sent=TEXTS, stored=TEXTS, returned=TEXTS, empty_erases=st.booleans())
def test_what_somebody_wrote_is_never_lost_without_a_word(
    sent: str, stored: str, returned: str, empty_erases: bool
) -> None:
    merged = _one(sent, stored, returned, empty_erases=empty_erases)

    def plain(text: str) -> str:
        return text.replace("\r\n", "\n").strip()

    if plain(stored) != plain(sent) and merged.value is not None:
        assert plain(merged.value) == plain(stored)
    if plain(returned) not in (plain(sent), "") and merged.value is not None:
        assert plain(merged.value) == plain(returned)
    if not empty_erases and plain(stored):
        assert merged.value is None or plain(merged.value)
