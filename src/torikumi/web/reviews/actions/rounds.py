"""Setting up, opening and cancelling a round."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction

from torikumi.plan.codec import encode
from torikumi.review.round import Round, asked_projects
from torikumi.review.round_check import check_round
from torikumi.text.era import format_fiscal_year
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.models import Edition, PlanSeries, StoredProject
from torikumi.web.plans.store import load_edition, refuse_unstorable_text
from torikumi.web.reviews.actions.access import city_of_manager
from torikumi.web.reviews.models import AnswerVersion, ReviewRound, RoundState, Sheet, SheetSection
from torikumi.web.reviews.new_sheets import NewSheets, prepare_sheets
from torikumi.web.reviews.refusals import (
    NoteMissingError,
    RoundClosedError,
    SecondRoundError,
    StaleRoundError,
)

_BATCH = 500


@transaction.atomic
def create_round(*, series_id: int, rules: Round, by: Actor, at: datetime) -> ReviewRound:
    """Set up a round on the newest edition of a plan; nobody but the planning section sees it before it is opened.

    Raises SecondRoundError where one on this plan and year is prepared or open, RoundError for settings of no round.
    """
    city = city_of_manager(by)
    check_round(rules)
    text = _write(rules)
    series = PlanSeries.objects.within(city).select_for_update().get(pk=series_id)
    _refuse_second(series, rules.year)
    base = Edition.objects.within(city).of(series).current()
    if base is None:
        raise RoundClosedError(
            ja="この計画にはまだ版がありません。先に計画の文書を取り込んでください。",
            en="The plan has no edition yet; import a document first.",
        )
    round_ = ReviewRound.objects.create(
        municipality=city,
        series=series,
        base=base,
        year=rules.year,
        title=rules.title,
        settings=text,
        due=rules.due,
        created_by=by.name,
        created_at=at,
    )
    record(by=by, at=at, action="create_round", kind="round", key=round_.pk, after=_facts(round_))
    return round_


@transaction.atomic
def change_round(*, round_id: int, version: int, rules: Round, by: Actor, at: datetime) -> ReviewRound:
    """Change a round's settings. After the opening only dates, words and the rule for late answers may change."""
    round_ = _lock(round_id, by)
    if round_.version != version:
        raise StaleRoundError
    check_round(rules)
    before = round_.rules()
    if round_.state == RoundState.OPEN:
        _refuse_other_questions(before, rules)
    elif round_.state != RoundState.PREPARING:
        raise _closed(round_)
    if rules.year != round_.year:
        PlanSeries.objects.within(round_).select_for_update().get(pk=round_.series_id)
        _refuse_second(round_.series, rules.year, than=round_.pk)
    old = _facts(round_)
    round_.settings, round_.title, round_.year, round_.due = _write(rules), rules.title, rules.year, rules.due
    round_.version += 1
    round_.save(update_fields=["settings", "title", "year", "due", "version"])
    record(by=by, at=at, action="change_round", kind="round", key=round_.pk, before=old, after=_facts(round_))
    return round_


@transaction.atomic
def use_newest_edition(*, round_id: int, version: int, by: Actor, at: datetime) -> ReviewRound:
    """Ask about the projects of the plan's newest edition, where one came in since the round was set up."""
    round_ = _lock(round_id, by)
    if round_.version != version:
        raise StaleRoundError
    if round_.state != RoundState.PREPARING:
        raise _closed(round_)
    newest = Edition.objects.within(round_).of(round_.series).current()
    if newest is None or newest.pk == round_.base_id:
        raise _no_newer()
    before = round_.base_id
    round_.base = newest
    round_.version += 1
    round_.save(update_fields=["base", "version"])
    record(
        by=by,
        at=at,
        action="change_round",
        kind="round",
        key=round_.pk,
        before={"base": before},
        after={"base": newest.pk, "version": round_.version},
    )
    return round_


@transaction.atomic
def open_round(*, round_id: int, version: int, by: Actor, at: datetime) -> ReviewRound:
    """Open the round: every project that is asked about gets its sheet, with what is carried over from last year."""
    round_ = _lock(round_id, by)
    if round_.version != version:
        raise StaleRoundError
    if round_.state != RoundState.PREPARING:
        raise _closed(round_)
    rules, plan = round_.rules(), load_edition(round_.base)
    projects = asked_projects(plan, rules.asks, year=rules.year)
    if not projects:
        raise RoundClosedError(
            ja="評価の対象になる事業がひとつもありません。対象の選び方を見直してください。",
            en="No project is asked about; choose other projects.",
        )
    rows = prepare_sheets(round_, projects, _stored(round_), by=by, at=at)
    _insert(rows)
    round_.state, round_.opened_at = RoundState.OPEN, at
    round_.version += 1
    round_.save(update_fields=["state", "opened_at", "version"])
    record(
        by=by,
        at=at,
        action="open_round",
        kind="round",
        key=round_.pk,
        after={**_facts(round_), "sheets": len(rows.sheets)},
    )
    return round_


