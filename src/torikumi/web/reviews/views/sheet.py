"""One sheet: its page, what is written into it, and how it moves on."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from torikumi.errors import UserError
from torikumi.review.answers import find_problems, has_errors
from torikumi.review.states import Move, MoveRefusedError
from torikumi.web.accounts.acting import roles_of, today
from torikumi.web.audit.actor import actor_of
from torikumi.web.plans.store import load_project
from torikumi.web.reviews.actions.sheets import Answer, hand_on, move_sheet, save_answer
from torikumi.web.reviews.comparing import view_comparison
from torikumi.web.reviews.effects import effect_of
from torikumi.web.reviews.entering import SheetRoom, enter_sheet
from torikumi.web.reviews.fields import FieldView, view_blocks
from torikumi.web.reviews.models import Sheet
from torikumi.web.reviews.queries.voices import voices_of
from torikumi.web.reviews.refusals import (
    IncompleteAnswerError,
    NotAllowedError,
    RoundClosedError,
    StaleSheetError,
)
from torikumi.web.reviews.sent import Sent, read_prefixed, read_sent, read_version
from torikumi.web.reviews.sheet_page import Attempt, edit_step, fields_of, view_sheet, warning_names

_WRITERS_MOVES = frozenset({Move.SUBMIT, Move.WITHDRAW})
_RATERS_MOVES = frozenset({Move.APPROVE, Move.STEP_BACK, Move.RETURN})
_VERSIONLESS = "どの版を見て書いたかが分からないので、まだ保存していません。今ある文と見比べてください。"
_CHANGED = (
    "開いている間にこのシートが変わりました。書いた文があれば、下書きとして保存しました。"
    "今の内容を確かめて、もう一度押してください。"
)
_WARNED = "先に下の注意を確かめてください。このままでよければ、もう一度「提出する」を押してください。"
_NOTE_KEPT = "書いた言葉は、承認に添えて経過に残しました。"
_DONE = {
    Move.SUBMIT: "提出しました。",
    Move.WITHDRAW: "提出を取り戻しました。書き直して、もう一度提出してください。",
    Move.APPROVE: "承認しました。",
    Move.STEP_BACK: "前の段階へ戻しました。",
    Move.RETURN: "差し戻しました。理由は担当課の画面に出ます。",
    Move.REVISE: "訂正を始めました。担当課が直して提出し、もう一度承認を受けます。",
}


@require_safe
def sheet_page(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Show a sheet; somebody who may not see its answer is told when they may."""
    room = enter_sheet(request, sheet_id)
    if not room.may_see:
        return _hidden(request, room)
    return _show(request, room)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Save what the section wrote, hand it in, or take it back; who opens the address again is led to the sheet."""
    return _take(request, sheet_id, _WRITERS_MOVES)


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Save what a rater wrote, approve, or send back."""
    return _take(request, sheet_id, _RATERS_MOVES)


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Begin the correction of an approved sheet."""
    return _take(request, sheet_id, frozenset({Move.REVISE}))


def _take(request: HttpRequest, sheet_id: int, moves: frozenset[Move]) -> HttpResponse:
    if request.method == "POST" and request.headers.get("Accept", "") == "application/json":
        return _autosave(request, sheet_id)
    room = enter_sheet(request, sheet_id)
    if not room.may_see:
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseRedirect(room.sheet.get_absolute_url())
    sent = read_sent(request.POST, _all_fields(room))
    if sent.version is None:
        return _compare(
            request, room, sent, StaleSheetError(version=room.sheet.version), sentence=_VERSIONLESS
        )
    wanted = Move(sent.do) if sent.do in set(Move) else Move.SAVE
    try:
        if wanted in moves:
            return _hand_on(request, room, sent, wanted)
        _save(request, room, sent)
    except StaleSheetError as error:
        return _compare(request, enter_sheet(request, sheet_id), sent, error)
    except UserError as error:
        return _refuse(request, sheet_id, sent, error)
    messages.success(request, f"下書きを保存しました（{timezone.localtime():%H:%M}）。")
    anchor = f"#field-{sent.same}" if sent.same else ""
    return HttpResponseRedirect(room.sheet.get_absolute_url() + anchor)


def _autosave(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Answer the page's own script: what was saved, or why not. All that a write must know, the action looks up."""
    version = read_version(request.POST)
    if version is None:
        return JsonResponse({"problem": _VERSIONLESS}, status=HTTPStatus.PRECONDITION_REQUIRED)
    try:
        saved = save_answer(
            sheet_id=sheet_id,
            version=version,
            answer=Answer(values=read_prefixed(request.POST, "f-"), seen=read_prefixed(request.POST, "b-")),
            by=actor_of(request),
            at=timezone.now(),
        )
    except Sheet.DoesNotExist as error:
        raise Http404 from error
    except UserError as error:
        return JsonResponse({"problem": error.ja}, status=_status(error))
    return JsonResponse(
        {"version": saved.version, "at": f"{timezone.localtime():%H:%M}", "state": saved.state_word}
    )


