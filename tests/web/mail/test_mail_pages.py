"""The log of mail: who sees it, what it shows, what can be looked for, and what leaves as CSV."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.web import factories
from tests.web.mail.post_office import PostOffice
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.environment import SettingError
from torikumi.web.jobs.models import Job
from torikumi.web.mail.delivery import Delivery, Encryption, MailMode, read_delivery
from torikumi.web.mail.export import COLUMNS
from torikumi.web.mail.message import Attachment
from torikumi.web.mail.models import MailState, SentMail
from torikumi.web.mail.posting import send_mail
from torikumi.web.mail.writing import NewMail, Occasion

Send = Callable[..., Job]
Mails = Callable[[], dict[str, SentMail]]


@pytest.fixture
def browse(city: Municipality, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(factories.person(city, Role.PLANNING))


@pytest.mark.django_db
def test_the_log_shows_what_was_sent_with_its_text(
    smtp: PostOffice, send: Send, mails: Mails, browse: Client
) -> None:
    send(
        "a@example.jp",
        body="<b>本文</b>\n・一つめ",
        attachments=(Attachment(name="調査票.csv", media_type="text/csv", content=b"abc"),),
    )

    log = browse.get(reverse("mail:log")).content.decode()
    page = browse.get(mails()["a@example.jp"].get_absolute_url()).content.decode()

    assert "受け付けられた" in log
    assert "令和7年度評価" in log
    assert "&lt;b&gt;本文&lt;/b&gt;\n・一つめ" in page
    assert "250 2.0.0 queued as 1" in page
    assert "調査票.csv（3\xa0バイト）" in page
    assert "もう一度送る" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({}, {"a", "nobody", "c"}),
        ({"state": "refused"}, {"nobody"}),
        ({"kind": "reminder"}, {"a", "nobody"}),
        ({"about": "round:13"}, {"c"}),
        ({"to": "NOBODY"}, {"nobody"}),
        ({"kind": "there is none"}, {"a", "nobody", "c"}),
    ],
)
def test_the_log_and_its_csv_are_narrowed_alike(
    question: dict[str, str],
    found: set[str],
    smtp: PostOffice,
    send: Send,
    browse: Client,
    city: Municipality,
) -> None:
    send("a@example.jp", "nobody@example.jp")
    occasion = Occasion(kind="request", about="round:13", about_label="令和8年度評価")
    mail = NewMail(to_address="c@example.jp", subject="件名", body="本文")
    send_mail(mail, city=city, occasion=occasion, by=factories.SYSTEM, at=timezone.now())

    log = browse.get(reverse("mail:log"), question).content.decode()
    answer = browse.get(reverse("mail:export"), question)

    assert {name for name in ("a", "nobody", "c") if f"{name}@example.jp</span>" in log} == found
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["宛先"].partition("@")[0] for row in rows} == found
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.django_db
def test_no_cell_of_the_csv_is_a_formula_and_the_text_is_whole(
    smtp: PostOffice, send: Send, browse: Client
) -> None:
    sheet = Attachment(name="票.csv", media_type="text/csv", content=b"")
    send("a@example.jp", subject="=1+1", body='-二行\n"目",あり', to_name="@太郎", attachments=(sheet,))

    content = browse.get(reverse("mail:export")).content

    assert content.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert tuple(head) == COLUMNS
    told = dict(zip(head, row, strict=True))
    assert (told["件名"], told["本文"], told["宛名"]) == ("'=1+1", '\'-二行\n"目",あり', "'@太郎")
    assert (told["添付ファイル"], told["種類"], told["状態"]) == ("票.csv", "督促", "受け付けられた")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["mail:log", "mail:export"])
def test_many_mails_take_as_many_questions_as_one(
    name: str, smtp: PostOffice, send: Send, browse: Client
) -> None:
    sheet = Attachment(name="票.csv", media_type="text/csv", content=b"")
    send("a@example.jp", attachments=(sheet,))
    browse.get(reverse(name))
    with CaptureQueriesContext(connection) as one:
        browse.get(reverse(name))
    send(*(f"p{number}@example.jp" for number in range(6)), attachments=(sheet,))

    with CaptureQueriesContext(connection) as many:
        content = browse.get(reverse(name)).content.decode()

    assert content.count("@example.jp") >= 7
    assert len(many) == len(one)


@pytest.mark.django_db
def test_another_city_sees_nothing(
    smtp: PostOffice, send: Send, mails: Mails, other_city: Municipality, browser_of: Callable[[User], Client]
) -> None:
    send("die@example.jp", subject="秘密の件名")
    mail = mails()["die@example.jp"]
    stranger = browser_of(factories.person(other_city, Role.ADMINISTRATOR, Role.PLANNING))

    assert "秘密の件名" not in stranger.get(reverse("mail:log")).content.decode()
    assert "令和7年度評価" not in stranger.get(reverse("mail:log")).content.decode()
    assert "秘密の件名" not in stranger.get(reverse("mail:export")).content.decode()
    assert stranger.get(mail.get_absolute_url()).status_code == 404
    assert stranger.post(reverse("mail:again", args=[mail.pk])).status_code == 404


@pytest.mark.django_db
def test_an_unknown_mail_is_sent_again_from_its_page_by_planning_only(
    smtp: PostOffice,
    send: Send,
    mails: Mails,
    browse: Client,
    city: Municipality,
    browser_of: Callable[[User], Client],
) -> None:
    send("die@example.jp")
    old = mails()["die@example.jp"]
    administrator = browser_of(factories.person(city, Role.ADMINISTRATOR))
    assert "もう一度送る" not in administrator.get(old.get_absolute_url()).content.decode()
    page = browse.get(old.get_absolute_url()).content.decode()
    assert "二重に届くことがあります" in page

    answer = browse.post(reverse("mail:again", args=[old.pk]), follow=True)

    assert "もう一度送るように頼みました" in answer.content.decode()
    assert len(smtp.taken) == 2
    twice = browse.post(reverse("mail:again", args=[old.pk]))
    assert twice.status_code == 422
    assert "1回だけ" in twice.content.decode()


@pytest.mark.django_db
def test_the_command_to_try_the_settings_tells_what_the_server_said(
    smtp: PostOffice, city: Municipality, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("send_test_mail", municipality="999997", to="a@example.jp")
    call_command("send_test_mail", municipality="999997", to="nobody@example.jp")

    assert capsys.readouterr().out.splitlines() == [
        "受け付けられた　250 2.0.0 queued as 1", "断られた　550 5.1.1 no such mailbox",
    ]  # fmt: skip
    assert SentMail.objects.within(city).filter(state=MailState.ACCEPTED).count() == 1


# --- Settings ---

FULL = {
    "TORIKUMI_MAIL": "smtp", "TORIKUMI_MAIL_HOST": "mail.example.lg.jp",
    "TORIKUMI_MAIL_FROM": "企画課 <kikaku@example.lg.jp>", "TORIKUMI_MAIL_USER": "torikumi",
    "TORIKUMI_MAIL_PASSWORD_FILE": "/etc/torikumi.mail", "TORIKUMI_MAIL_A_MINUTE": "60",
}  # fmt: skip


def test_mail_is_off_by_default_and_its_other_settings_are_not_even_read() -> None:
    assert read_delivery({}).mode is MailMode.OFF
    assert read_delivery({"TORIKUMI_MAIL_PORT": "x"}).mode is MailMode.OFF


def test_the_settings_of_mail_come_from_the_environment() -> None:
    expected = Delivery(
        mode=MailMode.SMTP, host="mail.example.lg.jp", port=587, encryption=Encryption.STARTTLS, user="torikumi",
        password_file="/etc/torikumi.mail", sender_name="企画課", sender_address="kikaku@example.lg.jp", a_minute=60,
    )  # fmt: skip

    assert read_delivery(FULL) == expected
    assert read_delivery({**FULL, "TORIKUMI_MAIL_TLS": "tls"}) == replace(
        expected, encryption=Encryption.TLS, port=465
    )
    files = read_delivery({"TORIKUMI_MAIL": "files", "TORIKUMI_MAIL_FROM": "a@example.jp"})
    assert files == Delivery(mode=MailMode.FILES, sender_address="a@example.jp")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TORIKUMI_MAIL", "yes"), ("TORIKUMI_MAIL_HOST", ""), ("TORIKUMI_MAIL_FROM", ""),
        ("TORIKUMI_MAIL_FROM", "企画課"), ("TORIKUMI_MAIL_TLS", "ssl"), ("TORIKUMI_MAIL_TLS", "none"),
        ("TORIKUMI_MAIL_PORT", "0"), ("TORIKUMI_MAIL_USER", ""), ("TORIKUMI_MAIL_USER", "利用者"),
        ("TORIKUMI_MAIL_A_MINUTE", "0"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        read_delivery({**FULL, name: value})
