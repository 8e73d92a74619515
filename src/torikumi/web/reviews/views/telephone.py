"""The list to telephone by: sections that still owe answers, with their people, on paper or as a table."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from torikumi.publish.data_table import Column, DataTable
from torikumi.web.accounts.acting import today
from torikumi.web.mail.letters import LetterKind
from torikumi.web.reviews.days import day_of, day_words, left_words
from torikumi.web.reviews.entering import RoundRoom, enter_round
from torikumi.web.reviews.models import RoundState
from torikumi.web.reviews.queries.reminders import parties_for
from torikumi.web.reviews.reminders import Contact, Party
from torikumi.web.reviews.table_files import FORMS, answer_with, require_form

_COLUMNS = (
    Column("課", "主管課"),
    Column("担当", "課の担当の氏名"),
    Column("課長", "課長の氏名。代理がいれば、その氏名も"),
    Column("残り", "まだ提出していない事業の数"),
    Column("うち差戻し", "残りのうち、差し戻された事業の数"),
    Column("全体", "課の事業の数"),
    Column("締切", "課の締切の日"),
    Column("最後の入力", "課のシートが最後に変わった日"),
    Column("残りの事業", "まだ提出していない事業の名前"),
    Column("電話", "書き込む欄"),
    Column("メモ", "書き込む欄"),
)


@require_safe
def telephone(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show the list, ready to be printed."""
    room = _enter(request, round_id)
    day = today()
    context = {
        "round": room.round,
        "day": day_words(day),
        "rows": [(party, left_words(party.due, day)) for party in _parties(room)],
        "forms": FORMS.items(),
    }
    return render(request, "reviews/telephone.html", context)


@require_safe
def telephone_file(request: HttpRequest, round_id: int, form: str) -> HttpResponse:
    """Give the same list as a table."""
    wanted = require_form(form)
    room = _enter(request, round_id)
    table = DataTable(
        name="電話の一覧", file="telephone", columns=_COLUMNS, rows=tuple(map(_row, _parties(room)))
    )
    name = f"telephone-{room.round.pk}-{today():%Y%m%d}"
    return answer_with(wanted, table, title=f"{room.round.title} 電話の一覧", name=name)


def _enter(request: HttpRequest, round_id: int) -> RoundRoom:
    room = enter_round(request, round_id)
    if room.round.state != RoundState.OPEN:
        raise Http404
    return room


def _parties(room: RoundRoom) -> tuple[Party, ...]:
    return parties_for(LetterKind.REMINDER, room.round, room.rules, today())


def _row(party: Party) -> tuple[str | int | None, ...]:
    return (
        party.name,
        _names(party.people),
        _names(party.heads),
        party.left,
        party.returned,
        party.total,
        party.due.isoformat() if party.due else None,
        day_of(party.last_change).isoformat() if party.last_change else None,
        "、".join(sheet.label for sheet in party.sheets),
        None,
        None,
    )


def _names(contacts: tuple[Contact, ...]) -> str:
    return "、".join(contact.name for contact in contacts)
