"""The settings of reviews: those that come with Torikumi, and the city's own in all their versions."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from torikumi.errors import UserError
from torikumi.review.form import Form
from torikumi.review.mistakes import RoundError
from torikumi.web.accounts.acting import signed_in, today
from torikumi.web.audit.actor import actor_of
from torikumi.web.reviews.actions.settings import Words, begin_draft, restore_setting, retire_setting
from torikumi.web.reviews.example_sheet import example_of
from torikumi.web.reviews.queries.settings import (
    ReadyMade,
    body_of,
    find_ready_made,
    find_setting,
    is_retired,
    open_draft_of,
    open_drafts,
    own_settings,
    ready_made,
    used_by,
    versions_of,
)
from torikumi.web.reviews.setting_bodies import Body, empty_body
from torikumi.web.reviews.setting_files import read_setting, write_setting
from torikumi.web.reviews.setting_forms import WordsOfSettingForm
from torikumi.web.reviews.setting_models import ReviewSetting, SettingKind
from torikumi.web.reviews.setting_tables import differences, headings_of, rows_of
from torikumi.web.reviews.setup_forms import RoundFileForm
from torikumi.web.reviews.views.rounds import sentences_of

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """List the settings of one kind: the city's own, what is worked on, and the ready-made ones."""
    person = signed_in(request)
    kind = _kind(request.GET.get("kind", SettingKind.FORM.value))
    context = {
        "kind": kind,
        "kinds": SettingKind.choices,
        "own": [each for each in own_settings(person) if each.newest.kind == kind],
        "drafts": [draft for draft in open_drafts(person) if draft.kind == kind],
        "ready": ready_made(kind),
        "upload": RoundFileForm(),
    }
    return render(request, "reviews/setup/library.html", context)


