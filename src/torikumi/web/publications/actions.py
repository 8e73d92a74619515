"""Publishing an edition, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from torikumi.errors import UserError
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.jobs.actions import enqueue
from torikumi.web.jobs.models import Job
from torikumi.web.jobs.tasks import Task
from torikumi.web.plans.models import Edition, EditionState, PlanSeries
from torikumi.web.publications.files import WrittenFolder
from torikumi.web.publications.models import Publication, PublicationState


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionToPublish:
    """The edition that a job publishes, and the earlier ones that nobody has seen and that may go out with it."""

    edition: int
    history: tuple[int, ...]


class PublicationError(UserError):
    """An edition that cannot be published or withdrawn as asked."""


@transaction.atomic
def ask_to_publish(
    task: Task[EditionToPublish], *, edition: Edition, history: Sequence[Edition], by: Actor, at: datetime
) -> Job:
    """Have a large edition published beside the page."""
    asked = EditionToPublish(edition=edition.pk, history=tuple(one.pk for one in history))
    record(
        by=by,
        at=at,
        action="ask_to_publish",
        kind="plan",
        key=edition.series_id,
        after={"edition": edition.sequence, "history": list(asked.history)},
    )
    return enqueue(task, city=edition.municipality, arguments=asked, by=by, at=at)


@transaction.atomic
def publish_edition(
    *, edition: Edition, written: WrittenFolder, history: Sequence[Edition] = (), by: Actor, at: datetime
) -> Publication:
    """Let everybody see an edition whose files are written; `history` are the earlier editions that they tell of."""
    PlanSeries.objects.within(edition).select_for_update().get(pk=edition.series_id)
    edition = Edition.objects.within(edition).select_related("series").get(pk=edition.pk)
    if edition.state != EditionState.ACTIVE:
        raise PublicationError(
            ja="この版は取り消されたため、公表できません。最新の版を選んでください。",
            en="This edition was undone and cannot be published; choose the newest one.",
        )
    if Publication.objects.within(edition).public().filter(edition=edition).exists():
        raise PublicationError(
            ja="この版はすでに公表されています。公表の一覧から見てください。",
            en="This edition is public already; see the list of publications.",
        )
    _refuse_undone(edition, history)
    publication = Publication.objects.create(
        municipality_id=edition.municipality_id,
        edition=edition,
        title=edition.series.title,
        folder=written.name,
        manifest_sha256=written.manifest_sha256,
        file_count=written.file_count,
        published_by=by.name,
        published_at=at,
    )
    record(
        by=by,
        at=at,
        action="publish_edition",
        kind="publication",
        key=publication.pk,
        after={
            "series": edition.series_id,
            "edition": edition.sequence,
            "history": [one.sequence for one in history],
            "plan_sha256": edition.sha256,
            "manifest_sha256": written.manifest_sha256,
            "files": written.file_count,
        },
    )
    return publication


def _refuse_undone(edition: Edition, history: Sequence[Edition]) -> None:
    """Refuse a history of what was undone, or taken back, while the files were written."""
    earlier = (
        Edition.objects.within(edition)
        .active()
        .filter(series_id=edition.series_id, sequence__lt=edition.sequence)
    )
    withdrawn = Publication.objects.within(edition).filter(edition__in=history).order_by("id")
    states = {publication.edition_id: publication.state for publication in withdrawn}
    counting = earlier.filter(pk__in=[one.pk for one in history]).count()
    if counting == len(history) and PublicationState.WITHDRAWN not in states.values():
        return
    raise PublicationError(
        ja="公表するあいだに、以前の版が取り消されたか、取り下げられました。もう一度「公表する」を押してください。",
        en="An earlier edition was undone or withdrawn meanwhile; publish again.",
    )


@transaction.atomic
def record_bundle(
    *, publication: Publication, sums_sha256: str, file_count: int, by: Actor, at: datetime
) -> None:
    """Record that a published edition was taken out, for the other side of the network border."""
    record(
        by=by,
        at=at,
        action="export_site",
        kind="publication",
        key=publication.pk,
        after={
            "manifest_sha256": publication.manifest_sha256,
            "sums_sha256": sums_sha256,
            "files": file_count,
        },
    )


@transaction.atomic
def withdraw_edition(*, publication: Publication, reason: str, by: Actor, at: datetime) -> None:
    """Take an edition back; its address says so from now on, its files stay."""
    publication = Publication.objects.within(publication).select_for_update().get(pk=publication.pk)
    if publication.state != PublicationState.PUBLISHED:
        raise PublicationError(
            ja="この公表はすでに取り下げられています。公表の一覧を開き直してください。",
            en="This publication was withdrawn already; open the list again.",
        )
    publication.state = PublicationState.WITHDRAWN
    publication.withdrawn_by = by.name
    publication.withdrawn_at = at
    publication.reason = reason
    publication.save(update_fields=["state", "withdrawn_by", "withdrawn_at", "reason"])
    record(
        by=by,
        at=at,
        action="withdraw_edition",
        kind="publication",
        key=publication.pk,
        before={"state": PublicationState.PUBLISHED, "manifest_sha256": publication.manifest_sha256},
        after={"state": PublicationState.WITHDRAWN, "reason": reason},
    )
