"""Freezing a round: what will become the edition, the act itself, corrections, and the origin of a value."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from torikumi.compare.changes import list_changes
from torikumi.errors import UserError
from torikumi.review.parts import may_see_drafts
from torikumi.web.accounts.acting import signed_in, today
from torikumi.web.audit.actor import actor_of
from torikumi.web.plans.edition_names import name_editions
from torikumi.web.plans.fields import cut_groups, group_changes
from torikumi.web.plans.models import Edition
from torikumi.web.plans.queries.projects import project_history
from torikumi.web.plans.store import load_edition, load_project
from torikumi.web.reviews.actions.freezing import Confirmed, freeze_again, freeze_round
from torikumi.web.reviews.entering import RoundRoom, enter_round
from torikumi.web.reviews.landing import StepLine, step_lines
from torikumi.web.reviews.models import ReviewRound, RoundState
from torikumi.web.reviews.next_edition import NextEdition, NotNewestError, draft_edition
from torikumi.web.reviews.queries.freezes import accepted_about, find_edition, freezes_of, frozen_sheets
from torikumi.web.reviews.queries.people import names_by_login
from torikumi.web.reviews.queries.sheets import facts_of_each
from torikumi.web.reviews.queries.standing import standing_of
from torikumi.web.reviews.queries.voices import visible_proposals
from torikumi.web.reviews.standing import parts_in
from torikumi.web.reviews.tracing import logins_of, to_json, trace_sheet
from torikumi.web.reviews.tracing_voices import to_json as proposal_to_json
from torikumi.web.reviews.tracing_voices import trace_proposals


@require_http_methods(["GET", "HEAD", "POST"])
def freeze_page(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show what the round would become, and make it so."""
    room = enter_round(request, round_id)
    if request.method == "POST":
        return _freeze(request, room)
    return _show(request, room)


