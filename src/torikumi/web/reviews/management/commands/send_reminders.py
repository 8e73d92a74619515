"""`send_reminders`: what the rounds' rules say for today, for a timer that runs once or more a day."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from datetime import datetime

from django.core.management.base import BaseCommand
from django.utils import timezone

from torikumi.errors import UserError
from torikumi.web.accounts.models import Municipality
from torikumi.web.audit.actor import Actor
from torikumi.web.isolation.cities import in_city
from torikumi.web.reviews.actions.reminders import due_letters, send_due_letters
from torikumi.web.reviews.days import day_of
from torikumi.web.reviews.models import ReviewRound, RoundState


class Command(BaseCommand):
    """Writes to the sections that owe answers on the days that each round names; a second run does nothing more."""

    help = "今日が催促の日に当たる課に、督促を送ります。同じ日に何度動かしても、同じ課には1回しか送りません。"
    # The clock, for tests; a person cannot give it.
    stealth_options = ("at",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--municipality", metavar="CODE", help="この団体だけ（6桁）")
        parser.add_argument("--dry-run", action="store_true", help="送らずに、だれに送るかを表示する")

    def handle(self, *args: object, **options: object) -> None:
        """Go through every city's open rounds; exit with 1 where one of them could not be served."""
        at = options.get("at")
        now = at if isinstance(at, datetime) else timezone.now()
        wrong = 0
        for city in _cities(options["municipality"]):
            with in_city(city.pk):
                for round_ in ReviewRound.objects.within(city).filter(state=RoundState.OPEN).order_by("pk"):
                    try:
                        said = _tell(round_, now) if options["dry_run"] else _send(city, round_, now)
                    except UserError as error:
                        wrong += 1
                        self.stderr.write(f"{city.name} {round_.title}：{error.ja}")
                    else:
                        self.stdout.write(f"{city.name} {round_.title}：{said}")
        if wrong:
            sys.exit(1)


def _cities(code: object) -> list[Municipality]:
    if code is None:
        return list(Municipality.objects.order_by("code"))
    found = Municipality.objects.filter(code=str(code)).first()
    if found is None:
        raise UserError(
            ja=f"団体コード {code} は登録されていません。", en=f"No municipality has the code {code}."
        )
    return [found]


def _send(city: Municipality, round_: ReviewRound, at: datetime) -> str:
    by = Actor(name="system", municipality=city.code)
    sent = send_due_letters(city=city, round_id=round_.pk, by=by, at=at)
    if sent is None:
        return "今日送るものはありません。"
    return f"{sent.parties}課に{sent.mails}通を送るように頼みました。"


def _tell(round_: ReviewRound, at: datetime) -> str:
    due = due_letters(round_, day_of(at))
    if not due:
        return "今日送るものはありません。"
    return "、".join(f"{party.name}（残り{party.left}件）" for party in due)
