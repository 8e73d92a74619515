"""Addresses of the yearly review."""

from django.urls import path

from torikumi.web.reviews import setup_urls
from torikumi.web.reviews.views import approvals, board, freezing, history, landing, report, sheet, sheets

app_name = "reviews"
urlpatterns = [
    path("", landing.round_list, name="list"),
    path("<number:round_id>/", landing.round_page, name="round"),
    path("<number:round_id>/sheets/", sheets.sheet_list, name="sheets"),
    path("<number:round_id>/approvals/", approvals.approvals, name="approvals"),
    path("<number:round_id>/board/", board.board, name="board"),
    path("<number:round_id>/freeze/", freezing.freeze_page, name="freeze"),
    path("<number:round_id>/freeze/corrections/", freezing.corrections, name="corrections"),
    path("trace/<number:edition_id>/<str:key>/", freezing.trace, name="trace"),
    path("<number:round_id>/report/", report.report, name="report"),
    path("sheets/<number:sheet_id>/", sheet.sheet_page, name="sheet"),
    path("sheets/<number:sheet_id>/answer/", sheet.answer, name="answer"),
    path("sheets/<number:sheet_id>/rate/", sheet.rate, name="rate"),
    path("sheets/<number:sheet_id>/revise/", sheet.revise, name="revise"),
    path("sheets/<number:sheet_id>/history/", history.sheet_history, name="history"),
    *setup_urls.urlpatterns,
]
