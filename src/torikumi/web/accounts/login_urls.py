"""Addresses of allauth's views, under the names by which allauth finds them; only those that we use."""

from django.urls import path

from torikumi.web.accounts.views import identity, second_factor, session

urlpatterns = [
    # The same page as accounts:login, which stands before it; allauth leads there by this name.
    path("login/", session.login, name="account_login"),
    path("login/second-factor/", second_factor.authenticate, name="mfa_authenticate"),
    path("login/passkey/", second_factor.log_in_by_key, name="mfa_login_webauthn"),
    path("login/<slug:provider_id>/callback/", identity.return_from_issuer, name="openid_connect_callback"),
    path("password/again/", second_factor.reauthenticate_by_password, name="account_reauthenticate"),
    path("password/second-factor/", second_factor.index, name="mfa_index"),
    path("password/second-factor/again/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("password/authenticator/add/", second_factor.activate_totp, name="mfa_activate_totp"),
    path("password/authenticator/remove/", second_factor.deactivate_totp, name="mfa_deactivate_totp"),
    path("password/codes/", second_factor.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("password/codes/renew/", second_factor.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("password/passkeys/", second_factor.list_keys, name="mfa_list_webauthn"),
    path("password/passkeys/add/", second_factor.add_key, name="mfa_add_webauthn"),
    path("password/passkeys/again/", second_factor.reauthenticate_by_key, name="mfa_reauthenticate_webauthn"),
    path("password/passkeys/<number:pk>/remove/", second_factor.remove_key, name="mfa_remove_webauthn"),
]
