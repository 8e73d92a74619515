"""Proposals of the study teams: the list, making one, answering it."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from torikumi.errors import UserError
from torikumi.review.proposals import (
    MOVE_WORDS,
    ProposalKind,
    ProposalMove,
    ProposalState,
    ProposedField,
    moves_of_proposal,
)
from torikumi.web.accounts.acting import roles_of, today
from torikumi.web.accounts.permissions import Permission, may
from torikumi.web.accounts.scope import CityQuerySet
from torikumi.web.audit.actor import actor_of
from torikumi.web.plans.queries.editions import list_nodes
from torikumi.web.plans.queries.projects import projects_by_key
from torikumi.web.plans.store import load_project
from torikumi.web.reviews.actions.proposals import Reply, change_proposal, decide_proposal, make_proposal
from torikumi.web.reviews.effects import effect_of
from torikumi.web.reviews.entering import RoundRoom, enter_round
from torikumi.web.reviews.models import RoundState, Sheet
from torikumi.web.reviews.proposal_form import SORTS, ProposalForm, Sort, find_sort, sort_of
from torikumi.web.reviews.queries.section_names import section_names
from torikumi.web.reviews.queries.sheets import sheets_of
from torikumi.web.reviews.queries.voices import proposal_history, visible_proposals
from torikumi.web.reviews.voice_forms import ProposalFilterForm
from torikumi.web.reviews.voice_models import Proposal
from torikumi.web.reviews.voices import may_know_voices, proposal_parts

ROWS_A_PAGE = 50
_ANSWERS = frozenset({ProposalMove.ACCEPT, ProposalMove.ACCEPT_CHANGED, ProposalMove.DECLINE})
_DROPS_TEXT = frozenset({ProposalMove.ACCEPT, ProposalMove.DECLINE})
_WITHOUT_TEXT = {
    ProposalMove.ACCEPT: "提案の文のまま採用とする",
    ProposalMove.DECLINE: "修正した文を使わず不採用とする",
}
_TEXT_IS_THERE = {
    ProposalMove.ACCEPT: "まだ答えていません。「修正した文」が書かれています。"
    "その文を次の版に入れるなら「修正して採用とする」を、提案の文をそのまま入れるなら「提案の文のまま採用とする」を押してください。",
    ProposalMove.DECLINE: "まだ答えていません。「修正した文」が書かれています。"
    "その文を次の版に入れるなら「修正して採用とする」を、入れないなら「修正した文を使わず不採用とする」を押してください。",
}


@require_safe
def proposal_list(request: HttpRequest, round_id: int) -> HttpResponse:
    """List the proposals that the person may see."""
    room = enter_round(request, round_id)
    form = ProposalFilterForm(request.GET)
    rows = visible_proposals(room.round, room.standing)
    wanted = form.cleaned_data if form.is_valid() else {}
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    if wanted.get("q"):
        text = wanted["q"]
        rows = rows.filter(Q(sheet__name__icontains=text) | Q(name__icontains=text) | Q(team__icontains=text))
    page = Paginator(rows.order_by("pk"), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "room": room,
        "round": room.round,
        "form": form,
        "page": page,
        "may_know": may_know_voices(room.standing),
        "can_propose": may(roles_of(request), Permission.PROPOSE) and room.round.state == RoundState.OPEN,
    }
    return render(request, "reviews/proposals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_proposal(request: HttpRequest, round_id: int) -> HttpResponse:
    """Ask what is proposed, then make the proposal; `?sheet=` chooses the project."""
    room = enter_round(request, round_id)
    if request.method != "POST":
        sort = find_sort(request.GET)
        if sort is None:
            return _choose(request, room)
        return _edit(request, room, _form(room, sort, initial={"sheet": request.GET.get("sheet", "")}))
    sort = find_sort(request.POST)
    if sort is None:
        return _choose(request, room, problem=_problem_of_sort(request))
    form = _form(room, sort, sent=request)
    if not form.is_valid():
        return _edit(request, room, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        row = make_proposal(
            round_id=room.round.pk, proposed=form.proposed(), by=actor_of(request), at=timezone.now()
        )
    except UserError as error:
        return _edit(request, room, form, problem=error.ja, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, "提案を出しました。担当課の回答を待っています。")
    return redirect(row)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_proposal(request: HttpRequest, round_id: int, proposal_id: int) -> HttpResponse:
    """Write a proposal anew, also as one of another sort."""
    room, row = _find(request, round_id, proposal_id)
    if request.method != "POST":
        if "choose" in request.GET:
            return _choose(request, room, row=row)
        sort = find_sort(request.GET) or sort_of(row.kind, row.field)
        if sort is None:
            return _choose(request, room, row=row)
        return _edit(request, room, _form(room, sort, initial=_initial(room, row)), row=row)
    sort = find_sort(request.POST)
    if sort is None:
        return _choose(request, room, row=row, problem=_problem_of_sort(request))
    form = _form(room, sort, sent=request)
    if not form.is_valid():
        return _edit(request, room, form, row=row, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        change_proposal(
            proposal_id=row.pk,
            version=form.cleaned_data["version"] or 0,
            proposed=form.proposed(),
            by=actor_of(request),
            at=timezone.now(),
        )
    except UserError as error:
        return _edit(request, room, form, row=row, problem=error.ja, status=HTTPStatus.CONFLICT)
    messages.success(request, "提案を書き直しました。")
    return redirect(row)


@require_safe
def proposal_page(request: HttpRequest, round_id: int, proposal_id: int) -> HttpResponse:
    """Show a proposal with its answer and its history."""
    room, row = _find(request, round_id, proposal_id)
    return _show(request, room, row)


@require_POST
def answer_proposal(request: HttpRequest, round_id: int, proposal_id: int) -> HttpResponse:
    """Accept a proposal, accept it with changes, or decline it."""
    return _decide(request, round_id, proposal_id, _ANSWERS)


@require_POST
def withdraw_proposal(request: HttpRequest, round_id: int, proposal_id: int) -> HttpResponse:
    """Take one's proposal back."""
    return _decide(request, round_id, proposal_id, frozenset({ProposalMove.WITHDRAW}))


