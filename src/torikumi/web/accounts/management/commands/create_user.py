"""`create_user`: the first account of a city, made at the server."""

import sys
from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from torikumi.errors import UserError
from torikumi.plan.municipality import parse_code
from torikumi.web.accounts.acting import today
from torikumi.web.accounts.actions.people import assign_role, create_municipality, create_user, make_password
from torikumi.web.accounts.login_names import login_name_is_plain
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import UNIT_ROLES, Role
from torikumi.web.audit.actor import Actor

_ROLES = tuple(str(role) for role in Role if role not in UNIT_ROLES)


class Command(BaseCommand):
    """Makes an account with a role; the first password comes from standard input, or is made and printed."""

    help = "利用者を登録します（最初の管理者のため）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("login_name", help="利用者ID（半角の英小文字・数字と . _ @ -）")
        parser.add_argument("--name", required=True, help="氏名")
        parser.add_argument("--municipality", required=True, metavar="CODE", help="団体コード（5桁か6桁）")
        parser.add_argument("--municipality-name", default="", help="団体名（その団体の最初の利用者のとき）")
        parser.add_argument("--prefecture", default="", help="都道府県（その団体の最初の利用者のとき）")
        parser.add_argument("--role", choices=_ROLES, default=str(Role.ADMINISTRATOR), help="役割")
        parser.add_argument("--password-stdin", action="store_true", help="パスワードを標準入力から1行読む")
        parser.add_argument(
            "--own-password",
            action="store_true",
            help="本人が決めたパスワードなので、最初のログインで変えさせない",
        )

    def handle(self, *args: object, **options: str) -> None:
        """Make the account; all of it or nothing."""
        login_name = options["login_name"]
        _check_login_name(login_name)
        password = sys.stdin.readline().rstrip("\n") if options["password_stdin"] else make_password()
        if len(password) < 12:
            raise UserError(
                ja="パスワードは12文字以上にしてください。", en="The password needs at least 12 characters."
            )
        _make_account(options, password)
        self.stderr.write(f"「{login_name}」を登録しました。")
        if not options["password_stdin"]:
            self.stdout.write(password)


def _make_account(options: dict[str, str], password: str) -> None:
    at = timezone.now()
    by = Actor(name="system", municipality=parse_code(options["municipality"]))
    with transaction.atomic():
        user = create_user(
            municipality=_municipality(options, by),
            login_name=options["login_name"],
            display_name=options["name"],
            password=password,
            must_change_password=not options["own_password"],
            by=by,
            at=at,
        )
        assign_role(user=user, role=Role(options["role"]), valid_from=today(), by=by, at=at)


def _check_login_name(login_name: str) -> None:
    try:
        login_name_is_plain(login_name)
    except ValidationError as error:
        raise UserError(
            ja=str(error.message), en="Use small letters, digits and . _ @ - for the log-in name."
        ) from error
    if User.objects.filter(login_name=login_name).exists():
        raise UserError(
            ja=f"利用者ID「{login_name}」はすでに使われています。別のIDにしてください。",
            en=f"The log-in name {login_name} is taken; choose another.",
        )


def _municipality(options: dict[str, str], by: Actor) -> Municipality:
    found = Municipality.objects.filter(code=by.municipality).first()
    if found is not None:
        return found
    if not options["municipality_name"]:
        raise UserError(
            ja=f"団体コード {by.municipality} はまだ登録がありません。--municipality-name で団体名を指定してください。",
            en=f"The code {by.municipality} is new; name the city with --municipality-name.",
        )
    return create_municipality(
        code=by.municipality,
        name=options["municipality_name"],
        prefecture=options["prefecture"],
        by=by,
        at=timezone.now(),
    )
