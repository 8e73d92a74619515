"""The rules of the check: what each looks at, and what the city decided of it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from torikumi.check.rule import Rule
from torikumi.check.settings import write_rule_settings
from torikumi.errors import UserError
from torikumi.web.accounts.acting import signed_in
from torikumi.web.audit.actor import actor_of
from torikumi.web.plans.actions.rules import StaleRuleError, decide_rule, reset_rule, take_rules_file
from torikumi.web.plans.edition_check import look_at
from torikumi.web.plans.finding_view import FAMILY_OF, RULES_BY_CODE, severity_counts
from torikumi.web.plans.found_page import Tally
from torikumi.web.plans.queries.editions import SeriesCard, list_series
from torikumi.web.plans.queries.found import count_by_code, count_by_severity
from torikumi.web.plans.queries.rules import (
    all_decisions,
    decisions_about,
    newest_decisions,
    rule_settings_of,
    settings_from,
)
from torikumi.web.plans.rule_forms import RuleForm, RulesFileForm
from torikumi.web.plans.rule_page import SHOWN, list_families, narrow, view_decisions, view_rule
from torikumi.web.plans.rule_stand import RuleStand

LAST_DECISIONS = 30


@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """List all rules with how each stands in the city and how often it speaks about a plan."""
    return _show_list(request, RulesFileForm(), status=HTTPStatus.OK)


@require_safe
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a rule looks at, and what the city decided of it; the office decides here."""
    return _show_rule(request, _rule_of(code), None, status=HTTPStatus.OK)


@require_POST
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Set a rule off, on, to another severity, or back to how it was at first."""
    wanted = _rule_of(code)
    decision = newest_decisions(signed_in(request)).get(code)
    form = RuleForm(request.POST, rule=wanted, decision=decision)
    if not form.is_valid():
        return _show_rule(request, wanted, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    by, at, choice, turn = actor_of(request), timezone.now(), form.choice(), form.cleaned_data["turn"]
    try:
        if choice is None:
            reset_rule(code=code, reason=form.cleaned_data["reason"], turn=turn, by=by, at=at)
        else:
            decide_rule(choice, turn=turn, by=by, at=at)
    except UserError as error:
        if not isinstance(error, StaleRuleError):
            form.add_error(None, error.ja)
            return _show_rule(request, wanted, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        again = _on_newest(request, wanted)
        again.add_error(None, error.ja)
        return _show_rule(request, wanted, again, status=HTTPStatus.CONFLICT)
    messages.success(
        request, f"規則「{wanted.ja}」の設定を変えました。点検の結果には、もう反映されています。"
    )
    return redirect("plans:rule", code=code)


@require_safe
def rules_file(request: HttpRequest) -> HttpResponse:
    """Give the city's settings as the rules file of `torikumi check --rules-file`."""
    content = write_rule_settings(rule_settings_of(signed_in(request)))
    response = HttpResponse(content, content_type="application/toml; charset=utf-8")
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename="checks.toml") or "attachment"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def take_file(request: HttpRequest) -> HttpResponse:
    """Take the settings of a rules file in place of the city's own."""
    form = RulesFileForm(request.POST, request.FILES)
    if form.is_valid():
        settings = form.cleaned_data["file"]
        try:
            taken = take_rules_file(
                settings, file_name=form.file_name, by=actor_of(request), at=timezone.now()
            )
        except UserError as error:
            form.add_error("file", error.ja)
        else:
            count, back = len(taken.set_codes), len(taken.reset_codes)
            messages.success(
                request,
                f"ファイルから {count}件の規則を設定し、{back}件を初めの設定に戻しました。"
                if count or back
                else "ファイルの設定は、今の設定と同じでした。何も変えていません。",
            )
            return redirect("plans:rules")
    return _show_list(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _on_newest(request: HttpRequest, wanted: Rule) -> RuleForm:
    """The same decision on what holds by now: pressed again it goes through."""
    decision = newest_decisions(signed_in(request)).get(wanted.code)
    data = request.POST.copy()
    data["turn"] = str(decision.turn if decision else 0)
    form = RuleForm(data, rule=wanted, decision=decision)
    form.is_valid()
    return form


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bench:
    """The plan on which the rules are counted; all None where the city has no plan yet."""

    cards: list[SeriesCard]
    card: SeriesCard | None
    counts: dict[str, int] | None
    tally: Tally | None


def _show_list(request: HttpRequest, upload: RulesFileForm, *, status: int) -> HttpResponse:
    person = signed_in(request)
    decisions = newest_decisions(person)
    stand = RuleStand(settings_from(decisions))
    bench = _bench(request, stand)
    families = list_families(decisions, stand, bench.counts)
    show = request.GET.get("show", "")
    context = {
        "families": narrow(families, show),
        "shown": [(key, word, key == (show if show in SHOWN else "")) for key, word in SHOWN.items()],
        "changed": sum(line.is_changed for family in families for line in family.lines),
        "total": sum(len(family.lines) for family in families),
        "bench": bench,
        "upload": upload,
        "history": view_decisions(all_decisions(person)[:LAST_DECISIONS], RULES_BY_CODE),
    }
    return render(request, "plans/rules.html", context, status=status)


def _show_rule(request: HttpRequest, wanted: Rule, form: RuleForm | None, *, status: int) -> HttpResponse:
    person = signed_in(request)
    decisions = newest_decisions(person)
    stand = RuleStand(settings_from(decisions))
    bench = _bench(request, stand)
    line = view_rule(wanted, decisions, stand, bench.counts)
    context = {
        "line": line,
        "rule": wanted,
        "family": FAMILY_OF[wanted.code],
        "bench": bench,
        "form": form or RuleForm(rule=wanted, decision=line.decision),
        "history": view_decisions(decisions_about(person, wanted.code), RULES_BY_CODE),
        "findings_url": _findings_url(bench.card, wanted.code),
    }
    return render(request, "plans/rule.html", context, status=status)


def _bench(request: HttpRequest, stand: RuleStand) -> _Bench:
    cards = [card for card in list_series(signed_in(request)) if card.edition is not None]
    asked = request.GET.get("plan", "")
    card = next((card for card in cards if str(card.series.pk) == asked), next(iter(cards), None))
    if card is None or card.edition is None:
        return _Bench(cards=cards, card=None, counts=None, tally=None)
    looked = look_at(card.edition, stand)
    counts = count_by_code(looked.run)
    severities = count_by_severity(counts, stand)
    tally = Tally(
        shown=sum(severities.values()),
        severities=severity_counts(severities),
        silenced=stand.silenced(counts),
    )
    return _Bench(cards=cards, card=card, counts=counts, tally=tally)


def _findings_url(card: SeriesCard | None, code: str) -> str:
    return "" if card is None else f"{reverse('plans:findings', args=[card.series.pk])}?rule={code}"


def _rule_of(code: str) -> Rule:
    found = RULES_BY_CODE.get(code)
    if found is None:
        raise Http404
    return found
