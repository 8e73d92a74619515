"""What is known of an edition beside its plan: when it was published, by which office, what it replaces (公表の記録).

Times come from the caller and are printed as given; the clock is never asked, so that the same record gives the same bytes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from torikumi.errors import UserError
from torikumi.plan.model import Plan

_SLUG = re.compile(r"[0-9a-z]+(?:-[0-9a-z]+)*")
_TAKEN = re.compile(r"con|prn|aux|nul|com\d|lpt\d|index")
_LONGEST_SLUG = 40


class RecordError(UserError):
    """Records of editions that contradict one another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """When and why an edition was taken back (取下げ)."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRecord:
    """An edition's name in addresses and the facts of its publication.

    `published_by` and `approved_by` are offices or roles (企画課, 市長): a page that stands for ten years names no person.
    `replaces` is the slug of the edition that this one corrects, `reason` why. Without `published` it is a trial
    (下見), which may be made again with another content; with it, it is final.
    """

    slug: str
    published: datetime | None = None
    published_by: str | None = None
    approved_by: str | None = None
    replaces: str | None = None
    reason: str | None = None
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A plan with its record."""

    plan: Plan
    record: EditionRecord


def with_slugs(plans: Sequence[Plan]) -> tuple[Edition, ...]:
    """Return the plans, oldest first, under the slugs that their years give: 2024, 2025, 2025-2."""
    editions: list[Edition] = []
    for number, plan in enumerate(plans, start=1):
        wanted = str(plan.year) if plan.year is not None else f"edition-{number}"
        taken = {edition.record.slug for edition in editions}
        slug, turn = wanted, 1
        while slug in taken:
            turn += 1
            slug = f"{wanted}-{turn}"
        editions.append(Edition(plan=plan, record=EditionRecord(slug=slug)))
    return tuple(editions)


def check_records(editions: Sequence[Edition]) -> None:
    """Raise RecordError where the records of editions, oldest first, contradict one another."""
    known: dict[str, EditionRecord] = {}
    latest: datetime | None = None
    for record in (edition.record for edition in editions):
        _check_slug(record.slug, known)
        _check_times(record, latest)
        _check_correction(record, known)
        known[record.slug] = record
        latest = record.published or latest


def _check_slug(slug: str, known: dict[str, EditionRecord]) -> None:
    if len(slug) > _LONGEST_SLUG or not _SLUG.fullmatch(slug) or _TAKEN.fullmatch(slug):
        raise RecordError(
            ja=f"版の住所の名前「{slug}」は使えません。英小文字、数字、途中の - だけで、"
            f"{_LONGEST_SLUG}字までにしてください（例：2025、2025-2）。",
            en=f"“{slug}” cannot be an edition's name. Use small letters, digits and - between them (2025, 2025-2).",
        )
    if slug in known:
        raise RecordError(
            ja=f"版の住所の名前「{slug}」が二つあります。訂正版には「{slug}-2」のような別の名前を付けてください。",
            en=f"Two editions are named “{slug}”. Name the correction differently, such as {slug}-2.",
        )


def _check_times(record: EditionRecord, latest: datetime | None) -> None:
    times = [record.published, record.withdrawn.at if record.withdrawn else None]
    if any(at is not None and at.tzinfo is None for at in times):
        raise RecordError(
            ja=f"版「{record.slug}」の日時に時差がありません。2025-10-01T09:00:00+09:00 のように書いてください。",
            en=f"A time of edition “{record.slug}” has no offset. Write it like 2025-10-01T09:00:00+09:00.",
        )
    if record.published and latest and record.published < latest:
        raise RecordError(
            ja=f"版「{record.slug}」の公表日時が、前の版より前です。日時か、版の順番を直してください。",
            en=f"Edition “{record.slug}” is published before the one it follows. Correct the time or the order.",
        )
    if record.withdrawn and (record.published is None or record.withdrawn.at < record.published):
        raise RecordError(
            ja=f"版「{record.slug}」の取下げの日時が、公表の日時より前か、公表の日時がありません。日時を直してください。",
            en=f"Edition “{record.slug}” is withdrawn before it was published. Correct the times.",
        )
    if record.withdrawn and not record.withdrawn.reason.strip():
        raise RecordError(
            ja=f"版「{record.slug}」の取下げの理由がありません。住所に表示する理由を書いてください。",
            en=f"Edition “{record.slug}” is withdrawn without a reason. Give the one to be shown at its address.",
        )


def _check_correction(record: EditionRecord, known: dict[str, EditionRecord]) -> None:
    if record.replaces is None:
        return
    if record.replaces not in known:
        raise RecordError(
            ja=f"版「{record.slug}」が訂正する版「{record.replaces}」がありません。前の版も一緒に指定してください。",
            en=f"Edition “{record.slug}” corrects “{record.replaces}”, which is not here. Name the earlier edition too.",
        )
    if not (record.reason or "").strip():
        raise RecordError(
            ja=f"版「{record.slug}」に訂正の理由がありません。だれが読んでも分かる理由を書いてください。",
            en=f"Edition “{record.slug}” corrects another without a reason. Say why.",
        )


def current_edition(editions: Sequence[Edition]) -> Edition | None:
    """Return the newest edition that was not withdrawn; None where all of them were."""
    return next((edition for edition in reversed(editions) if edition.record.withdrawn is None), None)


def told_by(edition: Edition, editions: Sequence[Edition]) -> tuple[Edition, ...]:
    """Return the earlier editions whose history an edition tells, oldest first.

    Left out are those that it or another earlier one corrects, and those that were withdrawn when it was published:
    so its bytes stay the same when an earlier edition is withdrawn afterwards.
    """
    earlier = editions[: editions.index(edition)]
    corrected = {other.record.replaces for other in (*earlier, edition)}
    return tuple(
        other
        for other in earlier
        if other.record.slug not in corrected
        and not _was_withdrawn(other.record, before=edition.record.published)
    )


def tellers_of(edition: Edition, editions: Sequence[Edition]) -> tuple[Edition, ...]:
    """Return the later editions that stand and whose pages and data hold what a withdrawn edition said, oldest first."""
    return tuple(
        other
        for other in editions[editions.index(edition) + 1 :]
        if other.record.withdrawn is None and edition in told_by(other, editions)
    )


def told_now(editions: Sequence[Edition]) -> tuple[Edition, ...]:
    """Return the editions whose history the newest pages tell, oldest first, the current one last."""
    corrected = {other.record.replaces for other in editions if other.record.withdrawn is None}
    return tuple(
        other for other in editions if other.record.slug not in corrected and other.record.withdrawn is None
    )


def _was_withdrawn(record: EditionRecord, *, before: datetime | None) -> bool:
    if record.withdrawn is None:
        return False
    return before is None or record.withdrawn.at <= before


def without_withdrawal(record: EditionRecord) -> EditionRecord:
    """Return the record as it stood when the edition was published."""
    return replace(record, withdrawn=None)
