"""Addresses of a round's workbooks."""

from django.urls import path

from torikumi.web.reviews.views import returned, workbooks

urlpatterns = [
    path("<number:round_id>/workbooks/", workbooks.workbooks, name="workbooks"),
    path("<number:round_id>/workbooks/send/", workbooks.send, name="send_workbooks"),
    path("<number:round_id>/workbooks/upload/", workbooks.upload, name="upload_workbooks"),
    path("<number:round_id>/workbooks/sendings/<number:sending_id>/", workbooks.sending, name="sending"),
    path(
        "<number:round_id>/workbooks/sendings/<number:sending_id>/all.zip",
        workbooks.sending_file,
        name="sending_file",
    ),
    path(
        "<number:round_id>/workbooks/sendings/<number:sending_id>/mail/",
        workbooks.mail_workbooks,
        name="mail_workbooks",
    ),
    path("workbooks/sent/<number:book_id>/", workbooks.sent_workbook, name="sent_workbook"),
    path("workbooks/returned/<number:returned_id>/", returned.returned, name="returned"),
    path("workbooks/returned/<number:returned_id>/file/", returned.original, name="returned_file"),
    path("workbooks/returned/<number:returned_id>/rows/", returned.confirm, name="confirm_rows"),
    path("workbooks/returned/<number:returned_id>/take/", returned.take, name="take_workbook"),
    path("workbooks/returned/<number:returned_id>/discard/", returned.discard, name="discard_workbook"),
    path("workbooks/returned/<number:returned_id>/undo/", returned.undo, name="undo_workbook"),
]
