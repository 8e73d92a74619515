"""What editions are called where several stand beside each other: two of one year are told apart."""

from __future__ import annotations

from collections.abc import Iterable

from torikumi.web.accounts.models import Municipality
from torikumi.web.plans.models import Edition
from torikumi.web.plans.scope import Resident


def name_editions(editions: Iterable[Edition], *, within: Resident | Municipality) -> None:
    """Tell each edition which of its name it is (令和6年度版, 令和6年度版 第2版), and whether it is its plan's newest.

    The first of a name keeps the plain name, so that what was called once is never called otherwise later. Editions
    that were undone count for nobody.
    """
    wanted = list(editions)
    counting = (
        Edition.objects.within(within)
        .active()
        .filter(series__in={edition.series_id for edition in wanted})
        .only("series_id", "sequence", "year", "label")
        .order_by("sequence")
    )
    by_series: dict[int, list[Edition]] = {}
    for one in counting:
        by_series.setdefault(one.series_id, []).append(one)
    for edition in wanted:
        siblings = by_series.get(edition.series_id, [])
        edition.turn = 1 + sum(
            one.plain_name == edition.plain_name and one.sequence < edition.sequence for one in siblings
        )
        edition.is_newest = bool(siblings) and siblings[-1].sequence == edition.sequence
