"""Who wrote which field of a sheet last, and the moves of a sheet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from torikumi.review.states import Move
from torikumi.web.accounts.models import RoleAssignment
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.scope import CityQuerySet
from torikumi.web.reviews.models import AnswerVersion, Origin, Sheet, SheetMove
from torikumi.web.reviews.queries.people import names_by_login

# What is said where two pairs of eyes were one.
SAME_PERSON = "提出した人が承認"


def writers_of(sheet: Sheet, day: date, *, reader: str) -> dict[str, str]:
    """Return who wrote each field last, with their section: 「広報課 見本 花子」.

    What was carried over nobody wrote, and what the reader wrote they know.
    """
    rows = versions_of(sheet).exclude(origin=Origin.CARRIED).order_by("version")
    last = {key: row.by for row in rows for key in row.changes}
    last = {key: login for key, login in last.items() if login != reader}
    names = names_by_login(sheet, last.values())
    sections = _sections_of(sheet, set(last.values()), day)
    return {
        key: " ".join(word for word in (sections.get(login, ""), names[login]) if word)
        for key, login in last.items()
    }


def versions_of(sheet: Sheet) -> CityQuerySet[AnswerVersion]:
    """Return every write of the sheet's answers, oldest first."""
    return AnswerVersion.objects.within(sheet).filter(sheet=sheet).order_by("version")


def moves_of(sheet: Sheet) -> CityQuerySet[SheetMove]:
    """Return every move of the sheet, oldest first."""
    return SheetMove.objects.within(sheet).filter(sheet=sheet).order_by("version")


def handed_in_by(sheet: Sheet) -> str:
    """Return the log-in name of who handed the sheet in last, in the revision that it is in; "" where nobody did."""
    rows = moves_of(sheet).filter(move=Move.SUBMIT, revision=sheet.revision)
    return rows.order_by("-version").values_list("by", flat=True).first() or ""


def approved_by_writers(moves: Iterable[SheetMove]) -> frozenset[int]:
    """Return the versions of those of a sheet's moves, oldest first, by which somebody approved what they handed in."""
    found: set[int] = set()
    last = ""
    for move in moves:
        if move.move == Move.SUBMIT:
            last = move.by
        elif move.move == Move.APPROVE and move.by == last:
            found.add(move.version)
    return frozenset(found)


def _sections_of(sheet: Sheet, logins: set[str], day: date) -> dict[str, str]:
    rows = RoleAssignment.objects.filter(
        user__municipality_id=sheet.municipality_id, user__login_name__in=logins, role=Role.SECTION
    ).on(day)
    return dict(rows.values_list("user__login_name", "unit__name"))
