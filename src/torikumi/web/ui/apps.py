"""The Django app of what every page shares."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, components and styles."""

    name = "torikumi.web.ui"
    label = "ui"
    verbose_name = "画面"
