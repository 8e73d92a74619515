"""Setting up, opening and cancelling a round."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction

from torikumi.plan.codec import encode
from torikumi.plan.project import Project, SectionRole
from torikumi.review.answers import read_direction
from torikumi.review.form import Meaning
from torikumi.review.questions import first_values, last_values
from torikumi.review.round import Round, asked_projects
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.models import Edition, PlanSeries, StoredProject
from torikumi.web.plans.store import fold_section, load_edition
from torikumi.web.reviews.actions.access import city_of_manager
from torikumi.web.reviews.derived import derive, label_key
from torikumi.web.reviews.models import AnswerVersion, Origin, ReviewRound, RoundState, Sheet, SheetSection
from torikumi.web.reviews.refusals import RoundClosedError, StaleRoundError

_BATCH = 500


@transaction.atomic
def create_round(*, series_id: int, rules: Round, by: Actor, at: datetime) -> ReviewRound:
    """Set up a round on the newest edition of a plan; nobody but the planning section sees it before it is opened."""
    city = city_of_manager(by)
    series = PlanSeries.objects.within(city).select_for_update().get(pk=series_id)
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
        settings=_write(rules),
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
    before = round_.rules()
    if round_.state == RoundState.OPEN:
        _refuse_other_questions(before, rules)
    elif round_.state != RoundState.PREPARING:
        raise _closed(round_)
    old = _facts(round_)
    round_.settings, round_.title, round_.year, round_.due = _write(rules), rules.title, rules.year, rules.due
    round_.version += 1
    round_.save(update_fields=["settings", "title", "year", "due", "version"])
    record(by=by, at=at, action="change_round", kind="round", key=round_.pk, before=old, after=_facts(round_))
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
    sheets = _add_sheets(round_, rules, projects, by=by, at=at)
    round_.state, round_.opened_at = RoundState.OPEN, at
    round_.version += 1
    round_.save(update_fields=["state", "opened_at", "version"])
    record(
        by=by,
        at=at,
        action="open_round",
        kind="round",
        key=round_.pk,
        after={**_facts(round_), "sheets": len(sheets)},
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
    before = _facts(round_)
    round_.state = RoundState.CANCELLED
    round_.version += 1
    round_.save(update_fields=["state", "version"])
    record(
        by=by,
        at=at,
        action="cancel_round",
        kind="round",
        key=round_.pk,
        before=before,
        after={**_facts(round_), "reason": reason},
    )
    return round_


def _add_sheets(
    round_: ReviewRound, rules: Round, projects: tuple[Project, ...], *, by: Actor, at: datetime
) -> list[Sheet]:
    """Insert a sheet for each project with its sections and its first answers. The caller holds the transaction."""
    stored = {
        row.key: row
        for row in StoredProject.objects.within(round_)
        .filter(edition=round_.base)
        .defer("body", "search_text")
    }
    sheets = [_new_sheet(round_, rules, project, stored[project.id]) for project in projects]
    Sheet.objects.bulk_create(sheets, batch_size=_BATCH)
    SheetSection.objects.bulk_create(
        [row for sheet, project in zip(sheets, projects, strict=True) for row in _sections(sheet, project)],
        batch_size=_BATCH,
    )
    carried = [
        AnswerVersion(
            municipality_id=round_.municipality_id,
            sheet=sheet,
            version=sheet.version,
            revision=1,
            step=0,
            changes={key: ["", value] for key, value in sheet.values.items()},
            origin=Origin.CARRIED,
            source={"edition": round_.base.sequence},
            by=by.name,
            at=at,
        )
        for sheet in sheets
        if sheet.values
    ]
    AnswerVersion.objects.bulk_create(carried, batch_size=_BATCH)
    return sheets


def _new_sheet(round_: ReviewRound, rules: Round, project: Project, stored: StoredProject) -> Sheet:
    values = first_values(rules, project)
    lead = lead_section(project)
    sheet = Sheet(
        municipality_id=round_.municipality_id,
        round=round_,
        project=stored,
        project_key=project.id,
        position=stored.position,
        number=stored.number,
        name=stored.name,
        path=stored.path,
        lead_key=fold_section(lead) if lead else "",
        lead_name=lead or "",
        values=values,
        version=1 if values else 0,
        last_direction_key=_last_direction(rules, project),
    )
    derive(sheet, rules, project)
    return sheet


def lead_section(project: Project) -> str | None:
    """Return the name of the section that answers (主管課): the first that the plan calls so; None without sections."""
    leads = [section.name for section in project.sections if section.role is SectionRole.LEAD]
    names = leads or [section.name for section in project.sections]
    return names[0] if names else None


def _sections(sheet: Sheet, project: Project) -> list[SheetSection]:
    names = {fold_section(section.name): section.name for section in project.sections}
    return [
        SheetSection(
            municipality_id=sheet.municipality_id,
            round_id=sheet.round_id,
            sheet=sheet,
            position=position,
            key=key,
            name=name,
            is_lead=key == sheet.lead_key,
        )
        for position, (key, name) in enumerate(names.items())
    ]


def _last_direction(rules: Round, project: Project) -> str:
    field = rules.form.meaning(Meaning.DIRECTION)
    last = last_values(rules, project).get(field.key, "") if field else ""
    label = read_direction(last, rules.scale_of(field.key)) if field and last else None
    return label_key(label)


def _refuse_other_questions(before: Round, after: Round) -> None:
    same = (before.form, before.scale, before.year, before.asks) == (
        after.form,
        after.scale,
        after.year,
        after.asks,
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


def _closed(round_: ReviewRound) -> RoundClosedError:
    word = RoundState(round_.state).label
    return RoundClosedError(
        ja=f"この評価は{word}なので、それはできません。画面を開き直して、今の状態を確かめてください。",
        en=f"The round is {round_.state}, so this cannot be done; open the page again.",
    )


def _write(rules: Round) -> str:
    return json.dumps(encode(rules), ensure_ascii=False)


def _facts(round_: ReviewRound) -> dict[str, object]:
    return {
        "series": round_.series_id,
        "year": round_.year,
        "title": round_.title,
        "state": round_.state,
        "due": round_.due,
        "version": round_.version,
    }