@require_POST
def reopen_proposal(request: HttpRequest, round_id: int, proposal_id: int) -> HttpResponse:
    """Have a proposal answered once more."""
    return _decide(request, round_id, proposal_id, frozenset({ProposalMove.REOPEN}))


def _decide(
    request: HttpRequest, round_id: int, proposal_id: int, allowed: frozenset[ProposalMove]
) -> HttpResponse:
    room, row = _find(request, round_id, proposal_id)
    wanted = request.POST.get("do", "")
    move = ProposalMove(wanted) if wanted in set(ProposalMove) else None
    version = request.POST.get("version", "")
    reply = Reply(text=request.POST.get("text", ""), reason=request.POST.get("reason", ""))
    if move not in allowed or move is None or not version.isdecimal():
        return _show(
            request, room, row, problem="どう答えるかを選んでください。", reply=reply,
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )  # fmt: skip
    if move in _DROPS_TEXT and _is_unasked(request, row, reply):
        return _show(
            request, room, row, problem=_TEXT_IS_THERE[move], reply=reply, asked=move,
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )  # fmt: skip
    try:
        decide_proposal(
            proposal_id=row.pk,
            version=int(version[:9]),
            move=move,
            reply=reply,
            by=actor_of(request),
            at=timezone.now(),
        )
    except UserError as error:
        room, row = _find(request, round_id, proposal_id)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _show(request, room, row, problem=error.ja, reply=reply, status=status)
    messages.success(request, f"「{MOVE_WORDS[move]}」としました。")
    return redirect(row)


def _is_unasked(request: HttpRequest, row: Proposal, reply: Reply) -> bool:
    """Whether a text was written that the answer would throw away, and the page has not asked about it yet."""
    text = _words(reply.text)
    return bool(text) and text != _words(row.text) and text != _words(request.POST.get("asked", ""))


def _words(text: str) -> str:
    return " ".join(text.split())


