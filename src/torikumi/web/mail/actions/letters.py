"""Texts of letters: each save is a new version."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from torikumi.web.accounts.models import Municipality
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.mail.addresses import check_line
from torikumi.web.mail.letters import LONGEST_BODY, LetterKind, LetterText, LetterTextError, find_problems
from torikumi.web.mail.message import LONGEST_SUBJECT
from torikumi.web.mail.models import StoredLetter


class StaleLetterError(LetterTextError):
    """Somebody else saved a newer version in the meantime."""


@transaction.atomic
def save_letter(
    *, city: Municipality, kind: LetterKind, text: LetterText, made_on: int, by: Actor, at: datetime
) -> StoredLetter:
    """Keep a new version of a letter, made on version `made_on` (0: the text that comes with the application).

    Raises LetterTextError for an unknown placeholder, StaleLetterError where `made_on` is not the newest version.
    """
    check_letter(kind, text)
    # Two that save at once meet at the city's row.
    Municipality.objects.select_for_update().get(pk=city.pk)
    newest = StoredLetter.objects.within(city).filter(kind=kind).aggregate(last=Max("version"))["last"] or 0
    if made_on != newest:
        raise StaleLetterError(
            ja="開いているあいだに、ほかの人がこの文面を保存しました。下の新しい文面を見て、必要なところを直し、もう一度保存してください。",
            en="Somebody else saved this letter in the meantime; look at the newer text below and save again.",
        )
    letter = StoredLetter.objects.create(
        municipality=city,
        kind=kind,
        version=newest + 1,
        subject=text.subject,
        body=text.body,
        made_by=by.name,
        made_at=at,
    )
    after = {"kind": kind.value, "version": letter.version, "subject": text.subject, "body": text.body}
    record(
        by=by, at=at, action="save_letter", kind="letter", key=f"{kind.value}:{letter.version}", after=after
    )
    return letter


def check_letter(kind: LetterKind, text: LetterText) -> None:
    """Raise LetterTextError, or HeaderTextError for the subject, for a text that cannot be kept."""
    check_line(text.subject, what="件名", longest=LONGEST_SUBJECT)
    if not text.subject.strip() or not text.body.strip():
        raise LetterTextError(
            ja="件名と本文の両方を入れてください。", en="Give both the subject and the text of the letter."
        )
    if len(text.body) > LONGEST_BODY:
        raise LetterTextError(
            ja=f"本文が長すぎます（{len(text.body)}文字）。{LONGEST_BODY}文字までにしてください。",
            en=f"The text is too long ({len(text.body)} letters); at most {LONGEST_BODY}.",
        )
    problems = [*find_problems(kind, text.subject), *find_problems(kind, text.body)]
    if problems:
        raise LetterTextError(ja=" ".join(dict.fromkeys(problems)), en="The letter has unknown placeholders.")
