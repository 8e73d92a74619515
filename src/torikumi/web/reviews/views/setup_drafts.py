"""Working on a form, a scale, a chain or a rule of rating until it becomes a version."""

from __future__ import annotations

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from torikumi.errors import UserError
from torikumi.plan.direction import DirectionScale
from torikumi.review.form import Form
from torikumi.review.mistakes import RoundError
from torikumi.review.rating_rule import RatingRule
from torikumi.web.accounts.acting import signed_in, today
from torikumi.web.audit.actor import actor_of
from torikumi.web.reviews.actions.settings import Words, change_draft, discard_draft, publish_draft
from torikumi.web.reviews.draft_parts import (
    drop_part,
    form_for,
    mistakes_of_part,
    move_part,
    part_of,
    put_part,
)
from torikumi.web.reviews.example_sheet import example_of
from torikumi.web.reviews.queries.settings import body_of, find_draft, find_offer, offers_of
from torikumi.web.reviews.setting_bodies import PART_WORDS, Body, mistakes_in, parts_of
from torikumi.web.reviews.setting_forms import RatingWordsForm, WordsOfSettingForm
from torikumi.web.reviews.setting_models import DraftState, SettingDraft, SettingKind
from torikumi.web.reviews.setting_tables import headings_of, rows_of
from torikumi.web.reviews.setting_words import mistake_words
from torikumi.web.reviews.views.rounds import version_of

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_safe
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show what is worked on, with what can be done to each part."""
    return _show(request, _draft(request, draft_id))


@require_http_methods(["GET", "HEAD", "POST"])
def draft_words(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Change the name and the description."""
    row = _open(request, draft_id)
    body = body_of(row)
    form = _words_form(request, row, body)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        words = Words(title=data["title"], description=data["description"])
        changed = (
            form.apply(body) if isinstance(form, RatingWordsForm) and isinstance(body, RatingRule) else body
        )
        try:
            _save(request, row, changed, words=words)
        except UserError as error:
            form.add_error(None, error.ja)
        else:
            messages.success(request, "名前と説明を変えました。")
            return redirect(row)
    return _show_form(request, row, form, "名前と説明を変える")


