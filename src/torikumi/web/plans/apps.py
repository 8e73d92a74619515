"""The Django app of stored plans."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Stored plans."""

    name = "torikumi.web.plans"
    label = "plans"
    verbose_name = "計画"
