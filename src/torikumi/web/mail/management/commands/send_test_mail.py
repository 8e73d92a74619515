"""`send_test_mail`: one mail to try the settings, through the same job and log as every other."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from torikumi.errors import UserError
from torikumi.web.accounts.models import Municipality
from torikumi.web.audit.actor import Actor
from torikumi.web.jobs.models import Job
from torikumi.web.jobs.running import run_job
from torikumi.web.mail.models import SentMail
from torikumi.web.mail.posting import send_mail
from torikumi.web.mail.words import TEST
from torikumi.web.mail.writing import NewMail, Occasion


class Command(BaseCommand):
    """Sends one mail and tells what the server said."""

    help = "設定を試すメールを1通送り、サーバーの言葉を表示します。記録にも残ります。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the city and the address."""
        parser.add_argument("--municipality", required=True, metavar="CODE", help="団体コード")
        parser.add_argument("--to", required=True, metavar="ADDRESS", help="送り先のアドレス")

    def handle(self, *args: object, **options: object) -> None:
        """Write the mail, send it here and now, print what became of it."""
        city = Municipality.objects.filter(code=str(options["municipality"])).first()
        if city is None:
            raise UserError(
                ja=f"団体コード {options['municipality']} は登録されていません。",
                en=f"No municipality has the code {options['municipality']}.",
            )
        body = "取組からの、設定を試すメールです。届いていれば、設定は正しくできています。\n"
        job = send_mail(
            NewMail(to_address=str(options["to"]), subject="取組からの試しのメール", body=body),
            city=city,
            occasion=Occasion(kind=TEST),
            by=Actor(name="system", municipality=city.code),
            at=timezone.now(),
        )
        run_job(city.pk, job.pk)
        self.stdout.write(_tell(city, job.pk))


def _tell(city: Municipality, job_id: int) -> str:
    job = Job.objects.within(city).get(pk=job_id)
    mail = SentMail.objects.within(city).get(batch=str(job.arguments["batch"]))
    return f"{mail.get_state_display()}　{mail.words or job.message}"
