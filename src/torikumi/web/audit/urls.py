"""Addresses of the trail."""

from django.urls import path

from torikumi.web.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.events, name="events"),
    path("export/<str:form>/", views.export, name="export"),
]
