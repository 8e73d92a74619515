"""The Django app of the API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """JSON for programs."""

    name = "torikumi.web.api"
    label = "api"
    verbose_name = "API"
