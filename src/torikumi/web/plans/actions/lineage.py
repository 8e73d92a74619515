"""Deciding on the lineage of an import: line by line, all sure lines at once, and taking the last act back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.jobs.actions import enqueue
from torikumi.web.jobs.models import Job
from torikumi.web.jobs.tasks import Task
from torikumi.web.plans.actions.locking import lock_import
from torikumi.web.plans.lineage_lines import ONE_TO_ONE, Ends, Pairs, draw_lines, holding
from torikumi.web.plans.lineage_models import KeptLineage, LineageDecision, LineKind, LineVerdict
from torikumi.web.plans.models import Import, ImportState, StoredProject
from torikumi.web.plans.queries.lineage import decisions_of
from torikumi.web.plans.refusals import (
    BadLineError,
    NoLineageError,
    OvertakenError,
    StaleProposalError,
    WrongStateError,
)
from torikumi.web.plans.tracing import dump_pairs, load_pairs, load_proposal

_BATCH = 500
_TOLD = 50
# A lineage is decided while the import waits; afterwards its lines can be put right, but no id changes any more.
_DECIDABLE = (ImportState.STAGED, ImportState.APPLIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWord:
    """What a person says of one line; `old` is "" or `new` is 0 for a project that is alone."""

    old: str
    new: int
    kind: LineKind
    verdict: LineVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What the page showed: the last act (`turn`), and which proposal (`version`)."""

    turn: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageToPropose:
    """The import whose lineage is to be proposed."""

    import_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProposal:
    """A proposal that was worked out against the plan of `revision`; `careful` are the pairs of plan.identity."""

    revision: int
    careful: Pairs
    pairs: Pairs
    proposal: str


@transaction.atomic
def decide_line(
    *, import_id: int, word: LineWord, seen: Sight, by: Actor, at: datetime
) -> list[LineageDecision]:
    """Confirm or refuse a line, draw one, or take back what was said of it; return what was written.

    Raises OvertakenError where somebody decided on one of its projects since the page was shown, BadLineError where
    the line cannot stand beside those that were confirmed.
    """
    batch, _ = _lock(import_id, by)
    rows = list(decisions_of(batch))
    _require_ends(batch, word)
    _refuse_overtaken(rows, [(word.old, word.new)], seen)
    held = holding(rows)
    if word.verdict == LineVerdict.CONFIRMED:
        _refuse_clash(held, word)
    words = [word, *_given_up(held, word)] if word.verdict == LineVerdict.CONFIRMED else [word]
    return _say(batch, rows, words, action="decide_lineage", by=by, at=at)


@transaction.atomic
def confirm_sure_lines(*, import_id: int, seen: Sight, by: Actor, at: datetime) -> int:
    """Confirm every line that is sure and of which nobody has said anything; return how many those are.

    Raises StaleProposalError where another proposal was made since the page was shown.
    """
    batch, kept = _lock(import_id, by)
    if kept.version != seen.version:
        raise StaleProposalError
    rows = list(decisions_of(batch))
    lines = draw_lines(load_proposal(kept), load_pairs(kept.careful), holding(rows), olds=(), count=0)
    words = [
        LineWord(old=line.old, new=line.new, kind=line.kind, verdict=LineVerdict.CONFIRMED)
        for line in lines
        if line.is_open and line.is_sure
    ]
    if not words:
        raise BadLineError(
            ja="まとめて確かめる線は、もうありません。画面を開き直してください。",
            en="No sure line is left; open the page again.",
        )
    _say(batch, rows, words, action="confirm_sure_lines", by=by, at=at)
    return len(words)


@transaction.atomic
def undo_lineage_turn(*, import_id: int, turn: int, by: Actor, at: datetime) -> int:
    """Take one act back: of each of its lines, what was said before holds again; return how many lines those are.

    Raises OvertakenError where somebody has said something else of one of them since.
    """
    batch, _ = _lock(import_id, by)
    rows = list(decisions_of(batch))
    ends = [row.ends for row in rows if row.turn == turn and turn > 0]
    if not ends:
        raise BadLineError(
            ja="取り消す判断が見つかりません。画面を開き直してください。",
            en="There is no such decision; open the page again.",
        )
    later = [row for row in rows if row.turn > turn and row.ends in set(ends)]
    if later:
        raise OvertakenError(later[-1].made_by)
    before = holding(row for row in rows if row.turn < turn)
    words = [
        LineWord(
            old=old,
            new=new,
            kind=LineKind(before[old, new].kind)
            if (old, new) in before
            else _kind_in(rows, turn, (old, new)),
            verdict=LineVerdict(before[old, new].verdict) if (old, new) in before else LineVerdict.WITHDRAWN,
        )
        for old, new in ends
    ]
    _say(batch, rows, words, action="undo_lineage", by=by, at=at, more={"undone": turn})
    return len(words)


@transaction.atomic
def ask_for_lineage(task: Task[LineageToPropose], *, import_id: int, by: Actor, at: datetime) -> Job:
    """Have the lineage of an import proposed beside the page."""
    city, batch, _ = lock_import(import_id, by)
    _require_decidable(batch)
    record(by=by, at=at, action="ask_for_lineage", kind="import", key=batch.pk, after={"import": batch.pk})
    return enqueue(task, city=city, arguments=LineageToPropose(import_id=batch.pk), by=by, at=at)


