"""Addresses of people: the way in, one's own account, the administrator's lists."""

from django.urls import path

from torikumi.web.accounts.views import (
    delegations,
    identity,
    people,
    personnel,
    second_factor,
    session,
    tokens,
    units,
)

app_name = "accounts"
urlpatterns = [
    path("", session.home, name="home"),
    path("login/", session.login, name="login"),
    path("password/authenticator/picture/", second_factor.totp_picture, name="totp_picture"),
    path("people/<number:key>/second-factor/", people.reset_second_factor, name="reset_second_factor"),
    path("login/city/", identity.log_in_by_identity, name="log_in_by_identity"),
    path("people/<number:key>/identity/", people.unlink_identity, name="unlink_identity"),
    path("logout/", session.logout, name="logout"),
    path("password/", session.change_password, name="change_password"),
    path("password/tokens/", tokens.tokens, name="tokens"),
    path("password/tokens/<number:key>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add_person, name="add_person"),
    path("people/list/", personnel.upload_personnel, name="upload_personnel"),
    path("people/list/<number:key>/", personnel.personnel, name="personnel"),
    path("people/list/<number:key>/confirm/", personnel.confirm_personnel, name="confirm_personnel"),
    path("people/list/<number:key>/discard/", personnel.discard_personnel, name="discard_personnel"),
    path("people/passwords/", personnel.first_passwords, name="first_passwords"),
    path("people/<number:key>/facts/", people.change_facts, name="change_facts"),
    path("people/<number:key>/", people.person, name="person"),
    path("people/<number:key>/deactivate/", people.deactivate_person, name="deactivate_person"),
    path("people/<number:key>/activate/", people.activate_person, name="activate_person"),
    path("people/<number:key>/password/", people.reset_password, name="reset_password"),
    path("people/<number:key>/roles/add/", people.assign_role, name="assign_role"),
    path("roles/<number:key>/end/", people.end_role, name="end_role"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/add/", delegations.add_delegation, name="add_delegation"),
    path("delegations/<number:key>/end/", delegations.end_delegation, name="end_delegation"),
    path("units/", units.units, name="units"),
    path("units/add/", units.add_unit, name="add_unit"),
    path("units/list/", units.reorganise, name="reorganise"),
    path("units/<number:key>/end/", units.end_unit, name="end_unit"),
    path("units/<number:key>/succeed/", units.succeed_unit, name="succeed_unit"),
]
