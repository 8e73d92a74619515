"""Which address belongs to which app; who may open it stands in accounts/permissions.py."""

import importlib.util

from django.urls import include, path

urlpatterns = [
    path("", include("torikumi.web.accounts.urls")),
    path("audit/", include("torikumi.web.audit.urls")),
]
for _prefix, _app in (("plans/", "plans"), ("", "publications")):
    if importlib.util.find_spec(f"torikumi.web.{_app}.urls"):
        urlpatterns.append(path(_prefix, include(f"torikumi.web.{_app}.urls")))
handler400 = "torikumi.web.ui.views.bad_request"
handler403 = "torikumi.web.ui.views.forbidden"
handler404 = "torikumi.web.ui.views.not_found"
handler500 = "torikumi.web.ui.views.server_error"