def _save(request: HttpRequest, room: SheetRoom, sent: Sent) -> Sheet:
    assert sent.version is not None  # noqa: S101  the caller looked
    if not sent.values:
        return room.sheet
    return save_answer(
        sheet_id=room.sheet.pk,
        version=sent.version,
        answer=_answer_of(sent),
        by=actor_of(request),
        at=timezone.now(),
    )


def _hand_on(request: HttpRequest, room: SheetRoom, sent: Sent, move: Move) -> HttpResponse:
    """Move the sheet on; the answer is kept whatever comes of the move, unless two texts stand against one another."""
    assert sent.version is not None  # noqa: S101  the caller looked
    sheet_id = room.sheet.pk
    if sent.version != room.sheet.version:
        _save(request, room, sent)
        return _ask_again(request, sheet_id, _CHANGED, status=HTTPStatus.CONFLICT)
    if move is Move.SUBMIT and _has_new_warnings(room, sent):
        _save(request, room, sent)
        return _ask_again(request, sheet_id, _WARNED, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    by, at = actor_of(request), timezone.now()
    if not sent.values:
        move_sheet(sheet_id=sheet_id, version=sent.version, move=move, note=sent.note, by=by, at=at)
    else:
        done = hand_on(
            sheet_id=sheet_id,
            version=sent.version,
            move=move,
            answer=_answer_of(sent),
            note=sent.note,
            by=by,
            at=at,
        )
        if done.refusal is not None:
            return _refuse(request, sheet_id, sent, done.refusal)
    messages.success(
        request, _DONE[move] + (_NOTE_KEPT if move is Move.APPROVE and sent.note.strip() else "")
    )
    return HttpResponseRedirect(room.sheet.get_absolute_url())


def _answer_of(sent: Sent) -> Answer:
    return Answer(values=sent.values, seen=sent.seen)


def _has_new_warnings(room: SheetRoom, sent: Sent) -> bool:
    """Whether the answer contradicts itself in a way that the page has not shown yet."""
    values = {**room.sheet.values, **sent.values}
    problems = find_problems(
        room.rules, load_project(room.sheet.project), values, step=room.rules.steps[0].id
    )
    return not has_errors(problems) and not warning_names(problems) <= sent.known


def _ask_again(request: HttpRequest, sheet_id: int, sentence: str, *, status: HTTPStatus) -> HttpResponse:
    return _show(request, enter_sheet(request, sheet_id), problem=sentence, status=status)


def _refuse(request: HttpRequest, sheet_id: int, sent: Sent, error: UserError) -> HttpResponse:
    room = enter_sheet(request, sheet_id)
    is_unfinished = isinstance(error, IncompleteAnswerError)
    return _show(
        request,
        room,
        attempt=Attempt(sent=sent.values, shows_errors=is_unfinished),
        problem="" if is_unfinished else error.ja,
        note=sent.note,
        status=_status(error),
    )


def _compare(
    request: HttpRequest, room: SheetRoom, sent: Sent, error: StaleSheetError, *, sentence: str = ""
) -> HttpResponse:
    """Show both texts of each field; where there are no two, or the sheet has moved on, the sheet as it is now."""
    view = view_comparison(room, sent, error, sentence=sentence)
    if edit_step(room) is None or not view.fields:
        return _refuse(request, room.sheet.pk, sent, error)
    status = HTTPStatus.PRECONDITION_REQUIRED if sent.version is None else HTTPStatus.CONFLICT
    return render(request, "reviews/compare.html", {"round": room.sheet.round, "view": view}, status=status)


def _show(
    request: HttpRequest,
    room: SheetRoom,
    *,
    attempt: Attempt | None = None,
    problem: str = "",
    note: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    page = view_sheet(room, today(), attempt)
    voices = voices_of(room.sheet, room.facts.sections, room.standing, roles_of(request))
    year = room.sheet.round.year
    context = {
        "page": page,
        "room": room,
        "sheet": room.sheet,
        "round": room.sheet.round,
        "problem": problem,
        "note_text": note,
        "voices": voices,
        "proposed": [(row, effect_of(row, page.project, year=year)) for row in voices.proposals],
    }
    return render(request, "reviews/sheet.html", context, status=status)


def _hidden(request: HttpRequest, room: SheetRoom) -> HttpResponse:
    context = {"sheet": room.sheet, "round": room.sheet.round, "room": room}
    return render(request, "reviews/hidden_sheet.html", context, status=HTTPStatus.FORBIDDEN)


def _status(error: UserError) -> int:
    match error:
        case StaleSheetError() | MoveRefusedError() | RoundClosedError():
            return HTTPStatus.CONFLICT
        case NotAllowedError():
            return HTTPStatus.FORBIDDEN
        case _:
            return HTTPStatus.UNPROCESSABLE_ENTITY


def _all_fields(room: SheetRoom) -> list[FieldView]:
    """The fields of all steps; which of them the person may fill in now, the action says."""
    project, steps = load_project(room.sheet.project), room.rules.steps
    fields: list[FieldView] = []
    for step in steps:
        blocks = view_blocks(room.rules, project, room.sheet.values, step=step.id)
        fields.extend(fields_of(blocks))
    return fields
