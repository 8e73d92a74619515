"""A person's own tokens of the API."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from torikumi.web.accounts.acting import signed_in, today
from torikumi.web.accounts.actions import tokens as actions
from torikumi.web.accounts.actions.people import AccountError
from torikumi.web.accounts.token_form import TokenForm
from torikumi.web.accounts.token_models import ApiToken, TokenScope
from torikumi.web.audit.actor import actor_of

_USUAL = timedelta(days=90)


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List the person's tokens and make a new one; its secret stands on the answer, this once."""
    person = signed_in(request)
    usual = {"expires_on": today() + _USUAL, "scope": TokenScope.READ}
    form = TokenForm(request.POST if request.method == "POST" else None, initial=usual)
    made = None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_token(
                person=person,
                name=form.cleaned_data["name"],
                scope=TokenScope(form.cleaned_data["scope"]),
                expires_on=form.cleaned_data["expires_on"],
                by=actor_of(request),
                at=timezone.now(),
            )
        except AccountError as error:
            form.add_error(None, error.ja)
        else:
            form = TokenForm(initial=usual)
    rows = [(one, one.state_on(today())) for one in ApiToken.objects.of_person(person)]
    context = {"form": form, "made": made, "rows": rows}
    return render(request, "accounts/tokens.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke_token(request: HttpRequest, key: int) -> HttpResponse:
    """Ask once more, then make a token of the person's own invalid."""
    token = get_object_or_404(ApiToken.objects.of_person(signed_in(request)), pk=key)
    problem = ""
    if request.method == "POST":
        try:
            actions.revoke_token(token=token, by=actor_of(request), at=timezone.now())
        except AccountError as error:
            problem = error.ja
        else:
            messages.success(request, f"トークン「{token}」を無効にしました。")
            return redirect("accounts:tokens")
    context = {"token": token, "problem": problem}
    return render(request, "accounts/revoke_token.html", context, status=422 if problem else 200)
