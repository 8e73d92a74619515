"""Reminding: who owes answers or approvals, a letter to them, what was sent, and when the timer sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from torikumi.errors import UserError
from torikumi.web.accounts.acting import today
from torikumi.web.audit.actor import actor_of
from torikumi.web.mail.actions.letters import check_letter
from torikumi.web.mail.addresses import HeaderTextError
from torikumi.web.mail.delivery import MailMode
from torikumi.web.mail.letters import PLACEHOLDERS, LetterKind, LetterText, LetterTextError
from torikumi.web.mail.queries import current_letter
from torikumi.web.reviews.actions.reminders import (
    LetterWish,
    RepeatedLetterError,
    RuleWish,
    hand_out_letters,
    save_reminder_rule,
    send_letters,
    setting_of,
)
from torikumi.web.reviews.days import day_words, left_words
from torikumi.web.reviews.entering import RoundRoom, enter_round
from torikumi.web.reviews.letter_files import zip_drafts
from torikumi.web.reviews.models import RoundState
from torikumi.web.reviews.queries.reminders import last_days, log_lines, parties_for, reminders_of, rule_of
from torikumi.web.reviews.reminder_forms import ReminderDaysForm, RoundLetterForm, days_form
from torikumi.web.reviews.reminders import TO_SECTIONS, Contact, Party, write_letter, write_mails_to

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A round with the letter that is written, and those whom it concerns today."""

    room: RoundRoom
    kind: LetterKind
    parties: tuple[Party, ...]
    day: date

    @property
    def to_sections(self) -> bool:
        """Whether the letter goes to sections, not to those who approve."""
        return self.kind in TO_SECTIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A party on the page."""

    party: Party
    due: str
    left: str
    is_past: bool
    can_be_reached: bool
    only_heads: bool
    is_picked: bool
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page shows beside the list: who is picked, a look at the letter, texts to copy, what was refused."""

    picked: frozenset[str]
    preview: LetterText | None = None
    preview_of: str = ""
    texts: tuple[object, ...] = ()
    problem: str = ""
    repeated: tuple[str, ...] = ()
    status: int = HTTPStatus.OK


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show who has not answered; look at a letter to them, send it, or take its texts away."""
    desk = _desk(request, round_id)
    if desk.room.round.state != RoundState.OPEN:
        if request.method == "POST":
            raise Http404
        return _show(request, desk, None, Shown(picked=frozenset()))
    if request.method != "POST":
        text = current_letter(desk.room.person, desk.kind).text
        picked = _first_picks(request, desk)
        sample = next((party.key for party in desk.parties if party.key in picked), "")
        form = _form(desk, initial={"subject": text.subject, "body": text.body, "sample": sample})
        return _show(request, desk, form, Shown(picked=picked))
    return _answer(request, desk)


def _answer(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = _form(desk, data=request.POST)
    picked = frozenset(request.POST.getlist("pick"))
    if not form.is_valid():
        return _show(request, desk, form, Shown(picked=picked, status=WRONG))
    try:
        return _do(request, desk, form, _wish(request, desk, form, picked))
    except RepeatedLetterError as error:
        shown = Shown(picked=picked, repeated=error.names, problem=error.ja, status=HTTPStatus.CONFLICT)
        return _show(request, desk, form, shown)
    except (HeaderTextError, LetterTextError) as error:
        form.add_error("subject" if isinstance(error, HeaderTextError) else "body", error.ja)
        return _show(request, desk, form, Shown(picked=picked, status=WRONG))
    except UserError as error:
        return _show(request, desk, form, Shown(picked=picked, problem=error.ja, status=WRONG))


def _do(request: HttpRequest, desk: Desk, form: RoundLetterForm, wish: LetterWish) -> HttpResponse:
    match request.POST.get("do"):
        case "send":
            return _send(request, desk, wish)
        case "texts":
            check_letter(wish.kind, wish.text)
            return _show(request, desk, form, Shown(picked=wish.keys, texts=_texts(desk, wish)))
        case "files":
            mails = hand_out_letters(
                round_id=desk.room.round.pk, wish=wish, by=actor_of(request), at=timezone.now()
            )
            response = HttpResponse(zip_drafts(mails), content_type="application/zip")
            name = f"letters-{desk.room.round.pk}-{desk.day:%Y%m%d}.zip"
            response["Content-Disposition"] = f'attachment; filename="{name}"'
            return response
        case _:
            check_letter(wish.kind, wish.text)
            return _show(request, desk, form, _preview(desk, form, wish))


def _send(request: HttpRequest, desk: Desk, wish: LetterWish) -> HttpResponse:
    sent = send_letters(round_id=desk.room.round.pk, wish=wish, by=actor_of(request), at=timezone.now())
    said = f"「{desk.kind.label}」を{sent.parties}か所に、{sent.mails}通送るように頼みました。下の記録で結果を確かめられます。"
    messages.success(request, said)
    if sent.missed:
        messages.warning(request, f"{'、'.join(sent.missed)}には、メールの届く人がいないので送っていません。")
    return redirect(f"{request.path}?letter={desk.kind.value}")


def _desk(request: HttpRequest, round_id: int) -> Desk:
    room = enter_round(request, round_id)
    if room.round.state == RoundState.PREPARING:
        raise Http404
    said = request.POST.get("letter") or request.GET.get("letter", "")
    kind = LetterKind(said) if said in LetterKind.values else LetterKind.REMINDER
    is_open = room.round.state == RoundState.OPEN
    parties = parties_for(kind, room.round, room.rules, today()) if is_open else ()
    return Desk(room=room, kind=kind, parties=parties, day=today())


def _form(desk: Desk, *, initial: dict[str, object] | None = None, data: object = None) -> RoundLetterForm:
    samples = [(party.key, party.name) for party in desk.parties]
    return RoundLetterForm(data, initial=initial, samples=samples, with_heads=desk.to_sections)


def _reaches_heads_alone(party: Party) -> bool:
    return bool(party.recipients(also_heads=True)) and not party.recipients(also_heads=False)


def _first_picks(request: HttpRequest, desk: Desk) -> frozenset[str]:
    """All whom mail reaches at first; one section where the board's link asked for it."""
    keys = frozenset(party.key for party in desk.parties if party.recipients(also_heads=False))
    wanted = request.GET.get("section")
    return keys if wanted is None else keys & {wanted}


