"""Three-way merge of one sheet's values: what went out, what is stored now, what came back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What becomes of one value of a workbook that came back."""

    SAME = "same"  # nothing was written there
    TAKE = "take"  # written in the workbook, untouched in the store
    KEEP = "keep"  # written in the store since, untouched in the workbook
    AGREE = "agree"  # written in both, alike
    CONFLICT = "conflict"  # written in both, and different: a person decides
    EMPTIED = (
        "emptied"  # emptied in the workbook: what is stored stays, unless the round's rule says otherwise
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """One value with its three sides; `value` is what stands afterwards, None while a person must decide."""

    key: str
    fate: Fate
    sent: str
    stored: str
    returned: str
    value: str | None


def merge_values(
    *,
    keys: Iterable[str],
    sent: Mapping[str, str],
    stored: Mapping[str, str],
    returned: Mapping[str, str],
    empty_erases: bool,
) -> tuple[Merged, ...]:
    """Return what becomes of each value; a key that `returned` lacks was not in the workbook, and stays as stored.

    Line ends and the white space around a value are what a spreadsheet changes by itself, so they make no difference.
    """
    return tuple(
        _merge(
            key,
            sent=sent.get(key, ""),
            stored=stored.get(key, ""),
            returned=returned.get(key),
            empty_erases=empty_erases,
        )
        for key in keys
    )


def plain_text(text: str) -> str:
    """Return the text without what a spreadsheet changes by itself: line ends, white space around it and at line ends."""
    return "\n".join(
        line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ).strip()


def _merge(key: str, *, sent: str, stored: str, returned: str | None, empty_erases: bool) -> Merged:
    came = sent if returned is None else returned
    fate, value = _decide(
        sent=plain_text(sent), stored=plain_text(stored), returned=plain_text(came), empty_erases=empty_erases
    )
    chosen = {"stored": stored, "returned": came}.get(value or "")
    return Merged(key=key, fate=fate, sent=sent, stored=stored, returned=came, value=chosen)


def _decide(*, sent: str, stored: str, returned: str, empty_erases: bool) -> tuple[Fate, str | None]:
    if returned == sent:
        return (Fate.SAME if stored == sent else Fate.KEEP), "stored"
    if returned == stored:
        return Fate.AGREE, "stored"
    if not returned and not empty_erases:
        return Fate.EMPTIED, "stored"
    if stored == sent:
        return (Fate.TAKE if returned else Fate.EMPTIED), "returned"
    return Fate.CONFLICT, None
