"""Django's commands: `python -m torikumi.web.manage migrate`."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db.migrations.exceptions import MigrationSchemaMissing
from django.db.utils import OperationalError, ProgrammingError

from torikumi.errors import UserError
from torikumi.web.environment import make_home, use_owner_of_database
from torikumi.web.isolation.cities import in_all_cities

# What only the owner of the database may do.
_BY_OWNER = frozenset({"migrate", "secure_database"})


class DatabaseError(UserError):
    """The database cannot be reached, or has not been prepared."""


def main(arguments: list[str]) -> int:
    """Run one command; give 2 and print one sentence where the person can fix it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "torikumi.web.settings")
    try:
        make_home()
        if _BY_OWNER & {*arguments[1:2]}:
            use_owner_of_database()
        with in_all_cities():  # whoever may run commands at the server sees every city
            execute_from_command_line(arguments)
    except UserError as error:
        return _tell(error)
    except (OperationalError, ProgrammingError, MigrationSchemaMissing) as error:
        return _tell(_in_words(error))
    return 0


def _tell(error: UserError) -> int:
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    sys.stderr.write(error.sentence("ja" if spoken.lower().startswith("ja") else "en") + "\n")
    return 2


def _in_words(error: Exception) -> DatabaseError:
    said = " ".join(str(error).split())[:200]
    # SQLite says "no such table", PostgreSQL "relation … does not exist".
    if "no such table" in said or ("relation" in said and "does not exist" in said):
        return DatabaseError(
            ja="データベースがまだ用意されていません。先に torikumi migrate を実行してください。",
            en="The database has not been prepared yet; run torikumi migrate first.",
        )
    if "must be owner" in said or "permission denied" in said:
        return DatabaseError(
            ja="データベースの形を変える権限がありません。"
            "DATABASE_OWNER_URL に持ち主のアドレスを指定して、torikumi migrate を実行してください。",
            en="This role may not change the database; run torikumi migrate with the owner's address in DATABASE_OWNER_URL.",
        )
    return DatabaseError(
        ja=f"データベースにつながりません（{said}）。データベースが動いているか、DATABASE_URL が正しいかを確かめてください。",
        en=f"Cannot reach the database ({said}). Check that it is running and that DATABASE_URL is right.",
    )


if __name__ == "__main__":
    sys.exit(main(["manage.py", *sys.argv[1:]]))
