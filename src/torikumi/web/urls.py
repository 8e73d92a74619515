"""Which address belongs to which app; who may open it stands in accounts/permissions.py."""

from django.urls import include, path

urlpatterns = [
    path("", include("torikumi.web.accounts.urls")),
    path("", include("torikumi.web.accounts.login_urls")),
    path("audit/", include("torikumi.web.audit.urls")),
    path("jobs/", include("torikumi.web.jobs.urls")),
    path("mail/", include("torikumi.web.mail.urls")),
    path("plans/", include("torikumi.web.plans.urls")),
    path("reviews/", include("torikumi.web.reviews.urls")),
    path("papers/", include("torikumi.web.papers.urls")),
    path("explore/", include("torikumi.web.explore.urls")),
    path("", include("torikumi.web.publications.urls")),
    path("api/", include("torikumi.web.api.urls")),
]
handler400 = "torikumi.web.ui.views.bad_request"
handler403 = "torikumi.web.ui.views.forbidden"
handler404 = "torikumi.web.ui.views.not_found"
handler500 = "torikumi.web.ui.views.server_error"
