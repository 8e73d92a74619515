"""Addresses of jobs."""

from django.urls import path

from torikumi.web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="list"),
    path("<number:job_id>/", views.show_job, name="job"),
    path("<number:job_id>/stop/", views.stop, name="stop"),
    path("<number:job_id>/retry/", views.retry, name="retry"),
]
