"""The Django app of papers."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Papers from the plan."""

    name = "torikumi.web.papers"
    label = "papers"
    verbose_name = "様式"
