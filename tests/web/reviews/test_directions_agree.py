"""What a sheet calls a changed direction is what the next edition changes: sheet, board, report and freeze say one thing."""

import io

import pytest
from django.core.management import call_command

from shared import REPOSITORY
from torikumi.plan.file import read_plan
from torikumi.review.freeze import FrozenAnswer, freeze
from torikumi.review.roundfile import read_round
from torikumi.web.accounts.models import Municipality
from torikumi.web.reviews.models import ReviewRound
from torikumi.web.reviews.queries.sheets import sheets_of

MIHON = REPOSITORY / "samples" / "mihon"
PLAN, SETTINGS = MIHON / "plan-2025.json", MIHON / "ROUND.toml"


@pytest.mark.django_db
def test_a_direction_is_changed_where_the_frozen_edition_prints_another_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TORIKUMI_DEMO", "1")
    call_command("load_plans", str(PLAN), stdout=io.StringIO())
    call_command("demo_users", stdout=io.StringIO())
    call_command("demo_round", str(PLAN), str(SETTINGS), stdout=io.StringIO())
    round_ = ReviewRound.objects.within(Municipality.objects.get(code="992011")).get()
    before = read_plan(PLAN)

    answered = [sheet for sheet in sheets_of(round_) if sheet.direction_key]
    answers = [FrozenAnswer(project=sheet.project_key, values=sheet.values) for sheet in answered]
    after = freeze(before, read_round(SETTINGS.read_text(encoding="utf-8")), answers).plan

    changed = {
        project.id
        for project in after.projects
        if project.direction != before.project_by_id[project.id].direction
    }
    assert {sheet.project_key for sheet in answered if sheet.is_changed} == changed
    assert changed
    shrinking = [
        project.id for project in before.projects if project.direction and project.direction.code == "D"
    ]
    kept = [sheet for sheet in answered if sheet.project_key in shrinking]
    assert kept
    assert {sheet.last_direction_key for sheet in kept} == {"D"}
