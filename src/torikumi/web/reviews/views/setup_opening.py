"""The form as it will look, opening a round after all was said that will happen, and calling it off."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from torikumi.errors import UserError
from torikumi.review.round import asked_projects
from torikumi.web.accounts.acting import today
from torikumi.web.audit.actor import actor_of
from torikumi.web.plans.store import load_edition
from torikumi.web.reviews.actions.rounds import cancel_round, open_round
from torikumi.web.reviews.models import RoundState
from torikumi.web.reviews.queries.outlook import outlook_of
from torikumi.web.reviews.queries.sheets import sheets_of
from torikumi.web.reviews.setting_words import mistake_words
from torikumi.web.reviews.setup_forms import CancelForm
from torikumi.web.reviews.sheet_preview import preview_of
from torikumi.web.reviews.views.rounds import open_round_of, round_in, sentences_of, version_of


@require_safe
def preview(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show the form for one project, with what was said before."""
    round_ = open_round_of(request, round_id)
    rules = round_.rules()
    plan = load_edition(round_.base)
    projects = asked_projects(plan, rules.asks, year=rules.year) or plan.projects
    wanted = request.GET.get("project", "")
    shown = next((project for project in projects if project.id == wanted), projects[0] if projects else None)
    context = {
        "round": round_,
        "rules": rules,
        "projects": projects,
        "shown": shown,
        "steps": preview_of(rules, shown, edition=round_.base.year) if shown else (),
    }
    return render(request, "reviews/setup/preview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, round_id: int) -> HttpResponse:
    """Say what will happen and who is missing, then open the round."""
    round_ = round_in(request, round_id, RoundState.PREPARING)
    rules = round_.rules()
    problems: list[str] = []
    if request.method == "POST":
        try:
            opened = open_round(
                round_id=round_.pk,
                version=version_of(request, round_.version),
                by=actor_of(request),
                at=timezone.now(),
            )
        except UserError as error:
            problems = sentences_of(error, rules)
        else:
            count = sheets_of(opened).count()
            messages.success(request, f"評価を始めました。{count}事業のシートを作りました。")
            return redirect("reviews:settings", round_.pk)
    outlook = outlook_of(round_, today())
    labels = {field.key: field.label for field in rules.form.fields}
    context = {
        "round": round_,
        "rules": rules,
        "outlook": outlook,
        "mistakes": [mistake_words(mistake, labels) for mistake in outlook.mistakes],
        "problems": problems,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "reviews/setup/open.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, round_id: int) -> HttpResponse:
    """Ask why, and call the round off."""
    round_ = round_in(request, round_id, RoundState.PREPARING, RoundState.OPEN)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_round(
                round_id=round_.pk,
                version=version_of(request, round_.version),
                reason=form.cleaned_data["reason"],
                by=actor_of(request),
                at=timezone.now(),
            )
        except UserError as error:
            form.add_error(None, error.ja)
        else:
            messages.success(request, "評価を取りやめました。")
            return redirect("reviews:settings", round_.pk)
    context = {"round": round_, "form": form, "sheet_count": sheets_of(round_).count()}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "reviews/setup/cancel.html", context, status=status)