@require_safe
def ready_made_setting(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """Show a ready-made setting."""
    entry = _ready(kind, name)
    context = {"entry": entry, "kind": entry.kind, "title": entry.title} | _shown(entry.body)
    return render(request, "reviews/setup/setting.html", context)


@require_safe
def setting(request: HttpRequest, setting_id: int) -> HttpResponse:
    """Show one version of a setting of the city, with its other versions."""
    row = _own(request, setting_id)
    body = body_of(row)
    versions = versions_of(row)
    context = {
        "setting": row,
        "kind": SettingKind(row.kind),
        "title": str(row),
        "versions": versions,
        "is_newest": versions[0].pk == row.pk,
        "is_retired": is_retired(row),
        "draft": open_draft_of(row),
        "rounds": used_by(row).get((row.key, row.version), []),
        **_shown(body),
    }
    return render(request, "reviews/setup/setting.html", context)


@require_safe
def compare_settings(request: HttpRequest, setting_id: int, other_id: int) -> HttpResponse:
    """Show where two versions differ."""
    rows = sorted((_own(request, setting_id), _own(request, other_id)), key=lambda row: row.version)
    before, after = rows
    if (before.kind, before.key) != (after.kind, after.key):
        raise Http404
    found = differences(body_of(before), body_of(after))
    context = {"before": before, "after": after, "found": found}
    return render(request, "reviews/setup/compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def copy_setting(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """Ask what the copy of a ready-made setting shall be called, and begin to work on it."""
    entry = _ready(kind, name)
    source = f"備え付けの「{entry.title}」（{entry.name}）"
    words = {"title": entry.title, "description": entry.description}
    return _begin(request, entry.kind, entry.body, words, source, f"「{entry.title}」を写して作る")


@require_http_methods(["GET", "HEAD", "POST"])
def new_setting(request: HttpRequest, kind: str) -> HttpResponse:
    """Begin a setting from nothing."""
    known = _kind(kind)
    return _begin(request, known, empty_body(known), {}, "", f"{known.label}を初めから作る")


@require_POST
def change_setting(request: HttpRequest, setting_id: int) -> HttpResponse:
    """Begin the next version of a setting."""
    row = _own(request, setting_id)
    try:
        draft = begin_draft(
            kind=SettingKind(row.kind),
            key=row.key,
            words=Words(title=row.title, description=row.description, source=row.source),
            body=body_of(versions_of(row)[0]),
            by=actor_of(request),
            at=timezone.now(),
        )
    except UserError as error:
        messages.error(request, error.ja)
        return redirect(row)
    return redirect(draft)


@require_POST
def upload_setting(request: HttpRequest, kind: str) -> HttpResponse:
    """Begin a setting from a file."""
    known = _kind(kind)
    upload = RoundFileForm(request.POST, request.FILES)
    problems: list[str] = []
    if upload.is_valid():
        try:
            body = read_setting(known, upload.cleaned_data["file"])
        except RoundError as error:
            problems = [mistake.ja for mistake in error.mistakes]
        else:
            if body is not None:
                return _begin_from_file(request, known, body)
            problems = [f"このファイルには「{known.label}」がありません。種類を確かめて選び直してください。"]
    else:
        problems = [str(sentence) for sentences in upload.errors.values() for sentence in sentences]
    for sentence in problems:
        messages.error(request, sentence)
    return redirect(f"{_library_address()}?kind={known}")


@require_safe
def setting_file(request: HttpRequest, setting_id: int) -> HttpResponse:
    """Give one version of a setting as a file."""
    row = _own(request, setting_id)
    return _as_file(body_of(row), f"{row.key}-{row.version}.toml")


@require_safe
def ready_made_file(
    request: HttpRequest,  # noqa: ARG001  every view is given it
    kind: str,
    name: str,
) -> HttpResponse:
    """Give a ready-made setting as a file."""
    entry = _ready(kind, name)
    return _as_file(entry.body, f"{entry.kind}-{entry.name.replace('@', '-')}.toml")


@require_POST
def retire(request: HttpRequest, setting_id: int) -> HttpResponse:
    """Offer a setting no more."""
    row = _own(request, setting_id)
    retire_setting(setting_id=row.pk, by=actor_of(request), at=timezone.now())
    messages.success(request, f"「{row.title}」は、新しい評価では選べなくなりました。")
    return redirect(row)


@require_POST
def restore(request: HttpRequest, setting_id: int) -> HttpResponse:
    """Offer a setting again."""
    row = _own(request, setting_id)
    restore_setting(setting_id=row.pk, by=actor_of(request), at=timezone.now())
    messages.success(request, f"「{row.title}」を、また選べるようにしました。")
    return redirect(row)


def _library_address() -> str:
    return reverse("reviews:library")


def _kind(text: str) -> SettingKind:
    if text not in SettingKind.values:
        raise Http404
    return SettingKind(text)


def _ready(kind: str, name: str) -> ReadyMade:
    entry = find_ready_made(_kind(kind), name)
    if entry is None:
        raise Http404
    return entry


def _own(request: HttpRequest, setting_id: int) -> ReviewSetting:
    row = find_setting(signed_in(request), setting_id)
    if row is None:
        raise Http404
    return row


def _shown(body: Body) -> dict[str, object]:
    rows = rows_of(body)
    return {
        "rows": rows,
        "headings": headings_of(rows),
        "steps": example_of(body, today()) if isinstance(body, Form) else (),
    }


def _as_file(body: Body, name: str) -> HttpResponse:
    response = HttpResponse(write_setting(body), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _begin(
    request: HttpRequest, kind: SettingKind, body: Body, words: dict[str, str], source: str, heading: str
) -> HttpResponse:
    form = WordsOfSettingForm(request.POST or None, initial=words)
    if request.method == "POST" and form.is_valid():
        try:
            draft = begin_draft(
                kind=kind,
                words=Words(source=source, **form.cleaned_data),
                body=body,
                by=actor_of(request),
                at=timezone.now(),
            )
        except UserError as error:
            form.add_error(None, error.ja)
        else:
            messages.success(request, "作り始めました。中身を変えて、最後に「版にする」を押してください。")
            return redirect(draft)
    context = {"form": form, "kind": kind, "heading": heading}
    return render(request, "reviews/setup/begin_setting.html", context, status=WRONG if form.errors else 200)


def _begin_from_file(request: HttpRequest, kind: SettingKind, body: Body) -> HttpResponse:
    title = getattr(body, "title", "") or f"ファイルからの{kind.label}"
    try:
        draft = begin_draft(
            kind=kind,
            words=Words(title=title, source="ファイル"),
            body=body,
            by=actor_of(request),
            at=timezone.now(),
        )
    except UserError as error:
        for sentence in sentences_of(error):
            messages.error(request, sentence)
        return redirect(f"{_library_address()}?kind={kind}")
    messages.success(
        request, "ファイルから作り始めました。中身を確かめて、最後に「版にする」を押してください。"
    )
    return redirect(draft)