def _show(
    request: HttpRequest,
    room: RoundRoom,
    row: Proposal,
    *,
    problem: str = "",
    reply: Reply | None = None,
    asked: ProposalMove | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    is_open = room.round.state == RoundState.OPEN
    moves = moves_of_proposal(ProposalState(row.state), proposal_parts(room.standing, row)) if is_open else ()
    partners = projects_by_key(room.round.base, row.partners)
    nodes = {node.key: node.printed for node in list_nodes(room.round.base)} if row.node_key else {}
    project = load_project(row.sheet.project) if row.sheet is not None else None
    context = {
        "room": room,
        "round": room.round,
        "row": row,
        "partners": list(partners.values()),
        "node": nodes.get(row.node_key, ""),
        "effect": effect_of(row, project, year=room.round.year),
        "answers": [(move, _button(move, asked)) for move in moves if move in _ANSWERS],
        "is_asked": asked is not None,
        "can_change": ProposalMove.CHANGE in moves,
        "can_withdraw": ProposalMove.WITHDRAW in moves,
        "can_reopen": ProposalMove.REOPEN in moves,
        "history": [(MOVE_WORDS[ProposalMove(one.move)], one) for one in proposal_history(row)],
        "problem": problem,
        "reply": reply or Reply(),
    }
    return render(request, "reviews/proposal.html", context, status=status)


def _button(move: ProposalMove, asked: ProposalMove | None) -> str:
    if asked is not None and move in _DROPS_TEXT:
        return _WITHOUT_TEXT[move]
    return f"{MOVE_WORDS[move]}とする"


def _edit(
    request: HttpRequest,
    room: RoundRoom,
    form: ProposalForm,
    *,
    row: Proposal | None = None,
    problem: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "room": room,
        "round": room.round,
        "form": form,
        "row": row,
        "problem": problem,
        "sheet": request.GET.get("sheet", ""),
    }
    return render(request, "reviews/edit_proposal.html", context, status=status)


def _choose(
    request: HttpRequest, room: RoundRoom, *, row: Proposal | None = None, problem: str = ""
) -> HttpResponse:
    """Show the sorts of proposals; one about a project that was chosen already is about no new one."""
    wanted = str(row.sheet_id or "") if row is not None else request.GET.get("sheet", "")
    sheet = _asked(room).filter(pk=int(wanted[:9])).first() if wanted.isdecimal() else None
    context = {
        "room": room,
        "round": room.round,
        "row": row,
        "sorts": SORTS,
        "subject": sheet if row is None else None,
        "sheet": sheet.pk if sheet is not None else None,
        "problem": problem,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "reviews/choose_proposal.html", context, status=status)


def _problem_of_sort(request: HttpRequest) -> str:
    if request.POST.get("kind") == ProposalKind.FIELD:
        return "変える項目を選んでください。"
    return "提案の種類を選んでください。"


def _form(
    room: RoundRoom, sort: Sort, *, sent: HttpRequest | None = None, initial: dict[str, object] | None = None
) -> ProposalForm:
    rows = list(_asked(room))
    initial = initial or {}
    kept = (initial.get("section"), initial.get("text") if sort.field is ProposedField.SECTION else None)
    sections = section_names(room.round, today())
    return ProposalForm(
        sent.POST if sent is not None else None,
        initial=initial,
        sort=sort,
        sheets=[(str(sheet.pk), str(sheet)) for sheet in rows],
        projects=[(sheet.project_key, str(sheet), sheet.number or "", sheet.name) for sheet in rows],
        nodes=[(node.key, node.printed) for node in list_nodes(room.round.base)],
        sections=[*sections, *(str(name) for name in kept if name and name not in sections)],
    )


def _asked(room: RoundRoom) -> CityQuerySet[Sheet]:
    return sheets_of(room.round).filter(taken_out_at__isnull=True)


def _initial(room: RoundRoom, row: Proposal) -> dict[str, object]:
    names = ("version", "name", "section", "text", "reason", "team")
    lines = {sheet.project_key: str(sheet) for sheet in _asked(room)} if row.partners else {}
    return {
        **{name: getattr(row, name) for name in names},
        "sheet": row.sheet_id,
        "node": row.node_key,
        "partners": [lines.get(key, key) for key in row.partners],
    }


def _find(request: HttpRequest, round_id: int, proposal_id: int) -> tuple[RoundRoom, Proposal]:
    room = enter_round(request, round_id)
    row = visible_proposals(room.round, room.standing).filter(pk=proposal_id).first()
    if row is None:
        raise Http404
    return room, row
