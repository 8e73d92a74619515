"""Setting up a round: a new one, its words, its days, its form, scale and chain."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from torikumi.errors import UserError
from torikumi.review.mistakes import RoundError
from torikumi.review.round import Round
from torikumi.review.roundfile import read_round, write_round
from torikumi.review.words import ASK_WORDS
from torikumi.text.era import format_fiscal_year
from torikumi.web.accounts.acting import signed_in, today
from torikumi.web.audit.actor import actor_of
from torikumi.web.plans.models import Edition
from torikumi.web.reviews.actions.rounds import change_round, create_round, use_newest_edition
from torikumi.web.reviews.models import ReviewRound, RoundState
from torikumi.web.reviews.queries.announcements import announcements_of
from torikumi.web.reviews.queries.beginnings import Beginning, beginnings_of
from torikumi.web.reviews.queries.deadlines import section_dues
from torikumi.web.reviews.queries.outlook import days_off
from torikumi.web.reviews.queries.sheets import sheets_of
from torikumi.web.reviews.setting_up import (
    Made,
    Wanted,
    begin_with_copy,
    begin_with_parts,
    by_part,
    choose_parts,
    offers_for,
    parts_in_words,
    usual_title,
)
from torikumi.web.reviews.setup_forms import DatesForm, NewRoundForm, PartsForm, RoundFileForm, WordsForm
from torikumi.web.reviews.views.rounds import open_round_of, round_in, sentences_of, version_of

_PARTS = ("form", "scale", "chain", "rating")
WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_http_methods(["GET", "HEAD", "POST"])
def new_round(request: HttpRequest) -> HttpResponse:
    """Ask for plan, year and beginning, and set the round up."""
    person = signed_in(request)
    found = beginnings_of(person, today())
    beginning = _wanted_beginning(request, found)
    if beginning is None:
        return render(request, "reviews/setup/new.html", {"beginnings": found, "beginning": None})
    offers = offers_for(person, beginning.edition)
    if request.method != "POST":
        form = NewRoundForm(beginning=beginning, offers=offers)
        return _show_new(request, found, beginning, form)
    form = NewRoundForm(request.POST, beginning=beginning, offers=offers)
    if not form.is_valid():
        return _show_new(request, found, beginning, form, status=WRONG)
    data = form.cleaned_data
    wanted = Wanted(**{name: data[name] for name in _PARTS})
    if data["begin"] == "copy" and beginning.last:
        made = begin_with_copy(beginning.last.rules(), year=data["year"], title=data["title"])
    else:
        made = begin_with_parts(person, beginning.edition, wanted, year=data["year"], title=data["title"])
    return _create(request, found, beginning, made, form)


@require_POST
def upload_new(request: HttpRequest) -> HttpResponse:
    """Set a round up from a ROUND.toml."""
    person = signed_in(request)
    found = beginnings_of(person, today())
    beginning = _wanted_beginning(request, found)
    if beginning is None:
        return redirect("reviews:new")
    upload = RoundFileForm(request.POST, request.FILES)
    rules = _rules_in(upload)
    form = NewRoundForm(beginning=beginning, offers=offers_for(person, beginning.edition))
    if rules is None:
        return _show_new(request, found, beginning, form, upload=upload, status=WRONG)
    return _create(request, found, beginning, Made(rules=rules), form)


@require_safe
def settings(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show all settings of a round, each with its way to change it."""
    return _show(request, open_round_of(request, round_id))


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, round_id: int) -> HttpResponse:
    """Change the name, what sections read, and the rules for handing in."""
    round_ = round_in(request, round_id, RoundState.PREPARING, RoundState.OPEN)
    rules = round_.rules()
    form = WordsForm(request.POST) if request.method == "POST" else WordsForm.of(rules)
    if request.method == "POST" and form.is_valid():
        return _change(request, round_, form.apply(rules), form, "名前と案内を変える")
    return _show_form(request, round_, form, "名前と案内を変える")


@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: HttpRequest, round_id: int) -> HttpResponse:
    """Change the days of the round."""
    round_ = round_in(request, round_id, RoundState.PREPARING, RoundState.OPEN)
    form = DatesForm(request.POST or None, rules=round_.rules())
    if request.method == "POST" and form.is_valid():
        return _change(request, round_, form.apply(), form, "日付を変える")
    return _show_form(request, round_, form, "日付を変える")


@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: HttpRequest, round_id: int) -> HttpResponse:
    """Choose another year, form, scale or chain for a round that is being prepared."""
    person, round_ = signed_in(request), round_in(request, round_id, RoundState.PREPARING)
    rules = round_.rules()
    form = PartsForm(
        request.POST or None,
        offers=offers_for(person, round_.base),
        current=parts_in_words(rules),
        initial={"year": format_fiscal_year(round_.year)},
    )
    if request.method != "POST" or not form.is_valid():
        return _show_form(request, round_, form, "年度・様式・区分・流れを選ぶ")
    data = form.cleaned_data
    wanted = Wanted(**{name: data[name] for name in _PARTS})
    title = usual_title(data["year"]) if rules.title == usual_title(rules.year) else rules.title
    made = choose_parts(person, round_.base, wanted, rules=replace(rules, year=data["year"], title=title))
    _tell_left_out(request, made)
    return _change(request, round_, made.rules, form, "年度・様式・区分・流れを選ぶ")


