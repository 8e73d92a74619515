"""Many sheets at once: approve them, or send them back with one note."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from torikumi.errors import UserError
from torikumi.review.states import Move
from torikumi.web.audit.actor import actor_of
from torikumi.web.plans.edition_headings import headings_of
from torikumi.web.reviews.actions.sheets import move_sheet
from torikumi.web.reviews.entering import RoundRoom, enter_round
from torikumi.web.reviews.models import Sheet
from torikumi.web.reviews.queries.corrections import reasons_of_corrections
from torikumi.web.reviews.queries.sheets import sheets_of
from torikumi.web.reviews.queries.waiting import to_decide
from torikumi.web.reviews.refusals import StaleSheetError
from torikumi.web.reviews.rows import SheetRow, sheet_rows
from torikumi.web.reviews.short_answers import ShortAnswer, short_answer
from torikumi.web.reviews.standing import rates_for

ROWS_A_PAGE = 50
_MOST_NAMES = 10
_MOVES = frozenset({Move.APPROVE, Move.RETURN})
_CHANGED = (
    "一覧を開いた後に、このシートは変わりました。承認も差戻しもしていません。開いて、今の内容を見てください。"
)
_WORDS = {Move.APPROVE: "承認しました", Move.RETURN: "差し戻しました"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """A sheet that waits for the person, with its answer in short, and whose deputy they are in it.

    `correction` says why an approved answer was opened again; "" for a first one.
    """

    row: SheetRow
    answer: ShortAnswer
    deputy: str
    is_picked: bool
    correction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A sheet that stayed where it was, and why."""

    sheet: Sheet
    sentence: str


class UnknownVersionError(UserError):
    """The form does not say which version of the sheet the person saw."""

    def __init__(self) -> None:
        super().__init__(
            ja="どの版を見て決めたかが分からないので、動かしていません。シートを開いて確かめてください。",
            en="The version that was seen is missing; open the sheet.",
        )


@require_http_methods(["GET", "HEAD", "POST"])
def approvals(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show what waits for the person in a round; each sheet that was picked is moved by itself, wholly or not at all."""
    room = enter_round(request, round_id)
    if request.method != "POST":
        return _show(request, room)
    move = Move(request.POST["do"]) if request.POST.get("do") in _MOVES else Move.APPROVE
    picked = _picked(request, room)
    note = request.POST.get("note", "").strip()
    if not picked:
        return _show(request, room, problem="シートをひとつ以上選んでください。", note=note)
    if move is Move.RETURN and not note:
        return _show(
            request,
            room,
            picked=picked,
            problem="差し戻す理由を書いてください。受け取る人が、何を直せばよいか分かるようにするためです。",
        )
    refused = _move_each(request, picked, move, note)
    stayed = {each.sheet.pk for each in refused}
    done = [sheet for sheet in picked if sheet.pk not in stayed]
    if done:
        kept = "書いた言葉は、承認に添えて経過に残しました。" if note and move is Move.APPROVE else ""
        messages.success(request, f"{len(done)}件を{_WORDS[move]}。{kept}{_names(done)}")
    if refused:
        return _show(request, room, refused=refused, note=note, picked=[each.sheet for each in refused])
    return HttpResponseRedirect(request.path)


def _picked(request: HttpRequest, room: RoundRoom) -> list[Sheet]:
    """Those sheets of this very round that were picked, whether or not they still wait: the action says what may be."""
    numbers = {int(pk) for pk in request.POST.getlist("pick")[:ROWS_A_PAGE] if _is_number(pk)}
    return list(sheets_of(room.round).filter(pk__in=numbers))


def _move_each(request: HttpRequest, picked: Iterable[Sheet], move: Move, note: str) -> list[Refused]:
    refused = []
    for sheet in picked:
        version = request.POST.get(f"version-{sheet.pk}", "")
        try:
            if not _is_number(version):
                raise UnknownVersionError
            move_sheet(
                sheet_id=sheet.pk,
                version=int(version),
                move=move,
                note=note,
                by=actor_of(request),
                at=timezone.now(),
            )
        except StaleSheetError:
            refused.append(Refused(sheet=sheet, sentence=_CHANGED))
        except UserError as error:
            refused.append(Refused(sheet=sheet, sentence=error.ja))
        except (PermissionDenied, ObjectDoesNotExist):
            refused.append(Refused(sheet=sheet, sentence="このシートは、今のあなたの役割では動かせません。"))
    return refused


def _names(sheets: list[Sheet]) -> str:
    names = "、".join(map(str, sheets[:_MOST_NAMES]))
    return f"{names}ほか{len(sheets) - _MOST_NAMES}件" if len(sheets) > _MOST_NAMES else names


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 15


def _show(
    request: HttpRequest,
    room: RoundRoom,
    *,
    picked: Iterable[Sheet] = (),
    refused: Iterable[Refused] = (),
    problem: str = "",
    note: str = "",
) -> HttpResponse:
    waiting = to_decide(sheets_of(room.round).defer(None), room.standing, room.rules.steps)
    page = Paginator(waiting.order_by("position"), ROWS_A_PAGE).get_page(request.GET.get("page"))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.CONFLICT if refused else HTTPStatus.OK
    return render(
        request,
        "reviews/approvals.html",
        {
            "room": room,
            "round": room.round,
            "page": page,
            "rows": _rows(room, list(page.object_list), {sheet.pk for sheet in picked}),
            "refused": list(refused),
            "problem": problem,
            "note": note,
        },
        status=status,
    )


def _rows(room: RoundRoom, sheets: list[Sheet], picked: set[int]) -> list[WaitingRow]:
    headings = headings_of(room.round.base)
    names = {one.login_name: one.display_name for one in room.standing.borrowed}
    rows = sheet_rows(sheets, rules=room.rules, headings=headings, standing=room.standing)
    corrections = reasons_of_corrections(sheets)
    return [
        WaitingRow(
            row=row,
            answer=short_answer(room.rules, row.sheet.values),
            deputy=names.get(_rated_for(room, row.sheet), ""),
            is_picked=row.sheet.pk in picked,
            correction=corrections.get(row.sheet.pk, ""),
        )
        for row in rows
    ]


def _rated_for(room: RoundRoom, sheet: Sheet) -> str:
    return rates_for(room.standing, room.rules.steps[sheet.step], lead=sheet.lead_key)
