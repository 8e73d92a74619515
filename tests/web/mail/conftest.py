"""A city that sends mail: the settings of mail, and a function that has some sent."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from django.utils import timezone

from tests.web import factories
from tests.web.mail.post_office import PostOffice
from torikumi.web.accounts.models import Municipality
from torikumi.web.jobs.models import Job
from torikumi.web.mail.delivery import Delivery, Encryption, MailMode
from torikumi.web.mail.models import SentMail
from torikumi.web.mail.posting import send_mails
from torikumi.web.mail.writing import NewMail, Occasion

OCCASION = Occasion(kind="reminder", about="round:12", about_label="令和7年度評価")
SMTP = Delivery(
    mode=MailMode.SMTP,
    host="127.0.0.1",
    encryption=Encryption.NONE,
    sender_name="企画課",
    sender_address="kikaku@example.lg.jp",
    a_minute=1000,
    timeout=5.0,
)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as opened:
        yield opened


@pytest.fixture
def smtp(office: PostOffice, settings: pytest.FixtureRequest) -> PostOffice:
    """Give a server that the application sends to."""
    settings.MAIL = replace(SMTP, port=office.port)
    return office


@pytest.fixture
def send(city: Municipality) -> Callable[..., Job]:
    """Return a function that has a mail sent to each address, and gives its job as it is afterwards."""

    def make(*addresses: str, **more: object) -> Job:
        mails = [
            NewMail(
                **{
                    "to_address": to,
                    "to_name": "見本 太郎",
                    "subject": "未提出 3件",
                    "body": f"{to} 様\n",
                    **more,
                }
            )  # type: ignore[arg-type]
            for to in addresses
        ]
        job = send_mails(mails, city=city, occasion=OCCASION, by=factories.SYSTEM, at=timezone.now())
        return Job.objects.within(job).get(pk=job.pk)

    return make


@pytest.fixture
def mails(city: Municipality) -> Callable[[], dict[str, SentMail]]:
    """Return a function that gives the newest mail to each address."""
    return lambda: {mail.to_address: mail for mail in SentMail.objects.within(city).order_by("pk")}
