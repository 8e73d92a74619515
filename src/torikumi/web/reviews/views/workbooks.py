"""Workbooks of a round: sent out by section, taken along, mailed, and uploaded when they come back."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from torikumi.errors import UserError
from torikumi.web.accounts.acting import signed_in, today
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import actor_of
from torikumi.web.mail.letters import LetterKind
from torikumi.web.mail.posting import send_mails
from torikumi.web.mail.queries import current_letter
from torikumi.web.mail.writing import Occasion
from torikumi.web.plans.models import Original
from torikumi.web.reviews.actions.sendings import ask_for_sending, record_taking_along
from torikumi.web.reviews.actions.workbooks import Received, receive_files
from torikumi.web.reviews.book_mail import XLSX, Sender, addressees_of, write_letters
from torikumi.web.reviews.book_page import section_lines
from torikumi.web.reviews.days import moment_words
from torikumi.web.reviews.entering import RoundRoom, enter_round
from torikumi.web.reviews.models import RoundState
from torikumi.web.reviews.queries.standing import standing_of
from torikumi.web.reviews.queries.workbooks import (
    books_of,
    find_sending,
    find_sent,
    mails_about,
    newest_sent,
    returned_of,
    sendings_of,
)
from torikumi.web.reviews.sending_books import SEND_BOOKS, write_zip
from torikumi.web.reviews.taking_in import READ_BOOKS, unpack
from torikumi.web.reviews.workbook_models import BookSending

RETURNS_A_PAGE = 50
_MOST_SENDINGS = 10
_NOTHING_CHOSEN = "Excelを作る課を選んでください。"


@require_safe
def workbooks(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show what went out, what came back, and the ways to send and to take in."""
    return _show(request, enter_round(request, round_id))


