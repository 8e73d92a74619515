"""What every page that sets up a round needs: the round, and what to say when something is refused."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from torikumi.errors import UserError
from torikumi.review.mistakes import RoundError
from torikumi.review.round import Round
from torikumi.web.accounts.acting import signed_in
from torikumi.web.reviews.models import ReviewRound, RoundState
from torikumi.web.reviews.queries.sheets import find_round
from torikumi.web.reviews.setting_words import mistake_words


def open_round_of(request: HttpRequest, round_id: int) -> ReviewRound:
    """Return the round; 404 where the person's city has none of that number."""
    round_ = find_round(signed_in(request), round_id)
    if round_ is None:
        raise Http404
    return round_


def round_in(request: HttpRequest, round_id: int, *states: RoundState) -> ReviewRound:
    """Return the round; 404 where it is in none of these states."""
    round_ = open_round_of(request, round_id)
    if round_.state not in states:
        raise Http404
    return round_


def version_of(request: HttpRequest, fallback: int) -> int:
    """Return the version that the form was made on, as it says itself."""
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 10 else fallback


def sentences_of(error: UserError, rules: Round | None = None) -> list[str]:
    """Return what is wrong, a sentence each, in the words of pages."""
    if not isinstance(error, RoundError):
        return [error.ja]
    labels = {field.key: field.label for field in rules.form.fields} if rules else {}
    return [mistake_words(mistake, labels) for mistake in error.mistakes]
