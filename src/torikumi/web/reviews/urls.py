"""Addresses of the yearly review."""

from django.urls import path

from torikumi.web.reviews import book_urls, reminder_urls, setup_urls
from torikumi.web.reviews.views import (
    approvals,
    board,
    comments,
    freezing,
    history,
    landing,
    proposals,
    report,
    sheet,
    sheets,
)

app_name = "reviews"
urlpatterns = [
    path("", landing.round_list, name="list"),
    path("<number:round_id>/", landing.round_page, name="round"),
    path("<number:round_id>/sheets/", sheets.sheet_list, name="sheets"),
    path("<number:round_id>/approvals/", approvals.approvals, name="approvals"),
    path("<number:round_id>/board/", board.board, name="board"),
    path("<number:round_id>/freeze/", freezing.freeze_page, name="freeze"),
    path("<number:round_id>/freeze/corrections/", freezing.corrections, name="corrections"),
    path("trace/<number:edition_id>/<path:key>/", freezing.trace, name="trace"),
    path("<number:round_id>/proposals/", proposals.proposal_list, name="proposals"),
    path("<number:round_id>/proposals/add/", proposals.add_proposal, name="add_proposal"),
    path("<number:round_id>/proposals/<number:proposal_id>/", proposals.proposal_page, name="proposal"),
    path(
        "<number:round_id>/proposals/<number:proposal_id>/change/",
        proposals.edit_proposal,
        name="change_proposal",
    ),
    path(
        "<number:round_id>/proposals/<number:proposal_id>/answer/",
        proposals.answer_proposal,
        name="answer_proposal",
    ),
    path(
        "<number:round_id>/proposals/<number:proposal_id>/withdraw/",
        proposals.withdraw_proposal,
        name="withdraw_proposal",
    ),
    path(
        "<number:round_id>/proposals/<number:proposal_id>/reopen/",
        proposals.reopen_proposal,
        name="reopen_proposal",
    ),
    path("<number:round_id>/comments/", comments.comment_list, name="comments"),
    path("<number:round_id>/comments/add/", comments.add_comment, name="add_comment"),
    path("<number:round_id>/comments/list.<str:form>", comments.comment_file, name="comment_file"),
    path("<number:round_id>/comments/<number:comment_id>/", comments.comment_page, name="comment"),
    path(
        "<number:round_id>/comments/<number:comment_id>/change/", comments.edit_comment, name="change_comment"
    ),
    path(
        "<number:round_id>/comments/<number:comment_id>/answer/", comments.write_answer, name="answer_comment"
    ),
    path(
        "<number:round_id>/comments/<number:comment_id>/withdraw/",
        comments.withdraw_comment,
        name="withdraw_comment",
    ),
    path(
        "<number:round_id>/comments/<number:comment_id>/approve/",
        comments.approve_answer,
        name="approve_answer",
    ),
    path("<number:round_id>/report/", report.report, name="report"),
    path("sheets/<number:sheet_id>/", sheet.sheet_page, name="sheet"),
    path("sheets/<number:sheet_id>/answer/", sheet.answer, name="answer"),
    path("sheets/<number:sheet_id>/rate/", sheet.rate, name="rate"),
    path("sheets/<number:sheet_id>/revise/", sheet.revise, name="revise"),
    path("sheets/<number:sheet_id>/history/", history.sheet_history, name="history"),
    *setup_urls.urlpatterns,
    *reminder_urls.urlpatterns,
    *book_urls.urlpatterns,
]
