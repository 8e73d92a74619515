"""Addresses of the pages that ask the corpus."""

from django.urls import path

from torikumi.web.explore import views

app_name = "explore"
urlpatterns = [
    path("", views.search, name="search"),
    path("similar/", views.similar, name="similar"),
    path("fare/", views.fare, name="fare"),
    path("tables/", views.tables, name="tables"),
]