def _freeze(request: HttpRequest, room: RoundRoom) -> HttpResponse:
    confirmed = Confirmed(
        fingerprint=request.POST.get("fingerprint", ""),
        reason=request.POST.get("reason", ""),
        label=request.POST.get("label", ""),
    )
    if "looked" not in request.POST:
        return _show(
            request, room, problem=_LOOK_FIRST, confirmed=confirmed, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    act = freeze_again if room.round.state == RoundState.FROZEN else freeze_round
    try:
        edition = act(round_id=room.round.pk, confirmed=confirmed, by=actor_of(request), at=timezone.now())
    except UserError as error:
        return _show(
            request,
            enter_round(request, room.round.pk),
            problem=error.ja,
            confirmed=confirmed,
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    name_editions([edition], within=room.person)
    messages.success(request, f"「{edition}」を計画の最新の版にしました。")
    return redirect("reviews:corrections", room.round.pk)


def _show(
    request: HttpRequest,
    room: RoundRoom,
    *,
    problem: str = "",
    confirmed: Confirmed | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    draft, refusal = _try_draft(room.round)
    is_correction = room.round.state == RoundState.FROZEN
    groups = []
    if draft is not None:
        headings = {*draft.before.node_by_id, *draft.plan.node_by_id}
        groups = group_changes(list_changes(old=draft.before, new=draft.plan), headings=headings)
    context = {
        "room": room,
        "round": room.round,
        "draft": draft,
        "planned": _planned_name(room, draft) if draft is not None else "",
        "refusal": refusal,
        "problem": problem,
        "confirmed": confirmed or Confirmed(fingerprint=""),
        "is_correction": is_correction,
        "has_looked": "looked" in request.POST,
        "early": [] if is_correction else _steps_to_come(room),
        "needs_reason": is_correction or bool(draft and draft.left),
        "can_freeze": draft is not None and (draft.is_different or not is_correction),
        "changes": cut_groups(groups, request.GET.get("page")),
        "counts": [(word, sum(group.sort == sort for group in groups)) for sort, word in _COUNTED],
        "records": freezes_of(room.round),
    }
    return render(request, "reviews/freeze.html", context, status=status)


def _planned_name(room: RoundRoom, draft: NextEdition) -> str:
    """What the edition is called where nobody gives it a name."""
    planned = Edition(series=draft.base.series, sequence=draft.base.sequence + 1, year=room.round.year)
    name_editions([planned], within=room.person)
    return str(planned)


def _steps_to_come(room: RoundRoom) -> list[StepLine]:
    """The steps whose last day has not gone by."""
    lines = step_lines(room.rules, room.standing, today(), due=room.rules.due, is_open=True)
    return [line for line in lines if line.due and not line.is_past]


_LOOK_FIRST = (
    "まだ確定していません。変わることと、入らないものを見て、「変わることと、入らないものを確かめました」に印を付けてから、"
    "もう一度押してください。"
)
_COUNTED = (
    ("content", "内容が変わる"),
    ("added", "加わる"),
    ("removed", "なくなる"),
    ("records", "年度の記録だけが変わる"),
)


def _try_draft(round_: ReviewRound) -> tuple[NextEdition | None, str]:
    if round_.state not in (RoundState.OPEN, RoundState.FROZEN):
        word = RoundState(round_.state).label
        return None, f"この評価は{word}なので、次の版にできません。"
    try:
        return draft_edition(round_), ""
    except NotNewestError as error:
        return None, error.ja


@require_safe
def corrections(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show the freezes of a round, and what each correction changed and why (正誤表)."""
    room = enter_round(request, round_id)
    records = freezes_of(room.round)
    name_editions([edition for one in records for edition in (one.edition, one.base)], within=room.person)
    wanted = request.GET.get("turn", "")
    shown = next((one for one in records if str(one.turn) == wanted), records[-1] if records else None)
    groups, has_new_remarks = [], False
    if shown is not None:
        old, new = load_edition(shown.base), load_edition(shown.edition)
        has_new_remarks = old.comments != new.comments
        groups = group_changes(list_changes(old=old, new=new), headings={*old.node_by_id, *new.node_by_id})
    context = {
        "room": room,
        "round": room.round,
        "records": records,
        "shown": shown,
        "has_new_remarks": has_new_remarks,
        "changes": cut_groups(groups, request.GET.get("page")),
    }
    return render(request, "reviews/corrections.html", context)


@require_safe
def trace(request: HttpRequest, edition_id: int, key: str) -> HttpResponse:
    """Show where a project's values in an edition come from; `?field=` narrows it, `?format=json` is for programs."""
    person = signed_in(request)
    edition = find_edition(person, edition_id)
    if edition is None:
        raise Http404
    row = next((one for one in project_history(edition.series, key) if one.edition_id == edition.pk), None)
    # Only an id that is there is asked for further: PostgreSQL does not even take some that are not.
    frozen = frozen_sheets(edition, row.key) if row is not None else []
    accepted = accepted_about(edition, row.key) if row is not None else []
    if row is None or not (frozen or accepted):
        raise Http404
    standing = standing_of(person, today())
    names = names_by_login(person, logins_of(frozen))
    traces = []
    facts = facts_of_each([one.sheet for one in frozen], person)
    for one in frozen:
        parts = parts_in(standing, facts[one.sheet.pk], one.record.round.rules().steps)
        traces.append(trace_sheet(one, names=names, shows_drafts=may_see_drafts(parts)))
    rounds = {record.round for record, _ in accepted}
    visible = {pk for one in rounds for pk in visible_proposals(one, standing).values_list("pk", flat=True)}
    proposals = trace_proposals(accepted, load_project(row), visible=visible)
    if request.GET.get("format") == "json":
        body = {
            "edition": edition.sequence,
            "sha256": edition.sha256,
            "project": key,
            "rounds": [to_json(one) for one in traces],
            "proposals": [proposal_to_json(one) for one in proposals],
        }
        return JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    made = [one.record.edition for one in frozen] + [record.edition for record, _ in accepted]
    name_editions([edition, row.edition, *made], within=person)
    context = {
        "edition": edition,
        "row": row,
        "traces": traces,
        "proposals": proposals,
        "field": request.GET.get("field", ""),
    }
    return render(request, "reviews/trace.html", context)
