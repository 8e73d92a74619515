"""Writing the files of an edition and letting everybody see them: at once, or beside the page for a large plan."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from torikumi.publish.remark import Remark
from torikumi.web.audit.actor import Actor
from torikumi.web.jobs.tasks import Course, Outcome, Task
from torikumi.web.plans.models import Edition
from torikumi.web.publications import actions
from torikumi.web.publications.actions import EditionToPublish
from torikumi.web.publications.files import written_folder
from torikumi.web.publications.models import Publication
from torikumi.web.publications.queries import find_edition, history_of, load_named

# A plan of three hundred projects takes four seconds with its papers; nobody should look at a white page for longer.
MOST_AT_ONCE = 300


def publish_now(*, edition: Edition, history: Sequence[Edition], by: Actor) -> tuple[Remark, ...]:
    """Write the files and publish the edition; return what a person should know of the files."""
    # The files are written before the transaction begins: it takes seconds, and nobody else should wait for it.
    place = f"{edition.municipality.code}/{edition.series_id}/{edition.sequence}"
    previous = tuple(load_named(one) for one in history)
    with written_folder(load_named(edition), place=place, previous=previous) as written:
        actions.publish_edition(edition=edition, written=written, history=history, by=by, at=timezone.now())
    return written.remarks


def publish_beside(course: Course, asked: EditionToPublish) -> Outcome:
    """Publish as a job; one that was killed after the edition became public finds it so, and does nothing twice."""
    edition = find_edition(course.city, asked.edition)
    if edition is None:
        raise actions.PublicationError(
            ja="この版は取り消されたため、公表できません。最新の版を選んでください。",
            en="This edition was undone and cannot be published; choose the newest one.",
        )
    words = [f"「{edition.series.title} {edition}」を公表しました。"]
    if not Publication.objects.within(edition).public().filter(edition=edition).exists():
        history = history_of(edition)
        wanted = [one for one in history.unpublished if one.pk in asked.history]
        course.tell(0, 1, "ファイルを書いています")
        remarks = publish_now(edition=edition, history=history.chosen(wanted), by=course.by)
        words += [remark.ja for remark in remarks]
    return Outcome(message="".join(words), url=reverse("publications:list"))


PUBLISH = Task(name="publish_edition", label="公表", arguments=EditionToPublish, work=publish_beside)
