"""One difference as a line of a page: what it is of, before and after, or the text with its changed phrases."""

from collections.abc import Sequence
from dataclasses import dataclass

from torikumi.plan.change import Change
from torikumi.plan.direction import Direction
from torikumi.publish.phrase_diff import Piece, diff_phrases
from torikumi.publish.view import Badge, badge_of

_COLON = "："
# Shorter texts are read faster before and after than with marks in them; so are lists of names.
_SHORT = 24
_LISTS = frozenset({"node", "also_under", "sections", "merges"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One difference; `label` says of what. Either `pieces` or the two sides, None where there was or is nothing."""

    label: str
    before: str | Badge | None = None
    after: str | Badge | None = None
    pieces: tuple[Piece, ...] = ()


def line_of_direction(before: Direction | None, after: Direction | None) -> ChangeLine:
    """Return a change of direction as two badges."""
    return ChangeLine(label="今後の方針", before=badge_of(before), after=badge_of(after))


def line_of_value(change: Change, *, label: str) -> ChangeLine:
    """Return the change of one text; long ones as one text with its changed phrases."""
    before, after = change.before, change.after
    if change.field not in _LISTS and before and after and max(len(before), len(after)) > _SHORT:
        return ChangeLine(label=label, pieces=diff_phrases(before, after))
    return ChangeLine(label=label, before=before, after=after)


def line_of_part(change: Change, names: Sequence[str]) -> ChangeLine:
    """Return the change of one part of a list, which stands as "its name：what differs" on either side.

    `names` are the names the part may have; a name may hold a colon itself. A side that says nothing of its own is
    None.
    """
    label = _label(change.after if change.after is not None else change.before or "", names)
    before, after = _said(change.before, label), _said(change.after, label)
    # A part that came or went and says no more than its name is there all the same.
    if change.before is None:
        after = after or label
    elif change.after is None:
        before = before or label
    return ChangeLine(label=label, before=before, after=after)


def _label(text: str, names: Sequence[str]) -> str:
    fitting = [name for name in names if text == name or text.startswith(name + _COLON)]
    return max(fitting, key=len) if fitting else text.partition(_COLON)[0]


def _said(text: str | None, label: str) -> str | None:
    if text is None:
        return None
    if text.startswith(label + _COLON):
        return text[len(label) + 1 :]
    # The other side may spell the name in another width.
    return None if _COLON not in text else text.partition(_COLON)[2]
