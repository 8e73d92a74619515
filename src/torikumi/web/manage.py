"""Django's commands: `python -m torikumi.web.manage migrate`."""

import os
import sys

from django.core.management import execute_from_command_line

from torikumi.errors import UserError
from torikumi.web.environment import make_home


def main(arguments: list[str]) -> int:
    """Run one command; give 2 and print one sentence where the person can fix it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "torikumi.web.settings")
    try:
        make_home()
        execute_from_command_line(arguments)
    except UserError as error:
        spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
        sys.stderr.write(error.sentence("ja" if spoken.lower().startswith("ja") else "en") + "\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(["manage.py", *sys.argv[1:]]))
