"""The Django app of the pages that ask the corpus."""

from django.apps import AppConfig


class ExploreConfig(AppConfig):
    """Pages over the plans of many bodies; nothing of it is stored here."""

    name = "torikumi.web.explore"
    label = "explore"
    verbose_name = "全国の取組"
