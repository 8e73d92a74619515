"""`migrate`: Django's own, which then guards the tables: triggers, and in PostgreSQL policies and rights."""

from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from torikumi.web.isolation.append_only import guard_append_only_tables
from torikumi.web.isolation.cities import in_all_cities
from torikumi.web.isolation.securing import grant_rights, install_policies, is_table_owner, look_at


class Command(migrate.Command):
    """Brings the tables up to date in sight of every city, then guards them; no table is there unguarded for long."""

    def handle(self, *args: object, **options: object) -> None:
        """Migrate; then guard the tables, where this is their owner and all of them are there."""
        name = options["database"]
        assert isinstance(name, str)  # noqa: S101  the option has a default
        with in_all_cities():
            super().handle(*args, **options)
            is_whole = not any(options.get(one) for one in ("app_label", "plan", "check_unapplied"))
            if is_whole:
                _guard(connections[name])


def _guard(connection: BaseDatabaseWrapper) -> None:
    with transaction.atomic(using=connection.alias):
        if connection.vendor == "sqlite":
            guard_append_only_tables(connection)
        elif is_table_owner(connection):
            guard_append_only_tables(connection)
            install_policies(connection)
            role = settings.DATABASE_APPLICATION_ROLE
            if role and role != look_at(connection).role:
                grant_rights(connection, role)
