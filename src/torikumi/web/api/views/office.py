"""The yearly review for the city's own systems: what the person whose token came may see and do, by the same actions."""

from collections.abc import Mapping
from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from torikumi.errors import UserError
from torikumi.plan.finding import Severity
from torikumi.review.answers import find_problems, has_errors
from torikumi.review.states import Move, MoveRefusedError
from torikumi.web.accounts.acting import roles_of, signed_in, today
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.tokens import token_of
from torikumi.web.api.answers import json_response, link_header
from torikumi.web.api.office_shapes import (
    AnswerBody,
    DecisionBody,
    HandInBody,
    RoundDetail,
    RoundList,
    RoundStanding,
    SheetDetail,
    SheetPage,
    TokenOwner,
)
from torikumi.web.api.paging import PartQuery
from torikumi.web.api.preconditions import require_version, stale, tag_of_version, wanted_version
from torikumi.web.api.problems import ProblemDetails, ProblemError, WrongField
from torikumi.web.api.sheet_entries import (
    round_detail,
    round_entry,
    round_standing,
    sheet_detail,
    sheet_entry,
)
from torikumi.web.audit.actor import actor_of
from torikumi.web.plans.store import load_project
from torikumi.web.reviews.actions.sheets import Answer, move_sheet, save_answer
from torikumi.web.reviews.entering import SheetRoom, enter_round, enter_sheet
from torikumi.web.reviews.models import Origin, ReviewRound, RoundState, Sheet
from torikumi.web.reviews.queries.listing import SheetFilter, filter_sheets
from torikumi.web.reviews.queries.sheets import sheets_of, visible_sheets
from torikumi.web.reviews.queries.standing import standing_of
from torikumi.web.reviews.refusals import (
    IncompleteAnswerError,
    NotAllowedError,
    RoundClosedError,
    StaleSheetError,
)

router = Router(tags=["年度評価（トークン）"])

_READ = {401: ProblemDetails, 403: ProblemDetails, 404: ProblemDetails}
_WRITE = {**_READ, 409: ProblemDetails, 412: ProblemDetails, 422: ProblemDetails, 428: ProblemDetails}
_SHEET = "/office/sheets/{number:sheet_id}"


class SheetQuery(PartQuery):
    """Which sheets are wanted."""

    state: str = Field(
        "", max_length=20, description="状態（not_started、draft、submitted、returned、approved）"
    )
    mine: str = Field("", max_length=20, description="own は自分の課、answer は答える、decide は承認するもの")


@router.get("/office/me", response={200: TokenOwner, **_READ}, url_name="me", operation_id="getMe")
def me(request: HttpRequest) -> HttpResponse:
    """だれのトークンか。役割は今日のもの。Whose token it is, with the roles of today."""
    person, token = signed_in(request), token_of(request)
    owner = TokenOwner(
        login_name=person.login_name,
        name=person.display_name,
        city_code=person.municipality.code,
        roles=tuple(sorted(roles_of(request))),
        token=token.pk,
        scope=token.scope,
        expires_on=token.expires_on,
    )
    return json_response(TokenOwner, owner)


@router.get(
    "/office/rounds", response={200: RoundList, **_READ}, url_name="rounds", operation_id="listRounds"
)
def round_list(request: HttpRequest) -> HttpResponse:
    """年度評価の一覧。The rounds that the person may know of."""
    person = signed_in(request)
    rounds = ReviewRound.objects.within(person).select_related("series")
    if Role.PLANNING not in standing_of(person, today()).roles:
        rounds = rounds.filter(opened_at__isnull=False)
    entries = tuple(round_entry(one) for one in rounds)
    return json_response(RoundList, RoundList(total=len(entries), items=entries))


@router.get(
    "/office/rounds/{number:round_id}",
    response={200: RoundDetail, **_READ},
    url_name="round",
    operation_id="getRound",
)
def round_(request: HttpRequest, round_id: int) -> HttpResponse:
    """年度評価の進み具合。How far a round is, by the sheets that the person may see."""
    return json_response(RoundDetail, round_detail(enter_round(request, round_id)))


@router.get(
    "/office/rounds/{number:round_id}/standing",
    response={200: RoundStanding, **_READ},
    url_name="standing",
    operation_id="getStanding",
)
def standing(request: HttpRequest, round_id: int) -> HttpResponse:
    """主管課ごとの進み具合。How far each lead section is, as on the board."""
    room = enter_round(request, round_id)
    if room.round.state == RoundState.PREPARING:
        raise Http404
    return json_response(RoundStanding, round_standing(room))


@router.get(
    "/office/rounds/{number:round_id}/sheets",
    response={200: SheetPage, **_READ, 422: ProblemDetails},
    url_name="sheets",
    operation_id="listSheets",
)
def sheet_list(request: HttpRequest, round_id: int, asked: Annotated[SheetQuery, Query()]) -> HttpResponse:
    """見ることのできるシートの一覧。The sheets of a round that the person may see."""
    room = enter_round(request, round_id)
    wanted = SheetFilter(state=asked.state, mine=asked.mine)
    visible = visible_sheets(sheets_of(room.round), room.standing)
    found = filter_sheets(visible, wanted, standing=room.standing, steps=room.rules.steps)
    total = found.count()
    rows = found.select_related("round")[asked.offset : asked.offset + asked.limit]
    items = tuple(sheet_entry(sheet) for sheet in rows)
    page = SheetPage(total=total, limit=asked.limit, offset=asked.offset, items=items)
    response = json_response(SheetPage, page)
    response["Link"] = link_header(request, limit=asked.limit, offset=asked.offset, total=total)
    return response


