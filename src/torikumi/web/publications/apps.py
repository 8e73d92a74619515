"""The Django app of published editions."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Published editions."""

    name = "torikumi.web.publications"
    label = "publications"
    verbose_name = "公表"
