"""`demo_round`: a review in progress in an invented city, for the demo only."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from torikumi.errors import UserError
from torikumi.plan.file import read_plan
from torikumi.review.round import Round, StepRole
from torikumi.review.roundfile import read_round
from torikumi.review.states import Move
from torikumi.web.accounts.actions.people import assign_role, change_facts, create_user, make_password
from torikumi.web.accounts.actions.units import create_unit
from torikumi.web.accounts.models import Municipality, OrganisationUnit, User
from torikumi.web.accounts.permissions import ROLE_LABELS, Role
from torikumi.web.accounts.queries import units_of
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.demo_logins import read_logins, write_logins
from torikumi.web.plans.models import PlanSeries
from torikumi.web.plans.queries.editions import count_sections
from torikumi.web.plans.store import fold_section, load_project
from torikumi.web.reviews.actions.notices import announce
from torikumi.web.reviews.actions.rounds import create_round, open_round
from torikumi.web.reviews.actions.sheets import Answer, move_sheet, save_answer
from torikumi.web.reviews.demo_round import answer_of, around, moves_at
from torikumi.web.reviews.models import ReviewRound, Sheet
from torikumi.web.reviews.queries.sheets import sheets_of

_SINCE = date(2015, 4, 1)
_DEPARTMENT, _OWN = "DEMO0", "DEMO1"
# What to try, and as whom.
_TO_TRY = (
    (Role.SECTION, "シートを書いて提出する"),
    (Role.SECTION_HEAD, "承認する、差し戻す"),
    (Role.STUDY_TEAM, "提案を出す"),
    (Role.COMMITTEE, "意見を登録する"),
    (Role.PLANNING, "進みぐあいを見る、催促する、Excelで配る、確定して次の版にする"),
)
_RETURNED = "指標の実績値の出どころを、実績の欄に書き足してください。（見本の文です）"


class Command(BaseCommand):
    """Opens the round of ROUND.toml on the newest edition of a plan, with answers in every state."""

    help = "デモの年度評価を始め、回答をいくつか入れます（TORIKUMI_DEMO=1 のときだけ）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the files."""
        parser.add_argument("plan", type=Path, help="plan.json")
        parser.add_argument("round_file", type=Path, metavar="ROUND", help="ROUND.toml")

    def handle(self, *args: object, **options: object) -> None:
        """Open the round where the plan has none, and print who can log in."""
        if os.environ.get("TORIKUMI_DEMO") != "1":
            raise UserError(
                ja="demo_round はデモの中だけで使えます。年度評価は「年度評価」の画面から準備してください。",
                en="demo_round works in the demo only; set a round up in the browser.",
            )
        plan = read_plan(Path(str(options["plan"])))
        code = plan.municipality.code if plan.municipality else ""
        city = Municipality.objects.get(code=code)
        series = PlanSeries.objects.within(city).get(title=plan.title)
        cast = _Cast(city)
        if not ReviewRound.objects.within(city).filter(series=series).exists():
            rules = read_round(Path(str(options["round_file"])).read_text(encoding="utf-8"))
            _play(cast, series, around(rules, timezone.localdate()))
        self.stdout.write(f"{city.name}の年度評価に答えるもうひとつの課（利用者ID / パスワード）")
        for role in (Role.SECTION, Role.SECTION_HEAD):
            name = cast.second_login(role)
            self.stdout.write(f"  {city.name} {ROLE_LABELS[role]}： {name} / {cast.logins[name]}")
        self.stdout.write("年度評価を試す（「年度評価」を開きます）")
        for role, what in _TO_TRY:
            self.stdout.write(f"  {what}： {role}-{city.code}")


def _play(cast: _Cast, series: PlanSeries, rules: Round) -> None:
    now = timezone.now()
    opened_at = now - timedelta(days=10)
    planning = cast.actor(f"planning-{cast.city.code}", Role.PLANNING)
    round_ = create_round(series_id=series.pk, rules=rules, by=planning, at=opened_at)
    cast.hire(round_)
    round_ = open_round(round_id=round_.pk, version=round_.version, by=planning, at=opened_at)
    announce(
        round_id=round_.pk,
        text="記入のしかたの説明会は、第2会議室で行います。（見本の文です）",
        by=planning,
        at=opened_at,
    )
    sheets = list(sheets_of(round_).select_related("project"))
    for place, sheet in enumerate(sheets):
        at = opened_at + (now - opened_at) * (place + 1) / (len(sheets) + 1)
        _play_sheet(cast, sheet, rules, place, at=at)


