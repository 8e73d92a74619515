"""The way in by the city's single sign-on: away to its issuer, and back."""

import secrets

from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from torikumi.web.accounts.identities import CITY, CityIssuer, refuse
from torikumi.web.accounts.login_adapters import safe_next
from torikumi.web.isolation.cities import in_all_cities


@require_POST
@sensitive_variables("nonce")
def log_in_by_identity(request: HttpRequest) -> HttpResponse:
    """Send the person to the issuer."""
    if not settings.OIDC_ISSUER:
        raise Http404
    if request.user.is_authenticated:
        return redirect("accounts:home")
    provider, nonce = CityIssuer(request, CITY).get_provider(), secrets.token_urlsafe(24)
    with in_all_cities():  # of which city somebody is, is known when they come back
        try:
            away: HttpResponse = provider.redirect(
                request,
                AuthProcess.LOGIN,
                next_url=safe_next(request),
                auth_params={**provider.get_auth_params(), "nonce": nonce},
                nonce=nonce,
            )
        except (RequestException, OAuth2Error, KeyError) as error:
            return refuse(request, why="unreachable", detail=repr(error))
    return away


@require_safe
def return_from_issuer(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the issuer's answer, check it, and open the session of whoever it is."""
    if not settings.OIDC_ISSUER or provider_id != CITY:
        raise Http404
    with in_all_cities():  # of which city somebody is, only the issuer's answer says
        answer: HttpResponse = OAuth2CallbackView.adapter_view(CityIssuer(request, CITY))(request)
    return answer
