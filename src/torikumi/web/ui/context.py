"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest

from torikumi.web.ui.requests import request_id


def site(request: HttpRequest) -> dict[str, object]:
    """Give the name of the site, its notice, and the number of this request."""
    return {
        "site_name": settings.SITE_NAME,
        "site_notice": settings.SITE_NOTICE,
        "request_id": request_id(request),
    }
