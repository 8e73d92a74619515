"""The Django app of the second net."""

from django.apps import AppConfig


class IsolationConfig(AppConfig):
    """Policies and rights in the database."""

    name = "torikumi.web.isolation"
    label = "isolation"
    verbose_name = "団体ごとの隔離"
