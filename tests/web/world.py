"""A city that has everything: people of every role, editions of every standing, an import, a reading, a deputy.

Each thing that not everybody may see holds a word of its own (`marks`), so that it can be looked for in any answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.test import Client

from tests.web import factories
from tests.web.plans.invented import AT, make_plan
from tests.web.reviews.rounds import OPENED, make_round
from torikumi.plan.finding import Finding, Severity
from torikumi.plan.model import Municipality as PlanCity
from torikumi.plan.model import Plan
from torikumi.plan.project import Review, ReviewState
from torikumi.web.accounts.actions.delegations import Absence, delegate
from torikumi.web.accounts.actions.personnel import stage_personnel
from torikumi.web.accounts.models import (
    Delegation,
    Municipality,
    OrganisationUnit,
    PersonnelImport,
    RoleAssignment,
    User,
)
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.token_models import ApiToken
from torikumi.web.audit.actor import Actor
from torikumi.web.jobs.models import Job
from torikumi.web.mail.models import MailState, SentMail
from torikumi.web.plans.actions.corrections import correct_reading
from torikumi.web.plans.actions.readings import refuse_reading, start_reading
from torikumi.web.plans.documents import ReadDocument, UploadedDocument
from torikumi.web.plans.importing import confirm_import, stage_import, stage_new_plan, take_in_corrections
from torikumi.web.plans.models import Edition, Import, PlanSeries
from torikumi.web.plans.preparing import EditionWishes
from torikumi.web.plans.reading_desk import Reading
from torikumi.web.plans.reading_models import ReadingCorrection, ReadingJob, ReadingState
from torikumi.web.publications.models import Publication
from torikumi.web.reviews.actions.rounds import create_round, open_round
from torikumi.web.reviews.models import ReviewRound, Sheet

SECTION, OTHER_SECTION = "企画課", "広報課"  # both have projects in the invented plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The words by which a city's things are found in answers."""

    published: str
    draft: str  # an edition that was confirmed and not published
    withdrawn: str
    staged: str  # an import that waits
    answer: str  # an answer that nobody has approved, in every edition
    reading: str
    people: str

    def secret(self) -> tuple[str, ...]:
        """Return what nobody outside of the city may read."""
        return (self.draft, self.withdrawn, self.staged, self.answer, self.reading, self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A city with one of everything."""

    city: Municipality
    people: Mapping[Role, User]
    section: OrganisationUnit
    other_section: OrganisationUnit
    assignment: RoleAssignment
    delegation: Delegation
    series: PlanSeries
    editions: Mapping[str, Edition]  # "published", "withdrawn", "draft"
    applied: Mapping[str, Import]
    publications: Mapping[str, Publication]  # "published", "withdrawn"
    staged: Import
    correction: ReadingCorrection
    reading: ReadingJob
    round: ReviewRound
    sheets: Mapping[str, Sheet]  # "own" is of `section`, "other" of `other_section`
    personnel: PersonnelImport
    job: Job
    mail: SentMail
    token: ApiToken  # of the reader
    marks: Marks


def make_world(*, code: str, name: str) -> World:
    """Return a new city with everything; its files are below PUBLISHED_ROOT."""
    city = factories.municipality(code=code, name=name)
    marks = Marks(**{each: f"{word}の合図{code}" for each, word in zip(Marks.__slots__, _WORDS, strict=True)})
    section = factories.unit(city, name=SECTION)
    other_section = factories.unit(city, name=OTHER_SECTION)
    people = {role: _person(city, role, section, marks) for role in Role}
    by = Actor(name=people[Role.PLANNING].login_name, role=Role.PLANNING, municipality=code)
    applied, editions = _editions(city, marks, by)
    series = editions["published"].series
    round_ = _round(series, by)
    staged, correction = _staged(series, marks, by)
    return World(
        city=city,
        people=people,
        section=section,
        other_section=other_section,
        assignment=people[Role.SECTION].assignments.get(),
        delegation=_delegation(people, by),
        series=series,
        editions=editions,
        applied=applied,
        publications=_publications(people[Role.PLANNING], editions),
        staged=staged,
        correction=correction,
        reading=_reading(series, marks, by),
        round=round_,
        sheets={
            "own": Sheet.objects.within(city).get(round=round_, lead_name=SECTION, position__lte=7),
            "other": Sheet.objects.within(city).get(round=round_, lead_name=OTHER_SECTION, position__lte=7),
        },
        personnel=stage_personnel(
            municipality=city,
            file_name=f"{marks.people}.xlsx",
            first_day=date(2026, 4, 1),
            rows=(),
            by=by,
            at=AT,
        ),
        job=Job.objects.create(municipality=city, kind="mihon", made_by=by.name, made_at=AT, due_at=AT),
        mail=_mail(city, marks, by),
        token=factories.token(people[Role.READER], name=f"{marks.people}の仕組み").token,
        marks=marks,
    )


_WORDS = ("公表", "草稿", "取下げ", "取込", "未承認", "読取", "人名")


def _person(city: Municipality, role: Role, section: OrganisationUnit, marks: Marks) -> User:
    user = factories.person(city, role, section=section, login_name=f"{role}-{city.code}")
    user.display_name = f"{role} {marks.people}"
    user.save(update_fields=["display_name"])
    return user


def _plan(city: Municipality, mark: str, answer: str, *, year: int) -> Plan:
    plan = make_plan(9)
    first, second, *rest = plan.projects
    review = Review(year=year, rater="担当課", state=ReviewState.DRAFT, result=answer)
    first = replace(first, summary=f"{first.summary}{mark}", reviews=(*first.reviews, review))
    second = replace(second, summary=f"{second.summary}{mark}")
    owner = PlanCity(code=city.code, name=city.name)
    return replace(plan, municipality=owner, year=year, projects=(first, second, *rest))


def _read(plan: Plan, name: str) -> ReadDocument:
    finding = Finding(
        code="mihon",
        severity=Severity.WARNING,
        ja="見本の所見。",
        en="A sample.",
        subject=plan.projects[0].id,
    )
    document = UploadedDocument(name=f"{name}.xlsx", content=repr(plan).encode())
    return ReadDocument(document=document, plan=plan, findings=(finding,))


def _editions(city: Municipality, marks: Marks, by: Actor) -> tuple[dict[str, Import], dict[str, Edition]]:
    applied, editions = {}, {}
    for year, name in ((2022, "withdrawn"), (2023, "published"), (2024, "draft")):
        read = _read(_plan(city, getattr(marks, name), marks.answer, year=year), name)
        wishes = EditionWishes(year=year)
        title = read.plan.title
        batch = stage_new_plan(read, title=title, wishes=wishes, by=by, at=AT)
        editions[name] = confirm_import(import_id=batch.pk, by=by, at=AT)
        applied[name] = Import.objects.within(city).get(pk=batch.pk)
    return applied, editions


def _staged(series: PlanSeries, marks: Marks, by: Actor) -> tuple[Import, ReadingCorrection]:
    read = _read(_plan(series.municipality, marks.staged, marks.answer, year=2025), "staged")
    batch = stage_import(read, series_id=series.pk, wishes=EditionWishes(year=2025), by=by, at=AT)
    found = Reading(batch).found_field(2, "summary")
    assert found is not None
    correct_reading(import_id=batch.pk, found=found, text=f"訂正した{marks.staged}", by=by, at=AT)
    take_in_corrections(import_id=batch.pk, by=by, at=AT)
    batch = Import.objects.within(series).get(pk=batch.pk)
    return batch, ReadingCorrection.objects.within(series).get(batch=batch)


def _round(series: PlanSeries, by: Actor) -> ReviewRound:
    round_ = create_round(series_id=series.pk, rules=make_round(), by=by, at=OPENED)
    return open_round(round_id=round_.pk, version=round_.version, by=by, at=OPENED)


def _mail(city: Municipality, marks: Marks, by: Actor) -> SentMail:
    return SentMail.objects.create(
        municipality=city,
        batch="b" * 32,
        kind="mihon",
        to_address=f"mihon@{city.code}.example.jp",
        to_name=marks.people,
        subject=f"依頼 {marks.people}",
        body="見本のメールです。",
        message_id=f"<{city.code}@example.jp>",
        made_by=by.name,
        made_at=AT,
        state=MailState.REFUSED,
        ended_at=AT,
    )


def _publications(planner: User, editions: Mapping[str, Edition]) -> dict[str, Publication]:
    client = Client()
    client.force_login(planner)
    made = {}
    for name in ("withdrawn", "published"):
        edition = editions[name]
        assert client.post(f"/publications/publish/{edition.pk}/").status_code == 302
        made[name] = Publication.objects.within(edition).get(edition=edition)
        if name == "withdrawn":
            address = f"/publications/{made[name].pk}/withdraw/"
            assert client.post(address, {"reason": "見本のため。"}).status_code == 302
    return made


def _delegation(people: Mapping[Role, User], by: Actor) -> Delegation:
    # On days that are over: nobody's rights change by it.
    absence = Absence(
        person=people[Role.DEPARTMENT_HEAD],
        assignment=None,
        first_day=date(2016, 4, 1),
        last_day=date(2016, 4, 2),
        reason="見本のため。",
    )
    return delegate(absence=absence, taker=people[Role.SECTION_HEAD], by=by, at=AT)


def _reading(series: PlanSeries, marks: Marks, by: Actor) -> ReadingJob:
    job = start_reading(
        file_name=f"{marks.reading}.pdf",
        series_id=series.pk,
        title="",
        wishes=EditionWishes(),
        by=by,
        at=AT,
    )
    state, message = ReadingState.REFUSED, f"読めませんでした。{marks.reading}"
    return refuse_reading(reading_id=job.pk, state=state, message=message, batch=None, by=by, at=AT)
