"""The Django app of people and roles."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Cities, sections, people and roles."""

    name = "torikumi.web.accounts"
    label = "accounts"
    verbose_name = "利用者"
