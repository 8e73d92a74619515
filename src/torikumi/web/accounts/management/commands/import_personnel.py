"""`import_personnel`: a list of people (人事異動) at the server; says what would change, and does it with --confirm."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from torikumi.errors import UserError
from torikumi.plan.municipality import parse_code
from torikumi.web.accounts.acting import today
from torikumi.web.accounts.actions.personnel import confirm_personnel, stage_personnel
from torikumi.web.accounts.models import Municipality
from torikumi.web.accounts.personnel_changes import PersonnelChanges, find_changes
from torikumi.web.accounts.personnel_list import RowProblem, read_personnel
from torikumi.web.audit.actor import Actor

_MARKS = {"added": "＋", "moved": "→", "ended": "－", "changed": "・", "untouched": "　"}


class Command(BaseCommand):
    """Reads a CSV list of people; closes nobody's account."""

    help = "異動の名簿（CSV）を読み、変わることを表示します。--confirm で確定します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("path", type=Path, help="名簿のCSV")
        parser.add_argument("--municipality", required=True, metavar="CODE", help="団体コード（5桁か6桁）")
        parser.add_argument(
            "--first-day", required=True, type=date.fromisoformat, help="役割が始まる日（2027-04-01）"
        )
        parser.add_argument("--confirm", action="store_true", help="表示したとおりに確定する")

    def handle(
        self, *args: object, path: Path, municipality: str, first_day: date, confirm: bool, **options: object
    ) -> None:
        """Print what changes, and do it where that was asked for."""
        by = Actor(name="system", municipality=parse_code(municipality))
        city = Municipality.objects.filter(code=by.municipality).first()
        if city is None:
            raise UserError(
                ja=f"団体コード {by.municipality} は登録がありません。先に create_user で最初の利用者を登録してください。",
                en=f"The code {by.municipality} is unknown; make the first account with create_user.",
            )
        rows, problems = read_personnel(_read(path), name=path.name)
        changes, more = find_changes(rows=rows, city=city, first_day=first_day, today=today())
        self._refuse((*problems, *more))
        self._print(changes)
        if not confirm:
            self.stderr.write("まだ何も変えていません。確定するには --confirm を付けてください。")
            return
        at = timezone.now()
        staged = stage_personnel(
            municipality=city, file_name=path.name, first_day=first_day, rows=rows, by=by, at=at
        )
        confirm_personnel(
            staged_id=staged.pk, seen=changes.fingerprint(), close=(), by=by, at=at, today=today()
        )
        self.stderr.write("確定しました。")

    def _refuse(self, problems: tuple[RowProblem, ...]) -> None:
        for problem in problems:
            self.stderr.write(f"{problem.line}行目「{problem.column}」：{problem.sentence}")
        if problems:
            raise UserError(
                ja=f"{len(problems)}か所を直してください。何も変えていません。",
                en=f"Mend {len(problems)} cells; nothing was changed.",
            )

    def _print(self, changes: PersonnelChanges) -> None:
        for change in changes.people:
            words = "、".join(change.in_words())
            self.stdout.write(f"{_MARKS[change.kind]} {change.display_name}（{change.login_name}） {words}")
        for user, _ in changes.absent:
            self.stdout.write(f"？ {user.display_name}（{user.login_name}） 名簿にありません。変えません")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            ja=f"「{path}」を開けません。場所を確かめてください。", en=f"{path} cannot be opened."
        ) from error