@require_POST
def send(request: HttpRequest, round_id: int) -> HttpResponse:
    """Have the workbooks of the chosen sections written; the page of the job leads to their list."""
    room = enter_round(request, round_id)
    is_all = request.POST.get("all") == "yes" and _is_planning(room)
    sections = [] if is_all else list(dict.fromkeys(request.POST.getlist("section")))
    if not sections and not is_all:
        return _show(request, room, problem=_NOTHING_CHOSEN, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        job = ask_for_sending(
            task=SEND_BOOKS, round_id=round_id, sections=sections, by=actor_of(request), at=timezone.now()
        )
    except UserError as error:
        return _show(request, room, problem=error.ja, status=HTTPStatus.CONFLICT)
    return redirect(job)


@require_POST
def upload(request: HttpRequest, round_id: int) -> HttpResponse:
    """Keep the files that came back, and have them read; nothing of an answer changes yet."""
    room = enter_round(request, round_id)
    try:
        received = receive_files(
            task=READ_BOOKS,
            round_id=round_id,
            documents=unpack(request.FILES.getlist("files")),
            url=reverse("reviews:workbooks", args=[round_id]) + "#returned",
            by=actor_of(request),
            at=timezone.now(),
        )
    except UserError as error:
        return _show(request, room, problem=error.ja, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    _tell_of_known(request, received)
    return redirect(received.job) if received.job else redirect("reviews:workbooks", round_id)


def _tell_of_known(request: HttpRequest, received: Received) -> None:
    for row in received.again:
        messages.warning(
            request,
            f"「{row.file_name}」と同じファイルは、{moment_words(row.uploaded_at)}に受け取っています"
            f"（{row.get_state_display()}）。二度は取り込みません。",
        )


@require_safe
def sending(request: HttpRequest, round_id: int, sending_id: int) -> HttpResponse:
    """Show the list of a sending (送付一覧), and whom mail reaches."""
    room, found = _find_sending(request, round_id, sending_id)
    return _show_sending(request, room, found)


@require_safe
def sending_file(request: HttpRequest, round_id: int, sending_id: int) -> HttpResponse:
    """Give all workbooks of a sending with their list, in one ZIP."""
    room, found = _find_sending(request, round_id, sending_id)
    books = books_of(found)
    record_taking_along(
        round_id=round_id, files=[book.file_name for book in books], by=actor_of(request), at=timezone.now()
    )
    name = f"{room.round.year}年度評価_第{found.number}回送付.zip"
    return _file(write_zip(found, books), name=name, kind="application/zip")


@require_safe
def sent_workbook(request: HttpRequest, book_id: int) -> HttpResponse:
    """Give one workbook that went out: to the planning section, and to the section that it is for."""
    person = signed_in(request)
    book = find_sent(person, book_id)
    standing = standing_of(person, today())
    if book is None or (Role.PLANNING not in standing.roles and book.section_key not in standing.sections):
        raise Http404
    content = Original.objects.within(person).get(pk=book.original_id).content
    record_taking_along(
        round_id=book.round_id, files=[book.file_name], by=actor_of(request), at=timezone.now()
    )
    return _file(bytes(content), name=book.file_name, kind=XLSX)


@require_POST
def mail_workbooks(request: HttpRequest, round_id: int, sending_id: int) -> HttpResponse:
    """Send each section's people a mail with their own workbook."""
    room, found = _find_sending(request, round_id, sending_id)
    if mails_about(found) and request.POST.get("again") != "yes":
        problem = "この送付は、もうメールで送っています。もう一度送るときは、印を付けてから押してください。"
        return _show_sending(request, room, found, problem=problem, status=HTTPStatus.CONFLICT)
    books = books_of(found)
    sender = Sender(
        name=room.person.display_name,
        address=room.person.email,
        day=today(),
        site=request.build_absolute_uri("/").rstrip("/"),
    )
    mails = write_letters(
        found,
        books,
        current_letter(room.round.municipality, LetterKind.REQUEST).text,
        addressees=addressees_of(books, today(), code=room.round.municipality.code),
        sender=sender,
    )
    if not mails:
        problem = "メールアドレスのある担当者がいません。ファイルを受け取って、別の方法で配ってください。"
        return _show_sending(request, room, found, problem=problem, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    occasion = Occasion(kind="workbook", about=found.about(), about_label=f"{room.round.title}　{found}")
    try:
        job = send_mails(
            mails, city=room.round.municipality, occasion=occasion, by=actor_of(request), at=timezone.now()
        )
    except UserError as error:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _show_sending(request, room, found, problem=error.ja, status=status)
    return redirect(job)


def _show(
    request: HttpRequest, room: RoundRoom, *, problem: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    is_planning = _is_planning(room)
    own = None if is_planning else room.standing.sections
    returned = returned_of(room.round, own, by=room.person.login_name)
    context = {
        "room": room,
        "round": room.round,
        "problem": problem,
        "is_planning": is_planning,
        "is_open": room.round.state == RoundState.OPEN,
        "sections": section_lines(room.round, own),
        "sendings": list(sendings_of(room.round)[:_MOST_SENDINGS]) if is_planning else [],
        "own_books": [] if is_planning else newest_sent(room.round, room.standing.sections),
        "page": Paginator(returned, RETURNS_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "reviews/workbooks.html", context, status=status)


def _show_sending(
    request: HttpRequest,
    room: RoundRoom,
    found: BookSending,
    *,
    problem: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    books = books_of(found)
    addressees = addressees_of(books, today(), code=room.round.municipality.code)
    context = {
        "room": room,
        "round": room.round,
        "sending": found,
        "problem": problem,
        "lines": [(book, addressees.people[book.section_key]) for book in books],
        "without": addressees.without,
        "letters": sum(map(len, addressees.people.values())),
        "mailed": mails_about(found),
        "about": found.about(),
    }
    return render(request, "reviews/sending.html", context, status=status)


def _find_sending(request: HttpRequest, round_id: int, sending_id: int) -> tuple[RoundRoom, BookSending]:
    room = enter_round(request, round_id)
    found = find_sending(room.person, round_id, sending_id)
    if found is None:
        raise Http404
    return room, found


def _is_planning(room: RoundRoom) -> bool:
    return Role.PLANNING in room.standing.roles


def _file(content: bytes, *, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return response
