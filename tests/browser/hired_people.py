"""Run inside a demo site: the sections of みほん市 that play the yearly round, and their people; all are invented.

Their passwords are left in `people.json` of the site's folder.
"""

import django

django.setup()

import json  # noqa: E402  Django's settings come first
from datetime import date  # noqa: E402
from pathlib import Path  # noqa: E402

from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from torikumi.web.accounts.actions.people import assign_role, create_user, make_password  # noqa: E402
from torikumi.web.accounts.actions.units import create_unit  # noqa: E402
from torikumi.web.accounts.models import Municipality  # noqa: E402
from torikumi.web.accounts.permissions import Role  # noqa: E402
from torikumi.web.audit.actor import Actor  # noqa: E402
from torikumi.web.isolation.cities import in_all_cities  # noqa: E402

SINCE = date(2015, 4, 1)
# Log-in name, shown name, role; by the section that they work in.
STAFF = {
    "農政課": (
        ("nashi", "見本 梨子", Role.SECTION),
        ("nashi-2", "見本 園江", Role.SECTION),
        ("nashi-head", "見本 棚男", Role.SECTION_HEAD),
    ),
    "図書館": (
        ("hon", "見本 本子", Role.SECTION),
        ("hon-head", "見本 文夫", Role.SECTION_HEAD),
    ),
    "健康課": (("kenko", "見本 康子", Role.SECTION),),
    "生涯学習課": (("manabi-head", "見本 学", Role.SECTION_HEAD),),
}


def main() -> None:
    """Make the sections and the people, and note the passwords."""
    city = Municipality.objects.get()
    by, at = Actor(name="system", municipality=city.code), timezone.now()
    passwords = {}
    for number, (section, people) in enumerate(STAFF.items(), start=1):
        unit = create_unit(municipality=city, code=f"R{number}", name=section, valid_from=SINCE, by=by, at=at)
        for login_name, shown, role in people:
            passwords[login_name] = make_password()
            user = create_user(
                municipality=city,
                login_name=login_name,
                display_name=shown,
                password=passwords[login_name],
                must_change_password=False,
                by=by,
                at=at,
            )
            assign_role(user=user, role=role, unit=unit, valid_from=SINCE, by=by, at=at)
    note = Path(settings.HOME) / "people.json"
    note.write_text(json.dumps(passwords), encoding="utf-8")


with in_all_cities():
    main()
