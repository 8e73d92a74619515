"""`demo_users`: one person a role in every city, for the demo only."""

import os
from datetime import date

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from torikumi.errors import UserError
from torikumi.web.accounts.actions.people import assign_role, create_user, make_password
from torikumi.web.accounts.actions.units import create_unit
from torikumi.web.accounts.models import Municipality, OrganisationUnit, User
from torikumi.web.accounts.permissions import ROLE_LABELS, UNIT_ROLES, Role
from torikumi.web.accounts.queries import units_of
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.demo_logins import read_logins, write_logins
from torikumi.web.plans.queries.editions import count_sections, list_series

_SINCE = date(2015, 4, 1)
_SECTION = "DEMO1"


class Command(BaseCommand):
    """Makes the people of the demo and prints their log-ins; refuses anywhere else."""

    help = "デモの利用者を役割ごとに作り、ログインを表示します（TORIKUMI_DEMO=1 のときだけ）。"

    def handle(self, *args: object, **options: object) -> None:
        """Make who is missing, and print everybody."""
        if os.environ.get("TORIKUMI_DEMO") != "1":
            raise UserError(
                ja="demo_users はデモの中だけで使えます。利用者は create_user で登録してください。",
                en="demo_users works in the demo only; make accounts with create_user.",
            )
        logins = read_logins()
        cities = list(Municipality.objects.order_by("code"))
        for city in cities:
            for role in Role:
                _ensure_person(city, role, logins)
        write_logins(logins)
        self.stdout.write("ログイン（利用者ID / パスワード）")
        for city in cities:
            for role in Role:
                name = _login_name(city, role)
                self.stdout.write(f"  {city.name} {ROLE_LABELS[role]}： {name} / {logins[name]}")


def _login_name(city: Municipality, role: Role) -> str:
    return f"{role}-{city.code}"


@transaction.atomic
def _ensure_person(city: Municipality, role: Role, logins: dict[str, str]) -> None:
    name, by, at = _login_name(city, role), Actor(name="system", municipality=city.code), timezone.now()
    if User.objects.filter(login_name=name).exists():
        if name not in logins:
            raise UserError(
                ja=f"「{name}」のパスワードの控えがありません。デモのフォルダを消して、もう一度実行してください。",
                en=f"The note of {name}'s password is gone; delete the demo's folder and run it again.",
            )
        return
    logins[name] = make_password()
    user = create_user(
        municipality=city,
        login_name=name,
        display_name=f"{ROLE_LABELS[role]} 見本",
        password=logins[name],
        must_change_password=False,
        by=by,
        at=at,
    )
    unit = _section(city, user, by) if role in UNIT_ROLES else None
    if unit is not None and role is Role.DEPARTMENT_HEAD:
        unit = unit.parent or unit
    assign_role(user=user, role=role, unit=unit, valid_from=_SINCE, by=by, at=at)


def _section(city: Municipality, person: User, by: Actor) -> OrganisationUnit:
    """Return the demo's section, the busiest one of the plans, made with a department above it the first time."""
    found = units_of(city.code).filter(code=_SECTION).first()
    if found is not None:
        return found
    at = timezone.now()
    department = create_unit(municipality=city, code="DEMO0", name="見本部", valid_from=_SINCE, by=by, at=at)
    return create_unit(
        municipality=city,
        code=_SECTION,
        name=_busiest_section(person),
        parent=department,
        valid_from=_SINCE,
        by=by,
        at=at,
    )


def _busiest_section(person: User) -> str:
    editions = [card.edition for card in list_series(person) if card.edition]
    counts = [section for edition in editions for section in count_sections(edition)]
    return max(counts, key=lambda section: section.count).name if counts else "企画課"