@router.get(_SHEET, response={200: SheetDetail, **_READ}, url_name="sheet", operation_id="getSheet")
def sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """一枚のシート。書くときは、この返事の ETag を If-Match に入れる。A sheet; its ETag goes into If-Match."""
    return _show(_enter(request, sheet_id))


@router.patch(
    _SHEET + "/answer", response={200: SheetDetail, **_WRITE}, url_name="answer", operation_id="saveAnswer"
)
def answer(request: HttpRequest, sheet_id: int, body: AnswerBody) -> HttpResponse:
    """担当課の欄を下書きとして保存する。Save fields of the section as a draft."""
    return _save(request, sheet_id, body.values)


@router.patch(
    _SHEET + "/rating", response={200: SheetDetail, **_WRITE}, url_name="rating", operation_id="saveRating"
)
def rating(request: HttpRequest, sheet_id: int, body: AnswerBody) -> HttpResponse:
    """評価する段階の欄を保存する。Save fields of the rater whose turn it is."""
    return _save(request, sheet_id, body.values)


@router.post(
    _SHEET + "/hand-in", response={200: SheetDetail, **_WRITE}, url_name="hand_in", operation_id="handIn"
)
def hand_in(request: HttpRequest, sheet_id: int, body: HandInBody) -> HttpResponse:
    """提出する、提出を引き戻す。Hand a sheet in, or take it back."""
    move = Move(body.move)
    room, version = _ready(request, sheet_id, {})
    if move is Move.SUBMIT and not body.accept_warnings:
        _require_no_warnings(room)
    return _move(request, room, version, move, note="")


@router.post(
    _SHEET + "/decision", response={200: SheetDetail, **_WRITE}, url_name="decision", operation_id="decide"
)
def decision(request: HttpRequest, sheet_id: int, body: DecisionBody) -> HttpResponse:
    """承認する、前の段階へ戻す、差し戻す。Approve, step back or return a sheet."""
    room, version = _ready(request, sheet_id, {})
    return _move(request, room, version, Move(body.move), note=body.note)


def _enter(request: HttpRequest, sheet_id: int) -> SheetRoom:
    room = enter_sheet(request, sheet_id)
    if not room.may_see:
        raise PermissionDenied
    return room


def _show(room: SheetRoom) -> HttpResponse:
    response = json_response(SheetDetail, sheet_detail(room))
    response["ETag"] = tag_of_version(room.sheet.version)
    return response


def _ready(request: HttpRequest, sheet_id: int, values: Mapping[str, str]) -> tuple[SheetRoom, int]:
    version = wanted_version(request)
    room = _enter(request, sheet_id)
    require_version(room, version, values)
    return room, version


def _save(request: HttpRequest, sheet_id: int, values: Mapping[str, str]) -> HttpResponse:
    room, version = _ready(request, sheet_id, values)
    token = token_of(request)
    written = Answer(values=values, origin=Origin.API, source={"token": token.pk, "name": token.name})
    try:
        save_answer(
            sheet_id=sheet_id, version=version, answer=written, by=actor_of(request), at=timezone.now()
        )
    except UserError as error:
        raise _problem(error, room) from error
    return _show(_enter(request, sheet_id))


def _move(request: HttpRequest, room: SheetRoom, version: int, move: Move, *, note: str) -> HttpResponse:
    try:
        move_sheet(
            sheet_id=room.sheet.pk,
            version=version,
            move=move,
            note=note,
            by=actor_of(request),
            at=timezone.now(),
        )
    except UserError as error:
        raise _problem(error, room) from error
    except Sheet.DoesNotExist as error:
        raise Http404 from error
    return _show(_enter(request, room.sheet.pk))


def _require_no_warnings(room: SheetRoom) -> None:
    step, project = room.rules.steps[0].id, load_project(room.sheet.project)
    problems = find_problems(room.rules, project, room.sheet.values, step=step)
    warnings = [one for one in problems if one.severity is Severity.WARNING]
    if Move.SUBMIT not in room.moves or has_errors(problems) or not warnings:
        return
    raise ProblemError(
        status=422,
        kind="warnings",
        ja="先に fields の注意を確かめてください。このままでよければ、accept_warnings を true にして送ってください。",
        en="Look at the warnings in fields; where all is well, send accept_warnings: true.",
        fields=tuple(WrongField(name=one.key, detail=one.ja, detail_en=one.en) for one in warnings),
    )


def _problem(error: UserError, room: SheetRoom) -> ProblemError:
    match error:
        case StaleSheetError():
            return stale(error, room)
        case MoveRefusedError() | RoundClosedError():
            return ProblemError(status=409, kind="not-now", ja=error.ja, en=error.en)
        case NotAllowedError():
            return ProblemError(status=403, kind="not-allowed", ja=error.ja, en=error.en)
        case IncompleteAnswerError():
            wrong = (WrongField(name=one.key, detail=one.ja, detail_en=one.en) for one in error.problems)
            return ProblemError(status=422, kind="incomplete", ja=error.ja, en=error.en, fields=tuple(wrong))
        case _:
            return ProblemError(status=422, kind="wrong-values", ja=error.ja, en=error.en)
