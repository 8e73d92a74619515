"""The lineage of the sample city's edition of 2025 as a test decides on it, by printed numbers."""

from tests.web.plans.invented import AT
from tests.web.plans.mihon import document_of, edition_of, id_of, position_of
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.actions.lineage import LineWord, Sight, decide_line
from torikumi.web.plans.lineage_models import LineageDecision, LineKind, LineVerdict
from torikumi.web.plans.lineage_page import Board
from torikumi.web.plans.models import Import
from torikumi.web.plans.queries.imports import find_import
from torikumi.web.plans.queries.lineage_cards import board_of

OLD, NEW = edition_of(2024), document_of(2025)
CONFIRMED, REFUSED, WITHDRAWN = LineVerdict.CONFIRMED, LineVerdict.REFUSED, LineVerdict.WITHDRAWN


class Decider:
    """Says words of lines between two printed numbers ("" for none)."""

    def __init__(self, batch: Import, by: Actor) -> None:
        self._batch, self._by = batch, by

    def __call__(
        self,
        old: str,
        new: str,
        kind: LineKind = LineKind.RENAMED,
        verdict: LineVerdict = CONFIRMED,
        *,
        seen: int | None = None,
        who: Actor | None = None,
    ) -> list[LineageDecision]:
        """Say a word as somebody who sees all that was decided, or only the first `seen` acts."""
        word = LineWord(
            old=id_of(OLD, old) if old else "",
            new=position_of(NEW, new) if new else 0,
            kind=kind,
            verdict=verdict,
        )
        sight = Sight(turn=board(self._batch).turn if seen is None else seen, version=1)
        return decide_line(import_id=self._batch.pk, word=word, seen=sight, by=who or self._by, at=AT)


def fresh(batch: Import) -> Import:
    """Return the import as it is now."""
    found = find_import(batch, batch.pk)
    assert found is not None
    return found


def board(batch: Import) -> Board:
    """Return its lines as they are now."""
    found = board_of(fresh(batch))
    assert found is not None
    return found


def looked_at(found: Board) -> set[tuple[str, str, str]]:
    """Return what waits for a look, as (number before, number after, kind)."""
    waiting = [
        one for family in found.look for one in family.lines if one.line.is_open and not one.line.is_sure
    ]
    return {
        (one.old.number if one.old else "", one.new.number if one.new else "", one.kind.value)
        for one in (*waiting, *found.ended, *found.fresh)
    }
