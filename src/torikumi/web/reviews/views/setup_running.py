"""What the planning section changes while a round runs: its projects, who answers, until when, and announcements."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from torikumi.errors import UserError
from torikumi.web.accounts.acting import signed_in, today
from torikumi.web.accounts.queries import units_of
from torikumi.web.audit.actor import actor_of
from torikumi.web.plans.queries.projects import ProjectFilter, filter_projects
from torikumi.web.reviews.actions.membership import add_projects, change_lead, take_out_sheet
from torikumi.web.reviews.actions.notices import announce, extend_due, withdraw_announcement
from torikumi.web.reviews.models import ReviewRound, RoundState, Sheet
from torikumi.web.reviews.notice_models import Announcement
from torikumi.web.reviews.queries.announcements import announcements_of
from torikumi.web.reviews.queries.deadlines import section_dues
from torikumi.web.reviews.queries.members import answering_sections, find_member, members_of, taken_out_of
from torikumi.web.reviews.queries.outlook import notes_on_later_day
from torikumi.web.reviews.refusals import StaleSheetError
from torikumi.web.reviews.setup_forms import AnnouncementForm, ExtensionForm, LeadForm, ReasonForm
from torikumi.web.reviews.views.rounds import round_in, version_of

A_PAGE = 100
WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_http_methods(["GET", "HEAD"])
def members(request: HttpRequest, round_id: int) -> HttpResponse:
    """List the sheets of a running round, with what can be done to each."""
    round_ = round_in(request, round_id, RoundState.OPEN)
    text = request.GET.get("q", "").strip()[:200]
    page = Paginator(members_of(round_, text), A_PAGE).get_page(request.GET.get("page"))
    context = {"round": round_, "page": page, "q": text, "taken_out": taken_out_of(round_)}
    return render(request, "reviews/setup/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_members(request: HttpRequest, round_id: int) -> HttpResponse:
    """Choose further projects of the edition, and say why."""
    round_ = round_in(request, round_id, RoundState.OPEN)
    form = ReasonForm(request.POST or None)
    ticked = request.POST.getlist("ticked")
    if request.method == "POST" and form.is_valid():
        try:
            added = add_projects(
                round_id=round_.pk,
                keys=ticked,
                reason=form.cleaned_data["reason"],
                by=actor_of(request),
                at=timezone.now(),
            )
        except UserError as error:
            form.add_error(None, error.ja)
        else:
            messages.success(request, f"{len(added)}事業を評価の対象に加えました。")
            return redirect("reviews:members", round_.pk)
    text = request.GET.get("q", "").strip()[:200]
    asked = members_of(round_, "").values("project_key")
    rows = filter_projects(round_.base, ProjectFilter(text=text)).exclude(key__in=asked)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {"round": round_, "form": form, "page": page, "q": text, "ticked": ticked}
    return render(request, "reviews/setup/add_members.html", context, status=WRONG if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def take_out(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Ask why, and ask about a project no more."""
    sheet = _member(request, sheet_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            take_out_sheet(
                sheet_id=sheet.pk,
                version=version_of(request, sheet.version),
                reason=form.cleaned_data["reason"],
                by=actor_of(request),
                at=timezone.now(),
            )
        except UserError as error:
            form.add_error(None, _sentence(error))
        else:
            messages.success(request, f"「{sheet}」を評価の対象から外しました。")
            return redirect("reviews:members", sheet.round_id)
    return _show_member(request, sheet, form, "対象から外す")


@require_http_methods(["GET", "HEAD", "POST"])
def lead(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Ask which section answers from now on, and why."""
    sheet = _member(request, sheet_id)
    names = [unit.name for unit in units_of(signed_in(request).municipality.code).on(today())]
    others = [name for name in dict.fromkeys(names) if name != sheet.lead_name]
    form = LeadForm(request.POST or None, sections=others)
    if request.method == "POST" and form.is_valid():
        try:
            change_lead(
                sheet_id=sheet.pk,
                version=version_of(request, sheet.version),
                section=form.cleaned_data["section"],
                reason=form.cleaned_data["reason"],
                by=actor_of(request),
                at=timezone.now(),
            )
        except UserError as error:
            form.add_error(None, _sentence(error))
        else:
            messages.success(request, f"「{sheet}」の主管課を{form.cleaned_data['section']}に変えました。")
            return redirect("reviews:members", sheet.round_id)
    return _show_member(request, sheet, form, "主管課を変える")


@require_http_methods(["GET", "HEAD", "POST"])
def extensions(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show the later days that were given, and give another."""
    round_ = round_in(request, round_id, RoundState.OPEN)
    form = ExtensionForm(request.POST or None, sections=answering_sections(round_))
    if request.method == "POST" and form.is_valid():
        day: date = form.cleaned_data["due"]
        notes = notes_on_later_day(round_.rules(), day)
        if notes and request.POST.get("sure") != _sure_of(day):
            return _show_extensions(request, round_, form, notes=notes, asks=_sure_of(day))
        try:
            extend_due(
                round_id=round_.pk,
                section=form.cleaned_data["section"],
                due=day,
                reason=form.cleaned_data["reason"],
                by=actor_of(request),
                at=timezone.now(),
            )
        except UserError as error:
            form.add_error("due", error.ja)
        else:
            messages.success(
                request, f"{form.cleaned_data['section']}の締切を{day.month}月{day.day}日にしました。"
            )
            return redirect("reviews:extensions", round_.pk)
    return _show_extensions(request, round_, form)


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show what was announced, and announce something."""
    round_ = round_in(request, round_id, RoundState.OPEN)
    form = AnnouncementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            announce(
                round_id=round_.pk,
                text=form.cleaned_data["text"],
                by=actor_of(request),
                at=timezone.now(),
            )
        except UserError as error:
            form.add_error("text", error.ja)
        else:
            messages.success(request, "お知らせを掲示しました。")
            return redirect("reviews:notices", round_.pk)
    context = {"round": round_, "form": form, "rows": announcements_of(round_)}
    return render(request, "reviews/setup/notices.html", context, status=WRONG if form.errors else 200)


@require_POST
def withdraw_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Take an announcement away."""
    row = Announcement.objects.within(signed_in(request)).filter(pk=notice_id).first()
    if row is None:
        raise Http404
    withdraw_announcement(announcement_id=row.pk, by=actor_of(request), at=timezone.now())
    messages.success(request, "お知らせを下げました。")
    return redirect("reviews:notices", row.round_id)


def _sure_of(day: date) -> str:
    # What was confirmed is this very day, and no other one that is typed afterwards.
    return day.isoformat()


def _show_extensions(
    request: HttpRequest,
    round_: ReviewRound,
    form: ExtensionForm,
    *,
    notes: tuple[str, ...] = (),
    asks: str = "",
) -> HttpResponse:
    context = {"round": round_, "form": form, "rows": section_dues(round_), "notes": notes, "asks": asks}
    status = WRONG if form.errors or notes else HTTPStatus.OK
    return render(request, "reviews/setup/extensions.html", context, status=status)


def _member(request: HttpRequest, sheet_id: int) -> Sheet:
    sheet = find_member(signed_in(request), sheet_id)
    if sheet is None or not _is_running(sheet.round):
        raise Http404
    return sheet


def _is_running(round_: ReviewRound) -> bool:
    return round_.state == RoundState.OPEN


def _sentence(error: UserError) -> str:
    if isinstance(error, StaleSheetError):
        return "開いている間に、ほかの人がこのシートを書き換えました。シートを確かめてから、もう一度行ってください。"
    return error.ja


def _show_member(request: HttpRequest, sheet: Sheet, form: forms.Form, heading: str) -> HttpResponse:
    context = {"round": sheet.round, "sheet": sheet, "form": form, "heading": heading}
    return render(request, "reviews/setup/member.html", context, status=WRONG if form.errors else 200)
