"""Workbooks by mail: each section's people get their own section's workbook, and nobody another's."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from tests.web.mail.conftest import SMTP
from tests.web.reviews.book_hands import book_of, download, send_all
from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import seen_text, text_of
from torikumi.web.accounts.models import OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.mail.delivery import MailMode
from torikumi.web.mail.models import Enclosure, SentMail
from torikumi.web.reviews.models import ReviewRound

BrowserOf = Callable[[User], Client]


@pytest.fixture
def desk(player: Callable[..., Player], browser_of: BrowserOf) -> Client:
    return browser_of(player(Role.PLANNING).user)


@pytest.fixture
def people(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> dict[str, User]:
    """Give two people of 企画課 and one of 広報課 with addresses, one of 図書館 without."""
    made = {}
    for name, section, email in (
        ("a", "企画課", "a@example.lg.jp"), ("b", "企画課", "b@example.lg.jp"),
        ("c", "広報課", "c@example.lg.jp"), ("d", "図書館", ""),
    ):  # fmt: skip
        user = player(Role.SECTION, section=sections[section]).user
        user.email = email
        user.save(update_fields=["email"])
        made[name] = user
    return made


def test_each_section_s_people_get_their_own_workbook(
    desk: Client, opened: ReviewRound, people: dict[str, User], settings: pytest.FixtureRequest
) -> None:
    settings.MAIL = replace(SMTP, mode=MailMode.FILES)
    send_all(desk, opened)
    sending = book_of(opened).sending
    page = text_of(desk, sending.get_absolute_url())

    response = desk.post(f"{sending.get_absolute_url()}mail/")

    assert response.status_code == 302
    assert "図書館" in page[page.index("メールアドレスのある担当者がいない課") :]
    mails = list(SentMail.objects.within(opened).order_by("to_address"))
    assert [mail.to_address for mail in mails] == ["a@example.lg.jp", "b@example.lg.jp", "c@example.lg.jp"]
    files = {mail.to_address: Enclosure.objects.within(mail).get(mail=mail) for mail in mails}
    assert bytes(files["a@example.lg.jp"].file.content) == download(desk, book_of(opened))
    assert bytes(files["c@example.lg.jp"].file.content) == download(desk, book_of(opened, "広報課"))
    assert "企画課" in mails[0].body
    assert f"http://testserver/reviews/{opened.pk}/workbooks/" in mails[0].body
    again = desk.post(f"{sending.get_absolute_url()}mail/")
    assert again.status_code == 409
    assert "もうメールで送っています" in seen_text(again)
    assert SentMail.objects.within(opened).count() == 3
    assert desk.post(f"{sending.get_absolute_url()}mail/", {"again": "yes"}).status_code == 302
    assert SentMail.objects.within(opened).count() == 6


def test_without_mail_the_page_says_what_to_do(
    desk: Client, opened: ReviewRound, people: dict[str, User]
) -> None:
    send_all(desk, opened)

    response = desk.post(f"{book_of(opened).sending.get_absolute_url()}mail/")

    assert response.status_code == 422
    assert "メールを送る設定になっていません" in seen_text(response)
    assert not SentMail.objects.within(opened).exists()
