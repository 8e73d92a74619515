"""What others wrote into a sheet since somebody opened it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from torikumi.web.reviews.models import AnswerVersion, Sheet
from torikumi.web.reviews.queries.people import names_by_login
from torikumi.web.reviews.refusals import Collision


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody really changed of what they sent, and where somebody else changed the same field meanwhile."""

    changed: dict[str, str]
    collisions: tuple[Collision, ...]


def compare_wish(
    sheet: Sheet, *, since: int, wanted: Mapping[str, str], seen: Mapping[str, str] | None = None
) -> Wish:
    """Hold the wanted texts against what stood there at version `since` and what stands there now.

    `seen` says of single fields what the person had before their eyes; where it does not, the version tells it. A
    field that the person left as it was is no wish, whatever others wrote there.
    """
    base = {**_texts_at(sheet, since), **(seen or {})}
    stored = {key: sheet.values.get(key, "") for key in wanted}
    touched = {key: text for key, text in wanted.items() if text != base.get(key, stored[key])}
    colliding = [
        key for key, text in touched.items() if stored[key] not in (base.get(key, stored[key]), text)
    ]
    changed = {key: text for key, text in touched.items() if text != stored[key]}
    return Wish(changed=changed, collisions=_explain(sheet, colliding, wanted))


def _texts_at(sheet: Sheet, version: int) -> dict[str, str]:
    """What stood in those fields that were written after the version."""
    if version >= sheet.version:
        return {}
    later = AnswerVersion.objects.within(sheet).filter(sheet=sheet, version__gt=version).order_by("-version")
    return {key: before for row in later for key, (before, _) in row.changes.items()}


def _explain(sheet: Sheet, keys: Iterable[str], wanted: Mapping[str, str]) -> tuple[Collision, ...]:
    open_keys = list(keys)
    if not open_keys:
        return ()
    rows = AnswerVersion.objects.within(sheet).filter(sheet=sheet).order_by("version")
    last: dict[str, AnswerVersion] = {key: row for row in rows for key in row.changes}
    names = names_by_login(sheet, (row.by for row in last.values()))
    return tuple(
        Collision(
            key=key,
            stored=sheet.values.get(key, ""),
            wanted=wanted[key],
            by=names.get(last[key].by, "") if key in last else "",
            at=last[key].at if key in last else None,
        )
        for key in open_keys
    )
