"""Freezing a round into the plan's next edition, once, and again after a correction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from torikumi.errors import UserError
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.models import Edition
from torikumi.web.plans.store import EditionFacts, refuse_unstorable_text, save_edition
from torikumi.web.reviews.actions.access import city_of_manager
from torikumi.web.reviews.actions.sheets import hash_values
from torikumi.web.reviews.freeze_models import FreezeRecord, FrozenSheet
from torikumi.web.reviews.models import ReviewRound, RoundState, Sheet, SheetMove
from torikumi.web.reviews.next_edition import NextEdition, draft_edition
from torikumi.web.reviews.refusals import NoteMissingError, RoundClosedError

_BATCH = 500
_LONGEST_REASON = 2_000
_LONGEST_LABEL = 100


class StaleFreezeError(UserError):
    """Something of the round changed since the page that was confirmed was opened."""

    def __init__(self) -> None:
        super().__init__(
            ja="確かめている間に、シートか提案、意見が変わりました。まだ確定していません。今の内容を確かめて、もう一度押してください。",
            en="A sheet, proposal or comment changed while you were looking; nothing was frozen. Look again.",
        )


class NothingToCorrectError(UserError):
    """A correction that would make the same edition again."""

    def __init__(self) -> None:
        super().__init__(
            ja="今の版から変わるものがありません。シートの訂正を始め、承認まで終えてから、もう一度押してください。",
            en="Nothing differs from the edition; revise a sheet and have it approved first.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """What a person confirmed: the fingerprint of what they saw, why something is left out, the edition's own name."""

    fingerprint: str
    reason: str = ""
    label: str = ""


@transaction.atomic
def freeze_round(*, round_id: int, confirmed: Confirmed, by: Actor, at: datetime) -> Edition:
    """Make the open round the plan's newest edition; from now on it changes by corrections only.

    Raises StaleFreezeError, NotNewestError, RoundClosedError, and NoteMissingError where something is left out and
    nobody says why.
    """
    city, round_ = _lock(round_id, by)
    if round_.state != RoundState.OPEN:
        raise _closed(round_)
    draft = _draft(city, round_, confirmed)
    reason = _reason(confirmed, is_needed=bool(draft.left))
    return _freeze(city, round_, draft, label=confirmed.label.strip(), reason=reason, by=by, at=at)


@transaction.atomic
def freeze_again(*, round_id: int, confirmed: Confirmed, by: Actor, at: datetime) -> Edition:
    """Make the next edition after a correction (正誤); the one before stays readable. It always says why."""
    city, round_ = _lock(round_id, by)
    if round_.state != RoundState.FROZEN:
        raise _closed(round_)
    draft = _draft(city, round_, confirmed)
    reason = _reason(confirmed, is_needed=True)
    if not draft.is_different:
        raise NothingToCorrectError
    return _freeze(city, round_, draft, label=confirmed.label.strip(), reason=reason, by=by, at=at)


def _lock(round_id: int, by: Actor) -> tuple[Municipality, ReviewRound]:
    city = city_of_manager(by)
    rows = ReviewRound.objects.within(city).select_related("series", "base", "edition")
    return city, rows.select_for_update(of=("self",)).get(pk=round_id)


def _draft(city: Municipality, round_: ReviewRound, confirmed: Confirmed) -> NextEdition:
    label = confirmed.label.strip()
    if len(label) > _LONGEST_LABEL:
        raise NoteMissingError(
            ja=f"版の名前は{_LONGEST_LABEL}字までにしてください。",
            en=f"Keep the name within {_LONGEST_LABEL} characters.",
        )
    # Nobody moves a sheet between what is frozen and what the record says of it.
    draft = draft_edition(round_, sheets=Sheet.objects.within(city).select_for_update(), label=label)
    if draft.fingerprint != confirmed.fingerprint:
        raise StaleFreezeError
    return draft


def _reason(confirmed: Confirmed, *, is_needed: bool) -> str:
    reason = confirmed.reason.strip()
    if is_needed and not reason:
        raise NoteMissingError(
            ja="理由を書いてください。承認されていないものを残して確定するとき、確定した版を訂正するときは、理由を記録に残します。",
            en="Write why: what is left out, or what a correction mends, is kept on record.",
        )
    if len(reason) > _LONGEST_REASON:
        raise NoteMissingError(
            ja=f"理由は{_LONGEST_REASON:,}字までにしてください。",
            en=f"Keep the reason within {_LONGEST_REASON} characters.",
        )
    refuse_unstorable_text(reason)
    return reason


def _freeze(
    city: Municipality,
    round_: ReviewRound,
    draft: NextEdition,
    *,
    label: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> Edition:
    action = "freeze_round" if round_.state == RoundState.OPEN else "freeze_again"
    newest = Edition.objects.within(city).of(round_.series).order_by("-sequence").first()
    facts = EditionFacts(
        series=round_.series,
        sequence=newest.sequence + 1 if newest else 1,
        base=draft.base,
        year=round_.year,
        label=label,
        by=by.name,
        at=at,
    )
    try:
        with transaction.atomic():
            edition = save_edition(draft.plan, facts=facts)
    except IntegrityError as error:
        # The database refuses a second successor, should an import be confirmed in the same moment.
        raise StaleFreezeError from error
    kept = _record(city, round_, draft, edition=edition, reason=reason, by=by, at=at)
    round_.state, round_.edition = RoundState.FROZEN, edition
    round_.version += 1
    round_.save(update_fields=["state", "edition", "version"])
    record(
        by=by,
        at=at,
        action=action,
        kind="round",
        key=round_.pk,
        after={
            "edition": edition.sequence,
            "sha256": edition.sha256,
            "turn": kept.turn,
            "sheets": len(draft.approved),
            "left": len(draft.left),
            "proposals": draft.accepted,
            "comments": draft.commented,
        },
        reason=reason,
    )
    return edition


def _record(
    city: Municipality,
    round_: ReviewRound,
    draft: NextEdition,
    *,
    edition: Edition,
    reason: str,
    by: Actor,
    at: datetime,
) -> FreezeRecord:
    person = User.objects.of_municipality(city.code).filter(login_name=by.name).first()
    kept = FreezeRecord.objects.create(
        municipality=city,
        round=round_,
        round_version=round_.version,
        turn=FreezeRecord.objects.within(city).filter(round=round_).count() + 1,
        base=draft.base,
        edition=edition,
        left=[left.facts() for left in draft.left],
        reason=reason,
        by=by.name,
        by_name=person.display_name if person else by.name,
        at=at,
    )
    moves = SheetMove.objects.within(city).filter(sheet__in=[sheet.pk for sheet in draft.approved])
    last = {move.sheet_id: move for move in moves.order_by("sheet", "version")}
    FrozenSheet.objects.bulk_create(
        [
            FrozenSheet(
                municipality=city,
                record=kept,
                sheet=sheet,
                project_key=sheet.project_key,
                version=sheet.version,
                revision=sheet.revision,
                values_sha256=hash_values(sheet.values),
                move=last[sheet.pk],
            )
            for sheet in draft.approved
        ],
        batch_size=_BATCH,
    )
    return kept


def _closed(round_: ReviewRound) -> RoundClosedError:
    word = RoundState(round_.state).label
    return RoundClosedError(
        ja=f"この評価は{word}なので、それはできません。画面を開き直して、今の状態を確かめてください。",
        en=f"The round is {round_.state}, so this cannot be done; open the page again.",
    )