def _wish(request: HttpRequest, desk: Desk, form: RoundLetterForm, picked: frozenset[str]) -> LetterWish:
    person, rules = desk.room.person, desk.room.rules
    return LetterWish(
        kind=desk.kind,
        text=form.text(),
        keys=picked,
        address=request.build_absolute_uri("/"),
        sender=" ".join(word for word in (rules.contact, person.display_name) if word),
        reply_to=person.email,
        also_heads=bool(form.cleaned_data.get("also_heads")),
        is_repeat=request.POST.get("repeat") == "1",
    )


def _preview(desk: Desk, form: RoundLetterForm, wish: LetterWish) -> Shown:
    if not desk.parties:
        return Shown(picked=wish.keys, problem="この文面を送る相手は、今はありません。")
    wanted = form.cleaned_data["sample"]
    party = next((one for one in desk.parties if one.key == wanted), desk.parties[0])
    reached = party.recipients(also_heads=wish.also_heads) or (Contact(name="（届く人なし）", address=""),)
    letter = write_letter(
        wish.kind,
        wish.text,
        party=party,
        to_name=reached[0].name,
        setting=setting_of(desk.room.round, wish, desk.day),
    )
    return Shown(picked=wish.keys, preview=letter, preview_of=party.name)


def _texts(desk: Desk, wish: LetterWish) -> tuple[object, ...]:
    setting = setting_of(desk.room.round, wish, desk.day)
    return tuple(
        mail
        for party in desk.parties
        if party.key in wish.keys
        for mail in write_mails_to(
            party, kind=wish.kind, text=wish.text, setting=setting, also_heads=wish.also_heads
        )
    )


def _lines(desk: Desk, picked: frozenset[str]) -> list[Line]:
    last = last_days(desk.room.round, desk.kind)
    return [
        Line(
            party=party,
            due=day_words(party.due),
            left=left_words(party.due, desk.day),
            is_past=party.due is not None and desk.day > party.due,
            can_be_reached=bool(party.recipients(also_heads=True)),
            only_heads=_reaches_heads_alone(party),
            is_picked=party.key in picked,
            last=last.get(party.key),
        )
        for party in desk.parties
    ]


def _show(request: HttpRequest, desk: Desk, form: RoundLetterForm | None, shown: Shown) -> HttpResponse:
    round_ = desk.room.round
    context = {
        "round": round_,
        "is_open": round_.state == RoundState.OPEN,
        "desk": desk,
        "form": form,
        "shown": shown,
        "problem": shown.problem,
        "kinds": list(LetterKind),
        "lines": _lines(desk, shown.picked),
        "placeholders": PLACEHOLDERS[desk.kind],
        "is_off": settings.MAIL.mode is MailMode.OFF,
        "rule": rule_of(round_),
        "log": log_lines(round_, reminders_of(round_)),
        "about": f"round:{round_.pk}",
    }
    return render(request, "reviews/reminders.html", context, status=shown.status)


@require_http_methods(["GET", "HEAD", "POST"])
def reminder_days(request: HttpRequest, round_id: int) -> HttpResponse:
    """Say on which days the timer writes to sections that owe answers."""
    room = enter_round(request, round_id)
    if room.round.state != RoundState.OPEN:
        raise Http404
    form = ReminderDaysForm(request.POST) if request.method == "POST" else days_form(rule_of(room.round))
    if request.method == "POST" and form.is_valid():
        try:
            wish = RuleWish(
                days=form.days(),
                is_on=form.cleaned_data["is_on"],
                also_heads=form.cleaned_data["also_heads"],
                address=request.build_absolute_uri("/"),
                made_on=form.cleaned_data["made_on"],
            )
            rule = save_reminder_rule(
                round_id=room.round.pk, wish=wish, by=actor_of(request), at=timezone.now()
            )
        except UserError as error:
            form.add_error(None, error.ja)
        else:
            messages.success(request, f"保存しました。自動の催促は{'オン' if rule.is_on else 'オフ'}です。")
            return redirect("reviews:reminders", room.round.pk)
    context = {"round": room.round, "form": form, "is_off": settings.MAIL.mode is MailMode.OFF}
    return render(request, "reviews/reminder_days.html", context, status=WRONG if form.errors else 200)
