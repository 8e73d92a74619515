"""`migrate`: Django's own, which then puts the policies of new tables into PostgreSQL."""

from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from torikumi.web.isolation.cities import in_all_cities
from torikumi.web.isolation.securing import grant_rights, install_policies, is_table_owner, look_at


class Command(migrate.Command):
    """Brings the tables up to date in sight of every city, then guards them; a table is never there unguarded for long."""

    def handle(self, *args: object, **options: object) -> None:
        """Migrate, then install policies, and give the application its rights, where this is the owner of the tables."""
        name = options["database"]
        assert isinstance(name, str)  # noqa: S101  the option has a default
        with in_all_cities():
            super().handle(*args, **options)
            connection = connections[name]
            if connection.vendor == "postgresql" and is_table_owner(connection):
                _guard(connection)


def _guard(connection: BaseDatabaseWrapper) -> None:
    with transaction.atomic(using=connection.alias):
        install_policies(connection)
        role = settings.DATABASE_APPLICATION_ROLE
        if role and role != look_at(connection).role:
            grant_rights(connection, role)
