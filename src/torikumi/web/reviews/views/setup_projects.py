"""Which projects a round asks about: all, chosen, those of sections, or a part of them every year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from torikumi.errors import UserError
from torikumi.review.round import AskKind
from torikumi.review.words import ASK_WORDS
from torikumi.web.accounts.acting import today
from torikumi.web.accounts.scope import CityQuerySet
from torikumi.web.audit.actor import actor_of
from torikumi.web.plans.models import Edition, StoredProject
from torikumi.web.plans.queries.editions import count_sections
from torikumi.web.plans.queries.projects import ProjectFilter, filter_projects
from torikumi.web.reviews.actions.rounds import change_round
from torikumi.web.reviews.models import ReviewRound, RoundState
from torikumi.web.reviews.picking import Ticks, asks_of, chosen_in, read_kept, write_kept
from torikumi.web.reviews.queries.outlook import outlook_of
from torikumi.web.reviews.views.rounds import round_in, sentences_of, version_of

A_PAGE = 100
_WITH_PROJECTS = (AskKind.CHOSEN, AskKind.ROTATING)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    """What the list of projects is narrowed to, and its page."""

    text: str = ""
    section: str = ""
    page: str = "1"


@require_http_methods(["GET", "HEAD", "POST"])
def projects(request: HttpRequest, round_id: int) -> HttpResponse:
    """Choose; searching, ticking all and turning the page keep what is ticked without saving it."""
    round_ = round_in(request, round_id, RoundState.PREPARING)
    rules = round_.rules()
    kind = _kind(request, rules.asks.kind)
    every = _every(request, rules.asks.every)
    if request.method != "POST":
        chosen = chosen_in(rules.asks, kind)
        return _show(request, round_, kind, chosen=chosen, every=every)
    ticks = Ticks(
        kept=read_kept(request.POST.get("kept", "")),
        shown=frozenset(request.POST.getlist("shown")),
        ticked=frozenset(request.POST.getlist("ticked")),
    )
    match request.POST.get("do", "save"):
        case "all":
            return _show(request, round_, kind, chosen=ticks.all | ticks.shown, every=every)
        case "none":
            return _show(request, round_, kind, chosen=ticks.all - ticks.shown, every=every)
        case "save":
            return _save(request, round_, kind, chosen=ticks.all, every=every)
        case _:
            return _show(request, round_, kind, chosen=ticks.all, every=every)


def _save(
    request: HttpRequest, round_: ReviewRound, kind: AskKind, *, chosen: frozenset[str], every: int | None
) -> HttpResponse:
    rules = round_.rules()
    asks = asks_of(kind, chosen, order=_order(round_.base, kind), every=every)
    problems = _problems(kind, chosen, every)
    if not problems:
        try:
            change_round(
                round_id=round_.pk,
                version=version_of(request, round_.version),
                rules=replace(rules, asks=asks),
                by=actor_of(request),
                at=timezone.now(),
            )
        except UserError as error:
            problems = sentences_of(error, rules)
    if problems:
        return _show(request, round_, kind, chosen=chosen, every=every, problems=problems)
    messages.success(request, "対象の事業を決めました。下の数を確かめてください。")
    return redirect(reverse("reviews:settings_projects", args=[round_.pk]))


def _problems(kind: AskKind, chosen: frozenset[str], every: int | None) -> list[str]:
    if kind is AskKind.CHOSEN and not chosen:
        return ["事業をひとつも選んでいません。尋ねる事業に印を付けてください。"]
    if kind is AskKind.SECTIONS and not chosen:
        return ["課をひとつも選んでいません。尋ねる課に印を付けてください。"]
    if kind is AskKind.ROTATING and (every is None or not 2 <= every <= 20):
        return ["「何年に一度」は2から20までの数で入れてください。"]
    return []


def _show(
    request: HttpRequest,
    round_: ReviewRound,
    kind: AskKind,
    *,
    chosen: frozenset[str],
    every: int | None,
    problems: list[str] | None = None,
) -> HttpResponse:
    rules = round_.rules()
    search = _search(request)
    page = (
        Paginator(_rows(round_.base, search), A_PAGE).get_page(search.page)
        if kind in _WITH_PROJECTS
        else None
    )
    sections = count_sections(round_.base) if kind is not AskKind.ALL else []
    context = {
        "round": round_,
        "rules": rules,
        "kind": kind,
        "kinds": [(each.value, word) for each, word in ASK_WORDS.items()],
        "saved_kind": ASK_WORDS[rules.asks.kind],
        "page": page,
        "sections": sections,
        "chosen": chosen,
        "kept": write_kept(chosen),
        "every": every or 3,
        "search": search,
        "problems": problems or [],
        "outlook": outlook_of(round_, today()),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "reviews/setup/projects.html", context, status=status)


def _rows(edition: Edition, search: _Search) -> CityQuerySet[StoredProject]:
    wanted = ProjectFilter(text=search.text, section=search.section)
    return filter_projects(edition, wanted)


def _order(edition: Edition, kind: AskKind) -> list[str]:
    if kind is AskKind.SECTIONS:
        return [section.name for section in count_sections(edition)]
    rows = StoredProject.objects.within(edition).filter(edition=edition).order_by("position")
    return list(rows.values_list("key", flat=True))


def _search(request: HttpRequest) -> _Search:
    given = request.POST if request.method == "POST" else request.GET
    asked = given.get("do", "")
    page = asked.removeprefix("page-") if asked.startswith("page-") else "1"
    if asked in {"all", "none", "save"}:
        page = given.get("page", "1")
    return _Search(text=given.get("q", "").strip()[:200], section=given.get("section", "")[:200], page=page)


def _kind(request: HttpRequest, saved: AskKind) -> AskKind:
    asked = request.POST.get("kind") or request.GET.get("kind") or saved.value
    return AskKind(asked) if asked in {each.value for each in AskKind} else saved


def _every(request: HttpRequest, saved: int | None) -> int | None:
    if request.method != "POST" or "every" not in request.POST:
        return saved
    said = request.POST["every"].strip()
    return int(said) if said.isdecimal() and len(said) < 4 else None