@require_safe
def round_file(request: HttpRequest, round_id: int) -> HttpResponse:
    """Give the ROUND.toml of a round."""
    round_ = open_round_of(request, round_id)
    text = write_round(round_.rules())
    response = HttpResponse(text, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ROUND.toml"'
    return response


@require_POST
def upload_file(request: HttpRequest, round_id: int) -> HttpResponse:
    """Take the settings of a round from a ROUND.toml."""
    round_ = round_in(request, round_id, RoundState.PREPARING, RoundState.OPEN)
    upload = RoundFileForm(request.POST, request.FILES)
    rules = _rules_in(upload)
    if rules is not None:
        try:
            _save(request, round_, rules)
        except UserError as error:
            upload.add_error("file", sentences_of(error))
        else:
            messages.success(request, "ROUND.toml の設定に変えました。下で確かめてください。")
            return redirect("reviews:settings", round_.pk)
    return _show(request, round_, upload=upload, status=WRONG)


@require_POST
def newest_edition(request: HttpRequest, round_id: int) -> HttpResponse:
    """Ask about the projects of the plan's newest edition."""
    round_ = round_in(request, round_id, RoundState.PREPARING)
    try:
        use_newest_edition(
            round_id=round_.pk,
            version=version_of(request, round_.version),
            by=actor_of(request),
            at=timezone.now(),
        )
    except UserError as error:
        messages.error(request, error.ja)
    else:
        messages.success(request, "計画の最新の版をもとにするように変えました。")
    return redirect("reviews:settings", round_.pk)


def _wanted_beginning(request: HttpRequest, found: list[Beginning]) -> Beginning | None:
    if len(found) == 1:
        return found[0]
    asked = request.GET.get("plan", "")
    return next((each for each in found if str(each.series.pk) == asked), None)


def _show_new(
    request: HttpRequest,
    found: list[Beginning],
    beginning: Beginning,
    form: NewRoundForm,
    *,
    upload: RoundFileForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "beginnings": found,
        "beginning": beginning,
        "form": form,
        "upload": upload or RoundFileForm(auto_id="file_%s"),
    }
    return render(request, "reviews/setup/new.html", context, status=status)


def _create(
    request: HttpRequest, found: list[Beginning], beginning: Beginning, made: Made, form: NewRoundForm
) -> HttpResponse:
    try:
        round_ = create_round(
            series_id=beginning.series.pk, rules=made.rules, by=actor_of(request), at=timezone.now()
        )
    except UserError as error:
        if not form.is_bound:
            messages.error(request, error.ja)
            return _show_new(request, found, beginning, form, status=WRONG)
        _add_errors(form, error, made.rules)
        return _show_new(request, found, beginning, form, status=WRONG)
    _tell_left_out(request, made)
    messages.success(request, "評価の準備を始めました。下の設定を確かめてから、始めてください。")
    return redirect("reviews:settings", round_.pk)


def _rules_in(upload: RoundFileForm) -> Round | None:
    if not upload.is_valid():
        return None
    try:
        return read_round(upload.cleaned_data["file"])
    except RoundError as error:
        upload.add_error("file", [mistake.ja for mistake in error.mistakes])
        return None


def _tell_left_out(request: HttpRequest, made: Made) -> None:
    if made.left_out:
        names = "、".join(f"「{field.label}」" for field in made.left_out)
        messages.warning(
            request,
            f"選んだ流れに書く段階がないので、様式から{names}を除きました。必要なら流れを選び直してください。",
        )


def _save(request: HttpRequest, round_: ReviewRound, rules: Round) -> ReviewRound:
    return change_round(
        round_id=round_.pk,
        version=version_of(request, round_.version),
        rules=rules,
        by=actor_of(request),
        at=timezone.now(),
    )


def _change(
    request: HttpRequest, round_: ReviewRound, rules: Round, form: forms.Form, heading: str
) -> HttpResponse:
    try:
        _save(request, round_, rules)
    except UserError as error:
        _add_errors(form, error, rules)
        return _show_form(request, round_, form, heading)
    messages.success(request, "設定を変えました。")
    return redirect("reviews:settings", round_.pk)


def _add_errors(form: forms.Form, error: UserError, rules: Round) -> None:
    """Say what is wrong beside the choice that it comes from, where the form has it."""
    if not isinstance(error, RoundError):
        form.add_error(None, error.ja)
        return
    for name, mistakes in by_part(error.mistakes).items():
        field = name if name in form.fields else None
        form.add_error(field, sentences_of(RoundError(tuple(mistakes)), rules))


def _show_form(request: HttpRequest, round_: ReviewRound, form: forms.Form, heading: str) -> HttpResponse:
    context = {"round": round_, "form": form, "heading": heading}
    status = WRONG if form.errors else HTTPStatus.OK
    return render(request, "reviews/setup/change.html", context, status=status)


def _show(
    request: HttpRequest,
    round_: ReviewRound,
    *,
    upload: RoundFileForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    rules = round_.rules()
    is_open = round_.state == RoundState.OPEN
    newest = Edition.objects.within(round_).of(round_.series).current()
    context = {
        "round": round_,
        "rules": rules,
        "asks": ASK_WORDS[rules.asks.kind],
        "days_off": days_off(rules),
        "newest": newest if newest and newest.pk != round_.base_id else None,
        "is_preparing": round_.state == RoundState.PREPARING,
        "is_open": is_open,
        "is_changeable": is_open or round_.state == RoundState.PREPARING,
        "sheet_count": sheets_of(round_).count() if round_.opened_at else None,
        "section_dues": section_dues(round_),
        "announcements": announcements_of(round_),
        "upload": upload or RoundFileForm(auto_id="file_%s"),
    }
    return render(request, "reviews/setup/settings.html", context, status=status)
