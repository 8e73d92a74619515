"""The texts of letters: list them, edit one, see it filled in before it is saved."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from torikumi.errors import UserError
from torikumi.web.accounts.acting import signed_in
from torikumi.web.audit.actor import actor_of
from torikumi.web.mail.actions.letters import StaleLetterError, check_letter, save_letter
from torikumi.web.mail.addresses import HeaderTextError
from torikumi.web.mail.forms import LetterForm
from torikumi.web.mail.letters import PLACEHOLDERS, LetterKind, LetterText, fill, sample_values
from torikumi.web.mail.queries import current_letter, list_versions


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """List the letters that a city can edit."""
    person = signed_in(request)
    return render(
        request, "mail/letters.html", {"letters": [current_letter(person, kind) for kind in LetterKind]}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, kind: str) -> HttpResponse:
    """Edit one letter: look at it filled in, or save it as a new version."""
    if kind not in LetterKind.values:
        raise Http404
    wanted = LetterKind(kind)
    if request.method != "POST":
        current = current_letter(signed_in(request), wanted)
        text = current.text
        form = LetterForm(initial={"subject": text.subject, "body": text.body, "made_on": current.version})
        return _show(request, wanted, form, preview=_fill_sample(wanted, text))
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _show(request, wanted, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    text = LetterText(
        subject=form.cleaned_data["subject"].strip(), body=form.cleaned_data["body"].replace("\r\n", "\n")
    )
    try:
        check_letter(wanted, text)
        if "preview" in request.POST:
            return _show(request, wanted, form, preview=_fill_sample(wanted, text))
        saved = save_letter(
            city=signed_in(request).municipality,
            kind=wanted,
            text=text,
            made_on=form.cleaned_data["made_on"],
            by=actor_of(request),
            at=timezone.now(),
        )
    except StaleLetterError as error:
        return _show_newer(request, wanted, error)
    except UserError as error:
        form.add_error("subject" if isinstance(error, HeaderTextError) else "body", error.ja)
        return _show(request, wanted, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, f"「{wanted.label}」の文面を、第{saved.version}版として保存しました。")
    return redirect("mail:letter", kind=kind)


def _show_newer(request: HttpRequest, kind: LetterKind, error: StaleLetterError) -> HttpResponse:
    """Show what the person typed beside what somebody else saved; the next save is made on that."""
    newer = current_letter(signed_in(request), kind)
    form = LetterForm({**request.POST.dict(), "made_on": newer.version})
    form.add_error(None, error.ja)
    return _show(request, kind, form, newer=newer.text, status=HTTPStatus.CONFLICT)


def _fill_sample(kind: LetterKind, text: LetterText) -> LetterText:
    return fill(kind, text, sample_values(kind))


def _show(
    request: HttpRequest,
    kind: LetterKind,
    form: LetterForm,
    *,
    preview: LetterText | None = None,
    newer: LetterText | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "kind": kind,
        "form": form,
        "preview": preview,
        "newer": newer,
        "placeholders": PLACEHOLDERS[kind],
        "versions": list_versions(signed_in(request), kind),
    }
    return render(request, "mail/letter.html", context, status=status)