@require_http_methods(["GET", "HEAD", "POST"])
def new_part(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Add a field, a label, a step or a grade."""
    row = _open(request, draft_id)
    word = PART_WORDS[SettingKind(row.kind)]
    return _edit(request, row, None, f"{word}を加える")


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, draft_id: int, place: int) -> HttpResponse:
    """Change one part; `place` counts from 1."""
    row = _open(request, draft_id)
    parts = rows_of(body_of(row))
    if not 1 <= place <= len(parts):
        raise Http404
    return _edit(request, row, place - 1, f"「{parts[place - 1].title}」を変える")


@require_POST
def move(request: HttpRequest, draft_id: int, place: int) -> HttpResponse:
    """Move a part up or down, or take it out, once it was said to be meant."""
    row = _open(request, draft_id)
    body = body_of(row)
    if not 1 <= place <= len(parts_of(body)):
        raise Http404
    do = request.POST.get("do", "")
    if do == "drop" and not request.POST.get("sure"):
        context = {
            "draft": row,
            "kind": SettingKind(row.kind),
            "part_word": PART_WORDS[SettingKind(row.kind)],
            "part": rows_of(body)[place - 1],
            "place": place,
        }
        return render(request, "reviews/setup/drop_part.html", context)
    changed = (
        drop_part(body, place - 1) if do == "drop" else move_part(body, place - 1, -1 if do == "up" else 1)
    )
    try:
        _save(request, row, changed)
    except UserError as error:
        messages.error(request, error.ja)
    target = {"up": place - 1, "down": place + 1}.get(do, 0)
    return redirect(row.get_absolute_url() + (f"#part-{target}" if target else "#parts"))


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Ask once more, then give up what was worked on."""
    row = _open(request, draft_id)
    problem = ""
    if request.method == "POST":
        try:
            discard_draft(
                draft_id=row.pk,
                version=version_of(request, row.version),
                by=actor_of(request),
                at=timezone.now(),
            )
        except UserError as error:
            problem = error.ja
        else:
            messages.success(request, "作りかけを破棄しました。")
            return redirect(f"{reverse('reviews:library')}?kind={row.kind}")
    context = {"draft": row, "kind": SettingKind(row.kind), "problem": problem}
    return render(request, "reviews/setup/discard.html", context, status=WRONG if problem else 200)


@require_POST
def publish(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Make a version."""
    row = _open(request, draft_id)
    try:
        setting = publish_draft(
            draft_id=row.pk, version=version_of(request, row.version), by=actor_of(request), at=timezone.now()
        )
    except RoundError:
        return _show(request, row, problem="まだ版にできません。「版にするまでに直すこと」を直してください。")
    except UserError as error:
        return _show(request, row, problem=error.ja)
    messages.success(request, f"「{setting}」ができました。新しい評価で選べます。")
    return redirect(setting)


def _edit(request: HttpRequest, row: SettingDraft, place: int | None, heading: str) -> HttpResponse:
    body = body_of(row)
    before = parts_of(body)[place] if place is not None else None
    kind, person = SettingKind(row.kind), signed_in(request)
    data = request.POST if request.method == "POST" else None
    scales = offers_of(person, SettingKind.SCALE) if kind is SettingKind.FORM else ()
    form = form_for(kind, body, before, data, scales=scales)
    if request.method != "POST" or not form.is_valid():
        return _show_form(request, row, form, heading)

    def find_scale(reference: str) -> DirectionScale | None:
        found = find_offer(person, SettingKind.SCALE, reference)
        return found if isinstance(found, DirectionScale) else None

    made = part_of(form, body, before, find_scale=find_scale)
    changed = put_part(body, made, place)
    labels = _labels(changed)
    problems = [mistake_words(mistake, labels) for mistake in mistakes_of_part(changed, made)]
    if not problems:
        try:
            _save(request, row, changed)
        except UserError as error:
            problems = [error.ja]
        else:
            messages.success(request, "変えました。")
            number = len(parts_of(changed)) if place is None else place + 1
            return redirect(f"{row.get_absolute_url()}#part-{number}")
    form.add_error(None, problems)
    return _show_form(request, row, form, heading)


def _save(request: HttpRequest, row: SettingDraft, body: Body, *, words: Words | None = None) -> SettingDraft:
    return change_draft(
        draft_id=row.pk,
        version=version_of(request, row.version),
        body=body,
        words=words,
        by=actor_of(request),
        at=timezone.now(),
    )


def _draft(request: HttpRequest, draft_id: int) -> SettingDraft:
    row = find_draft(signed_in(request), draft_id)
    if row is None:
        raise Http404
    return row


def _open(request: HttpRequest, draft_id: int) -> SettingDraft:
    row = _draft(request, draft_id)
    if row.state != DraftState.OPEN:
        raise Http404
    return row


def _words_form(request: HttpRequest, row: SettingDraft, body: Body) -> WordsOfSettingForm:
    data = request.POST if request.method == "POST" else None
    initial: dict[str, object] = {"title": row.title, "description": row.description}
    if isinstance(body, RatingRule):
        initial |= {"against": body.against.value, "formula": body.formula.value}
        return RatingWordsForm(data, initial=initial)
    return WordsOfSettingForm(data, initial=initial)


def _labels(body: Body) -> dict[str, str]:
    return {row.key: row.title for row in rows_of(body)}


def _show(request: HttpRequest, row: SettingDraft, *, problem: str = "") -> HttpResponse:
    body = body_of(row)
    rows = rows_of(body)
    labels = _labels(body)
    kind = SettingKind(row.kind)
    context = {
        "draft": row,
        "kind": kind,
        "part_word": PART_WORDS[kind],
        "rows": rows,
        "headings": headings_of(rows),
        "mistakes": [mistake_words(mistake, labels) for mistake in mistakes_in(body)],
        "is_open": row.state == DraftState.OPEN,
        "steps": example_of(body, today()) if isinstance(body, Form) else (),
        "problem": problem,
    }
    return render(request, "reviews/setup/draft.html", context, status=WRONG if problem else 200)


def _show_form(request: HttpRequest, row: SettingDraft, form: forms.Form, heading: str) -> HttpResponse:
    context = {"draft": row, "kind": SettingKind(row.kind), "form": form, "heading": heading}
    return render(request, "reviews/setup/part.html", context, status=WRONG if form.errors else 200)