@transaction.atomic
def keep_proposal(*, import_id: int, made: NewProposal, by: Actor, at: datetime) -> KeptLineage:
    """Keep a new proposal; what people decided stays. Raises StaleProposalError where the import changed meanwhile."""
    _, batch, _ = lock_import(import_id, by)
    _require_decidable(batch)
    if batch.revision != made.revision:
        raise StaleProposalError
    kept = KeptLineage.objects.within(batch).filter(batch=batch).first()
    if kept is None:
        kept = KeptLineage.objects.create(
            batch=batch,
            careful=dump_pairs(made.careful),
            pairs=dump_pairs(made.pairs),
            proposal=made.proposal,
        )
    else:
        kept.proposal = made.proposal
        kept.version += 1
        kept.save(update_fields=["proposal", "version"])
    record(
        by=by, at=at, action="propose_lineage", kind="import", key=batch.pk, after={"version": kept.version}
    )
    return kept


def _lock(import_id: int, by: Actor) -> tuple[Import, KeptLineage]:
    _, batch, _ = lock_import(import_id, by)
    _require_decidable(batch)
    kept = KeptLineage.objects.within(batch).defer("read").filter(batch=batch).first()
    if kept is None:
        raise NoLineageError
    return batch, kept


def _require_decidable(batch: Import) -> None:
    if batch.state not in _DECIDABLE:
        raise WrongStateError(
            ja=f"この取込は{ImportState(batch.state).label}なので、系譜はもう変えられません。",
            en=f"This import is {batch.state}; its lineage cannot be changed any more.",
        )


def _require_ends(batch: Import, word: LineWord) -> None:
    """Raise BadLineError where an end is no project, or the kind does not fit the ends."""
    if word.old:
        rows = StoredProject.objects.within(batch).filter(edition=batch.base_id, key=word.old)
        if batch.base_id is None or not rows.exists():
            raise BadLineError(
                ja="前の版の事業を選んでください。", en="Choose a project of the edition before."
            )
    count = batch.added + batch.changed + batch.untouched
    if not 0 <= word.new <= count:
        raise BadLineError(ja="新しい版の事業を選んでください。", en="Choose a project of the new edition.")
    alone = {LineKind.ENDED: (True, False), LineKind.NEW: (False, True)}
    is_refused_alone = word.kind in alone and word.verdict == LineVerdict.REFUSED
    if is_refused_alone or (bool(word.old), bool(word.new)) != alone.get(word.kind, (True, True)):
        raise BadLineError(
            ja="線の両端の事業と、種類を選んでください。",
            en="Choose both projects of the line, and its kind.",
        )


def _refuse_overtaken(rows: Iterable[LineageDecision], ends: Sequence[Ends], seen: Sight) -> None:
    """Raise OvertakenError where somebody decided on one of the same projects after what the page showed."""
    olds, news = {old for old, _ in ends if old}, {new for _, new in ends if new}
    for row in rows:
        if row.turn > seen.turn and (row.old in olds or row.new in news):
            raise OvertakenError(row.made_by)


def _refuse_clash(held: Mapping[Ends, LineageDecision], word: LineWord) -> None:
    """Raise BadLineError where one of both is one with another already, or a lone project has lines."""
    for one in held.values():
        if one.verdict != LineVerdict.CONFIRMED or one.ends == (word.old, word.new):
            continue
        if not ((word.old and one.old == word.old) or (word.new and one.new == word.new)):
            continue
        if not word.old or not word.new:
            if one.old and one.new:
                raise BadLineError(
                    ja="この事業には、確かめた線があります。その線を先に取り消してください。",
                    en="This project has a confirmed line; take that back first.",
                )
        elif word.kind in ONE_TO_ONE and one.kind in ONE_TO_ONE:
            raise BadLineError(
                ja="この事業は、もうほかの事業と一対一で結ばれています。統合か分割にするか、その線を先に取り消してください。",
                en="One of both is joined one to one already; make it a merge or a split, or take that line back first.",
            )


def _given_up(held: Mapping[Ends, LineageDecision], word: LineWord) -> list[LineWord]:
    """Return the words by which a project that gets a line is no longer said to have ended or to be new."""
    if not word.old or not word.new:
        return []
    return [
        LineWord(old=old, new=new, kind=LineKind(held[old, new].kind), verdict=LineVerdict.WITHDRAWN)
        for old, new in ((word.old, 0), ("", word.new))
        if (old, new) in held
    ]


def _kind_in(rows: Iterable[LineageDecision], turn: int, ends: Ends) -> LineKind:
    return next(LineKind(row.kind) for row in rows if row.turn == turn and row.ends == ends)


def _say(
    batch: Import,
    rows: Sequence[LineageDecision],
    words: Sequence[LineWord],
    *,
    action: str,
    by: Actor,
    at: datetime,
    more: Mapping[str, object] | None = None,
) -> list[LineageDecision]:
    turn = max((row.turn for row in rows), default=0) + 1
    held = holding(rows)
    made = [
        LineageDecision(
            batch=batch,
            turn=turn,
            old=word.old,
            new=word.new,
            kind=word.kind,
            verdict=word.verdict,
            made_by=by.name,
            made_at=at,
        )
        for word in words
    ]
    LineageDecision.objects.bulk_create(made, batch_size=_BATCH)
    before = [held[row.ends] for row in made if row.ends in held]
    record(
        by=by,
        at=at,
        action=action,
        kind="import",
        key=batch.pk,
        before=_told(before),
        after={"turn": turn, **_told(made), **(more or {})},
    )
    return made


def _told(rows: Sequence[LineageDecision]) -> dict[str, object]:
    """Return what the trail keeps of decisions; of a great many only their number, for each is a row that stays."""
    if len(rows) > _TOLD:
        return {"count": len(rows)}
    return {"lines": [[row.old, row.new, row.kind, row.verdict] for row in rows]}
