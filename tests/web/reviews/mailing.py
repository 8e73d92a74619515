"""An open round whose sections have people with addresses, and the mails that left."""

import email.policy
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from tests.web import factories
from torikumi.web.accounts.models import Municipality, OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.mail.default_letters import DEFAULTS
from torikumi.web.mail.delivery import Delivery, MailMode
from torikumi.web.mail.letters import LetterKind
from torikumi.web.reviews.actions.reminders import LetterWish
from torikumi.web.reviews.models import ReviewRound
from torikumi.web.reviews.queries.reminders import parties_for

DAY = date(2026, 6, 25)
AT = datetime(2026, 6, 25, 1, 0, tzinfo=UTC)  # 10:00 in Japan
PLAN, PRESS = "kikaku-tanto@example.lg.jp", "koho-tanto@example.lg.jp"
FILES = Delivery(
    mode=MailMode.FILES, sender_name="企画課", sender_address="kikaku@example.lg.jp", a_minute=1000
)


def wish(round_: ReviewRound, kind: LetterKind = LetterKind.REMINDER, **more: object) -> LetterWish:
    """Return the usual letter of a kind to everybody whom it concerns on that day."""
    plain = LetterWish(
        kind=kind,
        text=DEFAULTS[kind],
        keys=frozenset(party.key for party in parties_for(kind, round_, round_.rules(), DAY)),
        address="https://plan.example.lg.jp/",
        sender="企画課 見本 太郎",
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def somebody(
    city: Municipality, role: Role, unit: OrganisationUnit | None, *, name: str, address: str
) -> User:
    """Return a person with a name and an address of mail."""
    user = factories.person(city, role, section=unit)
    user.display_name, user.email = name, address
    user.save(update_fields=["display_name", "email"])
    return user


def mails_in(home: Path) -> dict[str, EmailMessage]:
    """Return the newest mail to each address, as a mail program reads it."""
    return {address_of(mail): mail for mail in all_mails_in(home)}


def all_mails_in(home: Path) -> list[EmailMessage]:
    """Return every mail that became a file, the oldest first."""
    paths = sorted((home / "var" / "mail").rglob("*.eml"), key=lambda path: path.name)
    return [read_mail(path.read_bytes()) for path in paths]


def read_mail(content: bytes) -> EmailMessage:
    """Return a mail as a mail program reads it."""
    parse: Callable[[bytes], EmailMessage] = BytesParser(EmailMessage, policy=email.policy.default).parsebytes  # type: ignore[assignment]
    return parse(content)


def address_of(mail: EmailMessage) -> str:
    """Return to whom a mail goes."""
    return mail["To"].addresses[0].addr_spec


def body_of(mail: EmailMessage) -> str:
    """Return the text of a mail."""
    part = mail.get_body(("plain",))
    assert part is not None
    return part.get_content().replace("\r\n", "\n")
