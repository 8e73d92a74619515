"""What people decided of the lineage of stored editions, as links between their projects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from torikumi.web.plans.edition_names import name_editions
from torikumi.web.plans.lineage_lines import SAME, holding
from torikumi.web.plans.lineage_models import KeptLineage, LineageDecision, LineKind, LineVerdict
from torikumi.web.plans.models import Edition, EditionState, Import, PlanSeries, StoredProject
from torikumi.web.plans.scope import CityQuerySet
from torikumi.web.plans.tracing import load_pairs

# How a link is told on the page of the older project and on that of the newer one.
_WORDS: Mapping[LineKind, tuple[str, str]] = {
    LineKind.MERGED: ("に統合した", "を統合した"),
    LineKind.SPLIT: ("に分かれた", "から分かれた"),
    LineKind.REPLACED: ("に替わった", "の後継"),
    LineKind.CONTINUES: ("として続く（事業IDは別）", "から続く（事業IDは別）"),
    LineKind.RENAMED: ("として続く（事業IDは別）", "から続く（事業IDは別）"),
}
_APART = "とは別の事業と判断された（事業IDは同じ）"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedLink:
    """A line between projects of two stored editions that their ids do not tell, and who decided it."""

    kind: LineKind
    old: StoredProject
    new: StoredProject
    is_refused: bool
    made_by: str
    made_at: datetime

    @property
    def word(self) -> str:
        """What the kind is called."""
        return "別の事業" if self.is_refused else str(self.kind.label)

    @property
    def is_one(self) -> bool:
        """Whether both are one project under two ids."""
        return not self.is_refused and self.kind in SAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinship:
    """A link as the page of one of its projects tells it: the other project, and what it has to do with this one."""

    other: StoredProject
    words: str
    made_by: str
    made_at: datetime


def kinships_of(series: PlanSeries, history: Sequence[StoredProject]) -> list[Kinship]:
    """Return what people decided of one project's kin; `history` are its rows in every edition that counts."""
    if not history:
        return []
    key = history[0].key
    mine = Q(old=key)
    for row in history:
        mine |= Q(batch__edition=row.edition_id, new=row.position)
    found = []
    for link in _links(_decisions(series).filter(mine)):
        forward, back = (_APART, _APART) if link.is_refused else _WORDS[link.kind]
        is_older = link.old.key == key
        found.append(
            Kinship(
                other=link.new if is_older else link.old,
                words=forward if is_older else back,
                made_by=link.made_by,
                made_at=link.made_at,
            )
        )
    return found


def links_between(old: Edition, new: Edition) -> list[DecidedLink]:
    """Return what people decided of the lineage from one edition to a later one, through those between them."""
    rows = _decisions(old).filter(
        batch__series=old.series_id,
        batch__edition__sequence__gt=old.sequence,
        batch__edition__sequence__lte=new.sequence,
    )
    return _links(rows)


def joined_ids(links: Iterable[DecidedLink]) -> dict[str, str]:
    """Return the older id of each project that goes on under another one, through several editions where it must."""
    ids: dict[str, str] = {}
    for link in links:
        if link.is_one:
            ids[link.new.key] = ids.get(link.old.key, link.old.key)
    return ids


def import_between(old: Edition, new: Edition) -> Import | None:
    """Return the import that made the newer edition on the older one; None where it was made another way."""
    if new.base_id != old.pk:
        return None
    return Import.objects.within(new).filter(edition=new).defer("plan").first()


def _decisions(holder: PlanSeries | Edition) -> CityQuerySet[LineageDecision]:
    series = holder.pk if isinstance(holder, PlanSeries) else holder.series_id
    rows = LineageDecision.objects.within(holder).filter(
        batch__series=series, batch__edition__state=EditionState.ACTIVE
    )
    return (
        rows.select_related("batch").defer("batch__plan").order_by("batch__edition__sequence", "turn", "pk")
    )


def _links(decisions: Iterable[LineageDecision]) -> list[DecidedLink]:
    """Return what holds of those decisions and what no id tells, in the order of the editions."""
    by_batch: dict[int, list[LineageDecision]] = {}
    for row in decisions:
        by_batch.setdefault(row.batch_id, []).append(row)
    if not by_batch:
        return []
    any_row = next(iter(by_batch.values()))[0]
    kept = KeptLineage.objects.within(any_row.batch).filter(batch__in=by_batch).only("batch", "pairs")
    pairs = {row.batch_id: load_pairs(row.pairs) for row in kept}
    held = [
        one
        for batch, rows in by_batch.items()
        for one in holding(rows).values()
        if one.old and one.new and _tells_more(one, is_same=pairs.get(batch, {}).get(one.new) == one.old)
    ]
    olds, news = _projects(held)
    return [
        DecidedLink(
            kind=LineKind(one.kind),
            old=olds[one.batch.base_id, one.old],
            new=news[one.batch.edition_id, one.new],
            is_refused=one.verdict == LineVerdict.REFUSED,
            made_by=one.made_by,
            made_at=one.made_at,
        )
        for one in held
    ]


def _tells_more(one: LineageDecision, *, is_same: bool) -> bool:
    """Tell whether the decision says something that the ids of both do not say already."""
    if one.verdict == LineVerdict.REFUSED:
        return is_same
    return one.kind not in SAME or not is_same


def _projects(
    held: Sequence[LineageDecision],
) -> tuple[dict[tuple[int | None, str], StoredProject], dict[tuple[int | None, int], StoredProject]]:
    if not held:
        return {}, {}
    rows = (
        StoredProject.objects.within(held[0].batch).select_related("edition").defer("body", "edition__head")
    )
    before = rows.filter(edition__in={one.batch.base_id for one in held}, key__in={one.old for one in held})
    after = rows.filter(
        edition__in={one.batch.edition_id for one in held}, position__in={one.new for one in held}
    )
    olds: dict[tuple[int | None, str], StoredProject] = {(row.edition_id, row.key): row for row in before}
    news: dict[tuple[int | None, int], StoredProject] = {(row.edition_id, row.position): row for row in after}
    name_editions([row.edition for row in (*olds.values(), *news.values())], within=held[0].batch)
    return olds, news
