"""Pages of the second factor: allauth's views under our addresses, our templates and our rules."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps

from allauth.account.internal.stagekit import unstash_login
from allauth.account.views import reauthenticate as allauth_reauthenticate
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as allauth_base
from allauth.mfa.recovery_codes import views as allauth_codes
from allauth.mfa.totp import views as allauth_totp
from allauth.mfa.webauthn import views as allauth_keys
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from torikumi.web.accounts.acting import signed_in
from torikumi.web.accounts.actions.second_factor import note_wrong_code
from torikumi.web.accounts.models import User
from torikumi.web.accounts.second_factor import OFF, lacks_second_factor
from torikumi.web.audit.actor import Actor
from torikumi.web.isolation.cities import in_all_cities

View = Callable[..., HttpResponseBase]

# Where allauth keeps the secret of an app that is being set up (allauth.mfa.totp.internal.auth).
_SECRET_BEING_SET_UP = "mfa.totp.secret"  # noqa: S105  the name of a secret, not one


def _served(view: View) -> View:
    """Return the view for our addresses: closed where the setting says so, 422 where a form comes back."""

    @sensitive_post_parameters("code", "password", "credential")
    @wraps(view)
    def serve(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if settings.SECOND_FACTOR == OFF:
            raise Http404
        # Until the second factor is given nobody is logged in, and so no city is known.
        with nullcontext() if request.user.is_authenticated else in_all_cities():
            response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == 200:
            response.status_code = 422
        # As for every page of ours (PrivateByDefaultMiddleware), instead of the longer words of allauth.
        response["Cache-Control"] = "private, no-store"
        return response

    return serve


@_served
def authenticate(request: HttpRequest) -> HttpResponseBase:
    """Ask for the second factor after a right password, and open the session."""
    login = unstash_login(request, peek=True)
    response: HttpResponseBase = allauth_base.authenticate(request)
    if request.method == "POST" and response.status_code == 200 and login and isinstance(login.user, User):
        user = login.user
        by = Actor(name="anonymous", municipality=user.municipality.code).within(request)
        note_wrong_code(user=user, by=by, at=timezone.now())
    return response


@require_safe
@_served
def totp_picture(request: HttpRequest) -> HttpResponse:
    """Show the secret of the app that is being set up as a QR code; drawn here, sent nowhere."""
    secret = request.session.get(_SECRET_BEING_SET_UP)
    if not secret:
        raise Http404
    adapter = get_adapter()
    drawn = adapter.build_totp_svg(adapter.build_totp_url(signed_in(request), secret))
    return HttpResponse(drawn, content_type="image/svg+xml")


@_served
def index(request: HttpRequest) -> HttpResponseBase:
    """Show what somebody has set up, and what they could."""
    response: HttpResponseBase = allauth_base.index(request)
    if isinstance(response, TemplateResponse):
        must_have = lacks_second_factor(request, signed_in(request))
        response.context_data = {**(response.context_data or {}), "must_have": must_have}
    return response


# allauth wants a page of passkeys alone; they stand on the page of all second factors.
list_keys = _served(RedirectView.as_view(pattern_name="mfa_index"))
reauthenticate_by_password = _served(allauth_reauthenticate)
reauthenticate = _served(allauth_base.reauthenticate)
activate_totp = _served(allauth_totp.activate_totp)
deactivate_totp = _served(allauth_totp.deactivate_totp)
view_recovery_codes = _served(allauth_codes.view_recovery_codes)
generate_recovery_codes = _served(allauth_codes.generate_recovery_codes)
add_key = _served(allauth_keys.add_webauthn)
remove_key = _served(allauth_keys.remove_webauthn)
reauthenticate_by_key = _served(allauth_keys.reauthenticate_webauthn)
log_in_by_key = _served(allauth_keys.login_webauthn)
