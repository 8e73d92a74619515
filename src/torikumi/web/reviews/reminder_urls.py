"""Addresses of reminding sections, of the telephone list, and of the list to take away."""

from django.urls import path

from torikumi.web.reviews.views import exports, reminders, telephone

urlpatterns = [
    path("<number:round_id>/reminders/", reminders.reminders, name="reminders"),
    path("<number:round_id>/reminders/days/", reminders.reminder_days, name="reminder_days"),
    path("<number:round_id>/reminders/telephone/", telephone.telephone, name="telephone"),
    path(
        "<number:round_id>/reminders/telephone/<str:form>/", telephone.telephone_file, name="telephone_file"
    ),
    path("<number:round_id>/export/", exports.export, name="export"),
    path("<number:round_id>/export/<str:form>/", exports.export_file, name="export_file"),
]
