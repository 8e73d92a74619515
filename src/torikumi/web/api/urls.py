"""Addresses of the API; the routers of its views are joined here."""

from django.urls import path

from torikumi.web.api.document import api
from torikumi.web.api.views import cities, corpus, files, groups, office, projects

for module in (cities, projects, groups, files, office, corpus):
    api.add_router("", module.router)

urlpatterns = [path("v1/", api.urls)]
