"""What came back, held against what is stored by now: the cells are not read again, only the merge is made anew."""

from collections.abc import Mapping
from dataclasses import replace

from torikumi.review.came import CameRow, CameValue
from torikumi.review.merge import Fate, merge_values

Values = Mapping[str, str]


def merge_again(row: CameRow, stored: Values, *, empty_erases: bool) -> CameRow:
    """Return the row with each value merged with what is stored now; its problems are those of the first reading."""
    merged = merge_values(
        keys=[value.key for value in row.values],
        sent={value.key: value.merged.sent for value in row.values},
        stored=stored,
        returned={value.key: value.merged.returned for value in row.values},
        empty_erases=empty_erases,
    )
    return replace(
        row, values=tuple(replace(value, merged=one) for value, one in zip(row.values, merged, strict=True))
    )


def erases(value: CameValue) -> bool:
    """Tell whether an emptied cell erases what is stored, as the round's rule may say."""
    merged = value.merged
    return merged.fate is Fate.EMPTIED and merged.value is not None and not merged.value.strip()
