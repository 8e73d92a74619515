"""Comments of the committee: the list with its files, making one, answering and approving."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from torikumi.errors import UserError
from torikumi.review.comments import MOVE_WORDS, CommentMove, CommentState, moves_of_comment
from torikumi.web.accounts.acting import roles_of
from torikumi.web.accounts.permissions import Permission, may
from torikumi.web.accounts.scope import CityQuerySet
from torikumi.web.audit.actor import actor_of
from torikumi.web.plans.queries.editions import list_nodes
from torikumi.web.reviews.actions.comments import (
    answer_comment,
    change_comment,
    decide_comment,
    make_comment,
    record_export,
)
from torikumi.web.reviews.comment_files import FORMS, write_comments
from torikumi.web.reviews.entering import RoundRoom, enter_round
from torikumi.web.reviews.models import RoundState
from torikumi.web.reviews.queries.sheets import sheets_of
from torikumi.web.reviews.queries.voices import comment_history, visible_comments
from torikumi.web.reviews.voice_forms import CommentFilterForm, CommentForm
from torikumi.web.reviews.voice_models import RoundComment
from torikumi.web.reviews.voices import comment_parts, may_know_voices, may_see_answer

ROWS_A_PAGE = 50
_TAKES_COMMENTS = frozenset({RoundState.OPEN, RoundState.FROZEN})
_PLANNINGS = frozenset({CommentMove.APPROVE, CommentMove.SEND_BACK, CommentMove.REOPEN})


@require_safe
def comment_list(request: HttpRequest, round_id: int) -> HttpResponse:
    """List the comments that the person may see; those without an answer are counted above."""
    room = enter_round(request, round_id)
    everything = visible_comments(room.round, room.standing)
    page = Paginator(_filtered(request, everything), ROWS_A_PAGE).get_page(request.GET.get("page"))
    roles = roles_of(request)
    context = {
        "room": room,
        "round": room.round,
        "form": CommentFilterForm(request.GET),
        "page": page,
        "may_know": may_know_voices(room.standing),
        "lines": [(row, row.answer if may_see_answer(room.standing, row) else "") for row in page],
        "unanswered": everything.filter(state=CommentState.OPEN).count(),
        "waiting": everything.filter(state=CommentState.ANSWERED).count(),
        "can_comment": may(roles, Permission.COMMENT) and room.round.state in _TAKES_COMMENTS,
        "can_export": may(roles, Permission.EXPORT_ROUNDS),
    }
    return render(request, "reviews/comments.html", context)


def _filtered(request: HttpRequest, rows: CityQuerySet[RoundComment]) -> CityQuerySet[RoundComment]:
    form = CommentFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    if wanted.get("q"):
        text = wanted["q"]
        rows = rows.filter(
            Q(sheet__name__icontains=text) | Q(node_name__icontains=text) | Q(text__icontains=text)
        )
    return rows.order_by("pk")


@require_safe
def comment_file(request: HttpRequest, round_id: int, form: str) -> HttpResponse:
    """Give the comments with their answers as CSV or Excel, for the committee's paper (意見・対応方針一覧)."""
    room = enter_round(request, round_id)
    if form not in FORMS:
        raise Http404
    rows = list(_filtered(request, visible_comments(room.round, room.standing)))
    record_export(round_id=room.round.pk, form=form, count=len(rows), by=actor_of(request), at=timezone.now())
    response = HttpResponse(write_comments(rows, form=form), content_type=FORMS[form])
    name = f"意見と対応方針_{room.round.title}.{form}"
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def add_comment(request: HttpRequest, round_id: int) -> HttpResponse:
    """Make a comment; `?sheet=` chooses the project."""
    room = enter_round(request, round_id)
    if request.method != "POST":
        return _edit(request, room, _form(room, initial={"sheet": request.GET.get("sheet", "")}))
    form = _form(room, sent=request)
    if not form.is_valid():
        return _edit(request, room, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        row = make_comment(round_id=room.round.pk, said=form.said(), by=actor_of(request), at=timezone.now())
    except UserError as error:
        return _edit(request, room, form, problem=error.ja, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, "意見を登録しました。")
    return redirect(row)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_comment(request: HttpRequest, round_id: int, comment_id: int) -> HttpResponse:
    """Write a comment anew."""
    room, row = _find(request, round_id, comment_id)
    if request.method != "POST":
        return _edit(request, room, _form(room, initial=_initial(row)), row=row)
    form = _form(room, sent=request)
    if not form.is_valid():
        return _edit(request, room, form, row=row, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        change_comment(
            comment_id=row.pk,
            version=form.cleaned_data["version"] or 0,
            said=form.said(),
            by=actor_of(request),
            at=timezone.now(),
        )
    except UserError as error:
        return _edit(request, room, form, row=row, problem=error.ja, status=HTTPStatus.CONFLICT)
    messages.success(request, "意見を書き直しました。")
    return redirect(row)


@require_safe
def comment_page(request: HttpRequest, round_id: int, comment_id: int) -> HttpResponse:
    """Show a comment with its answer and its history."""
    room, row = _find(request, round_id, comment_id)
    return _show(request, room, row)


@require_POST
def write_answer(request: HttpRequest, round_id: int, comment_id: int) -> HttpResponse:
    """Write the answer (対応方針)."""
    _, row = _find(request, round_id, comment_id)
    answer, version = request.POST.get("answer", ""), _version(request)
    try:
        answer_comment(
            comment_id=row.pk, version=version, answer=answer, by=actor_of(request), at=timezone.now()
        )
    except UserError as error:
        return _refused(request, round_id, comment_id, error, written=answer)
    messages.success(request, "対応方針を書きました。企画担当の承認を待っています。")
    return redirect(row)


@require_POST
def withdraw_comment(request: HttpRequest, round_id: int, comment_id: int) -> HttpResponse:
    """Take one's comment back."""
    return _decide(request, round_id, comment_id, frozenset({CommentMove.WITHDRAW}))


@require_POST
def approve_answer(request: HttpRequest, round_id: int, comment_id: int) -> HttpResponse:
    """Approve an answer, send it back, or take the approval back."""
    return _decide(request, round_id, comment_id, _PLANNINGS)


def _decide(
    request: HttpRequest, round_id: int, comment_id: int, allowed: frozenset[CommentMove]
) -> HttpResponse:
    room, row = _find(request, round_id, comment_id)
    wanted = request.POST.get("do", "")
    move = CommentMove(wanted) if wanted in set(CommentMove) else None
    if move is None or move not in allowed:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _show(request, room, row, problem="どうするかを選んでください。", status=status)
    try:
        decide_comment(
            comment_id=row.pk,
            version=_version(request),
            move=move,
            note=request.POST.get("note", ""),
            by=actor_of(request),
            at=timezone.now(),
        )
    except UserError as error:
        return _refused(request, round_id, comment_id, error)
    messages.success(request, f"「{MOVE_WORDS[move]}」としました。")
    return redirect(row)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text[:9]) if text.isdecimal() else 0


def _refused(
    request: HttpRequest, round_id: int, comment_id: int, error: UserError, *, written: str = ""
) -> HttpResponse:
    room, row = _find(request, round_id, comment_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return _show(request, room, row, problem=error.ja, written=written, status=status)


def _show(
    request: HttpRequest,
    room: RoundRoom,
    row: RoundComment,
    *,
    problem: str = "",
    written: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    takes = room.round.state in _TAKES_COMMENTS
    moves = moves_of_comment(CommentState(row.state), comment_parts(room.standing, row)) if takes else ()
    sees_answer = may_see_answer(room.standing, row)
    context = {
        "room": room,
        "round": room.round,
        "row": row,
        "answer": row.answer if sees_answer else "",
        "sees_answer": sees_answer,
        "can_change": CommentMove.CHANGE in moves,
        "can_withdraw": CommentMove.WITHDRAW in moves,
        "can_answer": CommentMove.ANSWER in moves,
        "decisions": [(move, MOVE_WORDS[move]) for move in moves if move in _PLANNINGS],
        "history": [(MOVE_WORDS[CommentMove(one.move)], one) for one in comment_history(row)]
        if sees_answer
        else [],
        "problem": problem,
        "written": written or row.answer,
    }
    return render(request, "reviews/comment.html", context, status=status)


def _edit(
    request: HttpRequest,
    room: RoundRoom,
    form: CommentForm,
    *,
    row: RoundComment | None = None,
    problem: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {"room": room, "round": room.round, "form": form, "row": row, "problem": problem}
    return render(request, "reviews/edit_comment.html", context, status=status)


def _form(
    room: RoundRoom, *, sent: HttpRequest | None = None, initial: dict[str, object] | None = None
) -> CommentForm:
    rows = sheets_of(room.round).filter(taken_out_at__isnull=True)
    return CommentForm(
        sent.POST if sent is not None else None,
        initial=initial,
        sheets=[(str(sheet.pk), str(sheet)) for sheet in rows],
        nodes=[(node.key, node.printed) for node in list_nodes(room.round.base)],
    )


def _initial(row: RoundComment) -> dict[str, object]:
    names = ("version", "section", "text", "body")
    return {**{name: getattr(row, name) for name in names}, "sheet": row.sheet_id, "node": row.node_key}


def _find(request: HttpRequest, round_id: int, comment_id: int) -> tuple[RoundRoom, RoundComment]:
    room = enter_round(request, round_id)
    row = visible_comments(room.round, room.standing).filter(pk=comment_id).first()
    if row is None:
        raise Http404
    return room, row
