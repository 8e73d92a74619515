"""`secure_database`: the policies of every table, and the rights of the application's role, in PostgreSQL."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from torikumi.errors import UserError
from torikumi.web.isolation.securing import grant_rights, install_policies, is_table_owner, look_at


class Command(BaseCommand):
    """Guards the cities from one another; to be run as the owner of the tables, safe to run again at any time."""

    help = "PostgreSQL で、団体ごとの行の見え方と、アプリケーションの利用者の権限を決めます（持ち主で行います）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the option."""
        parser.add_argument(
            "--role",
            default=settings.DATABASE_APPLICATION_ROLE,
            help="アプリケーションがつなぐときの利用者（DATABASE_OWNER_URL を使うときは DATABASE_URL のもの）",
        )

    @transaction.atomic
    def handle(self, *args: object, **options: object) -> None:
        """Install policies, then give the role its rights."""
        if connection.vendor != "postgresql":
            self.stdout.write("SQLite では、することはありません。")
            return
        if not is_table_owner(connection):
            raise UserError(
                ja="表の持ち主ではないので、できません。DATABASE_OWNER_URL に持ち主のアドレスを指定してください。",
                en="Only the owner of the tables can do this; give the owner's address in DATABASE_OWNER_URL.",
            )
        role, owner = str(options["role"]), look_at(connection).role
        count = install_policies(connection)
        self.stdout.write(f"行の見え方を、{count}の表で新しくしました。")
        if role and role != owner:
            grant_rights(connection, role)
            self.stdout.write(f"「{role}」の権限を、要るものだけにしました。")
        else:
            self.stdout.write(
                "アプリケーションが表の持ち主のままです。--role で、持ち主と別の利用者を指定してください。"
            )
