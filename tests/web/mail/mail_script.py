"""A process of its own for tests: `send` mails to addresses, or `tell` what became of them; `work` is jobs' own."""

import json
import sys

from django.utils import timezone

from tests.web.jobs import worker_script as process  # sets Django up
from torikumi.web.accounts.models import Municipality
from torikumi.web.isolation.cities import in_all_cities
from torikumi.web.mail.models import SentMail
from torikumi.web.mail.posting import send_mails
from torikumi.web.mail.writing import NewMail, Occasion


def main(word: str, *addresses: str) -> None:
    """Do what the first word says."""
    if word not in {"send", "tell"}:
        process.main(word)
        return
    with in_all_cities():
        send(addresses) if word == "send" else tell()


def send(addresses: tuple[str, ...]) -> None:
    """Have a mail sent to each address."""
    city = Municipality.objects.get(code="999997")
    mails = [NewMail(to_address=to, subject="件名", body="本文\n") for to in addresses]
    send_mails(mails, city=city, occasion=Occasion(kind="reminder"), by=process.BY, at=timezone.now())


def tell() -> None:
    """Print what became of each mail."""
    city = Municipality.objects.get(code="999997")
    rows = SentMail.objects.within(city).order_by("pk").values_list("to_address", "state", "words")
    sys.stdout.write(json.dumps([*rows]))


if __name__ == "__main__":
    main(*sys.argv[1:])
