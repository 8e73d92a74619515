"""Looking through the lineage of an import: confirm, refuse or draw lines, and take it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from torikumi.errors import UserError
from torikumi.web.accounts.acting import signed_in
from torikumi.web.audit.actor import actor_of
from torikumi.web.plans.actions.lineage import (
    LineWord,
    ask_for_lineage,
    confirm_sure_lines,
    decide_line,
    undo_lineage_turn,
)
from torikumi.web.plans.forms import LineForm
from torikumi.web.plans.lineage_job import PROPOSE_LINEAGE
from torikumi.web.plans.lineage_models import LineKind, LineVerdict
from torikumi.web.plans.lineage_page import Board
from torikumi.web.plans.models import Import, ImportState
from torikumi.web.plans.queries.imports import find_import
from torikumi.web.plans.queries.lineage_cards import board_of

FAMILIES_A_PAGE = 50
_SHOWN = ("look", "sure", "decided")
_SAID = {
    LineVerdict.CONFIRMED: "線を確かめました。",
    LineVerdict.REFUSED: "線を退けました。",
    LineVerdict.WITHDRAWN: "判断を取り消しました。",
}


@require_safe
def lineage(request: HttpRequest, import_id: int) -> HttpResponse:
    """Show what became of each project of the edition before."""
    batch = _find(request, import_id)
    context: dict[str, object] = {
        "batch": batch,
        "is_staged": batch.state == ImportState.STAGED,
        "is_applied": batch.state == ImportState.APPLIED,
        "can_decide": batch.state in (ImportState.STAGED, ImportState.APPLIED),
    }
    board = board_of(batch)
    if board is not None:
        context |= _shown(request, board)
    return render(request, "plans/lineage.html", context)


def _shown(request: HttpRequest, board: Board) -> dict[str, object]:
    show = request.GET.get("show", "")
    show = show if show in _SHOWN else "look"
    rows = {"look": board.look, "sure": board.sure, "decided": board.decided}[show]
    longest = max(len(rows), len(board.ended), len(board.fresh)) if show == "look" else len(rows)
    page = Paginator(range(longest), FAMILIES_A_PAGE).get_page(request.GET.get("page"))
    here = slice(max(page.start_index() - 1, 0), page.end_index())
    back = {"show": show} | ({"page": str(page.number)} if page.number > 1 else {})
    return {
        "board": board,
        "show": show,
        "page": page,
        "rows": rows[here],
        "ended": board.ended[here],
        "fresh": board.fresh[here],
        "some_sure": board.sure[:FAMILIES_A_PAGE],
        "kinds": [kind for kind in LineKind if kind not in (LineKind.ENDED, LineKind.NEW)],
        "back": back,
        "picked_old": request.GET.get("old", ""),
        "picked_new": request.GET.get("new", ""),
    }


@require_POST
def decide(request: HttpRequest, import_id: int) -> HttpResponse:
    """Confirm or refuse one line, draw one, or take back what was said of it."""
    batch = _find(request, import_id)
    form = LineForm(request.POST)
    if not form.is_valid():
        messages.error(request, "線の両端の事業と、種類を選んでください。")
        return _back(request, batch)
    word = LineWord(
        old=form.cleaned_data["old"],
        new=form.cleaned_data["new"] or 0,
        kind=LineKind(form.cleaned_data["kind"]),
        verdict=LineVerdict(form.cleaned_data["verdict"]),
    )
    try:
        decide_line(import_id=batch.pk, word=word, seen=form.sight(), by=actor_of(request), at=timezone.now())
    except UserError as error:
        messages.error(request, error.ja)
    else:
        messages.success(request, _SAID[word.verdict])
    return _back(request, batch)


@require_POST
def confirm_sure(request: HttpRequest, import_id: int) -> HttpResponse:
    """Confirm all sure lines at once."""
    batch = _find(request, import_id)
    form = LineForm(request.POST)
    form.is_valid()
    try:
        count = confirm_sure_lines(
            import_id=batch.pk, seen=form.sight(), by=actor_of(request), at=timezone.now()
        )
    except UserError as error:
        messages.error(request, error.ja)
    else:
        messages.success(request, f"確かな線を{count}本、まとめて確かめました。")
    return _back(request, batch)


@require_POST
def undo(request: HttpRequest, import_id: int) -> HttpResponse:
    """Take one act back."""
    batch = _find(request, import_id)
    form = LineForm(request.POST)
    form.is_valid()
    try:
        count = undo_lineage_turn(
            import_id=batch.pk, turn=form.sight().turn, by=actor_of(request), at=timezone.now()
        )
    except UserError as error:
        messages.error(request, error.ja)
    else:
        messages.success(request, f"判断を{count}本分、取り消しました。")
    return _back(request, batch)


@require_POST
def propose(request: HttpRequest, import_id: int) -> HttpResponse:
    """Have the lineage proposed, beside the page."""
    batch = _find(request, import_id)
    try:
        job = ask_for_lineage(PROPOSE_LINEAGE, import_id=batch.pk, by=actor_of(request), at=timezone.now())
    except UserError as error:
        messages.error(request, error.ja)
        return _back(request, batch)
    return redirect(job)


def _find(request: HttpRequest, import_id: int) -> Import:
    batch = find_import(signed_in(request), import_id)
    if batch is None:
        raise Http404
    return batch


def _back(request: HttpRequest, batch: Import) -> HttpResponse:
    asked = {name: request.POST.get(name, "") for name in ("show", "page")}
    query = {
        name: value
        for name, value in asked.items()
        if (name == "show" and value in _SHOWN) or (name == "page" and value.isdecimal())
    }
    return HttpResponseRedirect(reverse("plans:lineage", args=[batch.pk], query=query))
