"""What a round was frozen into, and where each value of an edition comes from."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count
from django.urls import reverse

from torikumi.plan.project import ReviewState
from torikumi.review.proposals import ACCEPTED, ProposalKind
from torikumi.review.voices import added_id
from torikumi.web.accounts.scope import Resident
from torikumi.web.plans.models import Edition, StoredProject
from torikumi.web.plans.origins import OriginLink
from torikumi.web.plans.store import load_head
from torikumi.web.reviews.freeze_models import FreezeRecord, FrozenSheet
from torikumi.web.reviews.models import AnswerVersion, ReviewRound, Sheet, SheetMove
from torikumi.web.reviews.next_edition import accepted_proposal
from torikumi.web.reviews.voice_models import Proposal

# A plan of sixty editions is older than any system that holds it.
_MOST_EDITIONS = 60


def freezes_of(round_: ReviewRound) -> list[FreezeRecord]:
    """Return the freezes of a round, the first one first."""
    rows = FreezeRecord.objects.within(round_).filter(round=round_).select_related("edition", "base")
    return list(rows.order_by("turn"))


def freeze_of(edition: Edition) -> FreezeRecord | None:
    """Return the freeze that made the edition; None where an import did."""
    return FreezeRecord.objects.within(edition).filter(edition=edition).select_related("round").first()


def find_edition(person: Resident, edition_id: int) -> Edition | None:
    """Return an edition of the person's city; None where there is none, or where it was undone."""
    return Edition.objects.within(person).active().select_related("series").filter(pk=edition_id).first()


def frozen_sheets(edition: Edition, key: str) -> list[FrozenSheet]:
    """Return the sheets that a project's values in the edition come from: the last of each round, newest first.

    An edition has what the editions that it was made on had, as far as no later freeze took the project in again.
    """
    above = _line_of(edition)
    rows = (
        FrozenSheet.objects.within(edition)
        .filter(record__edition__in=above, project_key=key)
        .select_related(
            "record__round__series", "record__edition", "sheet__project", "sheet__round__base", "move"
        )
    )
    newest: dict[int, FrozenSheet] = {}
    for row in sorted(rows, key=lambda row: above.index(row.record.edition_id)):
        newest.setdefault(row.record.round_id, row)
    return list(newest.values())


def accepted_about(edition: Edition, key: str) -> list[tuple[FreezeRecord, Proposal]]:
    """Return the accepted proposals that a project in the edition comes from, with the freeze that took each in.

    Newest freeze first. A proposal is about its own project, about those that it merges into that, and about the
    one that it adds.
    """
    records = FreezeRecord.objects.within(edition).filter(edition__in=_line_of(edition))
    # A proposal is answered before the first freeze of its round; corrections find it there.
    first: dict[int, FreezeRecord] = {}
    for record in records.select_related("round__series", "edition").order_by("turn"):
        first.setdefault(record.round_id, record)
    rows = Proposal.objects.within(edition).filter(round__in=first, state__in=[str(one) for one in ACCEPTED])
    rows = rows.select_related("round", "sheet").defer("sheet__values").order_by("pk")
    title = load_head(edition).title if any(row.kind == ProposalKind.ADD for row in rows) else ""
    found = [(first[row.round_id], row) for row in rows if key in _keys_of(row, title)]
    return sorted(found, key=lambda pair: -pair[0].edition.sequence)


def _keys_of(row: Proposal, title: str) -> set[str]:
    if row.sheet is None:
        return {added_id(title, accepted_proposal(row))}
    return {row.sheet.project_key, *row.partners}


def states_when_frozen(edition: Edition) -> Counter[str] | None:
    """Return how many of the round's sheets were in each state when they became this edition; None without a round.

    A sheet that went in once is approved for the edition, whatever a correction does with it since; the others stand
    where they stood, for a frozen round moves none of them.
    """
    record = freeze_of(edition)
    if record is None:
        return None
    went_in = FrozenSheet.objects.within(edition).filter(
        record__round=record.round_id, record__turn__lte=record.turn
    )
    sheets = Sheet.objects.within(edition).filter(round=record.round_id, taken_out_at__isnull=True)
    others = sheets.exclude(pk__in=went_in.values("sheet"))
    states = Counter(dict(others.order_by().values_list("state").annotate(number=Count("pk"))))
    states[ReviewState.APPROVED] += sheets.filter(pk__in=went_in.values("sheet")).count()
    return states


def origin_link(row: StoredProject) -> OriginLink | None:
    """Return the link to where the project's values come from; None where no round has given any."""
    line = _line_of(row.edition)
    rows = FrozenSheet.objects.within(row.edition).filter(record__edition__in=line, project_key=row.key)
    if not rows.exists() and not accepted_about(row.edition, row.key):
        return None
    return OriginLink(label="この値の由来", url=reverse("reviews:trace", args=[row.edition_id, row.key]))


def answers_until(frozen: FrozenSheet) -> list[AnswerVersion]:
    """Return all that was written into the sheet until it was frozen, oldest first."""
    rows = AnswerVersion.objects.within(frozen).filter(sheet=frozen.sheet_id, version__lte=frozen.version)
    return list(rows.order_by("version"))


def approvals_until(frozen: FrozenSheet) -> list[SheetMove]:
    """Return the moves of the revision that was frozen, oldest first."""
    rows = SheetMove.objects.within(frozen).filter(
        sheet=frozen.sheet_id, version__lte=frozen.version, revision=frozen.revision
    )
    return list(rows.order_by("version"))


def _line_of(edition: Edition) -> list[int]:
    """The edition and those that it was made on, newest first."""
    bases = dict(
        Edition.objects.within(edition).filter(series=edition.series_id).values_list("pk", "base_id")
    )
    line: list[int] = []
    here: int | None = edition.pk
    while here is not None and len(line) < _MOST_EDITIONS:
        line.append(here)
        here = bases.get(here)
    return line
