"""Letters to those who owe answers or approvals: to whom, on which days, in which words. Pure values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from torikumi.text.characters import join_lines
from torikumi.text.era import format_fiscal_year
from torikumi.web.mail.letters import LetterKind, LetterText, fill
from torikumi.web.mail.writing import NewMail
from torikumi.web.reviews.days import day_words, left_words

# A mail of more lines is read by nobody; the page has them all.
MOST_LINES = 200
_LONGEST_NOTE = 1_000
WITHOUT_DUE = "期限なし"
TO_SECTIONS = (LetterKind.REQUEST, LetterKind.REMINDER, LetterKind.RETURNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person of a section or a step; `address` is "" where no mail reaches them."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSheet:
    """A sheet that waits: its project, and why it was returned, where it was."""

    label: str
    is_returned: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Those who are written to together: a lead section (主管課), or the people of one step. `total` counts what is theirs."""

    key: str
    name: str
    due: date | None
    sheets: tuple[OpenSheet, ...]
    total: int
    people: tuple[Contact, ...] = ()
    heads: tuple[Contact, ...] = ()
    last_change: datetime | None = None

    @property
    def left(self) -> int:
        """How many sheets wait."""
        return len(self.sheets)

    @property
    def returned(self) -> int:
        """How many of them were returned."""
        return sum(sheet.is_returned for sheet in self.sheets)

    def recipients(self, *, also_heads: bool) -> tuple[Contact, ...]:
        """Return whom a mail reaches, each address once."""
        asked = (*self.people, *self.heads) if also_heads else self.people
        found: dict[str, Contact] = {}
        for contact in asked:
            if contact.address:
                found.setdefault(contact.address.casefold(), contact)
        return tuple(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """On which days the timer writes, counted from the last day; `every` are days between letters after it."""

    before: tuple[int, ...] = ()
    on_the_day: bool = False
    every: int | None = None

    def include(self, day: date, *, due: date) -> bool:
        """Tell whether a letter goes out on `day` to somebody whose last day is `due`."""
        left = (due - day).days
        if left > 0:
            return left in self.before
        if left == 0:
            return self.on_the_day
        return self.every is not None and -left % self.every == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a letter says that is the same for all: the city, the plan, the year, where to click, who writes."""

    city: str
    plan: str
    year: int
    address: str
    sender: str
    day: date


def only_of(kind: LetterKind, parties: Iterable[Party]) -> tuple[Party, ...]:
    """Return those whom a letter of the kind concerns, each with the sheets that it speaks of."""
    if kind is not LetterKind.RETURNED:
        return tuple(party for party in parties if party.sheets)
    found = []
    for party in parties:
        returned = tuple(sheet for sheet in party.sheets if sheet.is_returned)
        if returned:
            found.append(replace(party, sheets=returned))
    return tuple(found)


def write_letter(
    kind: LetterKind, text: LetterText, *, party: Party, to_name: str, setting: Setting
) -> LetterText:
    """Return the letter for one person, filled in with this party's own sheets and nothing else."""
    values = {
        "団体名": setting.city,
        "課名": party.name,
        "宛名": to_name,
        "計画名": setting.plan,
        "年度": format_fiscal_year(setting.year),
        "締切": day_words(party.due) or WITHOUT_DUE,
        "残り日数": str(max((party.due - setting.day).days, 0)) if party.due else WITHOUT_DUE,
        "残り": left_words(party.due, setting.day) or WITHOUT_DUE,
        "件数": str(party.total),
        "残り件数": str(party.left),
        "一覧": "\n".join(_lines(party.sheets)),
        "アドレス": setting.address,
        "差出人": setting.sender,
        "差戻しの理由": "\n".join(_reasons(party.sheets)),
    }
    return fill(kind, text, values)


def write_mails_to(
    party: Party,
    *,
    kind: LetterKind,
    text: LetterText,
    setting: Setting,
    also_heads: bool,
    reply_to: str = "",
) -> tuple[NewMail, ...]:
    """Return one mail to each person of the party whom mail reaches."""
    mails = []
    for contact in party.recipients(also_heads=also_heads):
        letter = write_letter(kind, text, party=party, to_name=contact.name, setting=setting)
        mails.append(
            NewMail(
                to_address=contact.address,
                to_name=contact.name,
                subject=letter.subject,
                body=letter.body,
                reply_to=reply_to,
            )
        )
    return tuple(mails)


def _lines(sheets: tuple[OpenSheet, ...]) -> Iterator[str]:
    for sheet in sheets[:MOST_LINES]:
        yield f"・{join_lines(sheet.label)}"
    if len(sheets) > MOST_LINES:
        yield f"（ほか{len(sheets) - MOST_LINES}件）"


def _reasons(sheets: tuple[OpenSheet, ...]) -> Iterator[str]:
    for sheet in sheets[:MOST_LINES]:
        if sheet.note:
            note = sheet.note if len(sheet.note) <= _LONGEST_NOTE else sheet.note[:_LONGEST_NOTE] + "…"
            yield f"・{join_lines(sheet.label)}\n　{note}"
