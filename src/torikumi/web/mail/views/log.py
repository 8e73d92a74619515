"""The log of mail: what was sent to whom, with its text; write one once more."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from torikumi.errors import UserError
from torikumi.web.accounts.acting import signed_in
from torikumi.web.audit.actor import actor_of
from torikumi.web.mail.actions.mails import send_again
from torikumi.web.mail.export import write_log
from torikumi.web.mail.forms import MailFilterForm
from torikumi.web.mail.models import Enclosure, SentMail
from torikumi.web.mail.posting import POST_BATCH
from torikumi.web.mail.queries import (
    find_mail,
    find_mails,
    find_repetition,
    list_enclosures,
    list_occasions,
)
from torikumi.web.mail.words import kind_label

MAILS_A_PAGE = 50


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """List what was sent, newest first."""
    person, form = signed_in(request), _form(request)
    rows = find_mails(person, form.wanted()).defer("body")
    page = Paginator(rows, MAILS_A_PAGE).get_page(request.GET.get("page"))
    shown = [(mail, kind_label(mail.kind)) for mail in page]
    return render(request, "mail/log.html", {"form": form, "page": page, "rows": shown})


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give the same list as CSV."""
    person = signed_in(request)
    enclosures = Prefetch("enclosures", queryset=Enclosure.objects.within(person))
    rows = find_mails(person, _form(request).wanted()).prefetch_related(enclosures)
    response = HttpResponse(write_log(rows.iterator(500)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mail-log.csv"'
    return response


@require_safe
def mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Show one mail with its text and what became of it."""
    return _show(request, _find(request, mail_id))


@require_POST
def again(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Write a mail once more, because a person decided so."""
    old = _find(request, mail_id)
    try:
        new, _ = send_again(
            task=POST_BATCH,
            city=signed_in(request).municipality,
            mail_id=old.pk,
            by=actor_of(request),
            at=timezone.now(),
        )
    except UserError as error:
        return _show(request, old, problem=error.ja, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, "もう一度送るように頼みました。")
    return redirect(new)


def _form(request: HttpRequest) -> MailFilterForm:
    kinds, abouts = list_occasions(signed_in(request))
    return MailFilterForm(request.GET, kinds=kinds, abouts=abouts)


def _show(
    request: HttpRequest, found: SentMail, *, problem: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    repetition = find_repetition(found)
    context = {
        "mail": found,
        "kind": kind_label(found.kind),
        "enclosures": list_enclosures(found),
        "repetition": repetition,
        "is_mendable": found.is_mendable() and repetition is None,
        "problem": problem,
    }
    return render(request, "mail/mail.html", context, status=status)


def _find(request: HttpRequest, mail_id: int) -> SentMail:
    found = find_mail(signed_in(request), mail_id)
    if found is None:
        raise Http404
    return found
