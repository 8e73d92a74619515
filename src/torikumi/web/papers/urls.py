"""Addresses of papers."""

from django.urls import path

from torikumi.web.papers import views

app_name = "papers"
urlpatterns = [
    path("plans/<number:series_id>/", views.paper_list, name="list"),
    path("plans/<number:series_id>/<slug:code>/", views.paper, name="paper"),
    path("templates/", views.templates, name="templates"),
    path("templates/<slug:code>/", views.template, name="template"),
    path("templates/<slug:code>/file/", views.template_file, name="template_file"),
    path("templates/<slug:code>/reset/", views.reset_template, name="reset_template"),
]
