"""Addresses of letters and mail."""

from django.urls import path

from torikumi.web.mail.views import letters, log

app_name = "mail"
urlpatterns = [
    path("", log.log, name="log"),
    path("log.csv", log.export, name="export"),
    path("<number:mail_id>/", log.mail, name="mail"),
    path("<number:mail_id>/again/", log.again, name="again"),
    path("letters/", letters.letters, name="letters"),
    path("letters/<slug:kind>/", letters.letter, name="letter"),
]
