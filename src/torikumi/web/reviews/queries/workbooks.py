"""Workbooks of a round: what went out, what came back, and what a file is held against."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.review.came import Ground
from torikumi.review.sections import NO_SECTION, AskedProject, SectionWork
from torikumi.review.sent import SentBook
from torikumi.web.accounts.scope import CityQuerySet, Resident
from torikumi.web.mail.models import SentMail
from torikumi.web.plans.store import load_edition
from torikumi.web.reviews.models import ReviewRound, Sheet, SheetSection
from torikumi.web.reviews.workbook_models import BookSending, ReturnedWorkbook, SentWorkbook


def round_id_of(round_: ReviewRound) -> str:
    """Return what the keys of the workbooks are made from: no other city's round has it, on any server."""
    return f"{round_.municipality.code}-{round_.pk}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSection:
    """A section of the round as workbooks know it."""

    key: str
    name: str
    leads: int
    joins: int


def book_sections(round_: ReviewRound) -> list[BookSection]:
    """Return the sections that are asked about anything, in the order of the plan."""
    rows = SheetSection.objects.within(round_).filter(round=round_, sheet__taken_out_at__isnull=True)
    ordered = rows.order_by("sheet__position", "position").values_list("key", "name", "is_lead")
    names: dict[str, str] = {}
    leads: dict[str, int] = {}
    joins: dict[str, int] = {}
    for key, name, is_lead in ordered:
        names.setdefault(key, name)
        counted = leads if is_lead else joins
        counted[key] = counted.get(key, 0) + 1
    return [
        BookSection(key=key, name=name, leads=leads.get(key, 0), joins=joins.get(key, 0))
        for key, name in names.items()
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookGround:
    """All that workbooks of a round are written from and read against: the plan, the work, what is stored now.

    `keys` are those of the sections by their names, `versions` those of the sheets by project, `sent` what went out to
    each section by its key, the oldest first.
    """

    ground: Ground
    work: tuple[SectionWork, ...]
    keys: Mapping[str, str]
    versions: Mapping[str, int]
    sent: Mapping[str, tuple[SentBook, ...]]


def load_book_ground(round_: ReviewRound) -> BookGround:
    """Return it as it stands now. Reads the whole edition and every answer: for jobs."""
    plan = load_edition(round_.base)
    rows = Sheet.objects.within(round_).filter(round=round_, taken_out_at__isnull=True)
    sheets = list(rows.order_by("position").only("pk", "project_key", "version", "values", "lead_key"))
    work, keys = _share(round_, plan, sheets)
    pairs = sent_books(round_)
    sent: dict[str, list[SentBook]] = {}
    for key, book in pairs:
        sent.setdefault(key, []).append(book)
    return BookGround(
        ground=Ground(
            plan=plan,
            round=round_.rules(),
            books=tuple(book for _, book in pairs),
            stored={sheet.project_key: sheet.values for sheet in sheets},
        ),
        work=work,
        keys=keys,
        versions={sheet.project_key: sheet.version for sheet in sheets},
        sent={key: tuple(books) for key, books in sent.items()},
    )


def sent_books(round_: ReviewRound) -> list[tuple[str, SentBook]]:
    """Return every book that went out with the key of its section, once for each mark, the oldest first."""
    rows = SentWorkbook.objects.within(round_).filter(round=round_)
    newest = {mark: pk for pk, mark in rows.order_by("pk").values_list("pk", "mark")}
    found = rows.filter(pk__in=newest.values()).order_by("pk").only("section_key", "book")
    return [(row.section_key, row.sent_book()) for row in found]


def sent_by_mark(round_: ReviewRound) -> dict[str, SentWorkbook]:
    """Return the newest row of each mark, without its book."""
    rows = SentWorkbook.objects.within(round_).filter(round=round_).defer("book")
    return {row.mark: row for row in rows.order_by("pk")}


def untouched_hashes(round_: ReviewRound) -> frozenset[str]:
    """Return the SHA-256 of every file that went out."""
    rows = SentWorkbook.objects.within(round_).filter(round=round_)
    return frozenset(rows.values_list("sha256", flat=True))


def newest_sent(round_: ReviewRound, sections: Collection[str] | None = None) -> list[SentWorkbook]:
    """Return the newest workbook of each section (of those named), without its book."""
    rows = SentWorkbook.objects.within(round_).filter(round=round_).select_related("sending").defer("book")
    if sections is not None:
        rows = rows.filter(section_key__in=sections)
    newest = {row.section_key: row for row in rows.order_by("pk")}
    return list(newest.values())


def find_sending(person: Resident, round_id: int, sending_id: int) -> BookSending | None:
    """Return a sending of the round; None where the person's city has none."""
    rows = BookSending.objects.within(person).select_related("round__series", "round__base")
    return rows.filter(pk=sending_id, round=round_id).first()


def sendings_of(round_: ReviewRound) -> CityQuerySet[BookSending]:
    """Return the sendings of a round, the newest first."""
    return BookSending.objects.within(round_).filter(round=round_).order_by("-number")


def books_of(sending: BookSending) -> list[SentWorkbook]:
    """Return the workbooks of a sending, without their books."""
    rows = SentWorkbook.objects.within(sending).filter(sending=sending).defer("book", "versions")
    return list(rows.order_by("position"))


def find_sent(person: Resident, book_id: int) -> SentWorkbook | None:
    """Return a workbook that went out, without its book."""
    rows = SentWorkbook.objects.within(person).select_related("round").defer("book", "versions")
    return rows.filter(pk=book_id).first()


def returned_of(
    round_: ReviewRound, sections: Collection[str] | None, *, by: str
) -> CityQuerySet[ReturnedWorkbook]:
    """Return what came back, newest first: all of it, or that of some sections and what the person sent themselves."""
    rows = ReturnedWorkbook.objects.within(round_).filter(round=round_).defer("content", "outcome")
    if sections is not None:
        rows = rows.filter(section_key__in=sections) | rows.filter(uploaded_by=by)
    return rows.order_by("-pk")


def find_returned(person: Resident, returned_id: int) -> ReturnedWorkbook | None:
    """Return a workbook that came back, with its round."""
    rows = ReturnedWorkbook.objects.within(person).select_related("round__series", "round__base", "sent")
    return rows.defer("sent__book").filter(pk=returned_id).first()


def same_file(round_: ReviewRound, sha256: str) -> ReturnedWorkbook | None:
    """Return the row of a file that is being looked at or was taken in already."""
    rows = ReturnedWorkbook.objects.within(round_).filter(round=round_, sha256=sha256)
    return next((row for row in rows.order_by("-pk") if row.is_held()), None)


def sheets_by_project(round_: ReviewRound, projects: Iterable[str]) -> dict[str, Sheet]:
    """Return the sheets of some projects with their answers, those that were taken out among them."""
    rows = Sheet.objects.within(round_).filter(round=round_, project_key__in=set(projects))
    return {row.project_key: row for row in rows.select_related("project").order_by("position")}


def _share(
    round_: ReviewRound, plan: Plan, sheets: Iterable[Sheet]
) -> tuple[tuple[SectionWork, ...], dict[str, str]]:
    """Who answers for what: as the round has it, which may differ from what the plan prints."""
    projects = {sheet.pk: plan.project_by_id[sheet.project_key] for sheet in sheets}
    rows = SheetSection.objects.within(round_).filter(round=round_, sheet__in=list(projects))
    asked: dict[str, list[AskedProject]] = {}
    names: dict[str, str] = {}
    seen: set[int] = set()
    ordered = rows.order_by("sheet__position", "position")
    for pk, key, name, is_lead in ordered.values_list("sheet_id", "key", "name", "is_lead"):
        names.setdefault(key, name)
        asked.setdefault(key, []).append(AskedProject(projects[pk], lead=is_lead))
        seen.add(pk)
    work = [SectionWork(names[key], tuple(of_it)) for key, of_it in asked.items()]
    orphans = _orphans(projects, seen)
    if orphans:
        work.append(SectionWork(NO_SECTION, orphans))
    return tuple(work), {name: key for key, name in names.items()}


def _orphans(projects: Mapping[int, Project], seen: Collection[int]) -> tuple[AskedProject, ...]:
    return tuple(AskedProject(project, lead=True) for pk, project in projects.items() if pk not in seen)


def states_by_section(round_: ReviewRound) -> dict[str, frozenset[str]]:
    """Return which states the workbooks that came back from each section are in."""
    rows = ReturnedWorkbook.objects.within(round_).filter(round=round_).order_by()
    found: dict[str, set[str]] = {}
    for key, state in rows.values_list("section_key", "state").distinct():
        found.setdefault(key, set()).add(state)
    return {key: frozenset(states) for key, states in found.items()}


def mails_about(sending: BookSending) -> int:
    """Return how many mails went out with the workbooks of a sending."""
    return SentMail.objects.within(sending).filter(about=sending.about()).count()