@transaction.atomic
def cancel_round(*, round_id: int, version: int, reason: str, by: Actor, at: datetime) -> ReviewRound:
    """Call a round off; its sheets stay readable, and nothing can be written into them any more."""
    round_ = _lock(round_id, by)
    if round_.version != version:
        raise StaleRoundError
    if round_.state not in (RoundState.PREPARING, RoundState.OPEN):
        raise _closed(round_)
    reason = reason.strip()
    if not reason:
        raise NoteMissingError(
            ja="取りやめる理由を書いてください。回答を始めた課の人が読みます。",
            en="Write why the round is called off.",
        )
    refuse_unstorable_text(reason)
    before = _facts(round_)
    round_.state, round_.cancelled_why = RoundState.CANCELLED, reason
    round_.version += 1
    round_.save(update_fields=["state", "cancelled_why", "version"])
    record(
        by=by,
        at=at,
        action="cancel_round",
        kind="round",
        key=round_.pk,
        before=before,
        after=_facts(round_),
        reason=reason,
    )
    return round_


def _insert(rows: NewSheets) -> None:
    Sheet.objects.bulk_create(rows.sheets, batch_size=_BATCH)
    SheetSection.objects.bulk_create(rows.sections, batch_size=_BATCH)
    AnswerVersion.objects.bulk_create(rows.carried, batch_size=_BATCH)


def _stored(round_: ReviewRound) -> dict[str, StoredProject]:
    rows = StoredProject.objects.within(round_).filter(edition=round_.base)
    return {row.key: row for row in rows.defer("body", "search_text")}


def _refuse_second(series: PlanSeries, year: int, *, than: int = 0) -> None:
    """Two rounds on one plan and year would ask the same people the same questions twice."""
    running = (RoundState.PREPARING, RoundState.OPEN)
    found = ReviewRound.objects.within(series).filter(series=series, year=year, state__in=running)
    other = found.exclude(pk=than).first()
    if other is None:
        return
    what = "設定を続けるか、取りやめて" if other.state == RoundState.PREPARING else "確定するか取りやめて"
    raise SecondRoundError(
        ja=f"{format_fiscal_year(year)}の評価「{other.title}」が{RoundState(other.state).label}です。{what}から、新しく作ってください。",
        en=f"There is a round on {year} already, {other.title!r}; finish or cancel it first.",
    )


def _refuse_other_questions(before: Round, after: Round) -> None:
    same = (before.form, before.scale, before.year, before.asks, before.rating) == (
        after.form,
        after.scale,
        after.year,
        after.asks,
        after.rating,
    )
    chain = [(step.id, step.role) for step in before.steps] == [(step.id, step.role) for step in after.steps]
    if not (same and chain):
        raise RoundClosedError(
            ja="始めた評価では、様式・方針の区分・段階・対象は変えられません。日付と案内だけを変えるか、"
            "この評価を取りやめて新しく設定してください。",
            en="An open round keeps its form, scale, chain and projects; change dates and words only.",
        )


def _lock(round_id: int, by: Actor) -> ReviewRound:
    city = city_of_manager(by)
    # Without `of`, PostgreSQL would lock the joined rows, too.
    return (
        ReviewRound.objects.within(city)
        .select_related("base", "series")
        .select_for_update(of=("self",))
        .get(pk=round_id)
    )


def _no_newer() -> RoundClosedError:
    return RoundClosedError(
        ja="この評価は、計画の最新の版をもとにしています。画面を開き直してください。",
        en="The round is on the plan's newest edition already; open the page again.",
    )


def _closed(round_: ReviewRound) -> RoundClosedError:
    word = RoundState(round_.state).label
    return RoundClosedError(
        ja=f"この評価は{word}なので、それはできません。画面を開き直して、今の状態を確かめてください。",
        en=f"The round is {round_.state}, so this cannot be done; open the page again.",
    )


def _write(rules: Round) -> str:
    text = json.dumps(encode(rules), ensure_ascii=False)
    refuse_unstorable_text(text)
    return text


def _facts(round_: ReviewRound) -> dict[str, object]:
    return {
        "series": round_.series_id,
        "year": round_.year,
        "title": round_.title,
        "state": round_.state,
        "due": round_.due,
        "version": round_.version,
    }
