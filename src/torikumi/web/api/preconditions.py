"""On which state of a sheet a program wrote: the header If-Match, and what is said where it is another by now."""

import re
from collections.abc import Mapping

from django.http import HttpRequest

from torikumi.plan.project import Project
from torikumi.review.questions import questions_of
from torikumi.web.api.problems import ConflictingField, ProblemError
from torikumi.web.plans.store import load_project
from torikumi.web.reviews.entering import SheetRoom
from torikumi.web.reviews.queries.collisions import compare_wish
from torikumi.web.reviews.refusals import Collision, StaleSheetError
from torikumi.web.reviews.sheet_page import edit_step, field_labels

_VERSION = re.compile(r'"v([0-9]{1,9})"')


def tag_of_version(version: int) -> str:
    """Return the tag of a sheet as it is at a version."""
    return f'"v{version}"'


def wanted_version(request: HttpRequest) -> int:
    """Return the version that the program saw; raises ProblemError (428) where it does not say one."""
    found = _VERSION.fullmatch(request.headers.get("If-Match", "").strip())
    if found is None:
        raise ProblemError(
            status=428,
            kind="precondition-required",
            ja='見出し If-Match に、読んだときの ETag（"v3" など）を入れてください。人の書いた文を上書きしないためです。',
            en='Send the ETag that you read ("v3") in the header If-Match, so that nobody is overwritten.',
        )
    return int(found[1])


def require_version(room: SheetRoom, version: int, values: Mapping[str, str]) -> None:
    """Raise ProblemError (412) where the sheet is at another version, with both texts of the fields that collide."""
    if version == room.sheet.version:
        return
    project = load_project(room.sheet.project)
    wanted = {key: text for key, text in values.items() if key in _open_keys(room, project)}
    collisions = compare_wish(room.sheet, since=version, wanted=wanted).collisions
    raise stale(StaleSheetError(version=room.sheet.version, collisions=collisions), room)


def stale(error: StaleSheetError, room: SheetRoom) -> ProblemError:
    """Return the problem that tells of both texts."""
    labels = field_labels(room, load_project(room.sheet.project))
    return ProblemError(
        status=412,
        kind="changed-meanwhile",
        ja="読んだあとにこのシートが変わりました。何も保存していません。"
        "シートを読み直し、conflict の両方の文を見比べて、残すほうを送ってください。",
        en="The sheet has changed since you read it; nothing was saved. "
        "Read it again, compare the texts in conflict and send the one to keep.",
        conflict=tuple(_both(one, labels) for one in error.collisions),
    )


def _open_keys(room: SheetRoom, project: Project) -> frozenset[str]:
    """The fields that the person may fill in now, and so may read."""
    number = edit_step(room)
    if number is None:
        return frozenset()
    step = room.rules.steps[number].id
    return frozenset(question.key for question in questions_of(room.rules, project, step=step))


def _both(collision: Collision, labels: Mapping[str, str]) -> ConflictingField:
    return ConflictingField(
        name=collision.key,
        label=labels.get(collision.key, collision.key),
        theirs=collision.stored,
        yours=collision.wanted,
    )
