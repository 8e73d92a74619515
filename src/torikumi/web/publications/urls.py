"""Addresses of publishing, and the public ones."""

from django.urls import path

from torikumi.web.publications import views

app_name = "publications"
urlpatterns = [
    path("publications/", views.publication_list, name="list"),
    path("publications/publish/<number:edition_id>/", views.publish, name="publish"),
    path("publications/<number:publication_id>/withdraw/", views.withdraw, name="withdraw"),
    path("publications/<number:publication_id>/bundle/", views.bundle, name="bundle"),
    path("public/<str:code>/", views.city, name="city"),
    path("public/<str:code>/<number:series_id>/<number:sequence>/", views.public_file, name="edition"),
    path(
        "public/<str:code>/<number:series_id>/<number:sequence>/<path:path>", views.public_file, name="file"
    ),
]