def _play_sheet(cast: _Cast, sheet: Sheet, rules: Round, place: int, *, at: datetime) -> None:
    project = load_project(sheet.project)
    step, version = 0, sheet.version
    for move in moves_at(place):
        if step >= len(rules.steps):
            return
        by = cast.rater(sheet, rules.steps[step].role)
        values = answer_of(rules, project, rules.steps[step].id, place)
        if move is Move.SAVE:
            half = dict(list(values.items())[: len(values) // 2])
            save_answer(sheet_id=sheet.pk, version=version, answer=Answer(values=half), by=by, at=at)
            return
        note = _RETURNED if move is Move.RETURN else ""
        answer = Answer(values=values) if values and not note else None
        moved = move_sheet(
            sheet_id=sheet.pk, version=version, move=move, answer=answer, note=note, by=by, at=at
        )
        step, version = moved.step, moved.version


class _Cast:
    """The people of the demo's city: those of `demo_users`, and a clerk and a head in every section."""

    def __init__(self, city: Municipality) -> None:
        self.city = city
        self.by = Actor(name="system", municipality=city.code)
        self.logins = read_logins()
        self.staff: dict[str, dict[Role, Actor]] = {}

    def actor(self, login_name: str, role: Role) -> Actor:
        return Actor(name=login_name, role=str(role), municipality=self.city.code)

    def second_login(self, role: Role) -> str:
        return f"{role}2-{self.city.code}"

    def rater(self, sheet: Sheet, role: StepRole) -> Actor:
        if role in (StepRole.SECTION, StepRole.SECTION_HEAD):
            return self.staff[sheet.lead_key][Role(role.value)]
        return self.actor(f"{role.value}-{self.city.code}", Role(role.value))

    def hire(self, round_: ReviewRound) -> None:
        """Make a unit and two people for each section of the plan that has none; the second section can log in."""
        units = {fold_section(unit.name): unit for unit in units_of(self.city.code)}
        department = next(unit for unit in units.values() if unit.code == _DEPARTMENT)
        second = True
        for number, section in enumerate(count_sections(round_.base), start=2):
            unit = units.get(section.key)
            if unit is not None and unit.code == _OWN:
                self.staff[section.key] = {
                    role: self.actor(f"{role}-{self.city.code}", role)
                    for role in (Role.SECTION, Role.SECTION_HEAD)
                }
                continue
            unit = unit or self._unit(f"DEMO{number}", section.name, department)
            names = {
                role: self.second_login(role) if second else f"{role}-{number}-{self.city.code}"
                for role in (Role.SECTION, Role.SECTION_HEAD)
            }
            self.staff[section.key] = self._people(unit, names, with_password=second)
            second = False
        write_logins(self.logins)

    def _unit(self, code: str, name: str, department: OrganisationUnit) -> OrganisationUnit:
        return create_unit(
            municipality=self.city,
            code=code,
            name=name,
            parent=department,
            valid_from=_SINCE,
            by=self.by,
            at=timezone.now(),
        )

    def _people(
        self, unit: OrganisationUnit, names: Mapping[Role, str], *, with_password: bool
    ) -> dict[Role, Actor]:
        at = timezone.now()
        for role, name in names.items():
            if User.objects.filter(login_name=name).exists():
                continue
            password = make_password() if with_password else None
            if password:
                self.logins[name] = password
            shown = f"{unit.name} {ROLE_LABELS[role]} 見本"
            user = create_user(
                municipality=self.city,
                login_name=name,
                display_name=shown,
                password=password,
                must_change_password=False,
                by=self.by,
                at=at,
            )
            change_facts(user=user, display_name=shown, email=f"{name}@mihon.example", by=self.by, at=at)
            assign_role(user=user, role=role, unit=unit, valid_from=_SINCE, by=self.by, at=at)
        return {role: self.actor(name, role) for role, name in names.items()}
