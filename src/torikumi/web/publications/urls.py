"""Addresses of publishing, and the public ones."""

from django.urls import path

from torikumi.web.publications import views

app_name = "publications"
urlpatterns = [
    path("publications/", views.publication_list, name="list"),
    path("publications/publish/<int:edition_id>/", views.publish, name="publish"),
    path("publications/<int:publication_id>/withdraw/", views.withdraw, name="withdraw"),
    path("public/<str:code>/", views.city, name="city"),
    path("public/<str:code>/<int:series_id>/<int:sequence>/", views.public_file, name="edition"),
    path("public/<str:code>/<int:series_id>/<int:sequence>/<path:path>", views.public_file, name="file"),
]
