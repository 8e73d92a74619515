"""The mails with which workbooks go out: one to each person of a section, with their own section's workbook alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from torikumi.text.era import format_fiscal_year
from torikumi.web.accounts.models import RoleAssignment, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.unit_names import unit_names_through_time
from torikumi.web.mail.letters import LetterKind, LetterText, fill
from torikumi.web.mail.message import Attachment
from torikumi.web.mail.writing import NewMail
from torikumi.web.plans.models import Original
from torikumi.web.reviews.days import day_words, left_words
from torikumi.web.reviews.models import ReviewRound
from torikumi.web.reviews.queries.deadlines import due_of
from torikumi.web.reviews.reminders import WITHOUT_DUE
from torikumi.web.reviews.workbook_models import BookSending, SentWorkbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ADDED = (
    "\n\n課のExcelを添えます。Excelで答えるときは、書いて保存したものを、"
    "このメールの差出人に返すか、上のページで取り込んでください。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressees:
    """The people of each section whom mail reaches, by the section's key, and the sections without any."""

    people: Mapping[str, tuple[User, ...]]
    without: tuple[str, ...]


def addressees_of(books: Iterable[SentWorkbook], day: date, *, code: str) -> Addressees:
    """Return who gets which workbook: everybody who works for the section on that day and has an address."""
    units = unit_names_through_time(code, day)
    rows = RoleAssignment.objects.filter(
        user__municipality__code=code, user__is_active=True, role=Role.SECTION
    ).on(day)
    staff: dict[int, dict[int, User]] = {}
    for row in rows.select_related("user"):
        if row.unit_id is not None and row.user.email:
            staff.setdefault(row.unit_id, {})[row.user.pk] = row.user
    people: dict[str, tuple[User, ...]] = {}
    without = []
    for book in books:
        found = {
            pk: user
            for unit in units.get(book.section_key, ())
            for pk, user in staff.get(unit.pk, {}).items()
        }
        people[book.section_key] = tuple(found.values())
        if not found:
            without.append(book.section_name)
    return Addressees(people=people, without=tuple(without))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends, on which day, and what every address begins with ("https://…")."""

    name: str
    address: str
    day: date
    site: str


def write_letters(
    sending: BookSending,
    books: Iterable[SentWorkbook],
    letter: LetterText,
    *,
    addressees: Addressees,
    sender: Sender,
) -> list[NewMail]:
    """Return the mails of a sending, each with the one workbook of its section."""
    return [
        _mail(sending.round, book, person, letter, sender)
        for book in books
        for person in addressees.people.get(book.section_key, ())
    ]


def _mail(
    round_: ReviewRound, book: SentWorkbook, person: User, letter: LetterText, sender: Sender
) -> NewMail:
    text = fill(LetterKind.REQUEST, letter, _values(round_, book, person, sender))
    content = Original.objects.within(round_).get(pk=book.original_id).content
    return NewMail(
        to_address=person.email,
        to_name=person.display_name,
        subject=text.subject[:200],
        body=text.body.rstrip() + _ADDED + "\n",
        attachments=(Attachment(name=book.file_name, media_type=XLSX, content=bytes(content)),),
        reply_to=sender.address,
    )


def _values(round_: ReviewRound, book: SentWorkbook, person: User, sender: Sender) -> dict[str, str]:
    due = due_of(round_, book.section_key)
    return {
        "団体名": round_.municipality.name,
        "課名": book.section_name,
        "宛名": person.display_name,
        "計画名": round_.series.title,
        "年度": format_fiscal_year(round_.year),
        "締切": day_words(due) or WITHOUT_DUE,
        "残り日数": str(max((due - sender.day).days, 0)) if due else WITHOUT_DUE,
        "残り": left_words(due, sender.day) or WITHOUT_DUE,
        "件数": str(book.row_count),
        "残り件数": str(book.row_count),
        "一覧": "",
        "アドレス": sender.site + reverse("reviews:workbooks", args=[round_.pk]),
        "差出人": sender.name,
    }
