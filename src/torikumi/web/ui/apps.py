"""The Django app of what every page shares."""

from django.apps import AppConfig
from django.urls import register_converter

from torikumi.web.ui.converters import NumberConverter


class UiConfig(AppConfig):
    """Templates, components and styles."""

    name = "torikumi.web.ui"
    label = "ui"
    verbose_name = "画面"

    def ready(self) -> None:
        """Make `<number:…>` known to all addresses."""
        register_converter(NumberConverter, "number")
